import fc from 'fast-check'
import { describe, it } from 'vitest'
import { play, program, type Session, session } from './bargain.ts'
import { parametersOf } from './script.ts'
import { Broken } from './stage.ts'

/** The properties that one run of every session asks for after each of its steps. */
const ASKED: readonly (readonly [number, string])[] = [
  [1, 'clean(base) is the base for ever, as a document: attributes, formatting, white space'],
  [2, 'clean(now) is what the same intents give with tracking off'],
  [3, 'clean(sealed round) equals what was stored when it was sealed'],
  [4, 'redline(a, b) with all its changes accepted is clean(b), with all rejected clean(a), for every pair of versions'],
  [5, 'redline(a, a) is empty; redline(a, b) and redline(b, a) swap insertions and deletions'],
  [6, 'blocks nobody touched are the same objects'],
  [8, 'every change has at least one token, one party, one round, one kind; ids are unique'],
  [9, 'doc.check() passes after every step; every edit is tracked, or refused and changes nothing'],
  [11, 'undo to the start gives the start; redo gives back the same, ids included'],
  [12, 'JSON round trips keep every change'],
  [15, 'the caret never lands where nothing can be typed'],
  [16, 'comparing two proposals of the tree and projecting gives both back'],
]

/** All sessions, once: the first property found broken, with the shortest session that breaks it. */
function run(): Broken | null {
  let found: number | null = null
  const breaks = (one: Session): void => {
    try {
      play(one)
    } catch (error) {
      const broken = error instanceof Broken ? error : new Broken(9, (error as Error).stack ?? String(error))
      found ??= broken.property
      // A shorter session counts where it breaks the same property.
      if (broken.property === found) throw new Broken(broken.property, `${program(one)}\n${broken.message}`)
    }
  }
  const outcome = fc.check(fc.property(session(), breaks), parametersOf<Session>(1) as fc.Parameters<[Session]>)
  if (!outcome.failed) return null
  const error = outcome.errorInstance as Broken
  return new Broken(
    found ?? 9,
    `seed ${outcome.seed}, after ${outcome.numRuns} sessions, ${outcome.numShrinks} times shortened\n${error.message}`,
  )
}

describe('sessions of two to four parties over up to eight rounds of branching proposals', () => {
  let outcome: { readonly broken: Broken | null } | null = null
  for (const [property, words] of ASKED)
    it(`${property}. ${words}`, () => {
      outcome ??= { broken: run() }
      if (outcome.broken?.property === property) throw outcome.broken
    })
})
