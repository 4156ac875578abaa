import { defineConfig } from 'vitest/config'

const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
  test: { name, include, environment: 'node', ...extra },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/unit/**/*.test.{ts,tsx}'], { testTimeout: 30_000 }),
      project('property', ['test/property/**/*.test.ts'], { testTimeout: 600_000 }),
      project('contract', ['test/contract/**/*.test.ts'], { testTimeout: 30_000 }),
      project('security', ['test/security/**/*.test.ts'], { testTimeout: 60_000 }),
      // One window at a time, and time enough for what is waited for: a busy machine is no fault of the window.
      project('e2e', ['test/e2e/**/*.test.ts'], {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
        expect: { poll: { timeout: 15_000 } },
      }),
      project('interop', ['test/interop/**/*.test.ts'], { testTimeout: 600_000, hookTimeout: 120_000 }),
    ],
  },
})
