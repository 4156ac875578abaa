import type { Node } from 'prosemirror-model'
import { grouped, type ReadDoubt } from './doubt.ts'

/** Words that one proposal marks as new and another of the same item has as old: the marks of one of them do not mean that. */

/** So many words in a row are no accident. */
const RUN = 10
const MESSAGE =
  'Words that are underlined as new stand unmarked in another proposal of this item: they may be moved, or the underline may mean something else; they were taken as inserted.'

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
const runsOf = (words: readonly string[]): string[] =>
  words.length < RUN ? [] : Array.from({ length: words.length - RUN + 1 }, (_, i) => words.slice(i, i + RUN).join(' '))

function blockTexts(doc: Node): string[] {
  const out: string[] = []
  doc.descendants((node) => {
    if (!node.isTextblock) return true
    out.push(node.textContent)
    return false
  })
  return out
}

/** The stretches of a marked document that are inserted, each as one text. */
function insertedTexts(marked: Node): string[] {
  const out: string[] = []
  marked.descendants((block) => {
    if (!block.isTextblock) return true
    let text = ''
    block.forEach((node) => {
      if (node.marks.some((m) => m.type.name === 'insertion')) text += node.textContent
      else if (text !== '') {
        out.push(text)
        text = ''
      }
    })
    if (text !== '') out.push(text)
    return false
  })
  return out
}

interface Marked {
  readonly before: Node | null
  readonly marked: Node
  readonly line: number
}

/** Doubts about insertions of an item's proposals; language that is new as a whole is left out. */
export function overlapDoubts(item: string, proposals: readonly Marked[]): ReadDoubt[] {
  const old = proposals.map((p) => new Set(p.before ? blockTexts(p.before).flatMap((text) => runsOf(wordsOf(text))) : []))
  return proposals.flatMap((p, i) => {
    if (p.before === null) return []
    const found = insertedTexts(p.marked).filter((text) =>
      runsOf(wordsOf(text)).some((run) => old.some((runs, k) => k !== i && runs.has(run))),
    )
    const doubts = grouped(found.map((text) => ({ message: MESSAGE, excerpt: text.slice(0, 120).trim(), line: p.line })))
    return doubts.map((d) => ({ ...d, item, proposal: i, kind: 'marks' as const }))
  })
}
