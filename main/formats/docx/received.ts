import { Fragment, type Mark, type Node } from 'prosemirror-model'
import { schema } from '../../../shared/model/schema.ts'
import { project, propsOf } from '../../../shared/redline/index.ts'
import type { ReadDoubt } from '../markdown/index.ts'
import type { Element } from './package/tree.ts'
import { isElement } from './package/tree.ts'
import { readComments } from './read/comment.ts'
import { buildDocument, type WordRound } from './read/document.ts'
import { type OpenWord, openWord } from './read/index.ts'
import type { Piece, Tracked, WordBlock, WordParagraph } from './read/story.ts'
import { attribute, child, isWord, valOf } from './read/word.ts'
import { commentDoubts, layoutDoubts } from './take/doubt.ts'

/** Who tracked a change, and on which day. */
export interface Known {
  readonly author: string
  readonly date: string | null
}
/** What a file that came back holds of an item: the language as it was before its tracked changes, and after them. */
export interface Received {
  /** The document with the changes that are not ours as switches. */
  readonly doc: Node
  readonly rounds: readonly WordRound[]
  /** The version at which nothing of theirs counts yet; what we passed ourselves stands in it. */
  readonly passed: number
  /** What they wrote beside the text: private, and of no version. */
  readonly remarks: readonly ReadDoubt[]
}

/** Styles of what our own papers say above the language. */
export const ABOVE: ReadonlySet<string> = new Set(['Title', 'Subtitle', 'Legend', 'LegendWords'])
/** Days before any that a file names: what we passed is taken in first, whatever the clocks of others say. */
const FIRST = { ins: '0001-01-01', del: '0001-01-02' } as const

/**
 * Reads a Word file that another party sent back. Changes that we passed ourselves (`ours`) count as made, all others as theirs.
 * Of a paper with several items the language of `item`'s last row is taken. Words struck by hand count as taken out. `prepare` may
 * change the blocks before. Throws as `readDocx` does.
 */
export async function readReceived(
  bytes: Uint8Array,
  name: string,
  item: string,
  ours: (known: Known) => boolean,
  newId: (prefix: string) => string,
  prepare: (word: OpenWord) => readonly WordBlock[] = (word) => word.blocks,
): Promise<Received> {
  const word = await openWord(bytes, name)
  const { sheet } = word
  const settled = container(languageOf(prepare(word), item), ours)
  const { doc, rounds } = buildDocument(settled, { ...sheet, newId })
  const passed = rounds.filter((round) => round.date === FIRST.ins || round.date === FIRST.del).length
  return { doc, rounds, passed, remarks: [...layoutDoubts(word.package), ...commentDoubts(readComments(word.package, word.blocks))] }
}
/** What a version of it reads as. */
export const receivedAt = ({ doc }: Received, version: number): Node => project(doc, version)

/**
 * The blocks that are language: less a paper's head, and of a table of items the row's own cell. In a paper of one proposal, what
 * somebody wrote around that row is language as well: none of ours stands there.
 */
function languageOf(blocks: readonly WordBlock[], item: string): readonly WordBlock[] {
  const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])).filter(({ cells }) => cells.length === 2)
  const row = rows.findLast(({ cells }) => textOf(cells[0].blocks).split('\n', 1)[0].trim() === item)
  if (row) {
    const alone = rows.length === 1 && blocks.some((b) => isAbove(b) && textOf([b]).startsWith(`${item}:`))
    return alone ? [...row.cells[1].blocks, ...blocks.filter((b) => !isAbove(b) && textOf([b]).trim() !== '')] : row.cells[1].blocks
  }
  const first = blocks.findIndex((b) => !isAbove(b))
  return first < 0 ? blocks : blocks.slice(first)
}
const isAbove = (block: WordBlock): boolean => block.kind === 'paragraph' && ABOVE.has(valOf(block.properties, 'pStyle') ?? '')
/** What paragraphs say, tables apart. */
const textOf = (blocks: readonly WordBlock[]): string =>
  blocks
    .flatMap((b) => (b.kind === 'paragraph' ? [b.pieces.map((piece) => (piece.kind === 'anchor' ? '' : piece.text)).join('')] : []))
    .join('\n')

function container(blocks: readonly WordBlock[], ours: (known: Known) => boolean): WordBlock[] {
  const settle = (tracked: readonly Tracked[]): Tracked[] =>
    tracked.map((t) => (ours({ author: t.author, date: t.date?.slice(0, 10) ?? null }) ? { ...t, date: FIRST[t.kind] } : t))
  const piece = (p: Piece): Piece[] => {
    const tracked = settle(p.tracked)
    if (p.kind !== 'text') return [{ ...p, tracked }]
    return !tracked.length && struckByHand(p.properties) ? [] : [{ ...p, tracked, properties: unlined(p.properties) }]
  }
  const paragraph = (p: WordParagraph): WordParagraph => ({ ...p, mark: settle(p.mark), pieces: p.pieces.flatMap(piece) })
  return blocks.map((block): WordBlock => {
    if (block.kind === 'paragraph') return paragraph(block)
    if (block.kind === 'thing') return block
    const rows = block.rows.map((row) => ({
      ...row,
      tracked: settle(row.tracked),
      cells: row.cells.map((cell) => ({ ...cell, tracked: settle(cell.tracked), blocks: container(cell.blocks, ours) })),
    }))
    return { ...block, rows }
  })
}
const on = (properties: Element | null, name: string): boolean => {
  const found = child(properties, name)
  return found !== null && !['0', 'false', 'off'].includes(attribute(found, 'val') ?? '')
}
const struckByHand = (properties: Element | null): boolean => on(properties, 'strike') || on(properties, 'dstrike')
/** The line that our papers draw under what is new has a colour; one that belongs to the language has none. */
function unlined(properties: Element | null): Element | null {
  const line = child(properties, 'u')
  if (!properties || !line || attribute(line, 'color') === null) return properties
  return { ...properties, children: properties.children.filter((c) => !(isElement(c) && isWord(c, 'u'))) }
}

/**
 * A document as plain paragraphs in which labels are words and white space is one space: so language compares alike whichever
 * program wrote it. Empty paragraphs are left out.
 */
export function plainly(doc: Node): Node {
  const blocks = (parent: Node): Node[] => {
    const out = parent.children.flatMap((block): Node[] => {
      if (block.type === schema.nodes.table) {
        const rows = block.children.map((row) =>
          row.type.create(
            row.attrs,
            row.children.map((cell) => cell.type.create(cell.attrs, blocks(cell))),
          ),
        )
        return [block.type.create(block.attrs, rows)]
      }
      const content = inline(block)
      return content.length ? [schema.nodes.paragraph.create({ id: block.attrs.id }, content)] : []
    })
    return out.length ? out : [schema.nodes.paragraph.create()]
  }
  return schema.nodes.doc.create(null, blocks(doc))
}
function inline(block: Node): Node[] {
  const none: readonly Mark[] = []
  const out: Node[] = []
  let text = block.attrs.label ? `${block.attrs.label} ` : ''
  const flush = (last = false): void => {
    const seen = text.replace(/[\s\u00a0\ufeff]+/g, ' ')
    const trimmed = out.length ? seen : seen.trimStart()
    const whole = last ? trimmed.trimEnd() : trimmed
    if (whole) out.push(schema.text(whole))
    text = ''
  }
  block.forEach((node) => {
    if (node.type === schema.nodes.object) {
      flush()
      out.push(node.mark(none))
    } else text += node.text ?? ' '
  })
  flush(true)
  return out
}

/** A document whose paragraphs have the labels, kinds and depths of those of `like` that begin the same: some programs write labels as words. */
export function relabelled(doc: Node, like: Node): Node {
  const known: Node[] = []
  like.descendants((node) => {
    if (node.isTextblock && node.attrs.label) known.push(node)
    return !node.isTextblock
  })
  const one = (node: Node): Node => {
    if (!node.isTextblock) return mapped(node)
    if (node.attrs.label) return node
    const text = node.textContent
    const fits = known.filter((k) => text.startsWith(`${k.attrs.label}\t`) || text.startsWith(`${k.attrs.label} `))
    const rest = (k: Node): string => text.slice(k.attrs.label.length + 1)
    const found = fits.find((k) => rest(k).slice(0, 24) === k.textContent.slice(0, 24)) ?? fits[0]
    if (!found) return node
    const { type, attrs } = propsOf(found)
    return schema.nodes[type].create({ ...node.attrs, ...attrs }, node.cut(attrs.label!.length + 1).content)
  }
  const mapped = (parent: Node): Node => parent.copy(Fragment.from(parent.children.map(one)))
  return mapped(doc)
}
