import { strToU8, zipSync } from 'fflate'

/** Small Word files for tests, from the inside of their body. */

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPES = 'http://schemas.openxmlformats.org/package/2006'
const NAMESPACES = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  `xmlns:r="${OFFICE}"`,
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
].join(' ')

/** Parts beside the document, by kind: the inside of their root element. */
export interface More {
  readonly styles?: string
  readonly numbering?: string
  readonly footnotes?: string
  readonly comments?: string
  readonly commentsExtended?: string
}

/** A Word file whose body is the given markup. */
export function wordFile(body: string, more: More = {}): Uint8Array {
  const kinds = Object.keys(more) as (keyof More)[]
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`
  const relations = (list: readonly string[]): string => `<Relationships xmlns="${TYPES}/relationships">${list.join('')}</Relationships>`
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${TYPES}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': relations([relation('a', 'officeDocument', 'word/document.xml')]),
    'word/document.xml': `<w:document ${NAMESPACES}><w:body>${body}<w:sectPr/></w:body></w:document>`,
    'word/_rels/document.xml.rels': relations(kinds.map((kind, i) => relation(`k${i}`, kind, `${kind}.xml`))),
  }
  for (const kind of kinds) parts[`word/${kind}.xml`] = `<w:${kind} ${NAMESPACES}>${more[kind]}</w:${kind}>`
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])))
}

/** A run, a deleted run, and either of them tracked by an author on a day of November 2025. */
export const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`
export const gone = (text: string): string => `<w:r><w:delText xml:space="preserve">${text}</w:delText></w:r>`
const by = (author: string, day: number): string =>
  `w:id="1" w:author="${author}" w:date="2025-11-${String(day).padStart(2, '0')}T10:00:00Z"`
export const ins = (author: string, day: number, inside = ''): string => `<w:ins ${by(author, day)}>${inside}</w:ins>`
export const del = (author: string, day: number, inside = ''): string => `<w:del ${by(author, day)}>${inside}</w:del>`
/** An element of a change of properties, with the old ones in it. */
export const changed = (name: string, author: string, day: number, old: string): string =>
  `<w:${name} ${by(author, day)}>${old}</w:${name}>`
/** A paragraph; `properties` is the inside of its `w:pPr`, `mark` that of its mark's `w:rPr`. */
export const p = (inside: string, properties = '', mark = ''): string =>
  `<w:p><w:pPr>${properties}${mark && `<w:rPr>${mark}</w:rPr>`}</w:pPr>${inside}</w:p>`
