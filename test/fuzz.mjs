// Runs the fuzzer of Word files: `node test/fuzz.mjs [--runs N] [--seed S]`. The same seed gives the same files.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } } })
for (const [name, value] of Object.entries(values))
  if (!/^\d+$/.test(value)) {
    console.error(`--${name} needs a whole number, not "${value}"`)
    process.exit(1)
  }
const env = { ...process.env, PARLEY_RUNS: values.runs, PARLEY_SEED: values.seed }
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'security', 'test/security/fuzz.test.ts'], {
  stdio: 'inherit',
  env,
})
process.exit(status ?? 1)
