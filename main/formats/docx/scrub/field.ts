import { type Element, isElement } from '../package/tree.ts'
import { attribute, isWord } from '../read/word.ts'

/** Fields that would say who wrote a file, where it lay, or what else lies there (ECMA-376 part 1, 17.16). */

/** A place in a file system or on a machine of a network. */
const PATH = /(?:^|[\s"'(=:;,])(?:[A-Za-z]:[\\/]|\\\\[^\s\\]|\\\\\\\\|file:|~\/|\/(?:home|Users|root|private|tmp|var|mnt|media|Volumes)\/)/i
/** Whether text holds the path of a file or folder. */
export const holdsPath = (text: string): boolean => PATH.test(text)

/** Fields whose result is a person, a file or a place. */
const NAMING = /^\s*(FILENAME|AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|TEMPLATE)\b/i
const NAMING_PROPERTY =
  /^\s*(INFO|DOCPROPERTY)\s+"?(FileName|Author|LastSavedBy|Template|Manager|Company|HyperlinkBase|NameOfApplication)\b/i
/** Fields that bring something in from elsewhere or from what is taken out of the file: what they show stays, as text. */
const BRINGING =
  /^\s*(LINK|DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DATABASE|RD|MERGEFIELD|MERGEREC|MERGESEQ|NEXT|NEXTIF|SKIPIF|ADDRESSBLOCK|GREETINGLINE|DOCVARIABLE|DOCPROPERTY|INFO|COMMENTS|KEYWORDS|SUBJECT|ADDIN|PRIVATE|REVNUM|EDITTIME|CREATEDATE|SAVEDATE|PRINTDATE|FILESIZE)\b/i

type Fate = 'keep' | 'result' | 'gone'
/** What becomes of a field: it stays, only what it shows stays, or nothing does. */
function fateOf(code: string, shown: string): Fate {
  if (NAMING.test(code) || NAMING_PROPERTY.test(code) || holdsPath(shown)) return 'gone'
  return BRINGING.test(code) || holdsPath(code) ? 'result' : 'keep'
}

interface Field {
  readonly outer: Field | null
  /** Whether it stands in the code of the outer one. */
  readonly coding: boolean
  code: string
  shown: string
  /** Past its separator. */
  result: boolean
  fate: Fate
  /** Its own characters and what stands in its code; and what it shows. */
  readonly frame: Element[]
  readonly content: Element[]
}

const text = (element: Element): string => element.children.filter((c) => typeof c === 'string').join('')

/** What has to go of a part's fields: content of runs, and simple fields with what becomes of each. */
export interface Fields {
  readonly gone: ReadonlySet<Element>
  readonly simple: ReadonlyMap<Element, Fate>
  /** How many fields go with what they show, since it names a file or a person. */
  readonly named: number
}

/** Looks through a part for fields that name or bring. Linear, however fields are nested, left open or closed twice. */
export function fieldsOf(root: Element): Fields {
  const fields: Field[] = []
  const simple = new Map<Element, Fate>()
  let open: Field | null = null
  const content = (element: Element): void => {
    if (!open) return
    ;(open.result ? open.content : open.frame).push(element)
    if (open.result) open.shown += text(element)
  }
  const char = (element: Element): void => {
    const type = attribute(element, 'fldCharType')
    if (type === 'begin') {
      open = {
        outer: open,
        coding: open !== null && !open.result,
        code: '',
        shown: '',
        result: false,
        fate: 'keep',
        frame: [],
        content: [],
      }
      fields.push(open)
    }
    if (!open) return
    open.frame.push(element)
    if (type === 'separate') open.result = true
    else if (type === 'end') open = open.outer
  }
  const walk = (element: Element): void => {
    for (const c of element.children) {
      if (!isElement(c)) continue
      if (isWord(c, 'fldChar')) char(c)
      else if (isWord(c, 'instrText') || isWord(c, 'delInstrText')) {
        if (open && !open.result) open.code += text(c)
        content(c)
      } else if (isWord(c, 'r') || !isWord(element, 'r')) {
        if (isWord(c, 'fldSimple')) simple.set(c, fateOf(attribute(c, 'instr') ?? '', shownIn(c)))
        walk(c)
      } else if (!isWord(c, 'rPr')) content(c)
    }
  }
  walk(root)
  const gone = goneOf(fields)
  const named = [...simple.values()].filter((fate) => fate === 'gone').length
  return { gone, simple, named: named + fields.filter((f) => f.fate === 'gone' && f.outer?.fate !== 'gone').length }
}

function goneOf(fields: readonly Field[]): ReadonlySet<Element> {
  // Inner ones first: whose code holds a field that goes can no longer be worked out, and shows what it showed.
  for (const field of fields.toReversed()) {
    const fate = fateOf(field.code, field.shown)
    if (field.fate === 'keep' || fate === 'gone') field.fate = fate
    if (field.fate !== 'keep' && field.coding && field.outer?.fate === 'keep') field.outer.fate = 'result'
  }
  const gone = new Set<Element>()
  for (const field of fields) {
    const { outer } = field
    if (outer && (outer.fate === 'gone' || (field.coding && outer.fate === 'result'))) field.fate = 'gone'
    if (field.fate !== 'keep') for (const element of field.frame) gone.add(element)
    if (field.fate === 'gone') for (const element of field.content) gone.add(element)
  }
  return gone
}

/** As much of the words of a simple field as can tell whether they are a path. */
function shownIn(element: Element): string {
  let out = ''
  const walk = (e: Element): void => {
    if (isWord(e, 't')) out += text(e)
    for (const c of e.children) if (isElement(c) && out.length < 4096) walk(c)
  }
  walk(element)
  return out
}
