import type { Package } from '../package/package.ts'
import { type Element, isElement } from '../package/tree.ts'
import type { WordBlock, WordParagraph } from './story.ts'
import { attribute, childrenOf, elements, isWord } from './word.ts'

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
  /** What others answered to it, in the order of the file. */
  readonly replies: readonly Pick<WordComment, 'author' | 'date' | 'text'>[]
}

/** The comments of a file in the order of its part of comments; a reply stands with the comment that it answers. */
export function readComments(pack: Package, blocks: readonly WordBlock[]): WordComment[] {
  const part = pack.related(pack.main, 'comments')
  if (!part) return []
  const places = placesOf(blocks)
  const all = childrenOf(pack.xml(part).root, 'comment')
  const parents = parentsOf(pack)
  const byParagraph = new Map(all.map((comment) => [paragraphOf(comment), comment]))
  /** The comment that begins the thread; itself where it answers none, or where the answers run in a circle. */
  const first = (comment: Element): Element => {
    const seen = new Set([comment])
    for (let at = comment; ; ) {
      const parent = byParagraph.get(parents.get(paragraphOf(at) ?? '') ?? null)
      if (!parent) return at
      if (seen.has(parent)) return comment
      seen.add(parent)
      at = parent
    }
  }
  const said = (comment: Element) => ({
    author: attribute(comment, 'author') ?? '',
    date: attribute(comment, 'date'),
    text: childrenOf(comment, 'p').map(wordsOf).join('\n').trim(),
  })
  const replies = new Map<Element, Element[]>()
  for (const comment of all) {
    const start = first(comment)
    if (start !== comment) replies.set(start, [...(replies.get(start) ?? []), comment])
  }
  const answers = new Set([...replies.values()].flat())
  return all
    .filter((comment) => !answers.has(comment))
    .map((comment): WordComment => {
      const place = places.get(attribute(comment, 'id') ?? '')
      return {
        ...said(comment),
        about: place?.text.trim() ?? '',
        line: place?.line ?? 0,
        replies: (replies.get(comment) ?? []).map(said),
      }
    })
}

/** What a comment is known by where replies are told ([MS-DOCX] 2.5.1.2): the id of its last paragraph; null where it has none. */
const paragraphOf = (comment: Element): string | null => attribute(childrenOf(comment, 'p').at(-1) ?? null, 'paraId')
/** Which comment each one answers, by the ids of their last paragraphs. */
function parentsOf(pack: Package): Map<string, string> {
  const part = pack.related(pack.main, 'commentsExtended')
  if (!part) return new Map()
  return new Map(
    elements(pack.xml(part).root).flatMap((e): [string, string][] => {
      const [own, parent] = [attribute(e, 'paraId'), attribute(e, 'paraIdParent')]
      return e.local === 'commentEx' && own !== null && parent !== null ? [[own, parent]] : []
    }),
  )
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
