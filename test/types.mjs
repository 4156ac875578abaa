// Type-checks each room in its own environment (no DOM types where there is no DOM).
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
let failed = 0
for (const room of ['shared', 'main', 'main/hosts/electron', 'renderer', 'test']) {
  if (!existsSync(join(root, room, 'tsconfig.json'))) continue
  const { status } = spawnSync(process.execPath, [tsc, '-p', room], { cwd: root, stdio: 'inherit' })
  console.log(`types: ${room} ${status === 0 ? 'ok' : 'failed'}`)
  if (status !== 0) failed++
}
process.exit(failed > 0 ? 1 : 0)
