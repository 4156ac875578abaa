import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { describe, it } from 'vitest'
import { writeBack } from '../../main/formats/docx/back/index.ts'
import { fits, withTypedLabels } from '../../main/formats/docx/back/typed.ts'
import { writeDocx } from '../../main/formats/docx/index.ts'
import { readDocx, type WordFile } from '../../main/formats/docx/read/index.ts'
import { counted } from '../../main/services/id.ts'
import { weave } from '../../shared/compare/index.ts'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { allRounds, ensureIds, plainText, project, type Redline, redline, withLabels } from '../../shared/redline/index.ts'
import { changesIn, movesEnds } from '../fixtures/changes.ts'
import { paperOf } from '../interop/samples.ts'
import { cleanDocument, contentOf, type Revision, revision } from './documents.ts'
import { checkAsync, RUNS } from './script.ts'

/** A document and what three rounds of two parties made of it. */
interface Story {
  readonly base: Node
  readonly rounds: readonly (readonly Revision[])[]
  readonly all: boolean
}
const story: fc.Arbitrary<Story> = fc.record({
  base: cleanDocument,
  rounds: fc.array(fc.array(revision, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  all: fc.boolean(),
})
const chainOf = (n: number): RoundRef[] =>
  Array.from({ length: n }, (_, i) => ({ r: i + 1, party: i % 2 ? '300' : 'LTA', date: `2023-09-${20 + i}`, proposal: `p${i + 1}` }))

function woven(base: Node, rounds: Story['rounds'], newId: (prefix: string) => string): Node {
  let doc = ensureIds(base, newId)
  rounds.forEach((edits, i) => {
    const before = project(doc, i)
    const after = edits.reduce((now, edit) => edit(now), before)
    doc = weave(doc, ensureIds(after, newId), { r: i + 1, p: i % 2 ? '300' : 'LTA' }, newId)
  })
  return doc
}
/** The lines of a version that say something; in Word a label is parted from its text by a tab, and a picture that its file does not have is a word. */
const lines = (doc: Node): string[] =>
  plainText(doc)
    .split('\n')
    .map((line) =>
      line
        .replace(/\[picture\]/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(Boolean)

const last = <T>(list: readonly T[], n: number): readonly T[] => list.slice(Math.max(0, list.length - n))

/** Reads a file and holds it against what was written: every change, and the text of both ends. */
async function held(bytes: Uint8Array, want: Redline, before: Node, after: Node, order: Order = 'kept'): Promise<void> {
  const { doc, rounds } = await readDocx(bytes, 'x.docx', counted())
  const shapes = !movesEnds(want.blocks)
  const got = changesIn({ blocks: allRounds(doc, [], 0, rounds.length).blocks, rounds }, shapes)
  const wanted = changesIn(want, shapes)
  const same = (what: string, a: readonly string[], b: readonly string[]): void => {
    if (a.join('\n') !== b.join('\n'))
      throw new Error(
        `${what}: want\n  ${a.join('\n  ')}\n got\n  ${b.join('\n  ')}\n from ${JSON.stringify(contentOf(before))}\n to ${JSON.stringify(contentOf(after))}`,
      )
  }
  if (order === 'kept') same('changes', wanted, got)
  else if (order === 'tables') same('letters', letters(wanted), letters(got))
  const [a, b] = [lines(before), lines(after)]
  // What a party put in and struck itself is written as struck alone, so that rejecting everything brings it back.
  if (!JSON.stringify(want.blocks).includes('"inserted":{')) same('rejected', a, last(lines(project(doc, 0)), a.length))
  same('accepted', b, last(lines(project(doc, rounds.length)), b.length))
}

/**
 * What keeps the order of the changes in an own package from being that of the redline. `tables`: text whose paragraph ends behind a
 * table that comes or goes stands behind it. `labels`: a label that no list of the file gives is text at the start of its paragraph,
 * before struck words too, and where a last mark moved, of the party that moved it.
 */
type Order = 'kept' | 'tables' | 'labels'
const orderOf = ({ blocks }: Redline): Order =>
  movesEnds(blocks) && JSON.stringify(withLabels(blocks)).includes('"label":true')
    ? 'labels'
    : blocks.some((block) => block.kind === 'table' && block.change !== 'same')
      ? 'tables'
      : 'kept'

/** All letters of each kind of change. */
function letters(changes: readonly string[]): string[] {
  const out = new Map<string, string[]>()
  for (const change of changes) {
    const [what, text] = [change.slice(0, change.indexOf(': ')), change.slice(change.indexOf(': ') + 2)]
    out.set(what, [...(out.get(what) ?? []), ...text])
  }
  return [...out].map(([what, text]) => `${what}: ${text.sort().join('')}`).sort()
}

/** A clean document as the Word file that one writes of it, and as it reads. */
async function filed(doc: Node): Promise<WordFile> {
  return readDocx(await writeDocx(paperOf(redline(doc, [], 0, 0), 'clean', null)), 'base.docx', counted())
}

describe('our own Word files, read again', () => {
  it('hold (kind, party, date, text) of every change, in order: new documents', async () => {
    await checkAsync(
      story,
      async ({ base, rounds, all }) => {
        const doc = woven(base, rounds, counted())
        const n = rounds.length
        const made = (all ? allRounds : redline)(doc, chainOf(n), 0, n)
        await held(await writeDocx(paperOf(made, 'redline', null)), made, project(doc, 0), project(doc, n))
      },
      0.1,
    )
  })

  it('and those that went back into their own package', async () => {
    await checkAsync(
      story,
      async ({ base, rounds, all }) => {
        const file = await filed(base)
        const doc = woven(file.doc, rounds, counted())
        const n = rounds.length
        const made = (all ? allRounds : redline)(doc, chainOf(n), 0, n)
        await held(writeBack({ file, redline: made, other: null, view: 'redline' }), made, project(doc, 0), project(doc, n), orderOf(made))
      },
      0.1,
    )
  })

  it('and measured against a later version, in the file as it was then, where that holds it', async () => {
    let fitting = 0
    await checkAsync(
      story,
      async ({ base, rounds }) => {
        const n = rounds.length
        if (n < 2) return
        const file = await filed(base)
        const doc = woven(file.doc, rounds, counted())
        const clean = writeBack({ file, redline: redline(doc, chainOf(n), 0, 1), other: null, view: 'clean' })
        const then = await readDocx(clean, 'then.docx', counted())
        const made = withTypedLabels(redline(doc, chainOf(n), 1, n), then)
        if (!fits(made, then)) return
        fitting++
        const written = writeBack({ file: then, redline: made, other: null, view: 'redline' })
        await held(written, made, project(doc, 1), project(doc, n), 'labels')
      },
      0.1,
    )
    if (fitting < RUNS * 0.1 * 0.3) throw new Error(`only ${fitting} of the files held their version`)
  })
})
