// Runs the property tests: `node test/property.mjs [--runs N] [--seed S] [FILTER…]`. Without a seed each run draws its own.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } }, allowPositionals: true })
for (const [name, value] of Object.entries(values))
  if (!/^\d+$/.test(value)) {
    console.error(`--${name} needs a whole number, not "${value}"`)
    process.exit(1)
  }
const env = { ...process.env }
if (values.runs) env.PARLEY_RUNS = values.runs
if (values.seed) env.PARLEY_SEED = values.seed
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'property', '--maxWorkers', '100%', ...positionals], {
  stdio: 'inherit',
  env,
})
process.exit(status ?? 1)
