import { randomUUID } from 'node:crypto'
import type { Note, Person, Staff, WhatIf } from '../../shared/model/caucus.ts'
import type { Moment } from '../../shared/model/negotiation.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'

/** What the caucus's tables need of the store that they lie in. */
export interface Tables {
  all<T>(sql: string, ...values: unknown[]): T[]
  /** Runs one writing statement as a transaction; answers how many rows it changed. */
  run(sql: string, ...values: unknown[]): number
  now(): Moment
}
/** A note to be written down. */
export type NewNote = Pick<Note, 'item' | 'proposal' | 'session' | 'answers' | 'place' | 'body' | 'author'>

/**
 * What is one party's own: people, who came, notes, packages thought of, staff counts. It is no part of the record: it can be
 * changed and taken away, and nothing of it enters a paper.
 */
export class Caucus {
  readonly #t: Tables
  constructor(tables: Tables) {
    this.#t = tables
  }

  people(): Person[] {
    return this.#t.all<Person>('SELECT id, name, party, role FROM person ORDER BY ord')
  }
  /** Adds a person, or changes the one with this id. */
  putPerson(p: Omit<Person, 'id'> & { readonly id?: string | null }): Person {
    const id = p.id ?? randomUUID()
    this.#t.run(
      `INSERT INTO person (id, name, party, role, ord) VALUES (?, ?, ?, ?, (SELECT coalesce(max(ord), 0) + 1 FROM person))
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, party = excluded.party, role = excluded.role`,
      id,
      p.name,
      p.party,
      p.role,
    )
    return this.people().find((x) => x.id === id)!
  }
  removePerson(id: string): void {
    if (!this.#t.run('DELETE FROM person WHERE id = ?', id)) throw missing('person')
  }

  /** Ids of the people who came to a session. */
  attendance(session: string): string[] {
    return this.#t
      .all<{ person: string }>('SELECT a.person FROM attendance a JOIN person p ON p.id = a.person WHERE session = ? ORDER BY ord', session)
      .map((row) => row.person)
  }
  setAttendance(session: string, person: string, came: boolean): void {
    if (came) this.#t.run('INSERT OR IGNORE INTO attendance (session, person) VALUES (?, ?)', session, person)
    else this.#t.run('DELETE FROM attendance WHERE session = ? AND person = ?', session, person)
  }

  /** Every note, in the order in which they were written. */
  notes(): Note[] {
    return this.#t
      .all<Record<string, string | null>>('SELECT * FROM note ORDER BY created_at, rowid')
      .map(({ created_at, edited_at, resolved_at, place, ...row }) => ({
        ...(row as unknown as Note),
        place: place === null ? null : JSON.parse(place),
        createdAt: created_at!,
        editedAt: edited_at,
        resolvedAt: resolved_at,
      }))
  }
  addNote(n: NewNote): Note {
    const id = randomUUID()
    this.#t.run(
      'INSERT INTO note (id, item, proposal, session, answers, place, body, author, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      n.item,
      n.proposal,
      n.session,
      n.answers,
      n.place && JSON.stringify(n.place),
      n.body,
      n.author,
      this.#t.now(),
    )
    return this.notes().find((x) => x.id === id)!
  }
  editNote(id: string, body: string): void {
    if (!this.#t.run('UPDATE note SET body = ?, edited_at = ? WHERE id = ?', body, this.#t.now(), id)) throw missing('note')
  }
  resolveNote(id: string, resolved: boolean): void {
    if (!this.#t.run('UPDATE note SET resolved_at = ? WHERE id = ?', resolved ? this.#t.now() : null, id)) throw missing('note')
  }
  /** Takes a note away, with the replies to it. */
  removeNote(id: string): void {
    if (!this.#t.run('DELETE FROM note WHERE id = ?', id)) throw missing('note')
  }

  whatIfs(): WhatIf[] {
    return this.#t
      .all<{ id: string; title: string; content: string; created_at: string; edited_at: string | null }>(
        'SELECT * FROM whatif ORDER BY created_at, rowid',
      )
      .map(({ id, title, content, created_at, edited_at }) => ({
        id,
        title,
        ...JSON.parse(content),
        createdAt: created_at,
        editedAt: edited_at,
      }))
  }
  /** Adds a package that is only thought of, or changes the one with this id. */
  putWhatIf(w: Pick<WhatIf, 'title' | 'proposals' | 'note'> & { readonly id?: string | null }): WhatIf {
    const id = w.id ?? randomUUID()
    const at = this.#t.now()
    this.#t.run(
      `INSERT INTO whatif (id, title, content, created_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, content = excluded.content, edited_at = ?`,
      id,
      w.title,
      JSON.stringify({ proposals: w.proposals, note: w.note }),
      at,
      at,
    )
    return this.whatIfs().find((x) => x.id === id)!
  }
  removeWhatIf(id: string): void {
    if (!this.#t.run('DELETE FROM whatif WHERE id = ?', id)) throw missing('package')
  }

  /** Staff counts, of the grids of an item or of all. */
  staff(item: string | null = null): Staff[] {
    return this.#t
      .all<{ item: string; grid: string; content: string }>('SELECT item, grid, content FROM staff WHERE item = coalesce(?, item)', item)
      .map(({ content, ...row }) => ({ ...row, cells: JSON.parse(content) }))
  }
  putStaff(s: Staff): void {
    this.#t.run(
      `INSERT INTO staff (item, grid, content, edited_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (item, grid) DO UPDATE SET content = excluded.content, edited_at = excluded.edited_at`,
      s.item,
      s.grid,
      JSON.stringify(s.cells),
      this.#t.now(),
    )
  }
}

const missing = (what: string) => new ParleyError('not-found', `There is no such ${what} in this file.`)
