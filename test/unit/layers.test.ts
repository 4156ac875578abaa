import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const project = resolve(import.meta.dirname, '../..')
const trees: string[] = []
/** A small house of its own with the given files, checked by the project's rules. */
function check(files: Record<string, string>): { status: number | null; stderr: string } {
  const root = mkdtempSync(join(tmpdir(), 'parley-layers-'))
  trees.push(root)
  for (const room of ['shared/model', 'shared/redline', 'main/store', 'main/formats', 'main/services', 'main/hosts/cli', 'renderer/editor'])
    mkdirSync(join(root, room), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
  for (const [path, text] of Object.entries({
    'shared/model/schema.ts': 'export const schema = 1\n',
    'renderer/editor/page.ts': '',
    'main/store/store.ts': '',
    ...files,
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const { status, stderr } = spawnSync(process.execPath, [join(project, 'test/layers.mjs'), '--root', root], { encoding: 'utf8' })
  return { status, stderr }
}
afterAll(() => {
  for (const root of trees) rmSync(root, { recursive: true })
})

describe('the layer rule', () => {
  it('is kept by the project', () => {
    expect(execFileSync(process.execPath, [join(project, 'test/layers.mjs')], { encoding: 'utf8' })).toMatch(/ 0 broken rules/)
  })
  it('lets a clean house pass', () => {
    expect(check({ 'shared/redline/track.ts': "import { schema } from '../model/schema.ts'\nexport const x = schema\n" }).status).toBe(0)
  })
  const planted: [rule: string, path: string, text: string][] = [
    ['model-is-the-ground', 'shared/model/a.ts', "export * from '../redline/b.ts'"],
    ['shared-has-no-node', 'shared/model/a.ts', "import 'node:fs'"],
    ['sqlite-in-the-store', 'main/services/a.ts', "import 'better-sqlite3'"],
    ['electron-in-its-host', 'main/services/a.ts', "import type { App } from 'electron'\nexport type X = App"],
    ['http-in-its-host', 'main/hosts/cli/a.ts', "import 'node:http'"],
    ['formats-on-shared', 'main/formats/a.ts', "import '../store/store.ts'"],
    ['window-not-main', 'renderer/editor/a.ts', "import '../../main/store/store.ts'"],
    ['services-below-hosts', 'main/services/a.ts', "import '../hosts/cli/c.ts'"],
    ['redline-without-the-view', 'shared/redline/a.ts', "import 'prosemirror-view'"],
  ]
  it.each(planted)('catches a planted import: %s', (rule, path, text) => {
    const found = check({
      [path]: `${text}\n`,
      'shared/redline/b.ts': 'export const b = 1\n',
      'main/hosts/cli/c.ts': 'export const c = 1\n',
    })
    expect(found.stderr).toContain(`(${rule})`)
    expect(found.status).toBe(1)
  })
})
