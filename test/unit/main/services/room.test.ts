import { describe, expect, it, vi } from 'vitest'
import { room } from '../../../../main/services/room.ts'
import type { Room } from '../../../../shared/rpc/board.ts'
import { BOARD_METHODS } from '../../../../shared/rpc/board.ts'
import { addItem, addSealed, newStore, struck, typed } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const textOf = (blocks: Room['before']): string[] =>
  blocks.flatMap((b) =>
    b.kind === 'table'
      ? b.rows.map((r) => r.cells.map((c) => textOf(c.blocks).join(' ')).join(' | '))
      : [
          [...b.label, ...b.runs]
            .map((r) => (r.kind === 'same' ? r.text : `${r.kind === 'insert' ? '+' : '-'}${r.by?.party}${r.by?.r}[${r.text}]`))
            .join(''),
        ],
  )

/** An item with a counter, an open draft on it, and caucus material wherever there is room for it; another one that is only drafted. */
function table() {
  const store = newStore()
  const item = addItem(store)
  const ours = addSealed(store, item, 'LTA', '2023-09-20', 'ours')
  const counter = store.startDraft({ item: item.id, party: '300', date: '2023-11-01', kind: 'amended', answers: 'ours' })
  store.append(counter.id, 0, [typed(1, 'No: ', 'c-counter', 2, '300'), struck(11, 16, 'd-counter', 2, '300')])
  store.seal(counter.id)
  const secret = 'zebra fallback'
  const draft = store.startDraft({ item: item.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: counter.id })
  store.append(draft.id, 0, [typed(1, `${secret} `, 'c-draft', 3, 'LTA')])
  const hidden = store.addItem({ number: '14', title: `${secret} item`, place: `${secret} place`, kind: 'item', base: store.base(item.id) })
  const only = store.startDraft({ item: hidden.id, party: 'LTA', date: '2023-12-06', kind: 'amended', answers: null })
  store.append(only.id, 0, [typed(1, `${secret} `, 'c-only', 1, 'LTA')])
  const person = store.caucus.putPerson({ name: `Ada ${secret}`, party: 'LTA', role: 'spokesperson' })
  store.caucus.addNote({
    item: item.id,
    proposal: counter.id,
    session: null,
    answers: null,
    place: { block: 'b0', text: secret },
    body: secret,
    author: person.name,
  })
  store.caucus.putWhatIf({ title: secret, proposals: [draft.id], note: secret })
  store.addLine('session', {
    date: '2023-12-06',
    content: { id: 's', start: null, end: null, place: secret, open: 'closed', agenda: [secret] },
  })
  const last = addItem(store, '15')
  addSealed(store, last, 'LTA', '2023-09-20', 'last')
  return { store, item, ours, counter, draft, hidden, last, secret }
}

describe('the room view', () => {
  it('shows current language with what was struck, and the last proposal passed with what it put in', () => {
    const { store, item } = table()
    const shown = room(store, item.id, null)
    expect(textOf(shown.before)).toEqual(['-300' + '2[Five ]days of leave.', 'Paid in full.'])
    expect(textOf(shown.after)).toEqual(['+3002[No: ]+LTA1[Up to ]days of leave.', 'Paid in full.'])
    expect([shown.shown?.party, shown.shown?.date]).toEqual(['300', '2023-11-01'])
    expect(shown.rounds.map((r) => `${r.party} ${r.date}`)).toEqual(['LTA 2023-09-20', '300 2023-11-01'])
    expect(() => BOARD_METHODS['room.get'].output.parse(shown)).not.toThrow()
  })

  it('shows an earlier proposal that was passed', () => {
    const { store, item } = table()
    expect(textOf(room(store, item.id, 'ours').after)[0]).toBe('+LTA1[Up to ]Five days of leave.')
  })

  it('holds nothing that was not passed, whatever it is asked for', () => {
    const { store, item, secret, draft, hidden, last } = table()
    const replies = [room(store, null, null), room(store, item.id, null), room(store, item.id, 'ours'), room(store, last.id, null)]
    for (const reply of replies) {
      expect(JSON.stringify(reply)).not.toContain('zebra')
      expect(JSON.stringify(reply)).not.toContain(draft.id)
      expect(JSON.stringify(reply)).not.toContain(hidden.id)
    }
    expect(() => room(store, item.id, draft.id)).toThrow('That proposal of Item 13 was not passed.')
    expect(() => room(store, hidden.id, null)).toThrow('Nothing of Item 14 was passed yet, so there is nothing to show in the room.')
    // The secrets are there to be found: the draft's own words stand in the file.
    expect(store.document(draft.id).doc.textContent).toContain(secret)
  })

  it('reads no draft, no note and nothing else of the caucus', () => {
    const { store, item, draft } = table()
    const read: string[] = []
    const document = store.document.bind(store)
    vi.spyOn(store, 'document').mockImplementation((id) => {
      read.push(id)
      return document(id)
    })
    const caucus = (['notes', 'people', 'whatIfs', 'attendance', 'staff'] as const).map((name) => vi.spyOn(store.caucus, name))
    room(store, item.id, null)
    expect(read.length).toBeGreaterThan(0)
    expect(read).not.toContain(draft.id)
    for (const spy of caucus) expect(spy).not.toHaveBeenCalled()
  })

  it('goes from item to item past those of which nothing was passed', () => {
    const { store, item, last } = table()
    expect(room(store, item.id, null).next).toEqual({ item: last.id, number: '15', kind: 'item' })
    expect(room(store, last.id, null).previous?.number).toBe('13')
    expect(room(store, null, null)).toMatchObject({ number: '13', previous: null })
  })

  it('says so where nothing was passed at all, and of the base agreement', () => {
    const store = newStore()
    addItem(store)
    expect(() => room(store, null, null)).toThrow('Nothing was passed yet, so there is nothing to show in the room.')
    const base = store.addItem({ number: 'base', title: 'Agreement', place: null, kind: 'base', base: store.base(store.items()[0].id) })
    expect(() => room(store, base.id, null)).toThrow('base agreement')
  })
})
