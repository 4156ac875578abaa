import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The window: one page with relative addresses, so that a file protocol and a loopback server serve it alike. */
export default defineConfig(({ command }) => {
  // What is built is the program, also where a test builds it: libraries draw other things under NODE_ENV `test`.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    root: 'renderer',
    base: './',
    plugins: [react()],
    server: { host: '127.0.0.1', fs: { allow: ['..'] } },
    build: {
      outDir: '../dist/renderer',
      emptyOutDir: true,
      target: 'chrome140',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The window is read from this computer: one large file opens faster than many small ones.
      chunkSizeWarningLimit: 4000,
    },
  }
})
