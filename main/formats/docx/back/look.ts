import type { Mark } from 'prosemirror-model'
import type { BlockProps } from '../../../../shared/model/schema.ts'
import { type Block, sameProps, type TextBlock } from '../../../../shared/redline/index.ts'
import type { Element } from '../package/tree.ts'
import { marksFor } from '../read/document.ts'
import type { WordFile } from '../read/index.ts'
import type { TextPiece, ThingPiece } from '../read/story.ts'
import { NO_RUN, paragraphWithDirect, readParagraph, readRun, readStyles, type Styles, withDirect } from '../read/style.ts'
import { attribute, child, childrenOf, isWord, valOf } from '../read/word.ts'
import { inside, type Markup, withChildren, without } from './markup.ts'
import type { SourceParagraph } from './source.ts'

/** Left indentation of one step of depth, in twentieths of a point, as the reader counts it. */
const STEP = 360
/** How many paragraphs up and down a typed one looks for a neighbour of its kind. */
const REACH = 40
/** The order of a paragraph's properties (17.3.1.26). */
const ORDER: readonly string[] =
  'pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange'.split(
    ' ',
  )

/** A paragraph of the file that others can be made like: its properties and what it reads as. */
export interface Model {
  readonly properties: Element | null
  readonly props: BlockProps
}
/** Properties of a typed paragraph; its label where no list of the file gives it, with what parts it from the text. */
export interface Typed {
  readonly target: Element | null
  readonly label: string | null
}

/** The paragraphs of a file by their order, with what each reads as: where typed language finds its looks. */
export class Models {
  private readonly source: readonly SourceParagraph[]
  private readonly blocks: readonly TextBlock[]
  private things: Map<string, ThingPiece> | null = null

  /** `redline`: the blocks whose baseline is the file. */
  constructor(source: readonly SourceParagraph[], redline: readonly Block[]) {
    this.source = source
    this.blocks = standing(redline)
  }

  /** The paragraphs around a place, the nearest first. `split`: the one at the place itself is the nearest. */
  *near(at: number, split = false): Generator<Model> {
    const order = (d: number): readonly number[] => (split ? [at + d, at - 1 - d] : [at - 1 - d, at + d])
    for (let d = 0; d < REACH; d++)
      for (const i of order(d)) {
        const closing = this.source[i]?.closing
        const block = this.blocks[i]
        if (closing && block) yield { properties: closing.properties && without(closing.properties, 'pPrChange'), props: block.propsA }
      }
  }
  /** The nearest text of the file for a paragraph that has none of its own. */
  text(at: number): TextPiece | null {
    for (let d = 0; d < REACH; d++)
      for (const i of [at - 1 - d, at + d]) {
        const plain = this.blocks[i]?.propsA.type === 'paragraph'
        const piece = plain && this.source[i]?.pieces.findLast((p) => p.kind === 'text' && !p.around.length)
        if (piece) return piece as TextPiece
      }
    return null
  }
  /** The thing of the file with a key. */
  thing(key: string): ThingPiece | null {
    this.things ??= new Map(
      this.source.flatMap(({ pieces }) => pieces.flatMap((p) => (p.kind === 'thing' ? [[p.key, p] as const] : []))).reverse(),
    )
    return this.things.get(key) ?? null
  }
}

/** The text blocks that end at the baseline, in order. */
function standing(blocks: readonly Block[], out: TextBlock[] = []): TextBlock[] {
  for (const block of blocks) {
    if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) standing(cell.blocks, out)
    else if (block.end === 'same' || (block.end === 'delete' && block.inserted === null)) out.push(block)
  }
  return out
}

/** What language that was typed in Parley looks like in a file: its own styles and lists where it has fitting ones. */
export class Looks {
  private readonly styles: Styles
  private readonly sheet: Element | null
  private readonly markup: Markup

  constructor({ package: pack }: WordFile, markup: Markup) {
    const path = pack.related(pack.main, 'styles')
    this.sheet = path ? pack.xml(path).root : null
    this.styles = readStyles(this.sheet)
    this.markup = markup
  }

  /** The formatting that a run with these properties reads as, in a paragraph of a style. */
  marks(properties: Element | null, style: string | null): readonly Mark[] {
    const outline = this.styles.paragraph(style).outline
    const base = outline !== null && outline < 9 ? this.styles.run(style, null) : NO_RUN
    return marksFor(withDirect(this.styles.run(style, valOf(properties, 'rStyle')), readRun(properties)), base)
  }

  /** Properties of a paragraph that comes in, made like the nearest that fits. */
  typed(wanted: BlockProps, near: Iterable<Model>): Typed {
    const models = [...near]
    const fits = models.find(({ props }) => alike(props, wanted) && shapeOf(props) === shapeOf(wanted))
    if (fits) return { target: forNew(fits.properties), label: null }
    const { list, label } = wanted.attrs
    if (wanted.type === 'paragraph' && list) {
      const item = models.find((m) => m.props.attrs.list === list && shapeOf(m.props) === shapeOf(wanted))
      if (item) return { target: this.changed(forNew(item.properties), item.props, wanted, null), label: null }
    }
    const bodies = models.filter(({ props }) => props.type === 'paragraph' && !props.attrs.list)
    const body = bodies.find(({ props }) => props.attrs.align === wanted.attrs.align) ?? bodies[0] ?? null
    const bare: BlockProps = { ...wanted, attrs: { ...wanted.attrs, list: null, label: null } }
    const target = this.changed(forNew(body?.properties ?? null), body?.props ?? PLAIN, bare, null)
    return { target, label: label ? written(wanted) : null }
  }

  /** Properties of a paragraph of the file whose kind, depth, alignment or label was changed. */
  reshaped(own: Element | null, before: BlockProps, after: BlockProps, near: Iterable<Model>): Typed {
    if (sameProps(before, after)) return { target: own, label: null }
    const { list, label } = after.attrs
    const relabelled = (before.attrs.label ?? null) !== (label ?? null)
    const kept = before.attrs.list && list === before.attrs.list && before.type === after.type
    const model = list && !kept ? [...near].find((m) => m.props.attrs.list === list && shapeOf(m.props) === shapeOf(after)) : undefined
    const target = this.changed(own, before, after, model ? child(model.properties, 'numPr') : null)
    const said = !!label && !kept && !this.listed(target) && (relabelled || this.listed(own))
    return { target, label: said ? written(after) : null }
  }

  /** Whether a list numbers a paragraph with these properties. */
  private listed(properties: Element | null): boolean {
    return !!this.look(properties).list?.id
  }
  private look(properties: Element | null) {
    return paragraphWithDirect(this.styles.paragraph(valOf(properties, 'pStyle')), readParagraph(properties))
  }

  /** Properties with another kind, depth or alignment; the rest as it is. `numbers`: the list that it joins. */
  private changed(from: Element | null, before: BlockProps, after: BlockProps, numbers: Element | null): Element | null {
    let now = from
    const heading = after.type === 'heading'
    if (before.type !== after.type || (heading && before.attrs.level !== after.attrs.level)) now = this.restyled(now, after)
    const direct = this.look(now)
    if (heading) {
      if (!after.attrs.label && direct.list?.id) now = this.unlisted(now)
    } else {
      const { list, level } = after.attrs
      if (numbers) now = this.put(now, this.list(valOf(numbers, 'numId') ?? '0', level))
      else if (!list && direct.list?.id) now = this.unlisted(now)
      else if (list && direct.list?.id && before.attrs.level !== level) now = this.put(now, this.list(String(direct.list.id), level))
      const depth = Math.round((this.look(now).indent ?? 0) / STEP)
      if (!list && depth !== level) now = this.indented(now, level * STEP)
    }
    if (before.attrs.align !== after.attrs.align) now = this.put(now, this.markup.make('jc', { val: this.side(after.attrs.align) }))
    return now
  }
  /** Properties of a paragraph that no list numbers, not even its style's. */
  private unlisted(properties: Element | null): Element | null {
    const style = paragraphWithDirect(this.styles.paragraph(valOf(properties, 'pStyle')), readParagraph(null))
    return style.list?.id ? this.put(properties, this.list('0', 0)) : this.less(properties, 'numPr')
  }
  private side(align: string): string {
    const strict = this.markup.uri.includes('purl.oclc.org')
    return strict ? ({ left: 'start', right: 'end' }[align] ?? align) : align
  }
  private list(id: string, level: number): Element {
    const { markup } = this
    return markup.make('numPr', {}, [markup.make('ilvl', { val: String(Math.min(level, 8)) }), markup.make('numId', { val: id })])
  }
  private indented(properties: Element | null, left: number): Element {
    const old = child(properties, 'ind')
    const kept = old
      ? Object.fromEntries(
          ['right', 'end', 'firstLine', 'hanging'].flatMap((name) => {
            const value = attribute(old, name)
            return value === null || (name === 'hanging' && Number(value) > left) ? [] : [[name, value]]
          }),
        )
      : {}
    const name = old && attribute(old, 'start') !== null ? 'start' : 'left'
    return this.put(properties, this.markup.make('ind', { [name]: String(left), ...kept }))
  }

  /** The style of the file for a kind: a heading's by its outline level, else its plain paragraphs'. */
  private restyled(properties: Element | null, { type, attrs }: BlockProps): Element | null {
    const bare = this.less(properties, 'pStyle', 'outlineLvl', 'numPr', 'ind')
    if (type === 'paragraph') return bare
    const style = this.headingStyle(attrs.level)
    if (style !== null) return this.put(bare, this.markup.make('pStyle', { val: style }))
    return this.put(bare, this.markup.make('outlineLvl', { val: String(attrs.level - 1) }))
  }
  private headingStyle(level: number): string | null {
    const ids = childrenOf(this.sheet, 'style').flatMap((e) => {
      const id = attribute(e, 'styleId')
      return id !== null && attribute(e, 'type') === 'paragraph' ? [id] : []
    })
    const fits = ids.filter((id) => this.styles.paragraph(id).outline === level - 1)
    return fits.find((id) => this.styles.nameOf(id) === `heading ${level}`) ?? fits[0] ?? null
  }

  private put(properties: Element | null, element: Element): Element {
    const rank = (e: Element): number => ORDER.indexOf(e.local)
    const rest = inside(properties).filter((e) => !isWord(e, element.local))
    const at = rest.findIndex((e) => rank(e) > rank(element))
    const children = at < 0 ? [...rest, element] : [...rest.slice(0, at), element, ...rest.slice(at)]
    return this.markup.make('pPr', {}, children)
  }
  private less(properties: Element | null, ...names: readonly string[]): Element | null {
    return properties && without(properties, ...names)
  }
}

const PLAIN: BlockProps = { type: 'paragraph', attrs: { level: 0, align: 'left', list: null, label: null } }
/** The same but for the label. */
const alike = (a: BlockProps, b: BlockProps): boolean =>
  a.type === b.type &&
  a.attrs.level === b.attrs.level &&
  a.attrs.align === b.attrs.align &&
  (a.attrs.list ?? null) === (b.attrs.list ?? null)
/** What kind of number a label is: `1.`, `a)`, `(A)`; a paragraph's run-in label has none, since it belongs to that alone. */
function shapeOf({ type, attrs }: BlockProps): string {
  const label = attrs.label ?? ''
  if (!attrs.list && type === 'paragraph') return label && 'run in'
  return label
    .replace(/\d+/g, '1')
    .replace(/[a-z]+/g, 'a')
    .replace(/[A-Z]+/g, 'A')
}
/** A label as text: a list item's is set off by a tab. */
const written = ({ attrs }: BlockProps): string => `${attrs.label}${attrs.list ? '\t' : ' '}`

/** Properties of a model for another paragraph: less what belongs to one place alone. */
const forNew = (properties: Element | null): Element | null => {
  if (!properties) return null
  const kept = without(properties, 'sectPr', 'pPrChange', 'pageBreakBefore', 'framePr', 'divId', 'cnfStyle')
  const run = child(kept, 'rPr')
  if (!run) return kept
  const plain = without(run, 'ins', 'del', 'moveFrom', 'moveTo', 'rPrChange')
  return withChildren(
    kept,
    kept.children.map((c) => (c === run ? plain : c)),
  )
}
