import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { describe, expect, it } from 'vitest'
import { writeDocx } from '../../../../../main/formats/docx/index.ts'
import { languageOf, type Paper } from '../../../../../main/formats/paper.ts'
import { type Block, inlineOn } from '../../../../../shared/redline/index.ts'
import { allRoundsPaper, cleanOf, cleanPaper, doc, p, redlinePaper, SAMPLES, t } from '../../../../interop/samples.ts'
import { type Resolved, resolve } from '../../../../interop/word.ts'

const VERSIONS = [0, 1, 2, 3]
const pairs = VERSIONS.flatMap((a) => VERSIONS.map((b) => [a, b] as const))

/** Without the title, the key and the empty lines that Word needs after tables; a label runs in as it hangs. */
function language(all: readonly Resolved[]): readonly Resolved[] {
  const clean = (list: readonly Resolved[]): readonly Resolved[] =>
    list.flatMap((x): readonly Resolved[] =>
      'table' in x
        ? [{ table: x.table.map((cells) => cells.map(clean)) }]
        : x.props.startsWith('Gap')
          ? []
          : [{ ...x, text: x.text.replaceAll('#', '').replaceAll('\t', ' ') }],
    )
  return clean(all).filter((x) => 'table' in x || !/^(Title|Subtitle|Legend)/.test(x.props))
}
const written = async (of: Node, v: number): Promise<readonly Resolved[]> =>
  language(resolve(await writeDocx(cleanPaper(cleanOf(of, v))), 'accept'))

/** Whether every word that stands at a version has a paragraph end to stand in there: the engine keeps it so, a random document may not. */
function holdsItsText(of: Node, v: number): boolean {
  let text = ''
  of.descendants((node) => {
    if (node.isText && inlineOn(node, v)) text += node.text
  })
  const clean = cleanOf(of, v)
  return clean.childCount > 0 && clean.textContent === text
}

/** Whether one party put something in and struck it again: that is written as its deletion alone, and rejecting brings it back. */
function holdsWithdrawn(paper: Paper): boolean {
  const own = (x: Pick<Block & { kind: 'text' }, 'by' | 'inserted'>): boolean => x.inserted !== null && x.inserted.p === x.by?.p
  return languageOf(paper).some(({ redline }) => redline.blocks.some((b) => b.kind === 'text' && (own(b) || b.runs.some(own))))
}

describe('a redline in Word', () => {
  for (const [name, make] of Object.entries(SAMPLES))
    it(`${name}: accepted it is the target, rejected the baseline, between any two versions`, async () => {
      const of = make()
      for (const [a, b] of pairs)
        for (const paper of [redlinePaper(of, a, b), allRoundsPaper(of, a, b)]) {
          const bytes = await writeDocx(paper)
          expect(language(resolve(bytes, 'accept')), `${a} to ${b}, accepted`).toEqual(await written(of, b))
          if (!holdsWithdrawn(paper)) expect(language(resolve(bytes, 'reject')), `${a} to ${b}, rejected`).toEqual(await written(of, a))
        }
    }, 30_000)

  it('the same for any mix of histories of words and paragraph ends', async () => {
    const history = fc.constantFrom(
      '',
      '',
      '',
      'ins1',
      'ins2',
      'del1',
      'del2',
      'ins1 del2',
      'del1 res2',
      'ins1 del2 res3',
      'ins1 del3',
      'del3',
    )
    const text = fc.array(fc.tuple(fc.stringMatching(/^[a-c ]{1,4}$/), history), { maxLength: 3 })
    const block = fc.record({
      text,
      end: history,
      level: fc.integer({ min: 0, max: 2 }),
      label: fc.constantFrom(null, null, 'a.', 'Subd. 2.'),
      list: fc.constantFrom(null, 'ordered' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 5 }), fc.constantFrom(...pairs), async (blocks, [a, b]) => {
        const of = doc(
          ...blocks.map(({ end, text: runs, ...props }) => p({ ...props, history: end }, ...runs.map(([words, h]) => t(words, h)))),
        )
        fc.pre(VERSIONS.every((v) => holdsItsText(of, v)))
        const bytes = await writeDocx(redlinePaper(of, a, b))
        const paper = allRoundsPaper(of, a, b)
        const all = await writeDocx(paper)
        expect(language(resolve(bytes, 'accept'))).toEqual(await written(of, b))
        expect(language(resolve(bytes, 'reject'))).toEqual(await written(of, a))
        expect(language(resolve(all, 'accept'))).toEqual(await written(of, b))
        if (!holdsWithdrawn(paper)) expect(language(resolve(all, 'reject'))).toEqual(await written(of, a))
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
