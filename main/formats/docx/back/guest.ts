import type { Package } from '../package/package.ts'
import { relationsPath } from '../package/package.ts'
import { type Child, type Element, isElement, parseXml, serialize, writeXml } from '../package/tree.ts'
import { attribute, childrenOf, isWord, valOf } from '../read/word.ts'
import { inside, type Markup, withChildren } from './markup.ts'
import type { Stamps } from './stamp.ts'

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** Ids that each save makes anew and that must not stand twice in a file. */
const PASSING = /^(w:rsid\w*|w14:(paraId|textId)|wp14:(anchorId|editId))$/

/** What shares one space of ids in a file: revisions and the marks of ranges (17.13). */
const NUMBERED = /^(ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|\w+Change|bookmark(Start|End)|\w*(Ins|Del|From|To)Range(Start|End))$/

/** What tracking puts around or beside what stands, and what it keeps of what went. */
const CAME = /^(ins|moveTo)$/
const WENT =
  /^(del|moveFrom|cellIns|cellDel|cellMerge|\w+Change|move(From|To)Range(Start|End)|customXml(Ins|Del|MoveFrom|MoveTo)Range(Start|End))$/
/** Attributes that a tool left in files and that no schema knows. */
const STRAY = 'http://powertools.codeplex.com/2011'

/**
 * Brings what another file holds into a file: its styles, lists, pictures and notes get a place there, and what refers to them
 * refers to the new place. Parts of the file are changed only where something had to be added.
 */
export class Guest {
  private readonly from: Package
  private readonly into: Package
  private readonly markup: Markup
  private readonly stamps: Stamps
  private readonly ids = new Map<string, string>()
  /** Parts that are new or have grown. */
  readonly parts = new Map<string, Uint8Array>()
  private readonly trees = new Map<string, Element>()
  private readonly relations: Element[] = []
  private readonly types = new Map<string, string>()
  private readonly wrappers = new Map<Element, Element>()
  private readonly copied = new Map<string, string>()
  private readonly styles = new Map<string, string | null>()
  private readonly lists = new Map<string, string>()
  private readonly notes = new Map<string, string>()
  /** Prefixes that what was brought over needs, by the namespace they stand for. */
  readonly namespaces = new Map<string, string>()
  private readonly bound: Readonly<Record<string, string>>

  constructor(from: Package, into: Package, markup: Markup, stamps: Stamps) {
    this.from = from
    this.into = into
    this.markup = markup
    this.stamps = stamps
    const parts = ['styles', 'numbering', 'footnotes', 'endnotes'].map((kind) => this.theirs(kind)?.attributes)
    this.bound = Object.assign(Object.create(null), ...parts, from.xml(from.main).root.attributes)
  }

  /** Properties (of a paragraph or a run) with the file's own styles and lists. */
  properties(element: Element): Element {
    return this.element(element)
  }
  /** The wrapper of a stretch, the same one for the same wrapper. */
  wrapper(element: Element): Element {
    let known = this.wrappers.get(element)
    if (!known) {
      const bare = withChildren(
        element,
        inside(element)
          .filter((e) => /Pr$|^sdtContent$/.test(e.local))
          .map((e) => (e.local === 'sdtContent' ? withChildren(e, []) : e)),
      )
      known = this.element(bare)
      this.wrappers.set(element, known)
    }
    return known
  }

  /** An element with everything that it refers to brought over. */
  element(element: Element): Element {
    const attributes: Record<string, string> = {}
    for (const [name, value] of Object.entries(element.attributes)) {
      if (this.bound[`xmlns:${name.slice(0, name.indexOf(':'))}`] === STRAY) continue
      if (PASSING.test(name) || (name === 'xml:space' && !isWord(element))) continue
      this.note(name, element)
      attributes[name] = /^(r|o):(id|embed|link|pict|dm|lo|qs|cs|relid)$/.test(name) ? this.relation(value) : value
    }
    this.note(element.name, element)
    if (isWord(element)) this.refer(element, attributes)
    const name = isWord(element) ? this.markup.make(element.local).name : element.name
    return { ...element, name, attributes, children: this.settled(element.children) }
  }
  /** Children brought over, with the tracked changes among them accepted: the other file counts as accepted in all of its depth. */
  private settled(children: readonly Child[]): Child[] {
    return children.flatMap((c): Child[] => {
      if (!isElement(c)) return [c]
      if (isWord(c) && CAME.test(c.local)) return this.settled(c.children)
      return isWord(c) && WENT.test(c.local) ? [] : [this.element(c)]
    })
  }

  /** Keeps account of a prefix that the file may not know. */
  private note(name: string, element: Element): void {
    const colon = name.indexOf(':')
    const prefix = colon < 0 ? '' : name.slice(0, colon)
    if (!prefix || prefix === 'xml' || prefix === 'xmlns' || element.attributes[`xmlns:${prefix}`] !== undefined) return
    const uri = name === element.name ? element.uri : this.bound[`xmlns:${prefix}`]
    if (uri !== undefined) this.namespaces.set(prefix, uri)
  }

  private refer(element: Element, attributes: Record<string, string>): void {
    const set = (local: string, value: string): void => {
      for (const name of Object.keys(attributes)) if (name === local || name.endsWith(`:${local}`)) attributes[name] = value
    }
    const { local } = element
    const value = attribute(element, 'val') ?? ''
    if (local === 'pStyle' || local === 'rStyle' || local === 'tblStyle') {
      const style = this.style(value)
      set('val', style ?? value)
    } else if (local === 'numId') set('val', this.list(value))
    else if (NUMBERED.test(local)) set('id', this.id(attribute(element, 'id') ?? ''))
    else if (local === 'footnoteReference' || local === 'endnoteReference')
      set('id', this.footnote(local.slice(0, -9), attribute(element, 'id') ?? ''))
  }

  /** An id of the file that is written into, the same one for the same id: starts and ends stay pairs. */
  private id(given: string): string {
    const known = this.ids.get(given) ?? this.stamps.id()
    this.ids.set(given, known)
    return known
  }

  // ---------- relations and parts

  private relation(id: string): string {
    const found = this.from.relations(this.from.main).find((r) => r.id === id)
    if (!found) return id
    const key = `relation ${id}`
    const known = this.copied.get(key)
    if (known) return known
    const target = found.external ? found.target : this.part(found.target)
    const fresh = this.addRelation(found.kind, target, found.external)
    this.copied.set(key, fresh)
    return fresh
  }
  private addRelation(kind: string, target: string, external: boolean): string {
    const taken = new Set([...this.into.relations(this.into.main).map((r) => r.id), ...this.relations.map((e) => e.attributes.Id)])
    let n = taken.size + 1
    while (taken.has(`rId${n}`)) n++
    const attributes: Record<string, string> = {
      Id: `rId${n}`,
      Type: `${OFFICE}/${kind}`,
      Target: external ? target : `/${target}`,
      ...(external ? { TargetMode: 'External' } : {}),
    }
    this.relations.push({ name: 'Relationship', uri: RELATIONS, local: 'Relationship', attributes, children: [] })
    return `rId${n}`
  }
  /** A copy of a part and of what it is related to, under a free name; the same bytes at the same path are there already. */
  private part(path: string): string {
    const known = this.copied.get(path)
    if (known) return known
    const bytes = this.from.parts.get(path)!
    const there = this.into.parts.get(path)
    if (there && Buffer.compare(there, bytes) === 0) {
      this.copied.set(path, path)
      return path
    }
    const dot = path.lastIndexOf('.')
    let fresh = path
    for (let n = 2; this.into.parts.has(fresh) || this.parts.has(fresh); n++) fresh = `${path.slice(0, dot)}-${n}${path.slice(dot)}`
    this.copied.set(path, fresh)
    this.parts.set(fresh, bytes)
    const type = this.from.typeOf(path)
    if (type && this.into.typeOf(fresh) !== type) this.types.set(fresh, type)
    const own = this.from.relations(path)
    if (own.length) {
      const list = own.map(
        (r): Element => ({
          name: 'Relationship',
          uri: RELATIONS,
          local: 'Relationship',
          attributes: {
            Id: r.id,
            Type: `${OFFICE}/${r.kind}`,
            Target: r.external ? r.target : `/${this.part(r.target)}`,
            ...(r.external ? { TargetMode: 'External' } : {}),
          },
          children: [],
        }),
      )
      this.parts.set(relationsPath(fresh), relationsXml(list))
    }
    return fresh
  }

  // ---------- styles, lists, notes

  private pathOf(kind: string): string | null {
    return this.into.related(this.into.main, kind) ?? this.fresh.get(kind) ?? null
  }
  private tree(kind: string): Element | null {
    const path = this.pathOf(kind)
    return path ? (this.trees.get(path) ?? this.into.xml(path).root) : null
  }
  private grow(kind: string, root: Element): void {
    this.trees.set(this.pathOf(kind)!, root)
  }
  private theirs(kind: string): Element | null {
    const path = this.from.related(this.from.main, kind)
    return path ? this.from.xml(path).root : null
  }

  /** The file's style of the same name, else the other's style brought over with what it is based on; null where there is none. */
  private style(id: string): string | null {
    const known = this.styles.get(id)
    if (known !== undefined) return known
    this.styles.set(id, null)
    const theirs = childrenOf(this.theirs('styles'), 'style').find((e) => attribute(e, 'styleId') === id)
    const sheet = this.tree('styles')
    if (!theirs || !sheet) return null
    const name = (valOf(theirs, 'name') ?? '').toLowerCase()
    const kind = attribute(theirs, 'type')
    const own = childrenOf(sheet, 'style').find((e) => attribute(e, 'type') === kind && (valOf(e, 'name') ?? '').toLowerCase() === name)
    if (own) {
      const found = attribute(own, 'styleId')
      this.styles.set(id, found)
      return found
    }
    const taken = new Set(childrenOf(sheet, 'style').map((e) => attribute(e, 'styleId')))
    let fresh = id
    for (let n = 2; taken.has(fresh); n++) fresh = `${id}${n}`
    this.styles.set(id, fresh)
    const based = valOf(theirs, 'basedOn')
    const base = based ? this.style(based) : null
    const kept = inside(theirs).filter((e) => !(isWord(e) && ['basedOn', 'link', 'next', 'rsid'].includes(e.local)))
    const children = kept.flatMap((e) => {
      const one = this.element(e)
      return isWord(e, 'name') && base ? [one, this.markup.make('basedOn', { val: base })] : [one]
    })
    const copy = { ...this.element(withChildren(theirs, [])), children }
    const attributes = Object.fromEntries(
      Object.entries(copy.attributes).flatMap(([k, v]) =>
        /(^|:)styleId$/.test(k) ? [[k, fresh]] : /(^|:)default$/.test(k) ? [] : [[k, v]],
      ),
    )
    const now = this.tree('styles')!
    this.grow('styles', withChildren(now, [...now.children, { ...copy, attributes }]))
    return fresh
  }

  /** The file's own list where it is the same one, else the other's brought over. */
  private list(id: string): string {
    if (id === '0') return id
    const known = this.lists.get(id)
    if (known) return known
    const numbering = this.theirs('numbering')
    const theirs = childrenOf(numbering, 'num').find((e) => attribute(e, 'numId') === id)
    const definition = valOf(theirs ?? null, 'abstractNumId')
    const abstract = childrenOf(numbering, 'abstractNum').find((e) => attribute(e, 'abstractNumId') === definition)
    if (!theirs || !abstract) return id
    const own = this.tree('numbering')
    const same = childrenOf(own, 'num').find((e) => attribute(e, 'numId') === id)
    const sameAbstract = childrenOf(own, 'abstractNum').find((e) => attribute(e, 'abstractNumId') === valOf(same ?? null, 'abstractNumId'))
    if (same && sameAbstract && levels(sameAbstract) === levels(abstract)) {
      this.lists.set(id, id)
      return id
    }
    if (!own) {
      this.newPart('numbering', `${WORD}.numbering+xml`, this.markup.make('numbering'))
      return this.list(id)
    }
    const most = (name: string, key: string): number => Math.max(0, ...childrenOf(own, name).map((e) => Number(attribute(e, key)) || 0))
    const [freshAbstract, fresh] = [String(most('abstractNum', 'abstractNumId') + 1), String(most('num', 'numId') + 1)]
    this.lists.set(id, fresh)
    const set = (e: Element, key: string, value: string): Element => ({
      ...e,
      attributes: Object.fromEntries(Object.entries(e.attributes).map(([k, v]) => [k, k.endsWith(`:${key}`) || k === key ? value : v])),
    })
    const bare = withChildren(
      abstract,
      inside(abstract).filter((e) => !isWord(e, 'nsid') && !isWord(e, 'tmpl')),
    )
    const madeAbstract = set(this.element(bare), 'abstractNumId', freshAbstract)
    const made = set(this.element(theirs), 'numId', fresh)
    const linked = withChildren(
      made,
      inside(made).map((e) => (isWord(e, 'abstractNumId') ? set(e, 'val', freshAbstract) : e)),
    )
    const now = this.tree('numbering')!
    const abstracts = now.children.filter((c) => isElement(c) && isWord(c, 'abstractNum'))
    const first = now.children.filter((c) => isElement(c) && isWord(c, 'numPicBullet'))
    const rest = now.children.filter((c) => !abstracts.includes(c) && !first.includes(c))
    const nums = rest.filter((c) => isElement(c) && isWord(c, 'num'))
    const tail = rest.filter((c) => !nums.includes(c))
    this.grow('numbering', withChildren(now, [...first, ...abstracts, madeAbstract, ...nums, linked, ...tail]))
    return fresh
  }

  private footnote(kind: string, id: string): string {
    const key = `${kind}${id}`
    const known = this.notes.get(key)
    if (known) return known
    const theirs = childrenOf(this.theirs(`${kind}s`), kind).find((e) => attribute(e, 'id') === id)
    if (!theirs) return id
    if (!this.tree(`${kind}s`))
      this.newPart(`${kind}s`, `${WORD}.${kind}s+xml`, this.markup.make(`${kind}s`, {}, separators(kind, this.markup)))
    const now = this.tree(`${kind}s`)!
    const fresh = String(Math.max(0, ...childrenOf(now, kind).map((e) => Number(attribute(e, 'id')) || 0)) + 1)
    this.notes.set(key, fresh)
    const copy = this.element(theirs)
    const attributes = Object.fromEntries(Object.entries(copy.attributes).map(([k, v]) => [k, k.endsWith(':id') || k === 'id' ? fresh : v]))
    this.grow(`${kind}s`, withChildren(now, [...now.children, { ...copy, attributes }]))
    return fresh
  }

  /** A part that the file did not have. Later looks at the package do not see it: it is kept here. */
  private newPart(kind: string, type: string, root: Element): void {
    const folder = this.into.main.slice(0, this.into.main.lastIndexOf('/') + 1)
    const path = `${folder}${kind}.xml`
    this.addRelation(kind, path, false)
    this.types.set(path, type)
    this.trees.set(path, root)
    this.fresh.set(kind, path)
  }
  private readonly fresh = new Map<string, string>()

  /** All parts that differ from the file's, when everything has been brought over. */
  done(): Map<string, Uint8Array> {
    const out = new Map(this.parts)
    const declared = (root: Element): Element => ({ ...root, attributes: { ...this.declarations(root), ...root.attributes } })
    for (const [path, root] of this.trees) {
      const head = this.into.parts.has(path) ? this.into.xml(path).head : '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
      out.set(path, writeXml({ head, root: declared(root) }))
    }
    if (this.relations.length) {
      const path = relationsPath(this.into.main)
      const bytes = this.into.parts.get(path)
      const there = bytes && parseXml(bytes, this.into.name, path)
      const grown = there && { ...there, root: withChildren(there.root, [...there.root.children, ...this.relations]) }
      out.set(path, grown ? writeXml(grown) : relationsXml(this.relations))
    }
    if (this.types.size) {
      const { head, root } = this.into.xml('[Content_Types].xml')
      const more = [...this.types].map(
        ([path, type]): Element => ({
          name: 'Override',
          uri: root.uri,
          local: 'Override',
          attributes: { PartName: `/${path}`, ContentType: type },
          children: [],
        }),
      )
      out.set('[Content_Types].xml', writeXml({ head, root: withChildren(root, [...root.children, ...more]) }))
    }
    return out
  }
  /** The prefixes that a root has to declare for what was brought into it. */
  declarations(root: Element): Record<string, string> {
    const out: Record<string, string> = {}
    if (!this.markup.prefix && root.attributes.xmlns === undefined) out.xmlns = this.markup.uri
    else if (this.markup.prefix && root.attributes[`xmlns:${this.markup.prefix}`] === undefined)
      out[`xmlns:${this.markup.prefix}`] = this.markup.uri
    for (const [prefix, uri] of this.namespaces) if (root.attributes[`xmlns:${prefix}`] === undefined) out[`xmlns:${prefix}`] = uri
    return out
  }
}

const levels = (definition: Element): string => childrenOf(definition, 'lvl').map(serialize).join('')
const relationsXml = (list: readonly Element[]): Uint8Array =>
  writeXml({
    head: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    root: { name: 'Relationships', uri: RELATIONS, local: 'Relationships', attributes: { xmlns: RELATIONS }, children: list },
  })
/** The two notes that Word wants in every part of notes (17.11.23). */
const separators = (kind: string, markup: Markup): Element[] =>
  (['separator', 'continuationSeparator'] as const).map((type, i) =>
    markup.make(kind, { type, id: String(i - 1) }, [markup.make('p', {}, [markup.make('r', {}, [markup.make(type)])])]),
  )
