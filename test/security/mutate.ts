import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { p, run, wordFile } from '../unit/main/formats/docx/word.ts'
import { everything } from './everything.ts'

/** Word files with faults in them, each told by a seed and a number, so that a fault that was found can be made again. */

/** A file to make mutants of. */
export interface Source {
  readonly name: string
  readonly bytes: Uint8Array
  readonly parts: Readonly<Record<string, Uint8Array>>
  readonly large: boolean
}
/** A mutant and how it was made. */
export interface Mutant {
  readonly source: Source
  readonly bytes: Uint8Array
  readonly how: string
}

const CORPUS = join(import.meta.dirname, '../../../shared/corpus')
/** What is beside the project, where it is; and always two of our own, one of them with everything in it. */
export function sources(): Source[] {
  const source = (name: string, bytes: Uint8Array): Source => {
    const parts = unzipSync(bytes)
    const size = Object.entries(parts).reduce((n, [path, part]) => n + (path.endsWith('.xml') ? part.length : 0), bytes.length)
    return { name, bytes, parts, large: size > 200_000 }
  }
  const own = [source('everything', everything()), source('plain', wordFile(p(run('One.')) + p(run('Two.'))))]
  if (!existsSync(CORPUS)) return own
  const paths = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.docx'))
  return [...own, ...paths.sort().map((path) => source(path, new Uint8Array(readFileSync(join(CORPUS, path)))))]
}

/** Numbers between 0 and 1 from a seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

class Hand {
  private readonly roll: () => number
  constructor(seed: number) {
    this.roll = dice(seed)
  }
  below(n: number): number {
    return Math.floor(this.roll() * n)
  }
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]
  }
}

/** The `n`th mutant of a seed. */
export function mutant(from: readonly Source[], seed: number, n: number): Mutant {
  const hand = new Hand(Math.imul(seed, 1_000_003) ^ Math.imul(n, 2_654_435_761))
  let source = hand.of(from)
  // Large files take their share of the time, not of the numbers.
  if (source.large && hand.below(15)) source = hand.of(from.filter((s) => !s.large))
  if (hand.below(10) < 2) {
    const how = hand.of(Object.keys(BYTES))
    return { source, bytes: BYTES[how](source.bytes, hand), how }
  }
  const parts: Record<string, Uint8Array> = { ...source.parts }
  const done: string[] = []
  for (let times = 1 + hand.below(3); times > 0; times--) {
    const path = partOf(parts, hand)
    const how = hand.of(Object.keys(PARTS))
    PARTS[how](parts, path, hand)
    done.push(`${how} in ${path}`)
  }
  return { source, bytes: zipSync(parts, { level: 0 }), how: done.join(', ') }
}

/** Mostly the document: it is where most of the reading is. */
function partOf(parts: Readonly<Record<string, Uint8Array>>, hand: Hand): string {
  const paths = Object.keys(parts)
  const documents = paths.filter((path) => /document\.xml$/.test(path))
  if (documents.length && hand.below(10) < 6) return hand.of(documents)
  const readable = paths.filter((path) => /\.(xml|rels)$/.test(path))
  return readable.length && hand.below(10) < 9 ? hand.of(readable) : hand.of(paths)
}

const BYTES: Readonly<Record<string, (bytes: Uint8Array, hand: Hand) => Uint8Array>> = {
  'bits of the archive': (bytes, hand) => flipped(bytes, hand),
  'an archive cut short': (bytes, hand) => bytes.slice(0, hand.below(bytes.length)),
  'zeros in the archive': (bytes, hand) => bytes.slice().fill(0, hand.below(bytes.length), hand.below(bytes.length)),
  'a stretch of the archive twice': (bytes, hand) => {
    const [a, b] = [hand.below(bytes.length), hand.below(bytes.length)]
    return Buffer.concat([bytes.slice(0, Math.max(a, b)), bytes.slice(Math.min(a, b))])
  },
  'sizes and places in the directory': (bytes, hand) => {
    const out = bytes.slice()
    const view = new DataView(out.buffer)
    const heads: number[] = []
    for (let i = 0; i + 46 < out.length; i++) if (view.getUint32(i, true) === 0x02014b50) heads.push(i)
    if (heads.length)
      view.setUint32(hand.of(heads) + hand.of([8, 10, 16, 20, 24, 28, 42]), hand.of([0, 1, 0xffffffff, 0x7fffffff, 100]), true)
    return out
  },
}
function flipped(bytes: Uint8Array, hand: Hand): Uint8Array {
  const out = bytes.slice()
  if (out.length) for (let times = 1 + hand.below(6); times > 0; times--) out[hand.below(out.length)] ^= 1 << hand.below(8)
  return out
}

const ABSURD = [
  '',
  ' ',
  '0',
  '-1',
  '1',
  '8',
  '9',
  '1000',
  '2147483648',
  '1000000000',
  '99999999999999999999999999999999',
  '1e30',
  'NaN',
  '-Infinity',
  '0x10',
  'none',
  'restart',
  'begin',
  'end',
  'separate',
  'External',
  '../../../etc/passwd',
  '/word/document.xml',
  'document.xml',
  '__proto__',
  'constructor',
  '%1%2%3%4%5%6%7%8%9',
  '2025-13-45T99:99:99Z',
  'D800',
  '\u{1f600}',
  'a'.repeat(5000),
]
const LOCAL = /<(\/?)([A-Za-z_][\w.-]*:)?([\w.-]+)([^<>]*?)(\/?)>/g

interface Tag {
  readonly from: number
  readonly to: number
  /** Where the element ends. */
  end: number
}
/** The elements of markup by their places; what is not well formed gives what can be told. */
function tags(xml: string): Tag[] {
  const out: Tag[] = []
  const open: Tag[] = []
  for (const found of xml.matchAll(LOCAL)) {
    const to = found.index + found[0].length
    if (found[1]) {
      const start = open.pop()
      if (start) start.end = to
    } else {
      const tag = { from: found.index, to, end: to }
      out.push(tag)
      if (!found[5]) open.push(tag)
    }
  }
  return out
}

type OnMarkup = (xml: string, list: readonly Tag[], hand: Hand) => string
const element = (xml: string, tag: Tag): string => xml.slice(tag.from, tag.end)
const without = (xml: string, tag: Tag): string => xml.slice(0, tag.from) + xml.slice(tag.end)
const putAt = (xml: string, at: number, what: string): string => xml.slice(0, at) + what + xml.slice(at)
/** An attribute of some tag, by the place of its value. */
function value(xml: string, list: readonly Tag[], hand: Hand): readonly [number, number] | null {
  for (let times = 8; times > 0; times--) {
    const tag = hand.of(list)
    const found = [...xml.slice(tag.from, tag.to).matchAll(/="([^"]*)"/g)].filter((f) => !f[1].startsWith('http'))
    if (!found.length) continue
    const one = hand.of(found)
    const from = tag.from + one.index + 2
    return [from, from + one[1].length]
  }
  return null
}
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const MARKUP: Readonly<Record<string, OnMarkup>> = {
  'an element gone': (xml, list, hand) => without(xml, hand.of(list)),
  'an element twice': (xml, list, hand) => {
    const tag = hand.of(list)
    return putAt(xml, tag.end, element(xml, tag))
  },
  'an element elsewhere': (xml, list, hand) => {
    const [tag, other] = [hand.of(list), hand.of(list)]
    return putAt(xml, hand.below(2) ? other.from : other.end, element(xml, tag))
  },
  'an element inside another': (xml, list, hand) => {
    const [tag, other] = [hand.of(list), hand.of(list)]
    return other.end === other.to ? xml : putAt(xml, other.to, element(xml, tag))
  },
  'two elements swapped': (xml, list, hand) => {
    const [a, b] = [hand.of(list), hand.of(list)].sort((x, y) => x.from - y.from)
    return b.from < a.end ? xml : xml.slice(0, a.from) + element(xml, b) + xml.slice(a.end, b.from) + element(xml, a) + xml.slice(b.end)
  },
  'an element in itself': (xml, list, hand) => {
    const tag = hand.of(list)
    const whole = element(xml, tag)
    if (tag.end === tag.to || whole.length > 400) return xml
    const [head, times] = [xml.slice(tag.from, tag.to), 1 + hand.below(400)]
    const close = /<\/[^>]*>$/.exec(whole)?.[0] ?? ''
    return xml.slice(0, tag.from) + head.repeat(times) + whole + close.repeat(times) + xml.slice(tag.end)
  },
  'an element many times': (xml, list, hand) => {
    const tag = hand.of(list)
    const whole = element(xml, tag)
    return putAt(xml, tag.end, whole.repeat(Math.min(hand.below(300), Math.floor(200_000 / whole.length))))
  },
  'a tag gone': (xml, list, hand) => {
    const tag = hand.of(list)
    return xml.slice(0, tag.from) + xml.slice(tag.to)
  },
  'another name': (xml, list, hand) => {
    const [tag, other] = [hand.of(list), hand.of(list)]
    const [a, b] = [tag, other].map((t) => /^<([^\s/>]+)/.exec(xml.slice(t.from, t.to))?.[1] ?? 'x')
    const whole = element(xml, tag).replace(`<${a}`, `<${b}`)
    const end = whole.endsWith(`</${a}>`) ? `${whole.slice(0, -a.length - 3)}</${b}>` : whole
    return xml.slice(0, tag.from) + end + xml.slice(tag.end)
  },
  'an absurd value': (xml, list, hand) => {
    const at = value(xml, list, hand)
    return at ? xml.slice(0, at[0]) + escaped(hand.of(ABSURD)) + xml.slice(at[1]) : xml
  },
  'values swapped': (xml, list, hand) => {
    const [a, b] = [value(xml, list, hand), value(xml, list, hand)]
    return a && b ? xml.slice(0, a[0]) + xml.slice(...b) + xml.slice(a[1]) : xml
  },
  'an attribute gone': (xml, list, hand) => {
    const tag = hand.of(list)
    const head = xml.slice(tag.from, tag.to)
    const found = [...head.matchAll(/\s[\w:.-]+="[^"]*"/g)]
    if (!found.length) return xml
    const one = hand.of(found)
    return xml.slice(0, tag.from) + head.slice(0, one.index) + head.slice(one.index + one[0].length) + xml.slice(tag.to)
  },
  'other words': (xml, list, hand) => {
    const tag = hand.of(list)
    return tag.end === tag.to ? xml : putAt(xml, tag.to, escaped(hand.of(ABSURD)))
  },
}

type OnParts = (parts: Record<string, Uint8Array>, path: string, hand: Hand) => void
const onMarkup =
  (change: OnMarkup): OnParts =>
  (parts, path, hand) => {
    const xml = strFromU8(parts[path])
    const list = tags(xml)
    if (list.length) parts[path] = strToU8(change(xml, list, hand))
  }
const PARTS: Readonly<Record<string, OnParts>> = {
  ...Object.fromEntries(Object.entries(MARKUP).map(([how, change]) => [how, onMarkup(change)])),
  'a part gone': (parts, path) => {
    delete parts[path]
  },
  'a part under another name': (parts, path, hand) => {
    parts[hand.of(['word/x.xml', 'a', 'word/document.xml', `${path}.xml`])] = parts[path]
    delete parts[path]
  },
  'parts swapped': (parts, path, hand) => {
    const other = hand.of(Object.keys(parts))
    ;[parts[path], parts[other]] = [parts[other], parts[path]]
  },
  'a part cut short': (parts, path, hand) => {
    parts[path] = parts[path].slice(0, hand.below(parts[path].length))
  },
  'bits of a part': (parts, path, hand) => {
    parts[path] = flipped(parts[path], hand)
  },
}
