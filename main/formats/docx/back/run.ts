import type { Mark } from 'prosemirror-model'
import type { LineStyle, MarkStyle } from '../../../../shared/model/legend.ts'
import { sameMarks } from '../../../../shared/redline/index.ts'
import { type Child, type Element, isElement } from '../package/tree.ts'
import { isWord } from '../read/word.ts'
import { inside, type Markup, withChildren, without } from './markup.ts'
import type { Slice } from './source.ts'

/** What becomes of a stretch: it stays, comes in or goes. */
export type Kind = 'same' | 'insert' | 'delete'

/** Characters that have elements of their own in a run. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['\t', 'tab'],
  ['\n', 'br'],
  ['\u2011', 'noBreakHyphen'],
  ['\u00ad', 'softHyphen'],
])

/** Text as the content of a run. `name`: `t`, or `delText` under a deletion. */
export function content(text: string, markup: Markup, name: 't' | 'delText'): Element[] {
  return text
    .split(/([\t\n\u2011\u00ad])/)
    .filter((part) => part !== '')
    .map((part) => {
      const sign = SIGNS.get(part)
      return sign ? markup.make(sign) : markup.make(name, { 'xml:space': 'preserve' }, [part])
    })
}

/** Properties of a run without what tracking left in them. */
export const plainRun = (properties: Element | null): Element | null => {
  if (!properties) return null
  const plain = without(properties, 'ins', 'del', 'moveFrom', 'moveTo', 'rPrChange')
  return plain.children.length ? plain : null
}

/** The elements of a piece of the source as they stand, or as they stand under a deletion. */
export function runs(slice: Slice, kind: Kind, properties: Element | null, markup: Markup): Element[] {
  if (slice.kind === 'anchor') return [slice.piece.element]
  if (slice.kind === 'text') {
    const text = slice.piece.text.slice(slice.from, slice.to)
    return [markup.make('r', {}, [...(properties ? [properties] : []), ...content(text, markup, kind === 'delete' ? 'delText' : 't')])]
  }
  return slice.piece.elements.flatMap((element) => tracked(element, kind, markup))
}

const DELETED: Readonly<Record<string, string>> = { t: 'delText', instrText: 'delInstrText' }
const STANDING: Readonly<Record<string, string>> = { delText: 't', delInstrText: 'instrText' }

/** A kept thing as it has to be written: a simple field that comes or goes becomes a complex one, for only runs can be tracked. */
function tracked(element: Element, kind: Kind, markup: Markup): Element[] {
  if (isWord(element, 'fldSimple') && kind !== 'same') {
    const char = (type: string): Element => markup.make('r', {}, [markup.make('fldChar', { fldCharType: type })])
    const instruction = Object.entries(element.attributes).find(([name]) => /(^|:)instr$/.test(name))?.[1] ?? ''
    const code = markup.make('r', {}, [
      markup.make(kind === 'delete' ? 'delInstrText' : 'instrText', { 'xml:space': 'preserve' }, [instruction]),
    ])
    return [char('begin'), code, char('separate'), ...inside(element).flatMap((e) => tracked(e, kind, markup)), char('end')]
  }
  return [renamed(element, kind === 'delete' ? DELETED : STANDING, markup)]
}
function renamed(element: Element, names: Readonly<Record<string, string>>, markup: Markup): Element {
  if (!isWord(element)) return element
  if (Object.hasOwn(names, element.local))
    return { ...markup.make(names[element.local]), attributes: element.attributes, children: element.children }
  if (element.local !== 'r' && element.local !== 'fldSimple') return element
  const children: Child[] = element.children.map((c) => (isElement(c) ? renamed(c, names, markup) : c))
  return withChildren(element, children)
}

/** The order of run properties that the schema asks for (17.3.2), as far as ours are concerned. */
const BEFORE_BOLD = new Set(['rStyle', 'rFonts'])
const FORMATS: Readonly<Record<string, readonly (readonly [string, string | null])[]>> = {
  strong: [
    ['b', null],
    ['bCs', null],
  ],
  em: [
    ['i', null],
    ['iCs', null],
  ],
  underline: [['u', 'single']],
  superscript: [['vertAlign', 'superscript']],
  subscript: [['vertAlign', 'subscript']],
}
const ORDER = ['b', 'bCs', 'i', 'iCs', 'u', 'vertAlign']
const LATE = new Set(['effect', 'bdr', 'shd', 'fitText', 'rtl', 'cs', 'em', 'lang', 'eastAsianLayout', 'specVanish', 'oMath', 'rPrChange'])

/** Properties with other formatting: what `before` and `after` have in common stays as the file has it. */
export function reformatted(properties: Element | null, before: readonly Mark[], after: readonly Mark[], markup: Markup): Element | null {
  if (sameMarks(before, after)) return properties
  const gone = before.filter((m) => !m.isInSet(after)).map((m) => m.type.name)
  const come = after.filter((m) => !m.isInSet(before)).map((m) => m.type.name)
  const names = [...gone, ...come].flatMap((name) => (FORMATS[name] ?? []).map(([local]) => local))
  const rest = inside(properties).filter((e) => !(isWord(e) && names.includes(e.local)))
  const made = new Map<string, Element>()
  for (const name of gone)
    for (const [local, value] of FORMATS[name] ?? [])
      made.set(local, markup.make(local, { val: value === 'single' ? 'none' : value ? 'baseline' : '0' }))
  for (const name of come)
    for (const [local, value] of FORMATS[name] ?? []) made.set(local, markup.make(local, value ? { val: value } : {}))
  // Bold and italic stand near the start, underline and raising near the end.
  const early = ORDER.slice(0, 4).flatMap((local) => made.get(local) ?? [])
  const late = ORDER.slice(4).flatMap((local) => made.get(local) ?? [])
  const first = rest.filter((e) => BEFORE_BOLD.has(e.local))
  const last = rest.filter((e) => LATE.has(e.local))
  const middle = rest.filter((e) => !BEFORE_BOLD.has(e.local) && !LATE.has(e.local))
  const children = [...first, ...early, ...middle, ...late, ...last]
  return children.length ? markup.make('rPr', {}, children) : null
}

const LINES: Readonly<Record<LineStyle, string>> = { single: 'single', double: 'double', dotted: 'dotted', dashed: 'dash' }
const hex = (color: string): string => color.replace('#', '').toUpperCase()

/** Properties that show a change by its colour and line alone, for who does not want tracked changes. */
export function coloured(properties: Element | null, kind: 'insert' | 'delete', style: MarkStyle, markup: Markup): Element {
  const color = hex(style.text)
  const line =
    kind === 'insert' ? markup.make('u', { val: LINES[style.line], color }) : markup.make(style.line === 'single' ? 'strike' : 'dstrike')
  const shade = style.highlight ? [markup.make('shd', { val: 'clear', color: 'auto', fill: hex(style.highlight) })] : []
  const made = [line, markup.make('color', { val: color }), ...shade]
  const rest = inside(properties).filter((e) => !(isWord(e) && (made.some((m) => m.local === e.local) || e.local === 'highlight')))
  const all = [...rest, ...made]
  const rank = (e: Element): number => RUN_ORDER.indexOf(e.local) + 1 || RUN_ORDER.length
  return markup.make(
    'rPr',
    {},
    all
      .map((e, i) => ({ e, i }))
      .sort((x, y) => rank(x.e) - rank(y.e) || x.i - y.i)
      .map(({ e }) => e),
  )
}
/** The order of a run's properties (17.3.2.28). */
const RUN_ORDER: readonly string[] =
  'rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange'.split(
    ' ',
  )
