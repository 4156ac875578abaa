import Database from 'better-sqlite3'
import { Node } from 'prosemirror-model'
import { formatDay } from '../../shared/model/labels.ts'
import { schema } from '../../shared/model/schema.ts'
import { migrate } from './migrate.ts'
import type { EventRow, ProposalRow } from './rows.ts'
import { cleanHashes, hashDoc, linkOf, parseChain, restOf, sealOf, sha256 } from './seal.ts'

/** Outcome of a check: `problems` are sentences, each naming what was changed; `checked` counts sealed proposals. */
export interface Verdict {
  readonly ok: boolean
  readonly problems: string[]
  readonly checked: number
}

type Db = Database.Database
type Named = ProposalRow & { readonly number: string; readonly item_kind: string }

const placeName = (number: string, kind: string): string =>
  kind === 'base' ? 'Base agreement' : kind === 'norms' ? 'Meeting norms' : `Item ${number}`
const nameOf = (p: Named): string => `${placeName(p.number, p.item_kind)}, ${p.party} ${formatDay(p.date)}`

/** Recomputes everything that was sealed: SQLite's own check, the file's protections, the record's chain, every seal and document. */
export function verify(db: Db): Verdict {
  const broken = integrity(db)
  if (broken) return { ok: false, problems: [broken], checked: 0 }
  const sealed = db
    .prepare(
      `SELECT p.*, i.number, i.kind AS item_kind FROM proposal p JOIN item i ON i.id = p.item
       WHERE p.state = 'sealed' ORDER BY i.ord, p.position`,
    )
    .all() as Named[]
  const events = db.prepare('SELECT * FROM event ORDER BY seq').all() as EventRow[]
  const problems = new Set<string>()
  for (const p of protections(db)) problems.add(p)
  for (const p of record(db, events, sealed)) problems.add(p)
  for (const p of documents(sealed)) problems.add(p)
  for (const p of histories(db, events, sealed)) problems.add(p)
  for (const p of passes(events, sealed)) problems.add(p)
  for (const p of bases(db, events)) problems.add(p)
  for (const p of numbers(db, events)) problems.add(p)
  for (const p of names(db, events)) problems.add(p)
  for (const p of sources(db, events)) problems.add(p)
  for (const p of papers(db, events)) problems.add(p)
  for (const p of orphans(db)) problems.add(p)
  return { ok: problems.size === 0, problems: [...problems], checked: sealed.length }
}

function integrity(db: Db): string | null {
  try {
    const said = db.pragma('integrity_check(1)', { simple: true })
    return said === 'ok' ? null : `The file itself is damaged (${String(said).replace(/\s+/g, ' ')}).`
  } catch (error) {
    return `The file itself is damaged (${(error as Error).message}).`
  }
}

/** No row may point to one that was taken away. */
function orphans(db: Db): string[] {
  const found = db.pragma('foreign_key_check') as { table: string; parent: string }[]
  return found.map((x) => `The file itself is damaged (a row of ${x.table} points to a ${x.parent} that is not there).`)
}

/** The triggers and tables must be those of the migrations: without them a file could have been changed at will. */
function protections(db: Db): string[] {
  const shape = (of: Db): Map<string, string> =>
    new Map(
      (
        of
          .prepare("SELECT type || ' ' || name AS name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search_%'")
          .all() as {
          name: string
          sql: string
        }[]
      ).map((row) => [row.name, row.sql]),
    )
  const fresh = new Database(':memory:')
  try {
    migrate(fresh)
    const expected = shape(fresh)
    const found = shape(db)
    const names = new Set([...expected.keys(), ...found.keys()])
    return [...names]
      .filter((name) => expected.get(name) !== found.get(name))
      .map((name) => `The file's own protection was changed (${name}).`)
  } finally {
    fresh.close()
  }
}

/** The record must chain line by line, and say of each sealed proposal what its content still says. */
function record(db: Db, events: readonly EventRow[], sealed: readonly Named[]): string[] {
  const byId = new Map(sealed.map((p) => [p.id, p]))
  const itemName = db.prepare('SELECT number, kind FROM item WHERE id = ?')
  const about = (e: EventRow): string => {
    const p = e.proposal === null ? undefined : byId.get(e.proposal)
    if (p) return nameOf(p)
    const item = e.item === null ? undefined : (itemName.get(e.item) as { number: string; kind: string } | undefined)
    return item ? placeName(item.number, item.kind) : 'The negotiation'
  }
  const problems: string[] = []
  const seals = new Map<string, string>()
  let before = ''
  for (const e of events) {
    if (linkOf(before, e) !== e.hash) problems.push(`${about(e)}: its line in the record was changed (line ${e.seq}, ${e.kind}).`)
    before = e.hash
    if (e.kind === 'seal' && e.proposal) seals.set(e.proposal, String(parsed(e.content)?.seal ?? ''))
  }
  for (const p of sealed) {
    const content = sealOf({ ...p, sealedAt: p.sealed_at!, clean: p.clean! })
    if (seals.get(p.id) !== content) problems.push(`${nameOf(p)} was changed after it was sealed.`)
    seals.delete(p.id)
  }
  const other = db.prepare('SELECT p.*, i.number, i.kind AS item_kind FROM proposal p JOIN item i ON i.id = p.item WHERE p.id = ?')
  for (const id of seals.keys()) {
    const left = other.get(id) as Named | undefined
    const e = events.find((x) => x.kind === 'seal' && x.proposal === id)!
    const gone = [about(e), e.party && e.date && `${e.party} ${formatDay(e.date)}`].filter(Boolean).join(', ')
    problems.push(left ? `${nameOf(left)} was sealed and no longer is.` : `${gone} was sealed and is gone.`)
  }
  return problems
}

/** Every sealed document must read, version for version, as it did when it and the proposals in its chain were sealed. */
function documents(sealed: readonly Named[]): string[] {
  const problems: string[] = []
  const clean = new Map<string, readonly string[]>()
  for (const p of sealed) {
    try {
      const doc = Node.fromJSON(schema, JSON.parse(p.doc))
      const hashes = cleanHashes(doc, parseChain(p.chain).length)
      clean.set(p.id, hashes)
      if (JSON.stringify(hashes) !== p.clean) problems.push(`${nameOf(p)} was changed after it was sealed.`)
    } catch {
      problems.push(`${nameOf(p)} was changed after it was sealed.`)
    }
  }
  for (const p of sealed) {
    const own = clean.get(p.id)
    if (!own) continue
    for (const round of parsedChain(p.chain)) {
      const theirs = clean.get(round.proposal)
      if (round.proposal !== p.id && theirs && theirs.some((hash, v) => own[v] !== hash))
        problems.push(`${nameOf(p)} no longer holds ${round.party} ${formatDay(round.date)} as it was sealed.`)
    }
  }
  return problems
}

/** How each sealed proposal came about: its edits, its changes, the words counted. Files of before this was sealed say nothing of it. */
function histories(db: Db, events: readonly EventRow[], sealed: readonly Named[]): string[] {
  const edits = db.prepare('SELECT seq, at, steps FROM edit WHERE proposal = ? ORDER BY seq')
  const changes = db.prepare('SELECT id, r, party, at FROM change WHERE proposal = ? ORDER BY id')
  const rest = new Map(events.filter((e) => e.kind === 'seal').map((e) => [e.proposal, parsed(e.content)?.rest]))
  return sealed
    .filter((p) => rest.get(p.id) !== undefined)
    .filter((p) => rest.get(p.id) !== restOf(p, edits.all(p.id) as never, changes.all(p.id) as never))
    .map((p) => `${nameOf(p)} was changed after it was sealed (the record of how it came about).`)
}

/** What was passed across was sealed at the moment of the pass. */
function passes(events: readonly EventRow[], sealed: readonly Named[]): string[] {
  const byId = new Map(sealed.map((p) => [p.id, p]))
  const problems: string[] = []
  for (const e of events) {
    if (e.kind !== 'pass') continue
    const content = parsed(e.content)
    for (const id of (content?.proposals ?? []) as string[]) {
      const p = byId.get(id)
      if (!p) problems.push(`A proposal of ${passName(e)} is not there.`)
      else if (content?.at !== undefined && p.sealed_at !== content.at)
        problems.push(`${nameOf(p)} was not sealed at the moment of ${passName(e)}.`)
    }
  }
  return problems
}
const passName = (e: EventRow): string => `the pass of ${e.party ?? 'a party'}${e.date ? ` on ${formatDay(e.date)}` : ''}`

/** The current language of each item must be what it was when it was put there. */
function bases(db: Db, events: readonly EventRow[]): string[] {
  const made = new Map(
    events.filter((e) => e.kind === 'item' || e.kind === 'base').map((e) => [e.item, String(parsed(e.content)?.base ?? '')]),
  )
  const items = db.prepare('SELECT id, number, kind, base FROM item ORDER BY ord').all() as {
    id: string
    number: string
    kind: string
    base: string
  }[]
  return items
    .filter((item) => baseHash(item.base) !== made.get(item.id))
    .map((item) => `${placeName(item.number, item.kind)}: its current language was changed by hand.`)
}

/** Each item must have the number that it was put there under. */
function numbers(db: Db, events: readonly EventRow[]): string[] {
  const made = new Map(events.filter((e) => e.kind === 'item').map((e) => [e.item, parsed(e.content)?.number]))
  const items = db.prepare('SELECT id, number, kind FROM item ORDER BY ord').all() as { id: string; number: string; kind: string }[]
  return items
    .filter((item) => made.get(item.id) !== item.number)
    .map((item) => `${placeName(item.number, item.kind)}: its number was changed by hand.`)
}

/** What the negotiation, its parties and its items are called is what they were begun as. Files of before this was recorded say less of it. */
function names(db: Db, events: readonly EventRow[]): string[] {
  const begun = parsed(events.find((e) => e.kind === 'create')?.content ?? '')
  const problems: string[] = []
  const now = db.prepare('SELECT title, years FROM negotiation').get() as { title: string; years: string | null } | undefined
  if (begun?.title !== undefined && (now?.title !== begun.title || now?.years !== begun.years))
    problems.push('The negotiation: its title or years were changed by hand.')
  const parties = new Map(((begun?.parties ?? []) as { label: string; name: string; role: string }[]).map((p) => [p.label, p]))
  for (const { label, name, role } of db.prepare('SELECT label, name, role FROM party').all() as {
    label: string
    name: string
    role: string
  }[]) {
    const made = parties.get(label)
    if (begun?.parties !== undefined && (made?.name !== name || made?.role !== role))
      problems.push(`${label}: its name or role was changed by hand.`)
  }
  const made = new Map(events.filter((e) => e.kind === 'item').map((e) => [e.item, parsed(e.content)]))
  const items = db.prepare('SELECT id, number, kind, title, place FROM item ORDER BY ord').all() as {
    id: string
    number: string
    kind: string
    title: string
    place: string | null
  }[]
  for (const item of items) {
    const said = made.get(item.id)
    if (said?.title !== undefined && (said.title !== item.title || said.place !== item.place))
      problems.push(`${placeName(item.number, item.kind)}: its title or place was changed by hand.`)
  }
  return problems
}

function baseHash(text: string): string | null {
  try {
    return hashDoc(Node.fromJSON(schema, JSON.parse(text)))
  } catch {
    return null
  }
}

/** Imported sources must be the bytes that came. */
function sources(db: Db, events: readonly EventRow[]): string[] {
  const recorded = events.filter((e) => e.kind === 'source').map((e) => parsed(e.content)?.sha256)
  const rows = db.prepare('SELECT name, sha256, bytes FROM source ORDER BY rowid').all() as {
    name: string
    sha256: string
    bytes: Uint8Array
  }[]
  return rows
    .filter((row, i) => sha256(row.bytes) !== row.sha256 || recorded[i] !== row.sha256)
    .map((row) => `The imported source ${row.name} was changed by hand.`)
}

/** The papers of each pass must be the bytes that left, all of them and no others. */
function papers(db: Db, events: readonly EventRow[]): string[] {
  const rows = db.prepare('SELECT id, pass, name, mime, at, sha256, bytes FROM paper ORDER BY rowid').all() as {
    id: string
    pass: string
    name: string
    mime: string
    at: string
    sha256: string
    bytes: Uint8Array
  }[]
  const kept = new Map(rows.map((row) => [`${row.pass} ${row.name}`, row]))
  const problems: string[] = []
  for (const e of events) {
    if (e.kind !== 'pass') continue
    const content = parsed(e.content)
    const when = passName(e)
    for (const { name, mime, sha256: hash } of (content?.papers ?? []) as { name: string; mime: string; sha256: string }[]) {
      const row = kept.get(`${content?.id} ${name}`)
      kept.delete(`${content?.id} ${name}`)
      if (!row) problems.push(`${name}, a paper of ${when}, is gone.`)
      else if (
        sha256(row.bytes) !== hash ||
        row.sha256 !== hash ||
        row.mime !== mime ||
        row.id !== `${row.pass} ${name}` ||
        (content?.at !== undefined && row.at !== content.at)
      )
        problems.push(`${name}, a paper of ${when}, was changed by hand.`)
    }
  }
  for (const row of kept.values()) problems.push(`${row.name} was put among the papers that were passed by hand.`)
  return problems
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
}
const parsedChain = (text: string) => (parsed(text) as unknown as ReturnType<typeof parseChain> | null) ?? []
