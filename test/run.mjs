// `npm test`: installs what is missing and runs every check that needs no system package. `--interop` runs the suite that
// needs LibreOffice, pandoc and poppler instead. The last line counts: `N passed, N failed`. Runs on Node 20 with nothing installed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { install, node, root } from '../main/hosts/start.mjs'

install()
const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}` }
// The same scripts for everybody, so that a failure is the change's own; `npm run test:property` draws new ones.
env.PARLEY_SEED ??= '7'
const tool = (name, ...path) => [name, join(root, ...path)]
const interop = process.argv.includes('--interop')
const projects = interop ? ['interop'] : ['unit', 'property', 'contract', 'security', 'e2e']
let passed = 0
let failed = 0
let skipped = 0

/** Runs one script on the project's Node and counts it as one check. */
function check([name, script], ...args) {
  const started = Date.now()
  const { status } = spawnSync(node(), [script, ...args], { cwd: root, env, stdio: 'inherit' })
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (status === 0) passed++
  else failed++
}

/** Runs a project of the test runner and counts its tests. */
function suite(project) {
  const dir = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const file = join(dir, 'report.json')
  const started = Date.now()
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  // Windows come one after the other, so that none waits for another's; of everything else each core takes a file.
  const workers = project === 'e2e' ? [] : ['--maxWorkers', '100%']
  const { status } = spawnSync(
    node(),
    [
      vitest,
      'run',
      '--project',
      project,
      ...workers,
      '--passWithNoTests=false',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { cwd: root, env, stdio: 'inherit' },
  )
  let report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // The runner died before it wrote a report: the status below counts it.
  }
  rmSync(dir, { recursive: true })
  passed += report.numPassedTests
  failed += report.numFailedTests
  skipped += report.numPendingTests
  if (status !== 0 && report.numFailedTests === 0) failed++
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: ${project} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
}

if (!interop) {
  check(tool('types', 'test/types.mjs'))
  check(tool('lint', 'node_modules/@biomejs/biome/bin/biome'), 'check', '.')
  check(tool('window build', 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn')
}
for (const project of projects) suite(project)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 ? 1 : 0)
