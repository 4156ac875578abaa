import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules, createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const asar = createRequire(builder.resolve('app-builder-lib'))('@electron/asar') as {
  listPackage(archive: string, options: { isPack: boolean }): string[]
  extractAll(archive: string, folder: string): void
  statFile(archive: string, file: string): { unpacked?: boolean }
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  main: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}

/** The mark that Electron's binary carries before its fuses, their version and their number. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSES = [
  ['runAsNode', '0'],
  ['enableCookieEncryption', '1'],
  ['enableNodeOptionsEnvironmentVariable', '0'],
  ['enableNodeCliInspectArguments', '0'],
  ['enableEmbeddedAsarIntegrityValidation', '1'],
  ['onlyLoadAppFromAsar', '1'],
  ['loadBrowserProcessSpecificV8Snapshot', '0'],
  ['grantFileProtocolExtraPrivileges', '0'],
] as const

let dir: string
let packing: SpawnSyncReturns<string>
let archive: string
let files: string[]
let program: string

/** A folder that looks like an unpacked Electron; all of its fuses stand the other way round. */
function madeUpElectron(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  const opposite = FUSES.map(([, state]) => (state === '1' ? '0' : '1')).join('')
  const fuses = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES.length]), Buffer.from(opposite)])
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('a made-up binary '), fuses, Buffer.alloc(64)]), { mode: 0o755 })
  writeFileSync(join(folder, 'version'), createRequire(import.meta.url)('electron/package.json').version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) writeFileSync(join(folder, name), '')
}

const parley = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(program, 'dist/app/main/hosts/cli/parley.js'), ...args], {
    cwd: dir,
    encoding: 'utf8',
    env: { PATH: '/nowhere', NODE_OPTIONS: '' },
  })

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'parley-package-'))
  const electron = join(dir, 'electron')
  madeUpElectron(electron)
  const script = join(root, 'main/hosts/electron/package.ts')
  const { NODE_ENV: _, ...env } = process.env
  packing = spawnSync(process.execPath, [script, '--dir', '--electron-dist', electron, '--out', join(dir, 'release')], {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` },
  })
  archive = join(dir, 'release', 'linux-unpacked', 'resources', 'app.asar')
  if (packing.status !== 0 || !existsSync(archive)) throw new Error(`The program was not packed: ${packing.stdout}${packing.stderr}`)
  files = asar.listPackage(archive, { isPack: false }).map((name) => name.split(sep).join('/').slice(1))
  program = join(dir, 'program')
  asar.extractAll(archive, program)
  if (existsSync(`${archive}.unpacked`)) cpSync(`${archive}.unpacked`, program, { recursive: true })
}, 180_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe.runIf(process.platform === 'linux')('the packed program', () => {
  it.each([
    'package.json',
    manifest.main,
    'dist/app/package.json',
    'dist/app/main/hosts/electron/preload.cjs',
    'dist/app/main/formats/pdf/worker.js',
    'dist/app/dist/renderer/index.html',
    'dist/app/resources/docx/word/styles.xml',
    'dist/app/resources/docx/_rels/.rels',
    'dist/app/resources/pdf/paper.typ',
    'dist/app/resources/sample/negotiation.md',
    'dist/app/resources/sample/agreement.md',
    'node_modules/@myriaddreamin/typst-ts-web-compiler/package.json',
  ])('holds %s', (name) => expect(files).toContain(name))

  it('holds every package that it needs to run, and none that it was made with', () => {
    for (const name of Object.keys(manifest.dependencies)) expect(files, name).toContain(`node_modules/${name}/package.json`)
    const never = [...Object.keys(manifest.devDependencies), ...Object.keys(manifest.optionalDependencies)].filter(
      (name) => !Object.hasOwn(manifest.dependencies, name),
    )
    // A package that runs may itself need one of these.
    const needed = new Set(['prosemirror-view'])
    const packed = never.filter((name) => !needed.has(name) && files.includes(`node_modules/${name}/package.json`))
    expect(packed).toEqual([])
  })

  it('holds no sources, tests, maps or what stays in a checkout', () => {
    const unwanted = files.filter(
      (name) =>
        /\.(ts|tsx|mts|cts|map|parley)$/.test(name) ||
        (/\.md$/.test(name) && !name.startsWith('dist/app/resources/')) ||
        /^(test|renderer|main|shared|release|\.git|\.ci)(\/|$)/.test(name) ||
        /node-(linux|win)-x64|(^|\/)hosts\/(launch|start)|electron\/(compile|package)\.js$|\.env/.test(name),
    )
    expect(unwanted.slice(0, 10)).toEqual([])
  })

  it('leaves the one binary of its platform outside the archive, where the system can load it', () => {
    const binaries = files.filter((name) => name.endsWith('.node'))
    expect(binaries).toEqual([`node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`])
    expect(asar.statFile(archive, binaries[0]).unpacked).toBe(true)
    expect(existsSync(join(`${archive}.unpacked`, binaries[0]))).toBe(true)
  })

  it.each(FUSES)('has its fuse %s at %s, whichever way it stood', (name, state) => {
    const binary = readFileSync(join(dir, 'release', 'linux-unpacked', 'parley'))
    const at = binary.indexOf(SENTINEL) + SENTINEL.length
    expect([...binary.subarray(at, at + 2)]).toEqual([1, FUSES.length])
    expect(String.fromCharCode(binary[at + 2 + FUSES.findIndex(([fuse]) => fuse === name)])).toBe(state)
  })

  it('has a preload in one file, which runs where there is neither Node nor a page and asks for Electron only', async () => {
    const asked: string[] = []
    const exposed: Record<string, { call(method: string): Promise<{ ok: boolean }>; on: unknown }> = {}
    const require = (name: string) => {
      asked.push(name)
      return { contextBridge: { exposeInMainWorld: (key: string, api: never) => Object.assign(exposed, { [key]: api }) }, ipcRenderer: {} }
    }
    const code = readFileSync(join(program, 'dist/app/main/hosts/electron/preload.cjs'), 'utf8')
    const module = { exports: {} }
    runInNewContext(`(function (require, module, exports) { ${code}\n})`, { URL })(require, module, module.exports)
    expect(asked).toEqual(['electron'])
    expect(Object.keys(exposed)).toEqual(['parley'])
    expect(Object.keys(exposed.parley).sort()).toEqual(['call', 'on'])
    expect((await exposed.parley.call('constructor')).ok).toBe(false)
  })

  it('names no place of the machine that it was made on', () => {
    const told = files
      .filter((name) => name.startsWith('dist/app/') && /\.(js|cjs|html|json)$/.test(name))
      .filter((name) => readFileSync(join(program, name), 'utf8').includes(root))
    expect(told).toEqual([])
  })
})

describe('what the compiled program imports', () => {
  it('is its own files, Node, Electron, and packages that are declared as needed to run', () => {
    const own = files.filter((name) => name.startsWith('dist/app/') && !name.startsWith('dist/app/dist/') && /\.c?js$/.test(name))
    expect(own.length).toBeGreaterThan(100)
    const bare =
      /(?:^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*|^\s*import\s*|\bimport\(\s*|\brequire(?:\.resolve)?\(\s*)['"`]([^'"`]+)['"`]/gm
    const stray: string[] = []
    const used = new Set<string>()
    for (const name of own)
      for (const [, target] of readFileSync(join(program, name), 'utf8').matchAll(bare)) {
        if (target.startsWith('node:') || builtinModules.includes(target) || target === 'electron') continue
        if (target.startsWith('.')) {
          const file = resolve(program, name, '..', target)
          if (!existsSync(file) || relative(join(program, 'dist/app'), file).startsWith('..')) stray.push(`${name}: ${target}`)
          continue
        }
        const family = target.startsWith('@expo-google-fonts/')
        const pack = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0]
        used.add(pack)
        if (!family && !Object.hasOwn(manifest.dependencies, pack)) stray.push(`${name}: ${target}`)
      }
    expect(stray).toEqual([])
    const idle = Object.keys(manifest.dependencies).filter((name) => !used.has(name) && !name.startsWith('@expo-google-fonts/'))
    expect(idle, 'declared as needed, but imported by nothing').toEqual([])
  })
})

describe('the packed program outside the checkout', () => {
  const source = '| | |\n|---|---|\n| Item 4 | Mileage |\n| LTA | Each mile is paid ~~sixty~~<u>seventy</u> cents. |\n| 9.20 | |\n'

  it('begins, imports, lists, writes every kind of paper and verifies', () => {
    writeFileSync(join(dir, 'talks.md'), source)
    const parties = ['--party', 'LTA:Lakeview Teachers Association', '--party', '300:District 300', '--us', 'LTA', '--years', '2023-2025']
    const steps = [
      ['new', 'n.parley', ...parties],
      ['import', 'n.parley', 'talks.md', '--as', 'negotiation'],
      ['ledger', 'n.parley', '--json'],
      ...['docx', 'pdf', 'md'].map((f) => ['export', 'n.parley', '--scope', 'item:4', '--view', 'redline', '--format', f, '-o', `p.${f}`]),
      ['verify', 'n.parley'],
    ].map((args) => ({ args, done: parley(...args) }))
    for (const { args, done } of steps) expect(done, args.join(' ')).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse(steps[2].done.stdout).items).toMatchObject([{ number: '4', title: 'Mileage' }])
    const start = (name: string) => readFileSync(join(dir, name)).subarray(0, 4).toString('latin1')
    expect(start('p.docx')).toBe('PK\x03\x04')
    expect(start('p.pdf')).toBe('%PDF')
    expect(readFileSync(join(dir, 'p.md'), 'utf8')).toContain('seventy')
  })

  it('says its version, and one line with exit 1 on what it cannot do', () => {
    expect(parley('--version').stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/)
    const failed = parley('ledger', 'none.parley')
    expect(failed.status).toBe(1)
    expect(failed.stderr).toBe('parley: There is no file none.parley.\n')
  })
})
