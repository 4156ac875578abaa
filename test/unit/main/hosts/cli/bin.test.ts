import { spawnSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { tempDir } from '../../store/made.ts'

it('the linked command works from any folder, by paths of that folder', { timeout: 30_000 }, () => {
  const dir = tempDir()
  const linked = join(dir, 'parley')
  symlinkSync(resolve(import.meta.dirname, '../../../../../main/hosts/cli/bin.mjs'), linked)
  // Whatever npm says of the command that runs these tests is not about this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && name !== 'INIT_CWD'))
  const parley = (...args: string[]) => spawnSync(process.execPath, [linked, ...args], { cwd: dir, env, encoding: 'utf8' })
  expect(parley('new', 'n.parley', '--party', 'LTA:Lakeview Teachers', '--party', '300:District 300', '--us', 'LTA').status).toBe(0)
  expect(existsSync(join(dir, 'n.parley'))).toBe(true)
  const refused = parley('verify', 'gone.parley')
  expect([refused.status, refused.stderr]).toEqual([1, 'parley: There is no file gone.parley.\n'])
})
