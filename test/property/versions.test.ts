import fc from 'fast-check'
import { describe, it } from 'vitest'
import { BASES, runScript } from './harness.ts'
import { check, script } from './script.ts'

describe('random scripts of two parties over several rounds', () => {
  it('keeps the base and every sealed round, and gives what the same intents give untracked (properties 1 to 5, 8, 9)', () => {
    check(fc.tuple(fc.nat(BASES.length - 1), script()), ([b, ops]) => {
      runScript(BASES[b](), ops)
    })
  })
})
