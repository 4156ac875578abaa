import { DOMParser as ElementParser, Fragment, type Mark, type Node, Slice } from 'prosemirror-model'
import { type BlockProps, schema } from '../../shared/model/schema.ts'
import { typedLabel } from '../../shared/redline/index.ts'
import { legible } from './letters.ts'
import {
  depthOf,
  headingOf,
  isComment,
  isHidden,
  isLabel,
  isStruck,
  itemLevel,
  labelFrom,
  marksIn,
  type Styles,
  stylesOf,
} from './office.ts'
import { listType, ordinal } from './ordinal.ts'

/** What was read from outside: language, and what of it did not come along. */
export interface Pasted {
  /** Clean blocks; open at the ends that lie inside of a paragraph. */
  readonly slice: Slice
  /** False for plain text, which says nothing of formatting. */
  readonly formatted: boolean
  readonly left: Left
}
/** What did not come along. */
export interface Left {
  /** Words that the source shows as struck. */
  readonly struck: readonly string[]
  readonly pictures: number
  readonly comments: number
  /** Whether cells that were merged came in as single ones. */
  readonly merged: boolean
}
export const NOTHING_LEFT: Left = { struck: [], pictures: 0, comments: 0, merged: false }

/** The words of a text. */
export const wordsOf = (text: string): string[] => legible(text).match(/\S+/g) ?? []

const N = schema.nodes
const PLAIN: BlockProps = { type: 'paragraph', attrs: { level: 0, align: 'left', list: null, label: null } }
const blockOf = (props: BlockProps, content: readonly Node[]): Node => N[props.type].create({ ...props.attrs }, Fragment.from([...content]))

// ---------- plain text

/**
 * Pasted plain text: one paragraph a line, empty lines left out; tabs stay, a vertical tab (Word's line break) is a line break.
 * A line end at the very end closes the paragraph.
 */
export function readText(text: string): Pasted {
  const lines = text
    .split(/\r\n|[\r\n\f\u0085\u2028\u2029]/)
    .filter((line, i, all) => line !== '' || all.length === 1 || (i > 0 && i === all.length - 1))
  const blocks = lines.map((line) => blockOf(PLAIN, inlineOf(line)))
  return { slice: new Slice(Fragment.from(blocks), 0, 0), formatted: false, left: NOTHING_LEFT }
}
function inlineOf(line: string): Node[] {
  return line.split('\v').flatMap((part, i) => {
    const words = legible(part)
    return [...(i ? [N.hard_break.create()] : []), ...(words ? [schema.text(words)] : [])]
  })
}

// ---------- HTML

const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL'.split(
    ' ',
  ),
)
const DROPPED = new Set('SCRIPT STYLE LINK META TITLE TEMPLATE NOSCRIPT HEAD XML INPUT SELECT TEXTAREA BUTTON DATALIST MAP'.split(' '))
const PICTURES = new Set('IMG PICTURE SVG VIDEO AUDIO CANVAS OBJECT EMBED IFRAME V:SHAPE V:IMAGEDATA'.split(' '))

/** What holds for the inside of an element. */
interface Inside {
  readonly marks: readonly Mark[]
  readonly props: BlockProps
  /** White space stays as it is written. */
  readonly pre: boolean
  /** Inside of a cell. */
  readonly cell: boolean
}
/** A list that is open: its kind and what its next item counts as. */
interface OpenList {
  readonly type: string | null
  next: number
}

/**
 * Reads HTML as word processors, browsers and web pages write it: the text that stands, its paragraphs, headings, lists (labels
 * as they are shown), tables, and bold, italic, underlined, raised and lowered text. What is struck in the source (tracked or by
 * a line through it), pictures, comments and hidden text stay out. Cells that were merged come in as single ones, the words in
 * the first. Nothing is loaded and no script runs: the document that it is parsed into is inert.
 */
export function readHtml(html: string): Pasted {
  const parsed = (text: string): HTMLElement => new DOMParser().parseFromString(text, 'text/html').body
  const reader = new Reader()
  const body = parsed(html)
  const inside = !body.querySelector('p,div,h1,h2,h3,h4,h5,h6,li,table,pre,blockquote,dt,dd')
  const piece = inside ? /<!--StartFragment-->([\s\S]*)<!--EndFragment-->/.exec(html) : null
  const blocks = reader.read(piece ? parsed(piece[1]) : body, inside)
  const open = inside ? 1 : 0
  return { slice: new Slice(Fragment.from(blocks), open, open), formatted: true, left: reader.left }
}

/** Reads what is dropped, where the view parses it. */
export const clipboardParser: ElementParser = new (class extends ElementParser {
  override parseSlice(dom: globalThis.Node): Slice {
    const blocks = new Reader().read(dom as Element)
    return new Slice(Fragment.from(blocks), 0, 0)
  }
})(schema, [])

class Reader {
  private blocks: Node[] = []
  private inline: Node[] = []
  /** Whether white space at this place shows: not at the start of a line, nor after a space. */
  private spaced = true
  private props: BlockProps = PLAIN
  private lists: OpenList[] = []
  /** The label that waits for the paragraph under way, and the depth of its item. */
  private item: { readonly label: string | null; readonly level: number | null } | null = null
  private readonly struck: string[] = []
  private pictures = 0
  private comments = 0
  private merged = false

  get left(): Left {
    return { struck: this.struck, pictures: this.pictures, comments: this.comments, merged: this.merged }
  }

  /** The blocks of an element. `inside`: it is a piece of a line, whose spaces at the ends stay. */
  read(root: Element, inside = false): Node[] {
    if (inside) this.spaced = false
    this.children(root, { marks: [], props: PLAIN, pre: false, cell: false })
    this.flush(inside)
    return this.blocks
  }

  private children(element: Element, inside: Inside): void {
    for (let node = element.firstChild; node; node = node.nextSibling) {
      if (node.nodeType === 3) this.text((node as Text).data, inside)
      else if (node.nodeType === 1) this.element(node as Element, inside)
    }
  }

  private element(element: Element, inside: Inside): void {
    const tag = element.tagName.toUpperCase()
    if (DROPPED.has(tag)) return
    if (PICTURES.has(tag)) {
      this.pictures++
      return
    }
    const styles = stylesOf(element)
    if (isHidden(element, styles)) return
    if (isComment(element, styles)) {
      if (!element.classList.contains('MsoCommentReference')) return
      this.comments++
      return
    }
    if (isStruck(element, styles)) {
      this.struck.push(...wordsOf(element.textContent ?? ''))
      return
    }
    if (isLabel(styles)) {
      this.item = { label: legible(element.textContent ?? ''), level: null }
      return
    }
    if (tag === 'BR') this.lineBreak(element, inside)
    else if (tag === 'TABLE') this.table(element, inside)
    else if (tag === 'OL' || tag === 'UL') this.list(element, styles, inside)
    else if (tag === 'LI') this.listItem(element, styles, inside)
    else if (BLOCKS.has(tag)) this.block(element, styles, inside)
    else if (styles['mso-tab-count']) this.add('\t', inside.marks)
    else this.children(element, within(inside, element, styles))
  }

  private block(element: Element, styles: Styles, inside: Inside): void {
    this.flush()
    const level = itemLevel(styles)
    const heading = headingOf(element)
    const around = inside.props.attrs
    const align = alignOf(element, styles) ?? around.align
    const depth = level ?? Math.max(around.level, element.tagName === 'P' || element.tagName === 'DIV' ? depthOf(styles) : 0)
    const quoted = element.tagName === 'BLOCKQUOTE' || element.tagName === 'DD' ? 1 : 0
    const props: BlockProps = heading
      ? { type: 'heading', attrs: { level: heading, align } }
      : { type: 'paragraph', attrs: { ...PLAIN.attrs, level: Math.min(8, depth + quoted), align } }
    this.props = props
    this.children(element, { ...within(inside, element, styles), props })
    this.flush()
    this.props = inside.props
  }

  private list(element: Element, styles: Styles, inside: Inside): void {
    this.flush()
    const ordered = element.tagName === 'OL'
    const type = listType(element.getAttribute('type')) ?? listType(styles['list-style-type']) ?? (ordered ? '1' : null)
    this.lists.push({ type, next: Number(element.getAttribute('start') ?? 1) || (element.getAttribute('start') === '0' ? 0 : 1) })
    this.children(element, within(inside, element, styles))
    this.flush()
    this.lists.pop()
  }

  private listItem(element: Element, styles: Styles, inside: Inside): void {
    this.flush()
    const list = this.lists[this.lists.length - 1] ?? { type: null, next: 1 }
    const own = listType(element.getAttribute('type')) ?? listType(styles['list-style-type'])
    const value = Number(element.getAttribute('value'))
    if (element.hasAttribute('value') && Number.isInteger(value)) list.next = value
    const type = own ?? list.type
    const unmarked = styles['list-style-type'] === 'none' || element.hasAttribute('data-no-label')
    const stated = Number(element.getAttribute('aria-level') ?? element.getAttribute('data-aria-level'))
    const depth = Math.min(8, Math.max(0, (stated || this.lists.length) - 1))
    // An item that holds nothing but another list has no label of its own.
    const empty = ![...element.childNodes].some((n) => (n.nodeType === 3 ? /\S/.test((n as Text).data) : !/^(OL|UL)$/.test(n.nodeName)))
    const label = unmarked || empty ? null : type ? ordinal(list.next, type) : '•'
    if (!empty) list.next++
    const attrs = { ...PLAIN.attrs, align: alignOf(element, styles) ?? inside.props.attrs.align, level: depth }
    const before = this.props
    this.item = { label, level: depth }
    this.props = { type: 'paragraph', attrs }
    const next = Math.min(8, depth + 1)
    this.children(element, { ...within(inside, element, styles), props: { type: 'paragraph', attrs: { ...attrs, level: next } } })
    this.flush()
    this.item = null
    this.props = before
  }

  private lineBreak(element: Element, inside: Inside): void {
    if (element.classList.contains('Apple-interchange-newline')) return
    while (this.inline.length && this.trimEnd());
    this.inline.push(N.hard_break.create(null, null, inside.marks))
    this.spaced = true
  }

  private text(data: string, inside: Inside): void {
    if (inside.pre) {
      data.split(/\r\n|[\r\n]/).forEach((line, i) => {
        if (i) this.inline.push(N.hard_break.create(null, null, inside.marks))
        this.add(line, inside.marks)
      })
      return
    }
    let words = data.replace(/[ \t\r\n\f]+/g, ' ')
    if (this.spaced && words.startsWith(' ')) words = words.slice(1)
    this.add(words, inside.marks)
  }
  private add(text: string, marks: readonly Mark[]): void {
    const words = legible(text)
    if (!words) return
    this.inline.push(schema.text(words, marks))
    this.spaced = text.endsWith(' ')
  }
  /** Takes white space off the end of the line; true where a whole piece of text went. */
  private trimEnd(): boolean {
    const last = this.inline[this.inline.length - 1]
    if (!last?.isText) return false
    const words = last.text!.trimEnd()
    if (words === last.text) return false
    this.inline.pop()
    if (words) this.inline.push(schema.text(words, last.marks))
    return !words
  }

  /** Ends the paragraph under way. Two line breaks in a row part paragraphs, too. */
  private flush(inside = false): void {
    const parts = partsOf(this.inline)
    this.inline = []
    this.spaced = true
    for (const part of parts) {
      const content = inside ? part : trimmed(part)
      if (content.length) this.blocks.push(this.finished(content))
    }
  }

  /** A block with the label that waits for it; the number of a heading is its first words. */
  private finished(content: Node[]): Node {
    const { props, item } = this
    this.item = null
    const label = labelFrom(item?.label ?? '')
    if (props.type === 'heading') return blockOf(props, label ? [schema.text(`${label.label} `), ...content] : content)
    return blockOf({ ...props, attrs: { ...props.attrs, level: item?.level ?? props.attrs.level, ...label } }, content)
  }

  // ---- tables

  private table(element: Element, inside: Inside): void {
    this.flush()
    const cells = rowsOf(element)
      .map((row) => [...row.children].filter((c) => c.tagName === 'TD' || c.tagName === 'TH'))
      .filter((row) => row.length > 0)
    const caption = [...element.children].find((c) => c.tagName === 'CAPTION')
    if (caption) this.block(caption, stylesOf(caption), inside)
    const count = cells.reduce((n, row) => n + row.length, 0)
    if (count === 0) return
    // A frame around text, or a page laid out in one cell.
    if (count === 1) {
      this.children(cells[0][0], inside)
      this.flush()
      return
    }
    if (inside.cell) this.lines(cells)
    else this.blocks.push(this.grid(cells))
  }
  /** A table in a cell of another: a line for a row, cells parted by tabs. */
  private lines(rows: readonly Element[][]): void {
    for (const row of rows) {
      const words = row.map((cell) => wordsOf(cell.textContent ?? '').join(' ')).join('\t')
      if (words.trim()) this.blocks.push(blockOf(PLAIN, [schema.text(words)]))
    }
  }

  private grid(rows: readonly Element[][]): Node {
    const made: Node[][] = rows.map(() => [])
    rows.forEach((row, y) => {
      let x = 0
      for (const cell of row) {
        while (made[y][x]) x++
        const across = span(cell, 'colspan')
        const down = Math.min(span(cell, 'rowspan'), rows.length - y)
        if (across > 1 || down > 1) this.merged = true
        const type = cell.tagName === 'TH' || cell.parentElement?.parentElement?.tagName === 'THEAD' ? N.table_header : N.table_cell
        for (let j = 0; j < down; j++)
          for (let i = 0; i < across; i++) made[y + j][x + i] = i || j ? type.create(null, N.paragraph.create()) : this.cell(cell, type)
        x += across
      }
    })
    const width = Math.max(...made.map((row) => row.length))
    const blank = () => N.table_cell.create(null, N.paragraph.create())
    return N.table.create(
      null,
      made.map((row) =>
        N.table_row.create(
          null,
          Array.from({ length: width }, (_, x) => row[x] ?? blank()),
        ),
      ),
    )
  }
  private cell(element: Element, type: Node['type']): Node {
    const outer = { blocks: this.blocks, lists: this.lists, props: this.props, item: this.item }
    this.blocks = []
    this.lists = []
    this.item = null
    const styles = stylesOf(element)
    const align = alignOf(element, styles) ?? 'left'
    this.props = { ...PLAIN, attrs: { ...PLAIN.attrs, align } }
    this.children(element, { marks: marksIn(element, styles, []), props: this.props, pre: false, cell: true })
    this.flush()
    const content = this.blocks.length ? this.blocks : [N.paragraph.create()]
    Object.assign(this, outer)
    return type.create(null, content)
  }
}

const within = (inside: Inside, element: Element, styles: Styles): Inside => ({
  ...inside,
  marks: marksIn(element, styles, inside.marks),
  pre: whiteSpace(element, styles) ?? inside.pre,
})
function whiteSpace(element: Element, styles: Styles): boolean | null {
  const given = styles['white-space']
  if (given) return /^(pre|pre-wrap|break-spaces)$/.test(given)
  if (styles['mso-spacerun']) return true
  return element.tagName === 'PRE' ? true : null
}
function alignOf(element: Element, styles: Styles): 'left' | 'center' | 'right' | null {
  const given = (styles['text-align'] ?? element.getAttribute('align') ?? '').toLowerCase()
  if (given === 'center' || given === 'right') return given
  return given === 'left' || given === 'justify' || given === 'start' ? 'left' : null
}
const span = (cell: Element, name: string): number => Math.min(1000, Math.max(1, Number(cell.getAttribute(name)) || 1))

/** The rows of a table, not those of tables in it; Word writes rows of no height that only hold its columns apart. */
function rowsOf(table: Element): Element[] {
  const out: Element[] = []
  for (const part of table.children) {
    if (part.tagName === 'TR') out.push(part)
    else if (/^T(HEAD|BODY|FOOT)$/.test(part.tagName)) out.push(...[...part.children].filter((row) => row.tagName === 'TR'))
  }
  return out.filter((row) => row.getAttribute('height') !== '0')
}

/** Inline nodes parted where two or more line breaks stand in a row. */
function partsOf(inline: readonly Node[]): Node[][] {
  const out: Node[][] = [[]]
  inline.forEach((node, i) => {
    const isBreak = node.type === N.hard_break
    if (!isBreak) out[out.length - 1].push(node)
    else if (inline[i + 1]?.type === N.hard_break || inline[i - 1]?.type === N.hard_break) {
      if (inline[i - 1]?.type !== N.hard_break) out.push([])
    } else out[out.length - 1].push(node)
  })
  return out
}
/** A line without white space and breaks at its ends. */
function trimmed(content: readonly Node[]): Node[] {
  const out = [...content]
  const blank = (node: Node | undefined): boolean => node !== undefined && (node.isText ? !node.text!.trim() : true)
  while (blank(out[0])) out.shift()
  while (blank(out[out.length - 1])) out.pop()
  if (out[0]?.isText) out[0] = schema.text(out[0].text!.trimStart(), out[0].marks)
  const last = out[out.length - 1]
  if (last?.isText) out[out.length - 1] = schema.text(last.text!.trimEnd(), last.marks)
  return out
}

// ---------- labels that were typed

const LEADING = /^[\t ]*/
/**
 * Blocks whose first words are a label (`a.`, `(2)`, `Subd. 2.`, `•`, then a space or a tab) with that as their label: the rule by
 * which typing makes one. `first`: whether the first block begins a paragraph where it goes; else its words stay as they are.
 */
export function withTypedLabels(blocks: readonly Node[], first: boolean): Node[] {
  return blocks.map((block, i) => {
    const text = block.firstChild
    if ((i === 0 && !first) || block.type !== N.paragraph || block.attrs.label || !text?.isText) return block
    const indent = LEADING.exec(text.text!)![0]
    const rest = text.text!.slice(indent.length)
    const found = labelled(rest)
    if (!found) return block
    const level = Math.min(8, block.attrs.level + (indent.match(/\t/g)?.length ?? 0))
    const after = rest.slice(found.length)
    const content = [...(after ? [schema.text(after, text.marks)] : []), ...block.children.slice(1)]
    return content.length ? N.paragraph.create({ ...block.attrs, ...found.label, level }, content) : block
  })
}
function labelled(text: string): { readonly label: { label: string; list: string | null }; readonly length: number } | null {
  for (const pattern of [/^(\S+ \S+)[\t ]+/, /^(\S+)[\t ]+/]) {
    const found = pattern.exec(text)
    const label = found && typedLabel(found[1])
    if (label) return { label, length: found[0].length }
  }
  return null
}
