import { ParleyError } from '../../../../shared/rpc/contract.ts'
import { type Element, isElement, parseXml, type XmlPart } from './tree.ts'
import { unpack } from './zip.ts'

/** A relation of a part to another part of the package, or to something outside (which is never fetched). */
export interface Relation {
  readonly id: string
  /** The last word of the relation's type: `styles`, `footnotes`, `image`; Strict and Transitional files have the same. */
  readonly kind: string
  /** Path of the part; for an outside one the address as written. */
  readonly target: string
  readonly external: boolean
}

/** A Word file in parts (Open Packaging Conventions, ECMA-376 part 2). Reading never changes it. */
export interface Package {
  /** What messages call the file. */
  readonly name: string
  readonly parts: ReadonlyMap<string, Uint8Array>
  /** Path of the part that holds the language. */
  readonly main: string
  /** The content type of a part; null where the package names none. */
  typeOf(part: string): string | null
  /** The relations of a part, those of the package itself for an empty path. Relations to parts that are not there are left out. */
  relations(part: string): readonly Relation[]
  /** The part that a part is related to in a way (`styles`, `numbering`); null where there is none. */
  related(part: string, kind: string): string | null
  /** A part as a tree, read once. Throws a `ParleyError` where it is missing or no XML. */
  xml(part: string): XmlPart
}

const TYPES = '[Content_Types].xml'
const WORD = /wordprocessingml\.(document|template)\.main\+xml$|ms-word\.(document|template)\.macroEnabled\.main\+xml$/
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/spreadsheetml/, 'a workbook of Excel'],
  [/presentationml/, 'a presentation of PowerPoint'],
]

/** Opens a Word file. `name` is what messages call it. Throws a `ParleyError` where it is none, or is damaged. */
export async function openPackage(bytes: Uint8Array, name: string): Promise<Package> {
  const parts = await unpack(bytes, name)
  const trees = new Map<string, XmlPart>()
  const refuse = (what: string): never => {
    throw new ParleyError('bad-input', `«${name}» ${what}`)
  }
  const xml = (part: string): XmlPart => {
    const known = trees.get(part)
    if (known) return known
    const found = parts.get(part) ?? refuse(`is not a whole Word file: it has no part ${part}.`)
    const tree = parseXml(found, name, part)
    trees.set(part, tree)
    return tree
  }
  if (!parts.has(TYPES)) refuse('is not a Word file (DOCX): it is another kind of zip archive.')
  const typeOf = typesOf(xml(TYPES).root)
  const known = new Map<string, readonly Relation[]>()
  const relations = (part: string): readonly Relation[] => {
    let found = known.get(part)
    if (!found) {
      const path = relationsPath(part)
      found = parts.has(path) ? readRelations(xml(path).root, part).filter((r) => r.external || parts.has(r.target)) : []
      known.set(part, found)
    }
    return found
  }
  const related = (part: string, kind: string): string | null => relations(part).find((r) => r.kind === kind && !r.external)?.target ?? null
  const main = related('', 'officeDocument') ?? refuse('is not a whole Word file: it does not say which part holds the document.')
  const type = typeOf(main) ?? ''
  if (!WORD.test(type)) {
    const other = OTHERS.find(([pattern]) => pattern.test(type))
    refuse(other ? `is ${other[1]}, not a Word file.` : 'is not a Word file (DOCX): its main part is of another kind.')
  }
  return { name, parts, main, typeOf, relations, related, xml }
}

const childrenOf = (element: Element, local: string): Element[] => element.children.filter(isElement).filter((e) => e.local === local)

function typesOf(root: Element): (part: string) => string | null {
  const defaults = new Map(childrenOf(root, 'Default').map((e) => [e.attributes.Extension?.toLowerCase(), e.attributes.ContentType]))
  const overrides = new Map(childrenOf(root, 'Override').map((e) => [e.attributes.PartName?.toLowerCase(), e.attributes.ContentType]))
  return (part) => overrides.get(`/${part}`.toLowerCase()) ?? defaults.get(part.slice(part.lastIndexOf('.') + 1).toLowerCase()) ?? null
}

/** Where the relations of a part stand. */
export function relationsPath(part: string): string {
  const slash = part.lastIndexOf('/') + 1
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`
}

function readRelations(root: Element, part: string): Relation[] {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  return childrenOf(root, 'Relationship').map(({ attributes }) => {
    const { Id = '', Type = '', Target = '', TargetMode } = attributes
    const external = TargetMode === 'External'
    return { id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), target: external ? Target : resolve(folder, Target), external }
  })
}

/** The path of a relation's target: relative to the part's folder, or from the root; never out of the package. */
function resolve(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${folder}${target}`
  const out: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') out.pop()
    else if (step !== '' && step !== '.') out.push(step)
  }
  return out.join('/')
}
