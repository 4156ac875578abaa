import { join } from 'node:path'
import { build } from 'electron-builder'
import { ROOT } from '../window.ts'
import { compile } from './compile.ts'

// `npm run package [-- --dir]`: compiles and packs the program for this platform. `--dir` leaves it unpacked in `release/`.
// `--electron-dist DIR` packs around an Electron that is already there, for machines that cannot fetch one.
await compile()
const at = process.argv.indexOf('--electron-dist')
await build({
  projectDir: ROOT,
  dir: process.argv.includes('--dir'),
  publish: 'never',
  config: { extends: join(ROOT, 'electron-builder.yml'), ...(at > 0 ? { electronDist: process.argv[at + 1] } : {}) },
})
