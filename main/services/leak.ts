import { homedir, hostname, userInfo } from 'node:os'
import { dirname } from 'node:path'
import { inflateSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { formatDay } from '../../shared/model/labels.ts'
import { inlineText } from '../../shared/model/schema.ts'
import { type Block, countWords, plainText, project, redline, withLabels } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import { type Paper, type PaperPart, redlinesOf, saidBy } from '../formats/paper.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import { itemName, proposalName } from './versions.ts'

/**
 * The last look at what leaves: the bytes are opened again and searched for everything private of the negotiation.
 *
 * Private words are searched as phrases of `PHRASE` words in a row, whatever stands between them (runs, marks, line ends, case),
 * since single words say nothing: an open draft's phrases are those that hold a word it put in or run over a word it struck, an
 * answer's are all of it. What also stands in language that was passed, or in the draft that the paper itself is of, is no
 * leak. Paths, names of sources, and the names of the person and the machine are searched letter by letter; these names only
 * where programs write them (properties, authors, fields, targets), because a person may be called Grant.
 */

/** Words in a row that count as the same words. Shorter texts count whole, from `FEWEST` words on. */
const PHRASE = 5
const FEWEST = 3

/** Something that must not leave. */
export interface Secret {
  /** What it is, as the sentence that stops the export says it: `words of an open draft`. */
  readonly what: string
  /** `words`: searched as phrases; `letters`: as it is, anywhere; `name`: as it is, where programs write names. */
  readonly how: 'words' | 'letters' | 'name'
  /** For words: each phrase in lower case with single blanks. */
  readonly texts: readonly string[]
  /** Where not even a draft that is meant to leave may bring it along: only what was passed before makes it no leak. */
  readonly strict?: boolean
}

/** What a paper is written as, for the search in it. */
export interface Outgoing {
  readonly format: 'docx' | 'pdf' | 'md' | 'json'
  readonly bytes: Uint8Array
  /** What the paper says; a PDF is searched in what the press was given, since its letters are drawn, not written. */
  readonly paper: Paper | null
}

/**
 * Everything private of a negotiation, and of the machine that it lies on. `named`: the drafts that the paper itself is of. The
 * one place that says what is private: what the record learns to keep (people, notes, offers of the caucus) is added here.
 */
export function secretsOf(store: Store, named: ReadonlySet<string>): Secret[] {
  const drafts = store.drafts().filter((p) => !named.has(p.id))
  return [
    ...drafts.map((p): Secret => ({ what: `words of ${draftName(store, p)}`, how: 'words', texts: draftPhrases(store, p) })),
    ...store
      .privateDoubts()
      .flatMap((d): Secret[] => [
        ...(d.answer ? [{ what: 'an answer to a doubt', how: 'words' as const, texts: phrases(wordsOf(d.answer)) }] : []),
        ...remarkOf(d.message),
      ]),
    ...caucusSecrets(store),
    {
      what: 'the name of a source file',
      how: 'letters',
      texts: store
        .sources()
        .map((s) => s.name)
        .filter(telling),
    },
    { what: 'a path on this computer', how: 'letters', texts: [store.path, dirname(store.path), homedir()].filter(telling) },
    { what: 'the name of the person at this computer', how: 'name', texts: [userInfo().username].filter((name) => name.length > 2) },
    { what: 'the name of this computer', how: 'name', texts: [hostname()].filter((name) => name.length > 2 && name !== 'localhost') },
  ]
}
/** How much is private of a negotiation, and searched for in what leaves: notes, names, other drafts, and words of all of them. */
export function privateWords(store: Store, named: ReadonlySet<string>): { notes: number; names: number; drafts: number; words: number } {
  const { caucus } = store
  const notes = caucus.notes()
  const people = caucus.people()
  const drafts = store.proposals().filter((p) => !p.sealed && !named.has(p.id))
  const texts = [...notes.map((n) => n.body), ...people.map((p) => p.name), ...caucus.whatIfs().flatMap((w) => [w.title, w.note])]
  const words = texts.reduce((n, text) => n + wordsOf(text).length, 0)
  const drafted = drafts.reduce(
    (n, p) => n + countWords(redline(store.document(p.id).doc, p.chain, p.chain.length - 1, p.chain.length)).added,
    0,
  )
  return { notes: notes.length, names: people.length, drafts: drafts.length, words: words + drafted }
}
/** Notes, people and packages that were only thought of. A single name stands where programs write names; a whole one nowhere. */
function caucusSecrets(store: Store): Secret[] {
  const { caucus } = store
  const words = (what: string, text: string): Secret => ({ what, how: 'words', texts: phrases(wordsOf(text)) })
  const name = (text: string): Secret => ({
    what: 'the name of a person',
    how: /\S\s+\S/.test(text) ? 'letters' : 'name',
    texts: text.length > 2 ? [text] : [],
    strict: true,
  })
  return [
    ...caucus.notes().flatMap((n) => [words('a private note', n.body), ...(n.author ? [name(n.author)] : [])]),
    ...caucus.people().map((p) => name(p.name)),
    ...caucus
      .whatIfs()
      .flatMap((w) => [words('a package that is off the record', w.title), words('a package that is off the record', w.note)]),
  ]
}
/** What somebody wrote beside the text of a file that was read, and who. */
function remarkOf(message: string): Secret[] {
  const found = /^A comment(?: of ([^:]*?))?(?:, \d{4}-\d\d-\d\d)?: (.*)$/s.exec(message)
  if (!found) return []
  const [, who = '', words] = found
  // Who answered stands at the beginning of a line, the answer after it.
  const [own, ...answers] = words
    .split(/\n(?=[^\n]*, answers: )/)
    .map((line) => /^(?:([^\n]*?)(?:, \d{4}-\d\d-\d\d)?, answers: )?(.*)$/s.exec(line)!)
  const remarks = [own, ...answers].map(([, , text]) => text)
  return [
    ...remarks.map((text): Secret => ({ what: 'a remark beside the text', how: 'words', texts: phrases(wordsOf(text)) })),
    { what: 'the name of a person', how: 'name', texts: [who, ...answers.map(([, name = '']) => name)].filter((name) => name.length > 2) },
  ]
}
/** A path or a name of a file that is more than a word that anybody may write. */
const telling = (text: string): boolean => text.length > 4 && /[\\/.]/.test(text)
const draftName = (store: Store, p: StoredProposal): string =>
  `the open draft of ${p.party} ${formatDay(p.date)} in ${itemName(store.item(p.item))}`

/**
 * Throws a `ParleyError` where a file that is about to be handed over holds something private; the sentence says what kind and
 * in which part, never the words themselves. `named`: ids of the drafts that it is meant to hold.
 */
export function checkLeaks(store: Store, named: ReadonlySet<string>, out: Outgoing): void {
  const parts = READERS[out.format](out)
  const secrets = secretsOf(store, named)
  const reader = (drafts: ReadonlySet<string>, paper: Paper | null): ((text: string) => boolean) => {
    let passed: string | null = null
    return (text) => {
      passed ??= ` ${wordsOf(passedLanguage(store, drafts, paper)).join(' ')} `
      return passed.includes(` ${text} `)
    }
  }
  const before = reader(new Set(), null)
  const now = reader(named, out.paper)
  const stands: Stands = (text, { strict }) => (strict ? before(text) : now(text))
  const phrases = wantedOf(secrets)
  const letters = present(parts, needlesOf(secrets))
  for (const part of parts) {
    const found = wordLeak(part, phrases, stands) ?? letterLeak(part, letters, stands)
    if (found) throw new ParleyError('refused', `Nothing was written: ${found.what} would have left in the file, at ${part.name}.`)
  }
}

// ---------- words

const WORD = /[\p{L}\p{N}]+/gu
const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(WORD) ?? []

/** The phrases of a text; all of it where it is short, none where it is a word or two. */
function phrases(words: readonly string[], counts: (from: number) => boolean = () => true): string[] {
  if (words.length < PHRASE) return words.length >= FEWEST && counts(0) ? [words.join(' ')] : []
  const out: string[] = []
  for (let i = 0; i + PHRASE <= words.length; i++) if (counts(i)) out.push(words.slice(i, i + PHRASE).join(' '))
  return out
}

/** The phrases that are a draft's own: those with a word that its round put in, or that run over one that it struck. */
function draftPhrases(store: Store, p: StoredProposal): string[] {
  const { doc } = store.document(p.id)
  const n = p.chain.length
  const out: string[] = []
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
      else out.push(...blockPhrases(block))
    }
  }
  walk(withLabels(redline(doc, p.chain, n - 1, n).blocks))
  return out
}
function blockPhrases(block: Extract<Block, { kind: 'text' }>): string[] {
  let text = ''
  /** Letters of the round's own, and places at which it struck something. */
  const own: [number, number][] = []
  for (const run of block.runs) {
    const said = run.kind === 'delete' ? '' : inlineText(run.node)
    if (run.kind !== 'same') own.push([text.length, text.length + said.length])
    text += said
  }
  if (!own.length) return []
  const found = [...text.matchAll(WORD)]
  const words = found.map((f) => wordsOf(f[0]).join(''))
  const touched = found.map((f) => {
    const [from, to] = [f.index, f.index + f[0].length]
    return own.some(([a, b]) => (a === b ? a > 0 && a <= from && a > from - 3 : a < to && b > from))
  })
  const size = Math.min(PHRASE, words.length)
  return phrases(words, (from) => touched.slice(from, from + size).some(Boolean))
}

/** All language that was put across the table, that of the drafts that are meant to leave, and what the paper says around it. */
function passedLanguage(store: Store, named: ReadonlySet<string>, paper: Paper | null): string {
  const out: string[] = []
  for (const item of store.items()) {
    out.push(itemName(item), item.title, plainText(store.base(item.id)))
    for (const p of store.proposals(item.id)) {
      if (!p.sealed && !named.has(p.id)) continue
      const { doc } = store.document(p.id)
      out.push(proposalName(p))
      for (let v = 0; v <= p.chain.length; v++) out.push(plainText(project(doc, v)))
    }
  }
  out.push(store.negotiation().title, ...store.parties().map((p) => p.name))
  if (paper) out.push(paper.title, paper.subtitle, ...paper.key.map((k) => k.label), ...paper.sections.flatMap(wording))
  return out.join('\n')
}

/** Words that the paper itself always has: its labels, headings and sentences, not the facts in its tables. */
const wording = (part: PaperPart): string[] =>
  part.kind === 'grid' ? part.columns.map(({ head }) => head) : part.kind === 'sides' ? [] : saidBy(part)

/** Whether a text that is a secret’s stands in language that was passed. */
type Stands = (text: string, secret: Secret) => boolean

/** The phrases that are searched: whose each is, how long they are, and the words that they begin with. */
interface Wanted {
  readonly phrases: ReadonlyMap<string, Secret>
  readonly sizes: ReadonlySet<number>
  readonly starts: ReadonlySet<string>
}
function wantedOf(secrets: readonly Secret[]): Wanted {
  const phrases = new Map<string, Secret>()
  const sizes = new Set<number>()
  for (const secret of secrets)
    if (secret.how === 'words')
      for (const text of secret.texts) {
        phrases.set(text, secret)
        sizes.add(text.split(' ').length)
      }
  return { phrases, sizes, starts: new Set([...phrases.keys()].map((text) => text.slice(0, text.indexOf(' ')))) }
}

function wordLeak(part: Part, { phrases, sizes, starts }: Wanted, stands: Stands): Secret | null {
  if (!phrases.size) return null
  // A phrase never runs from one paragraph into the next: there, two strangers may meet by chance.
  for (const line of new Set(part.readings().flatMap((reading) => reading.split('\n')))) {
    const words = wordsOf(line)
    for (let i = 0; i < words.length; i++) {
      if (!starts.has(words[i])) continue
      for (const size of sizes) {
        const text = words.slice(i, i + size).join(' ')
        const secret = phrases.get(text)
        if (secret && !stands(text, secret)) return secret
      }
    }
  }
  return null
}

// ---------- letters

/** A text that is searched letter by letter, in each form that it may have in bytes. */
interface Needle {
  readonly secret: Secret
  readonly text: string
  /** In small letters, as it is looked for in what a part says. */
  readonly lower: string
  readonly forms: readonly Buffer[]
  /** In base64, where letters stand before and after it that say nothing. */
  readonly packed: readonly Buffer[]
}
const needlesOf = (secrets: readonly Secret[]): Needle[] =>
  secrets.flatMap((secret) =>
    secret.how === 'words'
      ? []
      : secret.texts.map((text) => ({
          secret,
          text,
          lower: text.toLowerCase(),
          forms: secret.how === 'name' ? cases(text) : spellings(text),
          packed: secret.how === 'name' ? [] : inBase64(text),
        })),
  )

/** Those that are anywhere in a file: it is gone through once as a whole, and hardly ever is one there. */
function present(parts: readonly Part[], needles: readonly Needle[]): Needle[] {
  const bytes = Buffer.concat(parts.flatMap((part) => part.bytes))
  const said = parts.map((part) => part.plain()).join('\n')
  return needles.filter(({ lower, forms, packed }) => said.includes(lower) || [...forms, ...packed].some((form) => bytes.includes(form)))
}

function letterLeak(part: Part, needles: readonly Needle[], stands: Stands): Secret | null {
  for (const { secret, text, lower, forms, packed } of needles) {
    const holds = (form: Buffer): boolean => part.bytes.some((bytes) => holdsWhole(bytes, form))
    const hides = (form: Buffer): boolean => part.bytes.some((bytes) => bytes.includes(form))
    const found =
      secret.how === 'name'
        ? part.names().some((name) => holdsWord(name, text))
        : forms.some(holds) || packed.some(hides) || saysWhole(part, lower)
    if (found && !stands(wordsOf(text).join(' '), secret)) return secret
  }
  return null
}
/** Whether the text of a part holds another as whole words, as `holdsWhole` does for bytes. */
function saysWhole(part: Part, lower: string): boolean {
  const said = part.plain()
  for (let at = said.indexOf(lower); at >= 0; at = said.indexOf(lower, at + 1))
    if (!LETTER.test(said[at + lower.length] ?? ' ') && (!LETTER.test(said[at - 1] ?? ' ') || lower[0] === '/')) return true
  return false
}
const LETTER = /[\p{L}\p{N}]/u
/** What stays the same of a text in base64, wherever in a longer one it begins: without the signs at either end that hold bits of others. */
function inBase64(text: string): Buffer[] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.from(`${' '.repeat(before)}${text}`)
    const even = whole.subarray(0, whole.length - (whole.length % 3))
    const core = even.toString('base64').slice(before ? 4 : 0)
    return core.length >= 8 ? [Buffer.from(core)] : []
  })
}
/** A path as it may be written: with the other slash, as the target of a link, in the wide letters of old formats. */
function spellings(text: string): Buffer[] {
  const forms = new Set([text, text.replaceAll('\\', '/'), text.replaceAll('\\', '\\\\'), encodeURI(text), encodeURIComponent(text)])
  return [...forms].flatMap((form) => [Buffer.from(form), Buffer.from(form, 'utf16le')])
}
/** A name as people and programs write it. */
const cases = (name: string): Buffer[] =>
  [...new Set([name, name.toLowerCase(), name.toUpperCase(), name[0].toUpperCase() + name.slice(1).toLowerCase()])].map((n) =>
    Buffer.from(n),
  )
const holdsWord = (text: string, word: string): boolean => {
  const at = text.toLowerCase().indexOf(word.toLowerCase())
  return at >= 0 && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + word.length] ?? ' ')
}

// ---------- what a file says

/** Works something out when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Part of a file as it is searched. */
interface Part {
  readonly name: string
  /** Its text in the ways it can be read: with what is struck, and without. */
  readings(): readonly string[]
  /** What it says where programs write names. */
  names(): readonly string[]
  /** All that it says in small letters, tags left out, so that no run parts what is one to a reader. */
  plain(): string
  /** Its bytes, as they stand and unpacked. */
  readonly bytes: readonly Buffer[]
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
/** Whether bytes hold others as whole names: `/home/ann` is not in `/home/anna`. */
function holdsWhole(buffer: Buffer, wanted: Buffer): boolean {
  for (let at = buffer.indexOf(wanted); at >= 0; at = buffer.indexOf(wanted, at + 1)) {
    const [before, after] = [buffer[at - 1] ?? 0x20, buffer[at + wanted.length] ?? 0x20]
    if (!isLetter(after) && (!isLetter(before) || wanted[0] === 0x2f)) return true
  }
  return false
}
const isLetter = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescaped = (text: string): string =>
  !text.includes('&')
    ? text
    : text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, dec, name) =>
        hex
          ? String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff))
          : dec
            ? String.fromCodePoint(Math.min(Number(dec), 0x10ffff))
            : Object.hasOwn(ENTITIES, name)
              ? ENTITIES[name]
              : all,
      )

/** A tag of a Word part that says where text begins or ends; all other tags are nothing to a reader. */
const TAG = /<(?:[\w.-]+:)?(p|tc|t|delText|tab|br|cr|noBreakHyphen)(?=[\s/>])[^<>]*|>([^<]+)/g
const CODE = /nstrText(?:\s[^<>]*)?>([^<]*)</g
const NAMED = /(?:author|initials|lastModifiedBy|userId|Target|descr|title|tooltip|ed)="([^"]*)"/g

function wordPart(name: string, given: Uint8Array): Part {
  const buffer = bufferOf(given)
  const bytes = [buffer]
  if (!/\.(xml|rels)$/.test(name)) return { name, readings: () => [], names: () => [], plain: () => '', bytes }
  const xml = lettersOf(buffer)
  const names = once(() =>
    [
      ...[...xml.matchAll(NAMED)].map((f) => unescaped(f[1])),
      ...[...xml.matchAll(CODE)].map((f) => unescaped(f[1])),
      ...(name.startsWith('docProps/') ? xml.split(/<[^<>]*>/).map(unescaped) : []),
    ].flatMap((text) => (text.includes('%') ? [text, decoded(text)] : [text])),
  )
  const plain = once(() => `${unescaped(xml.replace(/<[^<>]*>/g, ''))}\n${names().join('\n')}`.toLowerCase())
  return { name, names, plain, bytes, readings: () => [...wordTexts(xml), names().join('\n')] }
}
/** An XML part as text: UTF-8, or UTF-16 where its first bytes say so. */
const lettersOf = (buffer: Buffer): string => {
  const [one, two] = buffer
  if (one === 0xff && two === 0xfe) return buffer.toString('utf16le')
  if (one === 0xfe && two === 0xff)
    return Buffer.from(buffer.subarray(0, buffer.length & ~1))
      .swap16()
      .toString('utf16le')
  return buffer.toString('utf8')
}
/** A link as it reads, its percent signs undone one by one: one that is none does not hide the others. */
const decoded = (link: string): string =>
  Buffer.from(
    link.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

/** The text of a part with what is struck, and without: runs joined, paragraphs and cells apart. */
function wordTexts(xml: string): readonly string[] {
  const all: string[] = []
  const standing: string[] = []
  let struck = false
  for (const [, tag, text] of xml.matchAll(TAG)) {
    if (text !== undefined) {
      const said = unescaped(text)
      all.push(said)
      if (!struck) standing.push(said)
    } else if (tag === 't' || tag === 'delText') struck = tag === 'delText'
    else {
      const gap = tag === 'p' || tag === 'tc' ? '\n' : ' '
      all.push(gap)
      standing.push(gap)
    }
  }
  return [all.join(''), standing.join('')]
}

/** Markdown with its marks left out: tags, stars, waves and escapes stand between letters of one word at times. */
const plainMarkdown = (text: string): string => text.replace(/<[^<>]*>|[*~_`\\^]/g, '')
const markdownTexts = (text: string): string[] => [plainMarkdown(text), plainMarkdown(text.replace(/~~.*?~~|<(s|del)\b.*?<\/\1>/gs, ''))]

/** The program of a font in a PDF: outlines, as they lie in the package. */
const FONT = /\/Subtype\s*\/(OpenType|CIDFontType0C|Type1C)\b|\/Length1\s/
/** A PDF's own words about itself (its information and XMP), and whatever of it unpacks. */
function pdfText(bytes: Uint8Array): Buffer[] {
  const buffer = bufferOf(bytes)
  const out = [buffer]
  let room = 64 << 20
  for (let at = buffer.indexOf('stream'); at >= 0 && room > 0; at = buffer.indexOf('stream', at + 6)) {
    const from = buffer[at + 6] === 0x0d ? at + 8 : at + 7
    const end = buffer.indexOf('endstream', from)
    if (end < 0) break
    const dictionary = buffer.toString('latin1', Math.max(0, at - 160), at)
    if (FONT.test(dictionary.slice(dictionary.lastIndexOf(' obj')))) {
      at = end + 3
      continue
    }
    try {
      const part = inflateSync(buffer.subarray(from, end), { maxOutputLength: room })
      room -= part.length
      out.push(part)
    } catch {
      // No deflated one: its bytes are searched as they stand.
    }
    at = end + 3
  }
  return out
}

/** A file, or pages, that is text and nothing else. */
const textPart = (bytes: Buffer, readings: readonly string[]): Part => {
  const plain = once(() => readings.join('\n').toLowerCase())
  return { name: 'its text', readings: () => readings, names: () => [], plain, bytes: [bytes] }
}

type Reader = (out: Outgoing) => Part[]
const READERS: Readonly<Record<Outgoing['format'], Reader>> = {
  docx: ({ bytes }) => Object.entries(unzipSync(bytes)).map(([name, part]) => wordPart(name, part)),
  md: ({ bytes }) => [textPart(bufferOf(bytes), markdownTexts(bufferOf(bytes).toString('utf8')))],
  json: ({ bytes }) => {
    const said: string[] = []
    const runs: string[] = []
    JSON.parse(bufferOf(bytes).toString('utf8'), (key, value) => {
      if (typeof value === 'string') said.push(key, value)
      else if (Array.isArray(value)) runs.push(value.map((run) => (typeof run?.text === 'string' ? run.text : '')).join(''))
      return value
    })
    return [textPart(Buffer.from(said.join('\n')), [...said, ...runs])]
  },
  pdf: ({ bytes, paper }) => {
    const parts = pdfText(bytes)
    const about = parts.map((part) => part.toString('latin1')).filter((text) => /<x:xmpmeta|\/(Author|Creator|Title|Producer)\b/.test(text))
    const names = about.flatMap(
      (text) =>
        text.match(/\/(?:Author|Creator|Producer|Title|Subject|Keywords)\s*\([^)]*\)|<rdf:Description.*?<\/rdf:Description>/gs) ?? [],
    )
    return [
      { ...textPart(Buffer.alloc(0), paper ? paperTexts(paper) : []), name: 'its pages' },
      { name: 'its properties', readings: () => names, names: () => names, plain: () => names.join('\n').toLowerCase(), bytes: parts },
    ]
  },
}

/** What a paper says, as it is read: with what is struck, and without. */
function paperTexts(paper: Paper): string[] {
  const head = [paper.title, paper.subtitle, paper.foot ?? '', ...paper.key.map((k) => k.label)]
  const all: string[] = [...head]
  const standing: string[] = [...head]
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) walk(cell.blocks)
      else {
        all.push(block.runs.map((run) => inlineText(run.node)).join(''))
        standing.push(block.runs.map((run) => (run.kind === 'delete' ? '' : inlineText(run.node))).join(''))
      }
    }
  }
  for (const part of paper.sections) {
    const said = saidBy(part)
    all.push(...said)
    standing.push(...said)
    for (const redline of redlinesOf([part])) walk(withLabels(redline.blocks))
  }
  return [all.join('\n'), standing.join('\n')]
}
