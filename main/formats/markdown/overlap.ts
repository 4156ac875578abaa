import type { Node } from 'prosemirror-model'
import { grouped, type ReadDoubt } from './doubt.ts'

/**
 * Words that one proposal marks as new and another of the same item, made no later, has as old and keeps: the marks of one of them
 * do not mean that. A later proposal answers, so what was new stands unmarked in it as a matter of course; and words that the other
 * struck may come back.
 */

/** So many words in a row are no accident. */
const RUN = 10
const MESSAGE =
  'Words that are underlined as new stand unmarked in another proposal of this item: they may be moved, or the underline may mean something else; they were taken as inserted.'

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
const runsOf = (words: readonly string[]): string[] =>
  words.length < RUN ? [] : Array.from({ length: words.length - RUN + 1 }, (_, i) => words.slice(i, i + RUN).join(' '))

/** Stretches of a marked document: those whose text is `in`, ended by what is `out`; other text is passed over. */
function stretches(marked: Node, kindOf: (marks: ReadonlySet<string>) => 'in' | 'out' | 'over'): string[] {
  const out: string[] = []
  marked.descendants((block) => {
    if (!block.isTextblock) return true
    let text = ''
    block.forEach((node) => {
      const kind = kindOf(new Set(node.marks.map((m) => m.type.name)))
      if (kind === 'in') text += node.textContent
      else if (kind === 'out' && text !== '') {
        out.push(text)
        text = ''
      }
    })
    if (text !== '') out.push(text)
    return false
  })
  return out
}
const insertedTexts = (marked: Node): string[] => stretches(marked, (marks) => (marks.has('insertion') ? 'in' : 'out'))
/** What stood before and still stands. */
const keptTexts = (marked: Node): string[] =>
  stretches(marked, (marks) => (marks.has('deletion') ? 'out' : marks.has('insertion') ? 'over' : 'in'))

interface Marked {
  readonly date: string | null
  readonly before: Node | null
  readonly marked: Node
  readonly line: number
}

const answers = (later: Marked, earlier: Marked): boolean => later.date !== null && earlier.date !== null && later.date > earlier.date

/** Doubts about insertions of an item's proposals; language that is new as a whole is left out. */
export function overlapDoubts(item: string, proposals: readonly Marked[]): ReadDoubt[] {
  const old = proposals.map((p) => new Set(p.before ? keptTexts(p.marked).flatMap((text) => runsOf(wordsOf(text))) : []))
  return proposals.flatMap((p, i) => {
    if (p.before === null) return []
    const found = insertedTexts(p.marked).filter((text) =>
      runsOf(wordsOf(text)).some((run) => old.some((runs, k) => k !== i && !answers(proposals[k]!, p) && runs.has(run))),
    )
    const doubts = grouped(found.map((text) => ({ message: MESSAGE, excerpt: text.slice(0, 120).trim(), line: p.line })))
    return doubts.map((d) => ({ ...d, item, proposal: i, kind: 'marks' as const }))
  })
}
