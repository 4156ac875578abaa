import { append, type Child, type Element, isElement } from '../package/tree.ts'
import { fieldText, type Things } from './thing.ts'
import { attribute, child, chosen, elements, isAlternative, isWord } from './word.ts'

/** Who inserted or deleted something, and when, as the file says it. */
export interface Tracked {
  readonly kind: 'ins' | 'del'
  /** Empty where the file was scrubbed. */
  readonly author: string
  /** As written (xsd:dateTime, often local time with a false `Z`); null where it is left out. */
  readonly date: string | null
  /** The name of the move that it is one half of; null for a plain insertion or deletion. */
  readonly move: string | null
}
/** An earlier state of properties and who changed it. `properties` is the old `w:pPr` or `w:rPr`; null where it had none. */
export interface Earlier {
  readonly properties: Element | null
  readonly author: string
  readonly date: string | null
}
/** Something in a paragraph, in the order of the text. */
export type Piece = TextPiece | ThingPiece | AnchorPiece
interface InPlace {
  /** From the outermost to the innermost. */
  readonly tracked: readonly Tracked[]
  /** Elements around it that stay when it is edited, such as hyperlinks and content controls; outermost first. */
  readonly around: readonly Element[]
}
/** Text of one run: tabs, line breaks, hyphens and symbols are characters of it. */
export interface TextPiece extends InPlace {
  readonly kind: 'text'
  readonly text: string
  /** The run's own `w:rPr`. */
  readonly properties: Element | null
  readonly earlier: Earlier | null
}
/** Something that is kept and shown, and not edited: a picture, an equation, a field, a note. */
export interface ThingPiece extends InPlace {
  readonly kind: 'thing'
  readonly what: string
  /** What a reader takes it for in the text: a field's result; empty for a picture. */
  readonly text: string
  /** Equal for equal things, whatever their ids are. */
  readonly key: string
  /** The elements to write it back with: whole runs, or what stands beside runs. */
  readonly elements: readonly Element[]
  readonly properties: Element | null
}
/** A place without any width that is kept, such as a bookmark's start. */
export interface AnchorPiece extends InPlace {
  readonly kind: 'anchor'
  readonly element: Element
}

/** A paragraph as the file has it. */
export interface WordParagraph {
  readonly kind: 'paragraph'
  readonly element: Element
  readonly properties: Element | null
  /** What happened to its end. */
  readonly mark: readonly Tracked[]
  readonly earlier: Earlier | null
  readonly pieces: readonly Piece[]
}
/** A table as the file has it. */
export interface WordTable {
  readonly kind: 'table'
  readonly element: Element
  readonly rows: readonly WordRow[]
}
export interface WordRow {
  readonly element: Element
  readonly tracked: readonly Tracked[]
  readonly header: boolean
  /** Columns of the grid that are left out before the first cell and after the last. */
  readonly before: number
  readonly after: number
  readonly cells: readonly WordCell[]
}
export interface WordCell {
  readonly element: Element
  readonly tracked: readonly Tracked[]
  readonly span: number
  /** `start` of a cell merged downwards, `on` where it goes on; null for a plain one. */
  readonly merge: 'start' | 'on' | null
  readonly blocks: readonly WordBlock[]
}
/** Something between paragraphs that is kept and shown, and not edited. */
export interface WordThing {
  readonly kind: 'thing'
  readonly element: Element
  readonly what: string
  readonly text: string
  readonly key: string
}
export type WordBlock = WordParagraph | WordTable | WordThing

/** Elements that only wrap others and say nothing of the text (17.5, 17.16.22). They stay around what is edited. */
const WRAPS: ReadonlySet<string> = new Set(['hyperlink', 'smartTag', 'sdt', 'customXml', 'dir', 'bdo', 'fldSimple'])
/** Places without width that are kept where they are. */
const ANCHORS: ReadonlySet<string> = new Set([
  'bookmarkStart',
  'bookmarkEnd',
  'commentRangeStart',
  'commentRangeEnd',
  'permStart',
  'permEnd',
])
/** What says nothing at all: marks of the spelling check and of where pages once broke; ranges that the runs tell themselves. */
const SILENT: ReadonlySet<string> = new Set([
  'proofErr',
  'lastRenderedPageBreak',
  'pPr',
  'rPr',
  'sdtPr',
  'sdtEndPr',
  'smartTagPr',
  'customXmlPr',
  'moveFromRangeStart',
  'moveFromRangeEnd',
  'moveToRangeStart',
  'moveToRangeEnd',
  'customXmlInsRangeStart',
  'customXmlInsRangeEnd',
  'customXmlDelRangeStart',
  'customXmlDelRangeEnd',
  'customXmlMoveFromRangeStart',
  'customXmlMoveFromRangeEnd',
  'customXmlMoveToRangeStart',
  'customXmlMoveToRangeEnd',
])
/** Without a prototype: an element may be called `constructor`. */
const TRACKS: Readonly<Record<string, 'ins' | 'del'>> = Object.assign(Object.create(null), {
  ins: 'ins',
  del: 'del',
  moveTo: 'ins',
  moveFrom: 'del',
})

/** Characters that have elements of their own in a run. */
const SIGNS: Readonly<Record<string, string>> = { tab: '\t', cr: '\n', noBreakHyphen: '\u2011', softHyphen: '\u00ad', ptab: '\t' }

const trackedOf = (element: Element, kind: 'ins' | 'del', move: string | null): Tracked => ({
  kind,
  author: attribute(element, 'author') ?? '',
  date: attribute(element, 'date'),
  move,
})
const earlierOf = (properties: Element | null, change: string, old: string): Earlier | null => {
  const found = child(properties, change)
  return found && { properties: child(found, old), author: attribute(found, 'author') ?? '', date: attribute(found, 'date') }
}

/** A run or another element on its way into a field that is not closed yet. */
interface OpenField {
  readonly elements: Element[]
  instruction: string
  /** Past `separate`: what follows is the result. */
  result: boolean
  text: string
  readonly tracked: readonly Tracked[]
  readonly around: readonly Element[]
  properties: Element | null
}

/** What a content control is tagged with that our own papers put around the language: a title page, contents, lines to sign. It is no language. */
export const FRAME = 'parley-frame'
function isFrame(control: Element): boolean {
  const tag = child(child(control, 'sdtPr') ?? NOTHING, 'tag')
  return tag !== null && attribute(tag, 'val') === FRAME
}

/** Reads the blocks of a story: the body, a cell, a note. */
export function readStory(container: Element, things: Things): WordBlock[] {
  return new Story(things).blocks(container)
}

class Story {
  private readonly things: Things
  /** Names of the moves whose range a place lies in, by kind. */
  private readonly moves: Record<'ins' | 'del', string[]> = { ins: [], del: [] }
  private readonly names = new Map<string, string>()
  private readonly fields: OpenField[] = []

  constructor(things: Things) {
    this.things = things
  }

  blocks(container: Element): WordBlock[] {
    const out: WordBlock[] = []
    for (const element of elements(container)) {
      if (this.range(element)) continue
      if (isWord(element, 'p')) out.push(this.paragraph(element))
      else if (isWord(element, 'tbl')) out.push(this.table(element))
      else if (isWord(element, 'sdt')) append(out, isFrame(element) ? [] : this.inside(element, 'sdtContent'))
      else if (isWord(element, 'customXml') || (isWord(element) && TRACKS[element.local])) append(out, this.blocks(element))
      else if (isWord(element) && (ANCHORS.has(element.local) || SILENT.has(element.local) || QUIET.has(element.local))) continue
      else out.push({ kind: 'thing', element, ...this.things.block(element) })
    }
    return out
  }
  private inside(element: Element, local: string): WordBlock[] {
    const content = child(element, local)
    return content ? this.blocks(content) : []
  }

  /** Keeps account of move ranges; true where the element was the border of one. */
  private range(element: Element): boolean {
    if (!isWord(element)) return false
    const found = /^move(From|To)Range(Start|End)$/.exec(element.local)
    if (!found) return false
    const kind = found[1] === 'To' ? 'ins' : 'del'
    const id = attribute(element, 'id') ?? ''
    if (found[2] === 'Start') {
      const name = attribute(element, 'name') ?? `move${id}`
      this.names.set(`${kind}${id}`, name)
      this.moves[kind].push(name)
    } else {
      const name = this.names.get(`${kind}${id}`)
      const at = this.moves[kind].lastIndexOf(name ?? '')
      if (at >= 0) this.moves[kind].splice(at, 1)
    }
    return true
  }
  private track(element: Element): Tracked {
    const kind = TRACKS[element.local]
    const moves = element.local.startsWith('move') ? this.moves[kind] : []
    return trackedOf(element, kind, moves[moves.length - 1] ?? null)
  }
  /** The insertions and deletions that properties carry: of a paragraph's mark, of a row. */
  private marks(properties: Element | null): Tracked[] {
    if (!properties) return []
    const own = elements(properties).filter((e) => isWord(e) && TRACKS[e.local])
    return own.map((e) => this.track(e)).sort((x, y) => (x.kind === y.kind ? 0 : x.kind === 'ins' ? -1 : 1))
  }

  private paragraph(element: Element): WordParagraph {
    const properties = child(element, 'pPr')
    const pieces: Piece[] = []
    this.inline(element, [], [], pieces)
    const mark = this.marks(child(properties, 'rPr'))
    this.closeFields(pieces)
    return { kind: 'paragraph', element, properties, mark, earlier: earlierOf(properties, 'pPrChange', 'pPr'), pieces }
  }

  private inline(parent: Element, tracked: readonly Tracked[], around: readonly Element[], out: Piece[]): void {
    for (const element of parent.children) {
      if (!isElement(element) || this.range(element)) continue
      this.inlineElement(element, tracked, around, out)
    }
  }

  private inlineElement(element: Element, tracked: readonly Tracked[], around: readonly Element[], out: Piece[]): void {
    const { local } = element
    const word = isWord(element)
    if (word && local === 'r') this.run(element, tracked, around, out)
    else if (word && TRACKS[local]) this.inline(element, [...tracked, this.track(element)], around, out)
    else if (word && local === 'fldSimple' && !this.fields.length) this.simpleField(element, tracked, around, out)
    else if (word && WRAPS.has(local)) {
      const content = local === 'sdt' ? child(element, 'sdtContent') : element
      if (content) this.inline(content, tracked, [...around, element], out)
    } else if (word && SILENT.has(local)) return
    else if (word && ANCHORS.has(local)) this.put({ kind: 'anchor', element, tracked, around }, out)
    else if (isAlternative(element)) for (const one of chosen(element)) this.inlineElement(one, tracked, around, out)
    else this.put({ kind: 'thing', elements: [element], properties: null, tracked, around, ...this.things.inline(element) }, out)
  }

  /** Puts a piece where it belongs: into the open field's elements, or into the text. */
  private put(piece: Piece, out: Piece[]): void {
    const field = this.fields[0]
    if (!field) out.push(piece)
    else if (piece.kind === 'anchor') out.push(piece)
    else if (piece.kind === 'thing') {
      append(field.elements, piece.elements)
      if (field.result) field.text += piece.text
    }
  }

  private simpleField(element: Element, tracked: readonly Tracked[], around: readonly Element[], out: Piece[]): void {
    const inside: Piece[] = []
    this.inline(element, tracked, around, inside)
    const text = inside.map((piece) => (piece.kind === 'anchor' ? '' : piece.text)).join('')
    const key = this.things.field(attribute(element, 'instr') ?? '', text)
    out.push({ kind: 'thing', what: 'field', text, key, elements: [element], properties: null, tracked, around })
  }

  private run(run: Element, tracked: readonly Tracked[], around: readonly Element[], out: Piece[]): void {
    const properties = child(run, 'rPr')
    const earlier = earlierOf(properties, 'rPrChange', 'rPr')
    let text = ''
    const flush = (): void => {
      if (text) out.push({ kind: 'text', text, properties, earlier, tracked, around })
      text = ''
    }
    /** One child of the run as a run of its own, so that what is kept can be written back alone. */
    const alone = (children: readonly Child[]): Element => ({ ...run, children: properties ? [properties, ...children] : children })
    for (const written of run.children.filter(isElement)) {
      const element = isAlternative(written) ? chosen(written)[0] : written
      if (!element) continue
      const field = this.fields[this.fields.length - 1]
      const { local } = element
      const word = isWord(element)
      if (word && SILENT.has(local)) continue
      if (word && local === 'fldChar') {
        flush()
        this.fieldChar(element, alone([written]), properties, tracked, around, out)
      } else if (field) {
        this.fields[0].elements.push(alone([written]))
        if (word && (local === 'instrText' || local === 'delInstrText')) {
          if (!field.result) field.instruction += textOf(element)
        } else if (this.fields.every((f) => f.result)) this.fields[0].text += signOf(element) ?? textOf(element)
      } else if (word && (local === 't' || local === 'delText')) text += textOf(element)
      else if (word && local === 'commentReference') {
        // A remark is no language: it stays where it hangs and is read by itself.
        flush()
        out.push({ kind: 'anchor', element: alone([written]), tracked, around })
      } else {
        const sign = signOf(element)
        if (sign !== null) text += sign
        else {
          flush()
          out.push({ kind: 'thing', elements: [alone([written])], properties, tracked, around, ...this.things.inline(element) })
        }
      }
    }
    flush()
  }

  private fieldChar(
    element: Element,
    run: Element,
    properties: Element | null,
    tracked: readonly Tracked[],
    around: readonly Element[],
    out: Piece[],
  ): void {
    const type = attribute(element, 'fldCharType')
    if (type === 'begin') {
      const open: OpenField = { elements: [], instruction: '', result: false, text: '', tracked, around, properties }
      this.fields.push(open)
      this.fields[0].elements.push(run)
      return
    }
    const field = this.fields[this.fields.length - 1]
    if (!field) {
      // The end of a field that began in a paragraph before.
      out.push({ kind: 'anchor', element: run, tracked, around })
      return
    }
    this.fields[0].elements.push(run)
    if (type === 'separate') field.result = true
    if (type !== 'end') return
    this.fields.pop()
    if (this.fields.length) return
    const text = fieldText(field.instruction, field.text)
    const key = this.things.field(field.instruction, text)
    out.push({ kind: 'thing', what: 'field', text, key, elements: field.elements, properties: field.properties, tracked, around })
  }

  /** Fields that go on in the next paragraph (a table of contents): their code is kept in place, their result is text. */
  private closeFields(out: Piece[]): void {
    const field = this.fields[0]
    if (!field) return
    this.fields.length = 0
    const { tracked, around } = field
    for (const element of field.elements) {
      if (codeOnly(element)) out.push({ kind: 'anchor', element, tracked, around })
      else this.run(element, tracked, around, out)
    }
    this.fields.length = 0
  }

  private table(element: Element): WordTable {
    return { kind: 'table', element, rows: this.rows(element) }
  }
  private rows(parent: Element): WordRow[] {
    const out: WordRow[] = []
    for (const element of elements(parent)) {
      if (this.range(element)) continue
      if (isWord(element, 'tr')) out.push(this.row(element))
      else if (isWord(element, 'sdt')) append(out, this.rows(child(element, 'sdtContent') ?? NOTHING))
      else if (isWord(element, 'customXml') || (isWord(element) && TRACKS[element.local])) append(out, this.rows(element))
    }
    return out
  }
  private row(element: Element): WordRow {
    const properties = child(element, 'trPr')
    const count = (local: string): number => Math.max(0, Number.parseInt(attribute(child(properties, local), 'val') ?? '0', 10) || 0)
    return {
      element,
      tracked: this.marks(properties),
      header: child(properties, 'tblHeader') !== null,
      before: count('gridBefore'),
      after: count('gridAfter'),
      cells: this.cells(element),
    }
  }
  private cells(parent: Element): WordCell[] {
    const out: WordCell[] = []
    for (const element of elements(parent)) {
      if (this.range(element)) continue
      if (isWord(element, 'tc')) out.push(this.cell(element))
      else if (isWord(element, 'sdt')) append(out, this.cells(child(element, 'sdtContent') ?? NOTHING))
      else if (isWord(element, 'customXml')) append(out, this.cells(element))
    }
    return out
  }
  private cell(element: Element): WordCell {
    const properties = child(element, 'tcPr')
    const [came, went] = [child(properties, 'cellIns'), child(properties, 'cellDel')]
    const tracked = [came && trackedOf(came, 'ins', null), went && trackedOf(went, 'del', null)].filter((t) => t !== null)
    const merge = child(properties, 'vMerge')
    const span = Number.parseInt(attribute(child(properties, 'gridSpan'), 'val') ?? '1', 10)
    return {
      element,
      tracked,
      span: span >= 1 && span <= 1000 ? span : 1,
      merge: merge && (attribute(merge, 'val') === 'restart' ? 'start' : 'on'),
      blocks: this.blocks(element),
    }
  }
}

const NOTHING: Element = { name: '', uri: '', local: '', attributes: {}, children: [] }
/** What stands between blocks and is no language: properties of the section and of the cell. */
const QUIET: ReadonlySet<string> = new Set(['sectPr', 'tcPr', 'tblPr', 'tblGrid', 'trPr'])

const textOf = (element: Element): string => element.children.filter((c) => typeof c === 'string').join('')

/** The character that an element of a run stands for; null where it stands for none. */
function signOf(element: Element): string | null {
  if (!isWord(element)) return null
  if (element.local === 'br') {
    const type = attribute(element, 'type')
    return type === null || type === 'textWrapping' ? '\n' : null
  }
  if (element.local === 'sym') return symbol(attribute(element, 'char') ?? '')
  return Object.hasOwn(SIGNS, element.local) ? SIGNS[element.local] : null
}
/** A character of a symbol font (17.3.3.30): those in the private range keep their place there, which is what Word writes as text too. */
function symbol(code: string): string {
  const point = Number.parseInt(code, 16)
  return Number.isInteger(point) && point > 0x1f && point <= 0xffff && (point < 0xd800 || point > 0xdfff)
    ? String.fromCodePoint(point)
    : '\ufffd'
}
/** Whether a run is nothing but the code of a field. */
const codeOnly = (run: Element): boolean =>
  elements(run).every((e) => isWord(e) && ['rPr', 'fldChar', 'instrText', 'delInstrText'].includes(e.local))
