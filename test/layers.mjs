// Checks who imports whom against .dependency-cruiser.mjs. `--root DIR` checks another tree by the same rules (its own test does).
import { relative, resolve } from 'node:path'
import { cruise } from 'dependency-cruiser'
import rules from '../.dependency-cruiser.mjs'

const at = process.argv.indexOf('--root')
const baseDir = resolve(at > 0 ? process.argv[at + 1] : resolve(import.meta.dirname, '..'))
const { output } = await cruise(['shared', 'main', 'renderer'], {
  ...rules.options,
  baseDir,
  validate: true,
  ruleSet: { forbidden: rules.forbidden },
  outputType: 'json',
})
const report = typeof output === 'string' ? JSON.parse(output) : output
const { totalCruised, violations } = report.summary
// Without its parser the tool reads nothing and is content.
if (totalCruised === 0) {
  console.error('layers: no module was read')
  process.exit(1)
}
for (const v of violations) console.error(`layers: ${relative('.', v.from)} may not import ${v.to} (${v.rule.name})`)
console.log(`layers: ${totalCruised} modules, ${violations.length} broken rules`)
process.exit(violations.length > 0 ? 1 : 0)
