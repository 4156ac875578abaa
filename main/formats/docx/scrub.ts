import { ParleyError } from '../../../shared/rpc/contract.ts'
import { pack } from './package/pack.ts'
import { relationsPath } from './package/package.ts'
import { type Child, type Element, isElement, parseXml, writeXml } from './package/tree.ts'
import { unpack } from './package/zip.ts'
import { type Setting, scrubCore, scrubExtended, scrubRoot, stylesOf } from './scrub/markup.ts'
import { barePicture } from './scrub/picture.ts'
import { type Left, Tally } from './scrub/tally.ts'

/** Who is who in a file that leaves, and who hears what was left out. */
export interface ScrubOptions {
  /** What messages call the file. */
  readonly name: string
  /** Labels of the parties: they stay as authors. */
  readonly parties: readonly string[]
  /** The party that an author of the file writes for; an author that is not named here becomes `Author`. */
  readonly authors?: ReadonlyMap<string, string>
  /** Told in one sentence what was left out; not called where nothing was. */
  readonly notice?: (sentence: string) => void
}

const TYPES = '[Content_Types].xml'
/** Kinds of relations whose part says who wrote, who was asked, on what, from where, or does things: what they are told as. */
const PRIVATE: ReadonlyMap<string, Left | null> = new Map([
  ['comments', null],
  ['commentsExtended', null],
  ['commentsIds', null],
  ['commentsExtensible', null],
  ['people', 'properties'],
  ['documenttasks', 'data'],
  ['customXml', 'data'],
  ['customXmlProps', 'data'],
  ['custom-properties', 'data'],
  ['thumbnail', 'properties'],
  ['attachedTemplate', 'properties'],
  ['printerSettings', 'properties'],
  ['mailMergeSource', 'data'],
  ['mailMergeHeaderSource', 'data'],
  ['recipientData', 'data'],
  ['origin', 'signature'],
  ['signature', 'signature'],
  ['classificationlabels', 'data'],
  ['webextensiontaskpanes', 'data'],
  ['webextension', 'data'],
  ['attachedToolbars', 'macros'],
  ['keyMapCustomizations', 'macros'],
  ['vbaProject', 'macros'],
  ['control', 'controls'],
  // A workbook behind a chart or a picture of a table: the page shows its values, the file holds the rest of it.
  ['package', 'embedded'],
  ['oleObject', 'embedded'],
  ['glossaryDocument', 'blocks'],
])
/** A file that Word takes in when it opens this one: nobody has seen what is in it. */
const UNSEEN = 'aFChunk'
/** Content types of files with macros and of templates, and what they are without. */
const PLAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const OTHER_KINDS = /(wordprocessingml\.template|ms-word\.(document|template)\.macroEnabled\w*)\.main\+xml$/
const MACROS = 'application/vnd.ms-office.vbaProject'
/** Where a link may lead: what is on the web, or a letter. All else is a place in somebody's files. */
const PUBLIC = /^(https?|mailto|ftp|tel):|^#/i
/** Marks of what `scrubRoot` would change; a part without any of them is not parsed. */
const SIGNS =
  /rsid|vanish|omment|nnotation|author=|dateUtc|nstrText|fldSimple|fldData|dataBinding|smartTag|customXml|attachedTemplate|linkStyles|docVar|mailMerge|docId|printerSettings|attachedSchema|schemaLibrary|saveThroughXslt|gfxdata|[: ]ed="|tooltip=|descr=|alt=|href=|src=|imagedata|cNvPr|docPr|[A-Za-z]:[\\/]|\\\\|hyperlink|externalData|OLEObject|subDoc|altChunk|hlink|w:control/
const AUTHOR = /author="([^"]*)"/g
const DATE = /[: ]date="\d{4}-\d\d-\d\dT(?!00:00:00Z")/

/**
 * The parts of a Word file that leaves: no comments, custom XML, custom properties, thumbnails, printers, data sources,
 * signatures, macros, active controls, embedded files, building blocks or parts that nothing refers to; authors are parties; no
 * revision ids, template, company, manager, minutes of editing; no hidden text; no fields or links that name a file, a person or a
 * machine; pictures without EXIF and its kin. Parts in which there is none of it keep their bytes. Throws a `ParleyError` where a
 * part is no XML, and where the file takes in another one unseen.
 */
export function scrub(given: ReadonlyMap<string, Uint8Array>, options: ScrubOptions): Map<string, Uint8Array> {
  const desk = new Desk(given, options)
  return desk.done()
}

/** A file as bytes, scrubbed: the same bytes where nothing had to be done. Throws like `scrub` and `unpack`. */
export async function scrubFile(bytes: Uint8Array, options: ScrubOptions): Promise<Uint8Array> {
  const parts = await unpack(bytes, options.name)
  const bare = scrub(parts, options)
  const same = bare.size === parts.size && [...bare].every(([path, part]) => parts.get(path) === part)
  return same ? bytes : pack(bare)
}

/** A relation as far as scrubbing goes. */
interface Link {
  readonly element: Element
  readonly id: string
  readonly kind: string
  /** The part that it leads to, in lower case; null for one outside or one that is not there. */
  readonly part: string | null
  readonly gone: boolean
}

class Desk {
  private readonly given: ReadonlyMap<string, Uint8Array>
  private readonly options: ScrubOptions
  /** Paths as they are written, by themselves in lower case: names of parts do not tell letters apart by case. */
  private readonly paths: ReadonlyMap<string, string>
  private readonly links = new Map<string, readonly Link[]>()
  private readonly tally = new Tally()

  constructor(given: ReadonlyMap<string, Uint8Array>, options: ScrubOptions) {
    this.given = given
    this.options = options
    this.paths = new Map([...given.keys()].map((path) => [path.toLowerCase(), path]))
  }

  done(): Map<string, Uint8Array> {
    const kept = this.reached()
    const kinds = new Map<string, string>()
    for (const links of this.links.values()) for (const { part, kind, gone } of links) if (part && !gone) kinds.set(part, kind)
    const styles = this.styles(kinds)
    const out = new Map<string, Uint8Array>()
    for (const [path, bytes] of this.given) {
      const key = path.toLowerCase()
      if (path === TYPES) out.set(path, this.types(bytes, kept))
      else if (key.endsWith('.rels')) this.relations(path, bytes, kept, out)
      else if (kept.has(key)) out.set(path, this.part(path, bytes, kinds.get(key) ?? '', styles))
    }
    this.notify()
    return out
  }

  private notify(): void {
    const sentence = this.tally.sentence(this.options.name)
    if (sentence) this.options.notice?.(sentence)
  }

  // ---------- what is kept

  /** The parts that can be reached from the package's own relations over those that stay. */
  private reached(): ReadonlySet<string> {
    const kept = new Set<string>()
    const waiting = ['']
    while (waiting.length) {
      for (const { part, kind, gone } of this.linksOf(waiting.pop()!)) {
        if (kind === UNSEEN)
          throw new ParleyError(
            'refused',
            `«${this.options.name}» takes in another file when Word opens it, which cannot be looked through. Open it in Word, save it there, and take it from there.`,
          )
        if (gone) this.leftOut(part, kind)
        if (!part || gone || kept.has(part)) continue
        kept.add(part)
        waiting.push(part)
      }
    }
    return kept
  }

  private leftOut(part: string | null, kind: string): void {
    if (kind === 'comments' && part) this.tally.add('comments', this.commentsIn(part))
    else if (!PRIVATE.has(kind)) this.tally.add('links')
    const told = PRIVATE.get(kind)
    if (told) this.tally.add(told)
  }
  private commentsIn(part: string): number {
    const path = this.paths.get(part)!
    return parseXml(this.given.get(path)!, this.options.name, path).root.children.filter((c) => isElement(c) && c.local === 'comment')
      .length
  }

  private linksOf(part: string): readonly Link[] {
    let known = this.links.get(part)
    if (!known) {
      const path = this.paths.get(relationsPath(part).toLowerCase())
      known = path === undefined ? [] : this.readLinks(path, part)
      this.links.set(part, known)
    }
    return known
  }
  private readLinks(path: string, owner: string): readonly Link[] {
    const { root } = parseXml(this.given.get(path)!, this.options.name, path)
    const folder = owner.slice(0, owner.lastIndexOf('/') + 1)
    return root.children.filter(isElement).map((element) => {
      const { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode } = element.attributes
      const kind = type.slice(type.lastIndexOf('/') + 1)
      const outside = mode === 'External'
      const found = outside ? null : this.find(folder, target)
      return { element, id, kind, part: found, gone: PRIVATE.has(kind) || (outside && !PUBLIC.test(target)) }
    })
  }
  private find(folder: string, target: string): string | null {
    const out: string[] = []
    for (const step of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
      if (step === '..') out.pop()
      else if (step !== '' && step !== '.') out.push(step)
    }
    const path = out.join('/').toLowerCase()
    if (this.paths.has(path)) return path
    try {
      const plain = decodeURIComponent(path)
      return this.paths.has(plain) ? plain : null
    } catch {
      return null
    }
  }

  private types(bytes: Uint8Array, kept: ReadonlySet<string>): Uint8Array {
    const { head, root } = parseXml(bytes, this.options.name, TYPES)
    const stays = (path: string): boolean => kept.has(path) || (path.endsWith('.rels') && this.ownerKept(path, kept))
    const children = root.children.flatMap((c): Child[] => {
      if (!isElement(c)) return [c]
      const { PartName: path, ContentType: type = '' } = c.attributes
      if (c.local === 'Override' && !stays((path ?? '').replace(/^\//, '').toLowerCase())) return []
      if (type === MACROS) return []
      return [OTHER_KINDS.test(type) ? { ...c, attributes: { ...c.attributes, ContentType: PLAIN } } : c]
    })
    const same = children.length === root.children.length && children.every((c, i) => c === root.children[i])
    return same ? bytes : writeXml({ head, root: { ...root, children } })
  }
  private ownerKept(path: string, kept: ReadonlySet<string>): boolean {
    const found = /^(.*?)_rels\/([^/]*)\.rels$/.exec(path.toLowerCase())
    return found !== null && (found[1] + found[2] === '' || kept.has(found[1] + found[2]))
  }

  private relations(path: string, bytes: Uint8Array, kept: ReadonlySet<string>, out: Map<string, Uint8Array>): void {
    if (!this.ownerKept(path, kept)) return
    const owner = path.toLowerCase().replace(/_rels\/([^/]*)\.rels$/, '$1')
    const gone = new Set(this.linksOf(owner).flatMap((link) => (link.gone ? [link.element] : [])))
    if (!gone.size) {
      out.set(path, bytes)
      return
    }
    const { head, root } = parseXml(bytes, this.options.name, path)
    const ids = new Set([...gone].map((element) => element.attributes.Id))
    const children = root.children.filter((c) => !isElement(c) || !ids.has(c.attributes.Id))
    if (children.some(isElement)) out.set(path, writeXml({ head, root: { ...root, children } }))
  }

  // ---------- parts

  private styles(kinds: ReadonlyMap<string, string>): Setting['styles'] {
    const path = [...kinds].find(([, kind]) => kind === 'styles')?.[0]
    const bytes = path === undefined ? undefined : this.given.get(this.paths.get(path)!)
    if (!bytes || !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('vanish')) return stylesOf(null)
    return stylesOf(parseXml(bytes, this.options.name, path!).root)
  }

  private part(path: string, bytes: Uint8Array, kind: string, styles: Setting['styles']): Uint8Array {
    if (!isXml(bytes)) {
      const bare = barePicture(bytes)
      if (bare !== bytes) this.tally.add('pictures')
      return bare
    }
    const properties = kind === 'core-properties' || kind === 'extended-properties'
    const dropped = new Set(this.linksOf(path.toLowerCase()).flatMap((link) => (link.gone ? [link.id] : [])))
    if (!properties && !dropped.size && !styles.run(null, null).hidden && !this.hasSigns(bytes)) return bytes
    const { head, root } = parseXml(bytes, this.options.name, path)
    const setting: Setting = { author: (name) => this.author(name), dropped, styles, left: (what) => this.tally.add(what) }
    const now =
      kind === 'core-properties'
        ? scrubCore(root, (name) => this.options.parties.includes(name))
        : kind === 'extended-properties'
          ? scrubExtended(root)
          : scrubRoot(root, setting)
    const bare = kind === 'image' ? withoutMetadata(now) : now
    if (properties && bare !== root) this.tally.add('properties')
    return bare === root ? bytes : writeXml({ head, root: bare })
  }

  /** Whether a part may hold something private, by a look at its text alone. */
  private hasSigns(bytes: Uint8Array): boolean {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    if (bytes[0] === 0xff || bytes[0] === 0xfe || DATE.test(text)) return true
    const known = new Set(this.options.parties.map((label) => Buffer.from(label).toString('latin1')))
    for (const [, name] of text.matchAll(AUTHOR)) if (!known.has(name)) return true
    return SIGNS.test(text.replace(AUTHOR, '').replace(NAMES, ''))
  }

  private author(name: string): string {
    const { parties, authors } = this.options
    if (parties.includes(name)) return name
    const party = authors?.get(name)
    if (party === undefined && name !== NOBODY) this.tally.unnamed(name)
    return party ?? NOBODY
  }
}
/** Whom a change is by that no party is known of. */
const NOBODY = 'Author'
/** Declarations and relation types hold words that are among the signs. */
const NAMES = /xmlns(:\w+)?="[^"]*"|https?:\/\/[^"\s<]*/g

const isXml = (bytes: Uint8Array): boolean => {
  let at = bytes[0] === 0xef ? 3 : bytes[0] === 0xff || bytes[0] === 0xfe ? 2 : 0
  while (at < bytes.length && (bytes[at] <= 0x20 || bytes[at] === 0)) at++
  return bytes[at] === 0x3c
}

/** A drawing in SVG without what its program wrote about it. */
function withoutMetadata(root: Element): Element {
  if (root.local !== 'svg') return root
  const clean = (element: Element): Element => ({
    ...element,
    attributes: Object.fromEntries(Object.entries(element.attributes).filter(([name]) => !/^(inkscape|sodipodi):/.test(name))),
    children: element.children.flatMap((c): Child[] =>
      typeof c === 'string' ? [c] : !isElement(c) || /^(metadata|namedview)$/.test(c.local) ? [] : [clean(c)],
    ),
  })
  return clean(root)
}
