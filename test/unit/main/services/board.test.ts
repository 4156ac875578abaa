import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createNegotiation } from '../../../../main/services/beginning.ts'
import { boardOf } from '../../../../main/services/board.ts'
import { importSource } from '../../../../main/services/intake.ts'
import { BOARD_METHODS } from '../../../../shared/rpc/board.ts'
import { missing, NEGOTIATION } from '../../../fixtures/seeds.ts'
import { addItem, addSealed, newStore, tempDir } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 60_000 })

describe('the board of a file', () => {
  it('has what was passed, the open draft, and what was agreed', () => {
    const store = newStore()
    const item = addItem(store)
    const p = addSealed(store, item, 'LTA', '2023-09-20')
    store.addStatus('ta', { item: item.id, proposal: p.id, party: '300', date: '2023-10-25', whole: true })
    const other = addItem(store, '14')
    store.startDraft({ item: other.id, party: 'LTA', date: '2023-11-01', kind: 'amended', answers: null })
    const b = boardOf(store, '2023-11-01')
    expect(() => BOARD_METHODS['board.get'].output.parse(b)).not.toThrow()
    expect(b.columns.map((c) => c.date)).toEqual(['2023-09-20', '2023-10-25', '2023-11-01'])
    expect(b.rows.map((r) => [r.number, r.status, r.cells.map((c) => c.map((m) => m.kind).join())])).toEqual([
      ['13', 'ta', ['given', 'ta', '']],
      ['14', 'open', ['', '', 'draft']],
    ])
    expect(boardOf(store, '2023-11-01', true).columns.map((c) => c.date)).toEqual(['2023-09-20', '2023-10-25'])
  })

  it.skipIf(!existsSync(NEGOTIATION))(`says of a real negotiation what its document says${missing(NEGOTIATION)}`, async () => {
    const store = createNegotiation(join(tempDir(), 'n.parley'), {
      title: 'BEA and 191',
      years: '2023-2025',
      us: 'BEA',
      parties: [
        { label: 'BEA', name: 'association', role: 'association' },
        { label: '191', name: 'district', role: 'employer' },
      ],
    })
    try {
      const source = { name: 'n.txt', bytes: readFileSync(NEGOTIATION), item: null, party: null, date: null, answers: null }
      await importSource(store, { as: 'negotiation', ...source })
      const b = boardOf(store, '2024-01-10')
      expect(b.counts).toEqual({ all: 29, open: 22, ours: 5, ta: 6, dropped: 1, hold: 0, settled: 0 })
      expect(b.columns.map((c) => c.date)).toEqual(['2023-09-20', '2023-10-25', '2023-11-01', '2023-12-06', '2024-01-03'])
      const row = (n: string) => b.rows.find((r) => r.number === n)!
      const said = (n: string) => row(n).cells.map((c) => c.map((m) => (m.kind === 'given' ? m.party : m.kind)).join(' '))
      expect(b.rows.filter((r) => r.status === 'ta').map((r) => r.number)).toEqual(['2', '5', '14', '15', '20', '21'])
      expect(b.rows.filter((r) => r.status === 'dropped').map((r) => r.number)).toEqual(['12'])
      expect(said('13')).toEqual(['191 BEA', '', 'BEA 191', 'BEA', 'BEA'])
      expect(said('5')).toEqual(['BEA', '', '', '191', 'BEA ta'])
      expect([row('13').rounds, row('13').move, row('3').days, b.until]).toEqual([6, '191', 105, '2024-01-03'])
    } finally {
      store.close()
    }
  })
})
