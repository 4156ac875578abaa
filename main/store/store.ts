import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { Database, Statement } from 'better-sqlite3'
import { Node } from 'prosemirror-model'
import type { Legend } from '../../shared/model/legend.ts'
import type { Day, Doubt, Item, ItemKind, Moment, Party, ProposalKind, RoundRef } from '../../shared/model/negotiation.ts'
import { type BargainingRecord, type PassedPaper, readRecord } from '../../shared/model/record.ts'
import { schema } from '../../shared/model/schema.ts'
import { countWords, plainText, project, redline } from '../../shared/redline/index.ts'
import { METHODS, ParleyError } from '../../shared/rpc/contract.ts'
import { Caucus } from './caucus.ts'
import { damaged, guarded, readOnly } from './failure.ts'
import { assertOpen, checkFrozen, type Frozen, missingBlock, partAgreed } from './frozen.ts'
import type { Unlock } from './lock.ts'
import {
  type DoubtRow,
  doubtFrom,
  type EventKind,
  type EventRow,
  type ItemRow,
  itemFrom,
  type ProposalHead,
  type ProposalRow,
  proposalFrom,
  type RecordKind,
  type StoredProposal,
  standings,
} from './rows.ts'
import { cleanHashes, hashDoc, linkOf, parseChain, restOf, sealOf, sha256 } from './seal.ts'
import { type Verdict, verify } from './verify.ts'
import { applySteps, checkEdit, eachChange, type StepJSON, standsAsSealed, type Working, working } from './working.ts'

/** What a file says of its negotiation as a whole. Which party is *us* is a setting of this copy. */
export interface NegotiationRow {
  readonly title: string
  readonly years: string | null
  readonly us: string
  readonly legend: Legend
  readonly createdAt: Moment
}
/** An item to be added. */
export interface NewItem {
  readonly number: string
  readonly title: string
  readonly place: string | null
  readonly kind: ItemKind
  /** The current language; a document without switches. */
  readonly base: Node
}
/** A proposal that comes in finished. The last round of `chain` is its own and carries `id`. */
export interface NewSealed {
  readonly id: string
  readonly item: string
  readonly kind: ProposalKind
  readonly answers: string | null
  readonly chain: readonly RoundRef[]
  readonly doc: Node
  /** What the source does not say and was taken. */
  readonly unstated?: readonly ('party' | 'date')[]
}
/** An open round to be started. */
export interface NewDraft {
  readonly item: string
  readonly party: string
  readonly date: Day
  readonly kind: ProposalKind
  readonly answers: string | null
}
/** A source to be kept as it came. */
export interface NewSource {
  readonly name: string
  readonly kind: string
  readonly bytes: Uint8Array
  /** The item, and the proposal, whose language it is; null or left out where it is of several or none. */
  readonly item?: string | null
  readonly proposal?: string | null
}
/** A place in which the words that were searched for stand. */
export interface Hit {
  readonly item: string
  /** Empty where the hit is in the current language. */
  readonly proposal: string
  readonly snippet: string
}

/** A document is compacted after this many edits, so that opening it again stays quick. */
const SNAPSHOT_EVERY = 1000
const KEPT_DOCUMENTS = 24
/** A file may come from anywhere: its colours reach style sheets and papers, so they are checked like any input. */
const LEGEND = METHODS['negotiation.setLegend'].input.shape.legend
const HEAD = 'id, item, party, date, kind, answers, position, chain, doc_seq, state, created_at, sealed_at, added, struck, unstated'

/** What a rehearsal ends with: it is always taken back. */
const REHEARSED = new Error('rehearsed')

const notFound = (what: string) => new ParleyError('not-found', `There is no such ${what} in this file.`)

/**
 * One open negotiation. Everything that is written is on disk when the call returns. Documents in memory and rows on disk
 * change together or not at all.
 */
export class Store {
  readonly path: string
  readonly readOnly: boolean
  /** What is one party's own. */
  readonly caucus: Caucus
  readonly #db: Database
  readonly #unlock: Unlock | null
  readonly #now: () => Moment
  readonly #statements = new Map<string, Statement>()
  readonly #open = new Map<string, Working>()
  readonly #sealed = new Map<string, Node>()
  #read: BargainingRecord | null = null
  #depth = 0
  #logging = false

  /** For `createFile` and `openFile` only. */
  constructor(db: Database, path: string, unlock: Unlock | null, now: () => Moment) {
    this.#db = db
    this.path = path
    this.readOnly = unlock === null
    this.#unlock = unlock
    this.#now = now
    this.caucus = new Caucus({
      all: (sql, ...values) => this.#all(sql, ...values),
      run: (sql, ...values) => this.atomically(() => this.#run(sql, ...values)),
      now: () => this.#now(),
    })
  }

  /** The moment that it is by the file's clock. */
  now(): Moment {
    return this.#now()
  }

  /** The file's name, as sentences name it. */
  get name(): string {
    return basename(this.path)
  }

  // Reading

  negotiation(): NegotiationRow {
    const row = this.#one<{ title: string; years: string | null; us: string; legend: string; created_at: string }>(
      'SELECT title, years, us, legend, created_at FROM negotiation',
    )
    const legend = row && legendFrom(row.legend)
    if (!row || !legend) throw damaged(this.name)
    return { title: row.title, years: row.years, us: row.us, legend, createdAt: row.created_at }
  }

  /** The parties, in the order in which they were named. */
  parties(): Party[] {
    return this.#all<Party>('SELECT label, name, role FROM party ORDER BY place')
  }

  /** The record, from the first line. */
  events(): EventRow[] {
    return this.#all<EventRow>('SELECT * FROM event ORDER BY seq')
  }

  /** What the record says of passes, packages, sessions, rules, places and agreements. */
  record(): BargainingRecord {
    this.#read ??= readRecord(this.events())
    return this.#read
  }

  /** Language agreed in parts of an item that is open. */
  frozen(item: string): Frozen[] {
    return (this.record().agreements.get(item) ?? []).flatMap((agreement) => {
      if (agreement.blocks === null) return []
      const p = this.proposal(agreement.proposal)
      const wanted = new Set(agreement.blocks)
      const clean = project(this.document(p.id).doc, p.chain.length)
      return [{ agreement, blocks: clean.children.filter((block) => wanted.has(String(block.attrs.id))) }]
    })
  }

  /** Every item, in the order of the document: norms first, the base agreement last. */
  items(): Item[] {
    const s = standings(this.events())
    return this.#all<ItemRow>(
      `SELECT id, number, title, place, kind, ord FROM item
       ORDER BY CASE kind WHEN 'norms' THEN 0 WHEN 'item' THEN 1 ELSE 2 END, ord`,
    ).map((row) => itemFrom(row, s.item(row.id)))
  }

  item(id: string): Item {
    const row = this.#one<ItemRow>('SELECT id, number, title, place, kind, ord FROM item WHERE id = ?', id)
    if (!row) throw notFound('item')
    return itemFrom(row, standings(this.events()).item(id))
  }

  /** The current language of an item. */
  base(item: string): Node {
    return this.#remember(`base ${item}`, () => {
      const row = this.#one<{ base: string }>('SELECT base FROM item WHERE id = ?', item)
      if (!row) throw notFound('item')
      return this.#parse(row.base)
    })
  }

  /** The proposals of the file, or of one item, in the order of their stacks; drafts included, discarded ones not. */
  proposals(item: string | null = null): StoredProposal[] {
    const s = standings(this.events())
    const rows = this.#all<ProposalHead>(
      `SELECT ${HEAD} FROM proposal WHERE state <> 'discarded' AND item = coalesce(?, item) ORDER BY item, position`,
      item,
    )
    return rows.map((row) => proposalFrom(row, s.proposal(row.id)))
  }

  /** The open drafts of all items. */
  drafts(): StoredProposal[] {
    const rows = this.#all<ProposalHead>(`SELECT ${HEAD} FROM proposal WHERE state = 'draft' ORDER BY item, position`)
    if (!rows.length) return []
    const s = standings(this.events())
    return rows.map((row) => proposalFrom(row, s.proposal(row.id)))
  }

  proposal(id: string): StoredProposal {
    const row = this.#head(id)
    if (row.state === 'discarded') throw notFound('proposal')
    return proposalFrom(row, standings(this.events()).proposal(id))
  }

  /** A proposal's document with all its rounds, and the number of the last edit in it. */
  document(id: string): { doc: Node; seq: number } {
    const row = this.#head(id)
    if (row.state === 'draft') {
      const w = this.#working(id)
      return { doc: w.doc, seq: w.seq }
    }
    return { doc: this.#remember(id, () => this.#parse(this.#text(id))), seq: row.doc_seq }
  }

  doubts(): Doubt[] {
    return this.#all<DoubtRow>('SELECT * FROM doubt ORDER BY ord').map(doubtFrom)
  }

  /** The doubts that somebody answered, and those that quote a remark of a file: what they say is nobody else's business. */
  privateDoubts(): Doubt[] {
    return this.#all<DoubtRow>("SELECT * FROM doubt WHERE answer IS NOT NULL OR message LIKE 'A comment%' ORDER BY ord").map(doubtFrom)
  }

  /** Sources as they were imported: name, kind and size in bytes. */
  sources(): { name: string; kind: string; sha256: string; size: number; at: Moment }[] {
    return this.#all('SELECT name, kind, sha256, length(bytes) AS size, at FROM source ORDER BY rowid')
  }

  /** The file that the current language of an item came from, or a proposal's; null where it came from none of its own. */
  sourceOf(item: string, proposal: string | null = null): { name: string; bytes: Uint8Array } | null {
    const found = this.#one<{ content: string }>(
      "SELECT content FROM event WHERE kind = 'source' AND item = ? AND proposal IS ? ORDER BY seq DESC",
      item,
      proposal,
    )
    if (!found) return null
    const { sha256: hash } = JSON.parse(found.content) as { sha256: string }
    return (
      this.#one<{ name: string; bytes: Uint8Array }>('SELECT name, bytes FROM source WHERE sha256 = ? ORDER BY rowid DESC', hash) ?? null
    )
  }

  /** Full-text search over current language and proposals; every word of `text` must occur, the last one may be unfinished. */
  search(text: string, limit = 50): Hit[] {
    const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
    if (!words.length) return []
    const query = `${words.map((w) => `"${w}"`).join(' ')}*`
    return this.#all<Hit>(
      `SELECT item, proposal, snippet(search, 2, '', '', '…', 16) AS snippet FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?`,
      query,
      limit,
    )
  }

  /** Proves (or not) that what was sealed is what stands here. */
  verify(): Verdict {
    return guarded(this.path, () => verify(this.#db))
  }

  // Writing

  /** Runs `work` as one transaction: all of it is on disk afterwards, or none of it. */
  atomically<T>(work: () => T): T {
    if (this.readOnly) throw readOnly(this.name)
    if (this.#depth) return work()
    this.#depth++
    try {
      return guarded(this.path, () => {
        this.#beginLog()
        return this.#db.transaction(work).immediate()
      })
    } catch (error) {
      this.#open.clear()
      this.#sealed.clear()
      this.#read = null
      throw error
    } finally {
      this.#depth--
    }
  }

  /** Runs `work` as if it were done, and takes all of it back: answers what it saw, and nothing of it is ever on disk. */
  rehearse<T>(work: () => T): T {
    if (this.#depth) throw new TypeError('a rehearsal stands by itself')
    let seen: { readonly value: T } | null = null
    try {
      this.atomically(() => {
        seen = { value: work() }
        throw REHEARSED
      })
    } catch (error) {
      if (error !== REHEARSED) throw error
    }
    return seen!.value
  }

  /** Caps the file at `pages` pages of 4096 bytes: beyond it, writing fails as on a full disk. */
  limitPages(pages: number): void {
    this.#db.pragma(`max_page_count = ${Math.trunc(pages)}`)
  }

  setLegend(legend: Legend): void {
    this.atomically(() => this.#run('UPDATE negotiation SET legend = ?', JSON.stringify(legend)))
  }

  addItem(item: NewItem): Item {
    return this.atomically(() => {
      if (this.#one('SELECT 1 FROM item WHERE number = ?', item.number))
        throw new ParleyError('exists', `${this.name} already has ${itemName(item)}.`)
      const id = randomUUID()
      this.#run(
        'INSERT INTO item (id, number, title, place, kind, ord, base) VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(ord), 0) + 1 FROM item), ?)',
        id,
        item.number,
        item.title,
        item.place,
        item.kind,
        JSON.stringify(item.base.toJSON()),
      )
      this.#record('item', { item: id, content: { number: item.number, title: item.title, place: item.place, base: hashDoc(item.base) } })
      this.#index(id, '', item.base)
      return this.item(id)
    })
  }

  /** Puts the current language under an item that has no proposals yet. */
  setBase(item: string, base: Node): void {
    this.atomically(() => {
      if (this.proposals(item).length) throw new ParleyError('refused', 'The current language under a proposal never changes.')
      this.#run('UPDATE item SET base = ? WHERE id = ?', JSON.stringify(base.toJSON()), item)
      this.#record('base', { item, content: { base: hashDoc(base) } })
      this.#index(item, '', base)
      this.#sealed.delete(`base ${item}`)
    })
  }

  /** Adds a proposal that comes in finished, and seals it now. */
  addSealed(p: NewSealed): StoredProposal {
    return this.atomically(() => {
      const own = p.chain.at(-1)
      if (own?.proposal !== p.id) throw new TypeError('the last round of a chain is its proposal’s own')
      const text = JSON.stringify(p.doc.toJSON())
      if (this.record().agreements.has(p.item)) this.#checkTakes(p)
      const at = this.#now()
      this.#insert({ ...p, party: own.party, date: own.date }, 'draft', text, at)
      this.#changes(p.id, p.doc, at)
      this.#seal(p.id, p.doc, text, at)
      return this.proposal(p.id)
    })
  }

  /** Opens a round on the document that it answers, or on the current language. */
  startDraft(d: NewDraft): StoredProposal {
    return this.atomically(() => {
      const answered = d.answers === null ? null : this.proposal(d.answers)
      if (answered && !answered.sealed) throw new ParleyError('refused', 'A draft cannot be answered before it is sealed.')
      if (answered && answered.item !== d.item) throw new ParleyError('refused', 'A counter answers a proposal of its own item.')
      const id = randomUUID()
      const before = answered?.chain ?? []
      const chain = [...before, { r: before.length + 1, party: d.party, date: d.date, proposal: id }]
      const text = answered ? this.#text(answered.id) : JSON.stringify(this.base(d.item).toJSON())
      this.#insert({ ...d, id, chain }, 'draft', text, this.#now())
      return this.proposal(id)
    })
  }

  /**
   * Saves one edit of an open round: `seq` is the number of the last edit that the caller has. Returns the new one once the
   * edit is on disk. An edit that would change a sealed round is refused, and everything is as before.
   */
  append(id: string, seq: number, steps: readonly StepJSON[]): { seq: number; savedAt: Moment } {
    if (this.readOnly) throw readOnly(this.name)
    const w = this.#working(id)
    if (seq !== w.seq)
      throw new ParleyError('conflict', `The edit follows edit ${seq}, but the last one saved is ${w.seq}; open the proposal again.`)
    const doc = applySteps(w.doc, steps)
    const own = checkEdit(w, doc)
    this.#checkAgreed(id, w, doc)
    const savedAt = this.#now()
    const next = { ...w, doc, seq: seq + 1 }
    this.atomically(() => {
      this.#run('INSERT INTO edit (proposal, seq, at, steps) VALUES (?, ?, ?, ?)', id, next.seq, savedAt, JSON.stringify(steps))
      for (const c of own) this.#change(id, c.id, c.r, c.p, savedAt)
      if (next.seq % SNAPSHOT_EVERY === 0) this.#snapshot(id, next)
    })
    this.#open.set(id, next)
    return { seq: next.seq, savedAt }
  }

  /** Changes the date of an open round. */
  setDate(id: string, date: Day): StoredProposal {
    return this.atomically(() => {
      const row = this.#draft(id)
      const chain = parseChain(row.chain).map((c) => (c.proposal === id ? { ...c, date } : c))
      this.#run('UPDATE proposal SET date = ?, chain = ? WHERE id = ?', date, JSON.stringify(chain), id)
      this.#open.delete(id)
      return this.proposal(id)
    })
  }

  /** Seals an open round: from now on it never changes. `at`: the moment of it, where it is that of a pass. */
  seal(id: string, at: Moment = this.#now()): StoredProposal {
    return this.atomically(() => {
      this.#draft(id)
      const w = this.#working(id)
      if (!standsAsSealed(w)) throw damaged(this.name)
      this.#seal(id, w.doc, JSON.stringify(w.doc.toJSON()), at, w.seq)
      this.#open.delete(id)
      return this.proposal(id)
    })
  }

  /** Throws an open round away; its edits stay in the record. */
  discard(id: string): void {
    this.atomically(() => {
      const row = this.#draft(id)
      const w = this.#working(id)
      this.#run("UPDATE proposal SET state = 'discarded', doc = ?, doc_seq = ? WHERE id = ?", JSON.stringify(w.doc.toJSON()), w.seq, id)
      this.#record('discard', { item: row.item, proposal: id, party: row.party, date: row.date })
      this.#run('DELETE FROM search WHERE proposal = ?', id)
      this.#open.delete(id)
    })
  }

  /**
   * Records a status. `whole`: it is the item's as well, not only the proposal's. `content`: what else the line says (the session,
   * the blocks that a part agreed holds).
   */
  addStatus(
    kind: 'ta' | 'drop' | 'hold' | 'reopen' | 'settle',
    on: { item: string; proposal: string | null; party: string | null; date: Day | null; whole: boolean; content?: object },
  ): void {
    this.atomically(() => this.#record(kind, { ...on, content: { whole: on.whole, ...on.content } }))
  }

  /** Adds a line to the record; `shared/model/record.ts` says what the content of each kind is. */
  addLine(
    kind: RecordKind,
    line: {
      readonly item?: string | null
      readonly proposal?: string | null
      readonly party?: string | null
      readonly date?: Day | null
      readonly content: object
    },
  ): void {
    this.atomically(() => this.#record(kind, line))
  }

  /** Keeps a paper of a pass as it left. Its hash belongs into the line of the pass. `at`: the moment of the pass. */
  addPaper(
    pass: string,
    paper: { readonly name: string; readonly mime: string; readonly bytes: Uint8Array },
    at: Moment = this.#now(),
  ): PassedPaper {
    const hash = sha256(paper.bytes)
    this.atomically(() =>
      this.#run(
        'INSERT INTO paper (id, pass, name, mime, sha256, bytes, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        `${pass} ${paper.name}`,
        pass,
        paper.name,
        paper.mime,
        hash,
        Buffer.from(paper.bytes.buffer, paper.bytes.byteOffset, paper.bytes.byteLength),
        at,
      ),
    )
    return { name: paper.name, mime: paper.mime, sha256: hash, size: paper.bytes.byteLength }
  }
  /** A paper of a pass, byte for byte as it left. */
  paper(pass: string, name: string): { name: string; mime: string; bytes: Uint8Array } {
    const found = this.#one<{ name: string; mime: string; bytes: Uint8Array }>(
      'SELECT name, mime, bytes FROM paper WHERE pass = ? AND name = ?',
      pass,
      name,
    )
    if (!found) throw notFound('paper')
    return found
  }

  addDoubt(d: Omit<Doubt, 'id' | 'resolvedAt' | 'answer'>): void {
    this.atomically(() =>
      this.#run(
        `INSERT INTO doubt (id, item, proposal, kind, message, excerpt, line, ord)
         VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(ord), 0) + 1 FROM doubt))`,
        randomUUID(),
        d.item,
        d.proposal,
        d.kind,
        d.message,
        d.excerpt,
        d.line,
      ),
    )
  }

  resolveDoubt(id: string, answer: string): void {
    this.atomically(() => {
      if (!this.#run('UPDATE doubt SET resolved_at = ?, answer = ? WHERE id = ?', this.#now(), answer, id)) throw notFound('doubt')
    })
  }

  /** Keeps an imported source as it came. */
  addSource(source: NewSource): void {
    this.atomically(() => {
      const hash = sha256(source.bytes)
      this.#run(
        'INSERT INTO source (id, name, kind, sha256, bytes, at) VALUES (?, ?, ?, ?, ?, ?)',
        randomUUID(),
        source.name,
        source.kind,
        hash,
        Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength),
        this.#now(),
      )
      const { item = null, proposal = null } = source
      this.#record('source', { item, proposal, content: { name: source.name, kind: source.kind, sha256: hash } })
    })
  }

  /** Compacts open rounds, folds the log into the file and lets go of it: one plain file is left. */
  close(): void {
    if (!this.#db.open) return
    try {
      if (!this.readOnly) {
        const changed = [...this.#open].filter(([id, w]) => w.seq > this.#head(id).doc_seq)
        const compact = () => {
          for (const [id, w] of changed) this.#snapshot(id, w)
        }
        if (changed.length) this.atomically(compact)
        this.#fold()
      }
    } finally {
      this.#db.close()
      this.#unlock?.()
    }
  }

  // With the first edit, and not before: a file that is only looked at stays byte for byte.
  #beginLog(): void {
    if (this.#logging) return
    this.#db.pragma('journal_mode = WAL')
    this.#logging = true
  }

  // A reader in another program may keep the log in use; then it stays, and the next to close folds it in.
  #fold(): void {
    if (this.#db.pragma('journal_mode', { simple: true }) !== 'wal') return
    try {
      this.#db.pragma('wal_checkpoint(TRUNCATE)')
      this.#db.pragma('journal_mode = DELETE')
    } catch (error) {
      if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw guarded(this.path, () => error)
    }
  }

  #statement(sql: string): Statement {
    let s = this.#statements.get(sql)
    if (!s) {
      s = this.#db.prepare(sql)
      this.#statements.set(sql, s)
    }
    return s
  }
  #one<T>(sql: string, ...values: unknown[]): T | undefined {
    return guarded(this.path, () => this.#statement(sql).get(...values) as T | undefined)
  }
  #all<T>(sql: string, ...values: unknown[]): T[] {
    return guarded(this.path, () => this.#statement(sql).all(...values) as T[])
  }
  #run(sql: string, ...values: unknown[]): number {
    return this.#statement(sql).run(...values).changes
  }

  #parse(text: string): Node {
    try {
      const doc = Node.fromJSON(schema, JSON.parse(text))
      doc.check()
      return doc
    } catch {
      throw damaged(this.name)
    }
  }

  #remember(key: string, make: () => Node): Node {
    const known = this.#sealed.get(key)
    if (known) return known
    const doc = make()
    if (this.#sealed.size >= KEPT_DOCUMENTS) this.#sealed.delete(this.#sealed.keys().next().value!)
    this.#sealed.set(key, doc)
    return doc
  }

  #head(id: string): ProposalHead {
    const row = this.#one<ProposalHead>(`SELECT ${HEAD} FROM proposal WHERE id = ?`, id)
    if (!row) throw notFound('proposal')
    return row
  }
  #draft(id: string): ProposalHead {
    const row = this.#head(id)
    if (row.state === 'sealed') throw new ParleyError('sealed', 'This proposal is sealed and never changes; correct it with a new one.')
    if (row.state === 'discarded') throw notFound('proposal')
    return row
  }
  #text(id: string): string {
    return this.#one<{ doc: string }>('SELECT doc FROM proposal WHERE id = ?', id)!.doc
  }

  /** An item in which something is agreed takes only what holds it. */
  #checkTakes({ item, doc, chain }: NewSealed): void {
    const about = this.item(item)
    assertOpen(about, itemTitle(about))
    const missing = missingBlock(project(doc, chain.length), this.frozen(item))
    if (missing) throw partAgreed(itemTitle(about), missing)
  }

  /** Agreed language is not edited while the agreement stands. The record is read once; most items have nothing agreed in them. */
  #checkAgreed(id: string, w: Working, next: Node): void {
    const { item } = this.#head(id)
    if (!this.record().agreements.has(item)) return
    const about = this.item(item)
    const name = itemTitle(about)
    if (about.status !== 'dropped') assertOpen(about, name)
    checkFrozen(w.doc, next, w.round.r, this.frozen(item), name)
  }

  /** The open round in memory: its last snapshot with the edits since then applied. */
  #working(id: string): Working {
    const known = this.#open.get(id)
    if (known) return known
    const row = this.#draft(id)
    const round = parseChain(row.chain).at(-1)!
    let w: Working = { ...working(this.#parse(this.#text(id)), round), seq: row.doc_seq }
    this.#checkGround(row, w)
    const edits = this.#all<{ seq: number; steps: string }>(
      'SELECT seq, steps FROM edit WHERE proposal = ? AND seq > ? ORDER BY seq',
      id,
      row.doc_seq,
    )
    for (const e of edits) w = { ...w, doc: applySteps(w.doc, JSON.parse(e.steps)), seq: e.seq }
    if (!standsAsSealed(w)) throw damaged(this.name)
    this.#open.set(id, w)
    return w
  }

  /** An open round must stand on what was put there: its earlier versions are those of the proposals in its chain, and the current language. */
  #checkGround(row: ProposalHead, w: Working): void {
    const answered = this.#one<{ clean: string }>('SELECT clean FROM proposal WHERE id = ?', row.answers)
    const hashes: string[] = answered ? JSON.parse(answered.clean) : [hashDoc(this.base(row.item))]
    if (hashes.some((hash, v) => hashDoc(w.sealed[v]) !== hash)) throw damaged(this.name)
  }

  /** Inside a transaction. The old text is let go of first: its pages take the new one, where the file would grow by a whole document. */
  #snapshot(id: string, w: Working): void {
    this.#run("UPDATE proposal SET doc = '' WHERE id = ?", id)
    this.#run('UPDATE proposal SET doc = ?, doc_seq = ? WHERE id = ?', JSON.stringify(w.doc.toJSON()), w.seq, id)
  }

  #insert(
    p: Omit<NewSealed, 'doc'> & { readonly party: string; readonly date: string },
    state: ProposalRow['state'],
    doc: string,
    at: Moment,
  ): void {
    this.#run(
      `INSERT INTO proposal (id, item, party, date, kind, answers, position, chain, doc, state, created_at, unstated)
       VALUES (?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM proposal WHERE item = ?), ?, ?, ?, ?, ?)`,
      p.id,
      p.item,
      p.party,
      p.date,
      p.kind,
      p.answers,
      p.item,
      JSON.stringify(p.chain),
      doc,
      state,
      at,
      JSON.stringify(p.unstated ?? []),
    )
  }

  #change(proposal: string, id: string, r: number, party: string, at: Moment): void {
    this.#run('INSERT OR IGNORE INTO change (id, proposal, r, party, at) VALUES (?, ?, ?, ?, ?)', id, proposal, r, party, at)
  }
  #changes(proposal: string, doc: Node, at: Moment): void {
    const r = parseChain(this.#head(proposal).chain).length
    const own = new Map<string, string>()
    eachChange(doc, (c) => {
      if (c.r === r) own.set(c.id, c.p)
    })
    for (const [id, party] of own) this.#change(proposal, id, r, party, at)
  }

  #seal(id: string, doc: Node, text: string, at: Moment, seq = 0): void {
    const row = this.#head(id)
    const chain = parseChain(row.chain)
    const clean = JSON.stringify(cleanHashes(doc, chain.length))
    const { added, struck } = countWords(redline(doc, chain, chain.length - 1, chain.length))
    this.#run(
      `UPDATE proposal SET doc = ?, doc_seq = ?, state = 'sealed', sealed_at = ?, clean = ?, added = ?, struck = ? WHERE id = ?`,
      text,
      seq,
      at,
      clean,
      added,
      struck,
      id,
    )
    const content = { seal: sealOf({ ...row, doc: text, sealedAt: at, clean }), rest: this.#rest(id) }
    this.#record('seal', { item: row.item, proposal: id, party: row.party, date: row.date, content })
    this.#index(row.item, id, project(doc, chain.length))
  }

  #rest(id: string): string {
    return restOf(
      this.#one<ProposalRow>('SELECT created_at, doc_seq, added, struck FROM proposal WHERE id = ?', id)!,
      this.#all('SELECT seq, at, steps FROM edit WHERE proposal = ? ORDER BY seq', id),
      this.#all('SELECT id, r, party, at FROM change WHERE proposal = ? ORDER BY id', id),
    )
  }

  #record(
    kind: EventKind,
    line: { item?: string | null; proposal?: string | null; party?: string | null; date?: string | null; content?: object },
  ): void {
    const last = this.#one<{ seq: number; hash: string }>('SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1')
    this.#read = null
    const e = {
      seq: (last?.seq ?? 0) + 1,
      at: this.#now(),
      kind,
      item: line.item ?? null,
      proposal: line.proposal ?? null,
      party: line.party ?? null,
      date: line.date ?? null,
      content: JSON.stringify(line.content ?? {}),
    }
    this.#run(
      'INSERT INTO event (seq, at, kind, item, proposal, party, date, content, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      e.seq,
      e.at,
      e.kind,
      e.item,
      e.proposal,
      e.party,
      e.date,
      e.content,
      linkOf(last?.hash ?? '', e),
    )
  }

  #index(item: string, proposal: string, clean: Node): void {
    this.#run('DELETE FROM search WHERE item = ? AND proposal = ?', item, proposal)
    this.#run('INSERT INTO search (item, proposal, text) VALUES (?, ?, ?)', item, proposal, plainText(clean))
  }
}

function legendFrom(text: string): Legend | null {
  try {
    return LEGEND.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const itemTitle = (item: Item): string =>
  item.kind === 'base' ? 'The base agreement' : item.kind === 'norms' ? 'Meeting norms' : `Item ${item.number}`
const itemName = (item: { kind: ItemKind; number: string }): string =>
  item.kind === 'base' ? 'a base agreement' : item.kind === 'norms' ? 'meeting norms' : `Item ${item.number}`
