import { randomUUID } from 'node:crypto'
import { formatDay } from '../../shared/model/labels.ts'
import type { Session } from '../../shared/model/record.ts'
import { type Output, ParleyError } from '../../shared/rpc/contract.ts'
import type { EventRow, Store } from '../store/index.ts'
import { itemName, partyNamed } from './versions.ts'

/** A session as somebody says it: `id` of one that is there, or null for a new one; what is left out stays, or is empty. */
export type SessionGiven = Partial<Omit<Session, 'id'>> & { readonly id?: string | null }

/** Adds a session, or says another thing of one that is there; the record keeps what was said before. */
export function putSession(store: Store, given: SessionGiven): Session {
  return store.atomically(() => {
    const known = given.id == null ? null : sessionNamed(store, given.id)
    if (!known && !given.date) throw new ParleyError('bad-input', 'A session needs its day.')
    const fresh: Session = {
      id: randomUUID(),
      date: given.date ?? '',
      start: null,
      end: null,
      place: '',
      open: 'closed',
      agenda: [],
      first: null,
      cancelled: false,
    }
    const said = Object.fromEntries(Object.entries(given).filter(([key, value]) => value !== undefined && key !== 'id'))
    const { date, ...content } = { ...(known ?? fresh), ...said }
    if (content.first !== null) partyNamed(store, content.first)
    if (content.start !== null && content.end !== null && content.end < content.start)
      throw new ParleyError('bad-input', `A session that begins at ${content.start} cannot end at ${content.end}.`)
    store.addLine('session', { date, content: { ...content, agenda: content.agenda.map((line) => line.trim()).filter(Boolean) } })
    return sessionNamed(store, content.id)
  })
}

/** The session with this id; refuses one that is not there. */
export function sessionNamed(store: Store, id: string): Session {
  const found = store.record().sessions.find((s) => s.id === id)
  if (!found) throw new ParleyError('not-found', 'There is no such session in this file.')
  return found
}

/** The session with this id; refuses one that was called off. */
function heldSession(store: Store, id: string): Session {
  const found = sessionNamed(store, id)
  if (found.cancelled) throw new ParleyError('refused', `The session of ${formatDay(found.date)} was called off.`)
  return found
}

/** The session that something of a day belongs to: the one that is named, else the only one of that day; null outside of one. */
export function sessionOn(store: Store, date: string, named: string | null): string | null {
  if (named !== null) return heldSession(store, named).id
  const that = store.record().sessions.filter((s) => s.date === date && !s.cancelled)
  return that.length === 1 ? that[0].id : null
}

/** Says of a person whether he or she came. */
export function attend(store: Store, session: string, person: string, came: boolean): void {
  if (came) heldSession(store, session)
  else sessionNamed(store, session)
  if (!store.caucus.people().some((p) => p.id === person)) throw new ParleyError('not-found', 'There is no such person in this file.')
  store.caucus.setAttendance(session, person, came)
}

/** What a session's lines of the record belong to: the session they name, else that of their day. */
const belongs = (session: Session, only: boolean, at: { readonly session?: string | null; readonly date: string | null }): boolean =>
  at.session ? at.session === session.id : only && at.date === session.date

/** Every session, with who came and what was passed, received, agreed and dropped in it. */
export function sessions(store: Store): Output<'session.list'> {
  const record = store.record()
  const items = new Map(store.items().map((i) => [i.id, i]))
  const proposals = store.proposals().filter((p) => p.sealed)
  const passOf = new Map(record.passes.flatMap((pass) => pass.proposals.map((id) => [id, pass] as const)))
  const events = store.events().filter((e) => e.kind === 'ta' || e.kind === 'drop')
  return record.sessions.map((session) => {
    const only = record.sessions.filter((s) => s.date === session.date && !s.cancelled).length === 1 && !session.cancelled
    const given = proposals.filter((p) => belongs(session, only, { session: passOf.get(p.id)?.session, date: p.date }))
    const rounds = new Map<string, string[]>()
    for (const p of given) rounds.set(p.party, [...(rounds.get(p.party) ?? []), p.item])
    const became = (kind: 'ta' | 'drop') =>
      events
        .filter((e) => e.kind === kind && belongs(session, only, { ...contentOf(e), date: e.date }))
        .map((e) => ({
          item: e.item!,
          name: itemName(items.get(e.item!)!),
          title: items.get(e.item!)!.title,
          part: !contentOf(e).whole,
        }))
    return {
      ...session,
      agenda: [...session.agenda],
      attendance: session.cancelled ? [] : store.caucus.attendance(session.id),
      passed: [...rounds].map(([party, ids]) => ({ party, items: ids })),
      agreed: became('ta'),
      dropped: became('drop'),
    }
  })
}
const contentOf = (e: EventRow) => JSON.parse(e.content) as { session?: string; whole?: boolean }
