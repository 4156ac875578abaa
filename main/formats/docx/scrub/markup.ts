import { append, type Child, type Element, isElement } from '../package/tree.ts'
import { readStyles, type Styles } from '../read/style.ts'
import { attribute, child, isWord, onOff, valOf } from '../read/word.ts'
import { type Fields, fieldsOf, holdsPath } from './field.ts'

/** One XML part without what is private in it. Elements in which nothing is stay the same objects. */

/** What the scrubbing of a part needs besides it. */
export interface Setting {
  /** The label of the party that an author writes for. */
  author(name: string): string
  /** Ids of relations of this part that are taken out. */
  readonly dropped: ReadonlySet<string>
  readonly styles: Styles
  /** Told of each stretch of hidden text and each field that was left out. */
  left(what: 'hidden' | 'fields'): void
}

/** Elements that go with all that is in them, in whichever part they stand. */
const GONE: ReadonlySet<string> = new Set([
  'commentRangeStart',
  'commentRangeEnd',
  'commentReference',
  'annotationRef',
  'rsids',
  'rsid',
  'attachedTemplate',
  'linkStyles',
  'mailMerge',
  'docVars',
  'attachedSchema',
  'saveThroughXslt',
  'schemaLibrary',
  'smartTagType',
  'dataBinding',
  'smartTagPr',
  'customXmlPr',
  'fldData',
  'docId',
  'printerSettings',
])
/** Elements around others that say what these are to a program somewhere; what they hold stays. */
const UNWRAPPED: ReadonlySet<string> = new Set(['smartTag', 'customXml'])
/** Elements that are nothing without the part or file that they refer to. */
const REFERRING: ReadonlySet<string> = new Set([
  'externalData',
  'OLEObject',
  'subDoc',
  'altChunk',
  'hlinkClick',
  'hlinkHover',
  'control',
  'dataSource',
])
const OFFICE_WORD = /^http:\/\/schemas\.microsoft\.com\/office\/word\//
const isOurs = (element: Element): boolean => isWord(element) || OFFICE_WORD.test(element.uri)
const A_FILE = /^[^\n]{1,200}\.(jpe?g|png|gif|tiff?|bmp|emf|wmf|svg|heic|webp|pdf|docx?|dotx?|dotm|xlsx?|csv|pptx?|txt)$/i

/** A part without what is private in it: the same object where nothing was. */
export function scrubRoot(root: Element, setting: Setting): Element {
  return new Scrubber(root, setting).root()
}

class Scrubber {
  private readonly given: Element
  private readonly setting: Setting
  private readonly fields: Fields
  /** The style of the paragraph that is gone through. */
  private style: string | null = null

  constructor(root: Element, setting: Setting) {
    this.given = root
    this.setting = setting
    this.fields = fieldsOf(root)
    for (let n = this.fields.named; n > 0; n--) setting.left('fields')
  }

  root(): Element {
    return this.inside(this.given)
  }

  /** An element with its attributes and everything in it scrubbed. */
  private inside(element: Element): Element {
    const attributes = this.attributes(element)
    const children = this.children(element)
    return attributes === element.attributes && children === element.children ? element : { ...element, attributes, children }
  }

  private children(element: Element): readonly Child[] {
    const out: Child[] = []
    let same = true
    element.children.forEach((c, i) => {
      const now = isElement(c) ? this.element(c, element, i) : [c]
      if (now.length !== 1 || now[0] !== c) same = false
      append(out, now)
    })
    return same ? element.children : out
  }

  private element(element: Element, parent: Element, at: number): readonly Child[] {
    if (this.fields.gone.has(element) || (isOurs(element) && GONE.has(element.local))) return NONE
    if (!isWord(element)) return this.refers(element) && REFERRING.has(element.local) ? NONE : [this.inside(element)]
    switch (element.local) {
      case 'p':
        return this.paragraph(element, parent, at)
      case 'r':
        return this.run(element)
      case 'fldSimple':
        return this.simple(element)
      case 'hyperlink':
        return this.refers(element) ? this.children(element) : [this.inside(element)]
      default:
        if (UNWRAPPED.has(element.local)) return this.children(element)
        return this.refers(element) && REFERRING.has(element.local) ? NONE : [this.inside(element)]
    }
  }

  private simple(element: Element): readonly Child[] {
    const fate = this.fields.simple.get(element) ?? 'keep'
    return fate === 'gone' ? NONE : fate === 'result' ? this.children(element) : [this.inside(element)]
  }

  private paragraph(element: Element, parent: Element, at: number): readonly Child[] {
    const before = this.style
    const properties = child(element, 'pPr')
    this.style = valOf(properties, 'pStyle')
    const now = this.inside(element)
    this.style = before
    const hides = onOff(child(properties, 'rPr'), 'vanish') === true && child(properties, 'sectPr') === null
    if (now === element || !hides || now.children.some((c) => isElement(c) && !isWord(c, 'pPr'))) return [now]
    // A line that was hidden whole goes, where another paragraph comes after it in its place.
    return parent.children.slice(at + 1, at + 8).some((c) => isElement(c) && isWord(c, 'p')) ? NONE : [now]
  }

  private run(element: Element): readonly Child[] {
    const now = this.inside(element)
    const kept = this.isHidden(element)
      ? now.children.filter((c) => isElement(c) && (isWord(c, 'rPr') || isWord(c, 'fldChar')))
      : now.children
    const shrunk = kept.length < element.children.length
    if (kept.length < now.children.length) this.setting.left('hidden')
    if (shrunk && kept.every((c) => !isElement(c) || isWord(c, 'rPr'))) return NONE
    return [kept === now.children ? now : { ...now, children: kept }]
  }
  private isHidden(run: Element): boolean {
    const properties = child(run, 'rPr')
    return onOff(properties, 'vanish') ?? this.setting.styles.run(this.style, valOf(properties, 'rStyle')).hidden === true
  }

  private refers(element: Element): boolean {
    if (!this.setting.dropped.size) return false
    return Object.keys(element.attributes).some((name) => isReference(name) && this.setting.dropped.has(element.attributes[name]))
  }

  private attributes(element: Element): Readonly<Record<string, string>> {
    let out: Record<string, string> | null = null
    for (const name of Object.keys(element.attributes)) {
      const value = element.attributes[name]
      const now = this.value(element, name, value)
      if (now === value) continue
      out ??= Object.assign(Object.create(null), element.attributes) as Record<string, string>
      if (now === null) delete out[name]
      else out[name] = now
    }
    return out ?? element.attributes
  }

  /** What an attribute says then; null where it goes. */
  private value(element: Element, name: string, value: string): string | null {
    const colon = name.indexOf(':')
    const local = colon < 0 ? name : name.slice(colon + 1)
    if (isReference(name) && this.setting.dropped.has(value)) return null
    if (isOurs(element)) {
      if (local.startsWith('rsid') || local === 'ed' || local === 'initials' || local === 'dateUtc') return null
      if (local === 'author') return this.setting.author(value)
      if (local === 'date') return dayOf(value)
      return local === 'tooltip' && holdsPath(value) ? null : value
    }
    if (local === 'gfxdata') return null
    if (local === 'title' && element.local === 'imagedata') return null
    const file = holdsPath(value) || A_FILE.test(value)
    if (local === 'name' && /^(docPr|cNvPr)$/.test(element.local)) return file ? `Picture ${attribute(element, 'id') ?? ''}`.trim() : value
    return file && /^(descr|title|alt|tooltip|href|src|althref)$/.test(local) ? null : value
  }
}

const NONE: readonly Child[] = []
const isReference = (name: string): boolean => /^(r|o|relationships):/.test(name)
/** A moment without its time: on which day somebody worked is known at the table, when in the night is not. */
const dayOf = (moment: string): string => (/^\d{4}-\d\d-\d\dT/.test(moment) ? `${moment.slice(0, 10)}T00:00:00Z` : moment)

/** Styles of a file; what hides text by a style is known from them. */
export const stylesOf = (root: Element | null): Styles => readStyles(root)

/** What the properties of a file may say: of the core ones (part 2, 11) and of the extended ones (part 1, 22.2). */
const CORE: ReadonlySet<string> = new Set(['title', 'language', 'created', 'modified', 'creator'])
const EXTENDED: ReadonlySet<string> = new Set(
  'Application AppVersion DocSecurity Pages Words Characters CharactersWithSpaces Lines Paragraphs ScaleCrop LinksUpToDate SharedDoc HyperlinksChanged'.split(
    ' ',
  ),
)
const textOf = (element: Element): string => element.children.filter((c) => typeof c === 'string').join('')

/** The core properties: title, language, days, and a creator only where it is a party. */
export const scrubCore = (root: Element, isParty: (name: string) => boolean): Element =>
  keeping(root, (e) => {
    if (!CORE.has(e.local)) return false
    if (e.local === 'creator') return isParty(textOf(e))
    return !/^(created|modified)$/.test(e.local) || /T00:00:00(Z|$)/.test(textOf(e).trim())
  })
/** The extended properties: the program and how long the document is. */
export const scrubExtended = (root: Element): Element => keeping(root, (e) => EXTENDED.has(e.local))

function keeping(root: Element, keep: (element: Element) => boolean): Element {
  const children = root.children.filter((c) => !isElement(c) || keep(c))
  return children.length === root.children.length ? root : { ...root, children }
}
