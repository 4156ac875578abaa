import type { Element } from '../package/tree.ts'
import { attribute, child, childrenOf, integer, onOff, valOf } from './word.ts'

/** Properties of runs that mean something to a reader of the language; null: not said here. */
export interface RunLook {
  readonly bold: boolean | null
  readonly italic: boolean | null
  /** A line under the text, by its name in Word (`single`, `double`); `none` takes one away. */
  readonly underline: string | null
  readonly strike: boolean | null
  readonly doubleStrike: boolean | null
  /** `RRGGBB`, or `auto`. */
  readonly color: string | null
  /** Name of a highlighting pen, or `none`. */
  readonly highlight: string | null
  /** Fill behind the text: `RRGGBB`, or `auto`. */
  readonly shade: string | null
  readonly raise: 'superscript' | 'subscript' | 'baseline' | null
  readonly hidden: boolean | null
  readonly caps: boolean | null
}
/** A reference to a list: `id` 0 takes the paragraph out of any. `level` null: the level that its style is tied to, else the first. */
export interface ListRef {
  readonly id: number | null
  readonly level: number | null
}
/** Properties of paragraphs that mean something to a reader of the language; null: not said here. */
export interface ParagraphLook {
  readonly list: ListRef | null
  /** Outline level from 0; 9 is body text. */
  readonly outline: number | null
  readonly align: string | null
  /** Left indentation, in twentieths of a point. */
  readonly indent: number | null
}
/** A style with what it says itself, and the style that it is based on. */
interface Style {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly based: string | null
  readonly run: RunLook
  readonly paragraph: ParagraphLook
}

/** What nothing says. */
export const NO_RUN: RunLook = {
  bold: null,
  italic: null,
  underline: null,
  strike: null,
  doubleStrike: null,
  color: null,
  highlight: null,
  shade: null,
  raise: null,
  hidden: null,
  caps: null,
}
const NO_PARAGRAPH: ParagraphLook = { list: null, outline: null, align: null, indent: null }

/** Reads a `w:rPr`; what it does not say is null. */
export function readRun(properties: Element | null): RunLook {
  if (!properties) return NO_RUN
  return {
    bold: onOff(properties, 'b'),
    italic: onOff(properties, 'i'),
    underline: child(properties, 'u') && (valOf(properties, 'u') ?? 'single'),
    strike: onOff(properties, 'strike'),
    doubleStrike: onOff(properties, 'dstrike'),
    color: valOf(properties, 'color'),
    highlight: valOf(properties, 'highlight'),
    shade: attribute(child(properties, 'shd'), 'fill'),
    raise: valOf(properties, 'vertAlign') as RunLook['raise'],
    hidden: onOff(properties, 'vanish'),
    caps: onOff(properties, 'caps'),
  }
}

/** Reads a `w:pPr`; what it does not say is null. */
export function readParagraph(properties: Element | null): ParagraphLook {
  if (!properties) return NO_PARAGRAPH
  const list = child(properties, 'numPr')
  const indent = child(properties, 'ind')
  return {
    list: list && { id: integer(valOf(list, 'numId')), level: integer(valOf(list, 'ilvl')) },
    outline: integer(valOf(properties, 'outlineLvl')),
    align: valOf(properties, 'jc'),
    indent: integer(attribute(indent, 'left') ?? attribute(indent, 'start')),
  }
}

function over<T extends object>(base: T, top: T): T {
  const out = { ...base }
  for (const key of Object.keys(top) as (keyof T)[]) if (top[key] !== null) out[key] = top[key]
  return out
}
const overParagraph = (base: ParagraphLook, top: ParagraphLook): ParagraphLook =>
  top === NO_PARAGRAPH
    ? base
    : {
        ...over(base, top),
        // A style may name the list and the one based on it only the level, and the other way round.
        list:
          base.list && top.list ? { id: top.list.id ?? base.list.id, level: top.list.level ?? base.list.level } : (top.list ?? base.list),
      }

/** How many styles may be based on each other before it counts as a ring. */
const CHAIN = 64

/** The style sheet of a file. */
export interface Styles {
  /** The looks that a paragraph has by its style (the default one for null) and the document's defaults. */
  paragraph(style: string | null): ParagraphLook
  /** The look of runs by the paragraph's style, then the run's own style, over the document's defaults. */
  run(paragraphStyle: string | null, runStyle: string | null): RunLook
  /** The name of a style in lower case, such as `heading 1`; empty where it is not known. */
  nameOf(style: string | null): string
  /** The id of the default paragraph style; null where there is none. */
  readonly normal: string | null
}

/** Reads `word/styles.xml`; null for a file without one. Styles based on each other in a ring end where it closes. */
export function readStyles(root: Element | null): Styles {
  const styles = new Map<string, Style>()
  let normal: string | null = null
  for (const element of childrenOf(root, 'style')) {
    const id = attribute(element, 'styleId') ?? ''
    const kind = attribute(element, 'type') ?? 'paragraph'
    if (kind === 'paragraph' && ['1', 'true', 'on'].includes(attribute(element, 'default') ?? '')) normal ??= id
    styles.set(id, {
      id,
      kind,
      name: (valOf(element, 'name') ?? '').toLowerCase(),
      based: valOf(element, 'basedOn'),
      run: readRun(child(element, 'rPr')),
      paragraph: readParagraph(child(element, 'pPr')),
    })
  }
  const defaults = child(root, 'docDefaults')
  const runDefaults = readRun(child(child(defaults, 'rPrDefault'), 'rPr'))
  const paragraphDefaults = readParagraph(child(child(defaults, 'pPrDefault'), 'pPr'))
  const chain = (id: string | null): Style[] => {
    const out: Style[] = []
    for (let at = id; at !== null && out.length < CHAIN; at = styles.get(at)?.based ?? null) {
      const style = styles.get(at)
      if (!style || out.includes(style)) break
      out.unshift(style)
    }
    return out
  }
  const runs = new Map<string, RunLook>()
  const runOf = (id: string | null): RunLook => {
    if (id === null) return NO_RUN
    let known = runs.get(id)
    if (!known) {
      known = chain(id).reduce((look, style) => over(look, style.run), NO_RUN)
      runs.set(id, known)
    }
    return known
  }
  /** By the paragraph's style, then by the run's. */
  const styled = new Map<string | null, Map<string | null, RunLook>>()
  const paragraphs = new Map<string | null, ParagraphLook>()
  const paragraph = (style: string | null): ParagraphLook => {
    let known = paragraphs.get(style)
    if (!known) {
      const look = chain(style ?? normal).reduce((l, s) => overParagraph(l, tied(s)), NO_PARAGRAPH)
      known = overParagraph(paragraphDefaults, look)
      paragraphs.set(style, known)
    }
    return known
  }
  return {
    paragraph,
    run: (paragraphStyle, runStyle) => {
      const byRun = styled.get(paragraphStyle) ?? new Map<string | null, RunLook>()
      styled.set(paragraphStyle, byRun)
      const known = byRun.get(runStyle) ?? over(over(runDefaults, runOf(paragraphStyle ?? normal)), runOf(runStyle))
      byRun.set(runStyle, known)
      return known
    },
    nameOf: (style) => styles.get(style ?? '')?.name ?? '',
    normal,
  }
}

/** Heading styles have their outline level by name even where the file leaves it out. */
function tied(style: Style): ParagraphLook {
  const heading = /^heading ([1-9])$/.exec(style.name)
  return heading && style.paragraph.outline === null ? { ...style.paragraph, outline: Number(heading[1]) - 1 } : style.paragraph
}

/** A look with direct properties over what the styles say. */
export const withDirect = (styled: RunLook, direct: RunLook): RunLook => (direct === NO_RUN ? styled : over(styled, direct))
/** Direct properties of a paragraph over what its style says. */
export const paragraphWithDirect = (styled: ParagraphLook, direct: ParagraphLook): ParagraphLook => overParagraph(styled, direct)
