import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'electron-builder'
import { ROOT } from '../window.ts'
import { compile } from './compile.ts'

// `npm run package [-- --dir]`: compiles and packs the program for this platform into `release/`, or into `--out DIR`. `--dir`
// leaves it unpacked. `--electron-dist DIR` packs around an Electron that is already there, for machines that cannot fetch one.
const { values } = parseArgs({
  options: { dir: { type: 'boolean', default: false }, out: { type: 'string' }, 'electron-dist': { type: 'string' } },
})
const dist = values['electron-dist']
await compile()
await build({
  projectDir: ROOT,
  dir: values.dir,
  publish: 'never',
  config: {
    extends: join(ROOT, 'electron-builder.yml'),
    ...(dist === undefined ? {} : { electronDist: resolve(dist) }),
    ...(values.out === undefined ? {} : { directories: { output: resolve(values.out) } }),
  },
})
