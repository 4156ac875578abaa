import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'

/**
 * What Word does with tracked changes, simulated over the XML of a file: accepting and rejecting all, by the rules of
 * WordprocessingML and not by those of the writer. A struck paragraph mark lets its text run on into the next paragraph, whose
 * properties win; rejecting a property change puts the old properties in place of the new.
 */

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
}
/** A paragraph of a resolved file: its style, indent and alignment, and its text with `*bold*`, `_italic_` and so on around formatted stretches. */
export interface Line {
  readonly props: string
  readonly text: string
}
export type Resolved = Line | { readonly table: readonly (readonly (readonly Resolved[])[])[] }

/** The parts of a package as text, by path. */
export const parts = (bytes: Uint8Array): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, data]) => [path, strFromU8(data)]))

/** Reads XML into a tree; throws where it is not well-formed. */
export function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] }
  const open = [root]
  const parser = new SaxesParser()
  parser.on('opentag', (tag) => {
    const made: Element = { name: tag.name, attributes: tag.attributes as Record<string, string>, children: [] }
    open[open.length - 1].children.push(made)
    open.push(made)
  })
  parser.on('text', (text) => open[open.length - 1].children.push(text))
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return root.children.find((c): c is Element => typeof c !== 'string')!
}
export const elements = (of: Element): Element[] => of.children.filter((c): c is Element => typeof c !== 'string')
export const child = (of: Element | undefined, name: string): Element | undefined => of && elements(of).find((e) => e.name === name)
/** Every element below, in order. */
export const descendants = (of: Element): Element[] => elements(of).flatMap((e) => [e, ...descendants(e)])
const words = (of: Element): string => of.children.map((c) => (typeof c === 'string' ? c : words(c))).join('')

/** All changes of a file accepted or rejected: the paragraphs and tables of its body. */
export function resolve(bytes: Uint8Array, how: 'accept' | 'reject'): readonly Resolved[] {
  return story(child(parse(parts(bytes)['word/document.xml']), 'w:body')!, how === 'accept')
}

const gone = (properties: Element | undefined, accept: boolean, ins = 'w:ins', del = 'w:del'): boolean =>
  child(properties, accept ? del : ins) !== undefined

function story(container: Element, accept: boolean): readonly Resolved[] {
  const out: Resolved[] = []
  let text = ''
  for (const e of elements(container)) {
    if (e.name === 'w:p') {
      text += paragraphText(e, accept)
      const properties = child(e, 'w:pPr')
      if (gone(child(properties, 'w:rPr'), accept)) continue
      out.push({ props: propsText(properties, accept), text })
      text = ''
    } else if (e.name === 'w:tbl') {
      const table = elements(e)
        .filter((r) => r.name === 'w:tr' && !gone(child(r, 'w:trPr'), accept))
        .map((r) =>
          elements(r)
            .filter((c) => c.name === 'w:tc' && !gone(child(c, 'w:tcPr'), accept, 'w:cellIns', 'w:cellDel'))
            .map((c) => story(c, accept)),
        )
        .filter((cells) => cells.length > 0)
      if (table.length) out.push({ table })
    }
  }
  if (text) throw new Error('text without a paragraph mark')
  return out
}

function paragraphText(of: Element, accept: boolean): string {
  let out = ''
  for (const e of elements(of)) {
    if (e.name === (accept ? 'w:del' : 'w:ins')) continue
    if (e.name === 'w:ins' || e.name === 'w:del') out += paragraphText(e, accept)
    else if (e.name === 'w:r') out += runText(e, accept)
  }
  return out
}

/** Formatting that belongs to the language and not to the legend. */
const KEPT: Readonly<Record<string, string>> = { 'w:b': '*', 'w:i': '_', 'w:vertAlign': '^', 'w:rStyle': '#' }
function runText(of: Element, accept: boolean): string {
  const now = child(of, 'w:rPr')
  const old = child(child(now, 'w:rPrChange'), 'w:rPr')
  const properties = !accept && old ? old : now
  const around = (properties ? elements(properties) : []).map((e) => KEPT[e.name] ?? '').join('')
  const text = elements(of)
    .map((e) => (e.name === 'w:tab' ? '\t' : e.name === 'w:br' ? '\n' : e.name === 'w:t' || e.name === 'w:delText' ? words(e) : ''))
    .join('')
  return [...text].map((c) => around + c).join('')
}

function propsText(now: Element | undefined, accept: boolean): string {
  const change = child(now, 'w:pPrChange')
  const properties = !accept && change ? child(change, 'w:pPr') : now
  const at = (name: string): string => child(properties, name)?.attributes['w:val'] ?? ''
  const indent = child(properties, 'w:ind')?.attributes ?? {}
  return [at('w:pStyle'), at('w:jc'), Number(indent['w:left'] ?? 0) - Number(indent['w:hanging'] ?? 0)].join(' ')
}
