import type { Node } from 'prosemirror-model'
import { numberOf, type Place, type Placed, placeName, placesOf } from './place.ts'
import type { TextBlock } from './text.ts'
import type { Finding } from './types.ts'

/** A reference as it stands in a text, with the place that it names. */
interface Reference {
  readonly from: number
  readonly to: number
  /** What it names, each place of a list by itself. */
  readonly names: readonly Place[]
}

const NUMBER = '[0-9]+[A-Za-z]?(?:\\.[0-9]+)*|[A-Z]-?[0-9]+|[IVXLC]+|[A-Z]'
const UNIT = new RegExp(
  `\\b(articles?|sections?|subdivisions?|subd[s.]*|appendix|appendices|schedules?)\\s+((?:${NUMBER})(?:(?:\\s*,\\s*(?:and\\s+|or\\s+)?|\\s+(?:and|or|through|to)\\s+|\\s*[–-]\\s*)(?:${NUMBER})(?![A-Za-z]))*)(?![A-Za-z0-9(])`,
  'gi',
)
const KEY: Readonly<Record<string, 'article' | 'section' | 'subd' | 'appendix' | 'schedule'>> = {
  a: 'article',
  s: 'section',
}
const keyOf = (word: string) => {
  const w = word.toLowerCase()
  if (w.startsWith('append')) return 'appendix'
  if (w.startsWith('sched')) return 'schedule'
  if (w.startsWith('subd')) return 'subd'
  return KEY[w[0]!]!
}
/** Words before or after that make a reference one to a law and not to the agreement. */
const LAW_BEFORE =
  /(?:m\.\s?s\.|minn(?:esota|\.)?\s+stat(?:utes?|\.)?|statutes?|u\.\s?s\.\s?c\.?|c\.\s?f\.\s?r\.?|code|chapter|public law|rules?|act|irs|§+)[\s§(]*(?:\(m\.s\.\)\s*)?[§\d.a-z]*[\s,.;]*$/i
const LAW_AFTER =
  /^[\s,]*(?:\([a-z0-9]\)|of (?:the )?(?:internal revenue|irs|i\.r\.c|code|act|social security|federal|state|minnesota|public|fair labor|family and medical|affordable|statute|law|u\.s))/i
const OTHER_AFTER = /^[\s,]*(?:of|in|to|under) (?:the|that|an?|any|each|their|its) (?!agreement|article|section|contract|collective)/i

/** The references in a text. `here`: where the text stands, for those that leave the article or section to the reader. */
export function referencesIn(text: string, here: Place): Reference[] {
  const units = [...text.matchAll(UNIT)].flatMap((found) => {
    const key = keyOf(found[1]!)
    const numbers = found[2]!.split(/\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|through|to)\s+|(?<=[0-9])\s*[–-]\s*/i)
    // A small letter after `schedule` or `section` is a word and no number.
    if (numbers.some((n) => /^[a-z]/.test(n))) return []
    const lettered = key === 'appendix' || key === 'schedule'
    return [
      {
        key,
        numbers: numbers.map((n) => (lettered ? n.toLowerCase() : numberOf(n))),
        from: found.index,
        to: found.index + found[0].length,
      },
    ]
  })
  const out: Reference[] = []
  for (let i = 0; i < units.length; ) {
    let end = i + 1
    while (
      end < units.length &&
      units[end]!.key !== units[i]!.key &&
      /^(?::\s+[A-Z][\w\s'’-]{0,60},)?[\s,;:]*(?:of\s+)?$/.test(text.slice(units[end - 1]!.to, units[end]!.from))
    )
      end++
    const chain = units.slice(i, end)
    const [from, to] = [chain[0]!.from, chain.at(-1)!.to]
    i = end
    const before = text.slice(Math.max(0, from - 50), from)
    const after = text.slice(to)
    if (LAW_BEFORE.test(before) || LAW_AFTER.test(after) || OTHER_AFTER.test(after)) continue
    const scope = /^[\s,.]*(?:above|below)?[\s,]*of (?:this|the) (article|section|agreement|contract)/i.exec(after)?.[1]?.toLowerCase()
    out.push({ from, to, names: namesOf(chain, here, scope ?? null) })
  }
  return out
}

function namesOf(chain: readonly { key: string; numbers: readonly string[] }[], here: Place, scope: string | null): Place[] {
  const given = (key: string) => chain.find((u) => u.key === key)?.numbers ?? null
  const head = given('appendix')?.map((n) => `appendix ${n}`) ?? given('schedule')?.map((n) => `schedule ${n}`) ?? given('article')
  const sections = given('section')
  const subds = given('subd')
  const articles: readonly (string | null)[] = head ?? [here.article]
  const own = head === null && scope !== 'article' ? here.section : null
  const out: Place[] = []
  for (const article of articles)
    for (const section of sections ?? [own]) for (const subd of subds ?? [null]) out.push({ article, section, subd, point: null })
  return out
}

/** An agreement that references can be looked up in. */
export interface Agreement {
  readonly places: readonly Placed[]
}

const below = (p: Placed, wanted: Place): boolean =>
  (wanted.article === null || p.place.article === wanted.article) &&
  (wanted.section === null || p.place.section === wanted.section) &&
  (wanted.subd === null || p.place.subd === wanted.subd || (p.unit === 'point' && p.number === wanted.subd))

/** The block that a reference leads to; null where there is none, undefined where the agreement numbers nothing of that kind. */
export function lookUp({ places }: Agreement, wanted: Place): string | null | undefined {
  const unit = wanted.subd !== null ? 'subd' : wanted.section !== null ? 'section' : 'article'
  const kind = wanted.article?.startsWith('appendix') ? 'appendix' : wanted.article?.startsWith('schedule') ? 'schedule' : ''
  const countable = places.some(
    (p) => p.unit === unit && (unit !== 'article' || (kind ? p.number.startsWith(kind) : /^[0-9]/.test(p.number))),
  )
  if (!countable) return undefined
  return places.find((p) => below(p, wanted) && (p.unit === unit || (unit === 'subd' && p.unit === 'point')))?.block ?? null
}

/**
 * References of some language that lead nowhere, or to what has moved. `agreement`: where they are looked up (the document itself,
 * where none is given); `before`: the agreement as it was, in which the same blocks have the same ids.
 */
export function checkReferences(
  doc: Node,
  o: { readonly from?: Place; readonly agreement?: Node | null; readonly before?: Node | null } = {},
): Finding[] {
  const own = placesOf(doc, o.from)
  const agreement: Agreement = { places: [...own.places, ...(o.agreement ? placesOf(o.agreement).places : [])] }
  const before = o.before ? placesOf(o.before).places : null
  return own.blocks.flatMap((b) => findingsIn(b, own.at.get(b.id)!, agreement, before))
}

function findingsIn(b: TextBlock, here: Place, agreement: Agreement, before: readonly Placed[] | null): Finding[] {
  const out: Finding[] = []
  // A title that only numbers the block is no reference.
  for (const ref of referencesIn(b.text, here)) {
    if (b.heading && ref.from === 0) continue
    for (const name of ref.names) {
      const found = lookUp(agreement, name)
      const words = { block: b.id, from: ref.from, to: ref.to, text: b.text.slice(ref.from, ref.to) }
      const was = before ? lookUp({ places: before }, name) : undefined
      const now = was ? agreement.places.find((p) => p.block === was) : undefined
      if (was && now && was !== found && placeName(now.place) !== placeName(name))
        out.push({ kind: 'moved', message: `“${words.text}” leads to what now is ${placeName(now.place)}.`, ...words })
      else if (found === null)
        out.push({ kind: 'reference', message: `“${words.text}” leads nowhere: there is no ${placeName(name)}.`, ...words })
    }
  }
  return out
}
