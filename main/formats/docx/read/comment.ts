import type { Package } from '../package/package.ts'
import { type Element, isElement } from '../package/tree.ts'
import type { WordBlock, WordParagraph } from './story.ts'
import { attribute, childrenOf, isWord } from './word.ts'

/** A remark that somebody hung on a piece of the text. It is never part of the language, and never leaves with it. */
export interface WordComment {
  readonly author: string
  /** As written; null where it is left out. */
  readonly date: string | null
  readonly text: string
  /** The words that it hangs on; empty where it hangs on a place alone. */
  readonly about: string
  /** The paragraph in which it begins, from 1; 0 where nothing in the text refers to it. */
  readonly line: number
}

/** The comments of a file, replies among them, in the order of its part of comments. */
export function readComments(pack: Package, blocks: readonly WordBlock[]): WordComment[] {
  const part = pack.related(pack.main, 'comments')
  if (!part) return []
  const places = placesOf(blocks)
  return childrenOf(pack.xml(part).root, 'comment').map((comment): WordComment => {
    const place = places.get(attribute(comment, 'id') ?? '')
    return {
      author: attribute(comment, 'author') ?? '',
      date: attribute(comment, 'date'),
      text: childrenOf(comment, 'p').map(wordsOf).join('\n').trim(),
      about: place?.text.trim() ?? '',
      line: place?.line ?? 0,
    }
  })
}

/** Comments whose words are followed at a time; what is beyond hangs on its place alone. */
const MOST_OPEN = 64

const wordsOf = (element: Element): string =>
  element.children
    .map((c) => (!isElement(c) ? '' : isWord(c, 't') ? c.children.filter((t) => typeof t === 'string').join('') : wordsOf(c)))
    .join('')

/** What each comment hangs on, by its id: ranges that may run over paragraphs, or the place of a mere reference. */
function placesOf(blocks: readonly WordBlock[]): Map<string, { text: string; line: number }> {
  const out = new Map<string, { text: string; line: number }>()
  const open = new Set<string>()
  let line = 0
  const paragraph = ({ pieces }: WordParagraph): void => {
    line++
    for (const id of open) out.get(id)!.text += ' '
    for (const piece of pieces) {
      if (piece.kind !== 'anchor') for (const id of open) out.get(id)!.text += piece.text
      else if (isWord(piece.element, 'commentRangeStart')) {
        const id = attribute(piece.element, 'id') ?? ''
        if (open.size < MOST_OPEN) open.add(id)
        out.set(id, { text: '', line })
      } else if (isWord(piece.element, 'commentRangeEnd')) open.delete(attribute(piece.element, 'id') ?? '')
      else for (const e of childrenOf(piece.element, 'commentReference')) at(attribute(e, 'id') ?? '')
    }
  }
  const at = (id: string): void => {
    if (!out.has(id)) out.set(id, { text: '', line })
  }
  const walk = (list: readonly WordBlock[]): void => {
    for (const block of list) {
      if (block.kind === 'paragraph') paragraph(block)
      else if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
    }
  }
  walk(blocks)
  return out
}
