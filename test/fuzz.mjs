// Runs the fuzzer of Word files: `node test/fuzz.mjs [--runs N] [--seed S] [--from N]`. The same seed gives the same files; `--from`
// is the number of the first, so that a long run can be done in parts and a mutant that was found be made again.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const number = (value) => ({ type: 'string', default: value })
const { values } = parseArgs({ options: { runs: number('20000'), seed: number('1'), from: number('0') } })
for (const [name, value] of Object.entries(values))
  if (!/^\d+$/.test(value)) {
    console.error(`--${name} needs a whole number, not "${value}"`)
    process.exit(1)
  }
const env = { ...process.env, PARLEY_RUNS: values.runs, PARLEY_SEED: values.seed, PARLEY_FROM: values.from }
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'security', 'test/security/fuzz.test.ts'], {
  stdio: 'inherit',
  env,
})
process.exit(status ?? 1)
