import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Transaction } from 'prosemirror-state'
import { describe, it } from 'vitest'
import { sealDraft } from '../../main/services/drafts.ts'
import { createFile, openFile, type Store, type StoredProposal } from '../../main/store/index.ts'
import { bea191 } from '../../shared/model/legend.ts'
import { project, Refused, settleAll } from '../../shared/redline/index.ts'
import { SCRATCH } from '../unit/main/store/made.ts'
import { BASES, partyOf, step, Table } from './harness.ts'
import { check, type Op, script } from './script.ts'

/** The same script in the engine alone and through a file: nothing that was tracked is refused, and the file holds the same. */
class Filed {
  readonly table: Table
  store: Store
  draft: StoredProposal
  private readonly item: string
  private seq = 0

  constructor(path: string, base: number) {
    this.table = new Table(BASES[base]())
    this.store = createFile(path, {
      title: 'T',
      years: null,
      parties: [1, 2].map((r) => ({ label: partyOf(r), name: partyOf(r), role: 'other' as const })),
      us: partyOf(1),
      legend: bea191(partyOf(1), partyOf(2)),
    })
    this.item = this.store.addItem({ number: '1', title: 'One', place: null, kind: 'item', base: this.table.doc }).id
    this.draft = this.open(null)
  }
  private open(answers: string | null): StoredProposal {
    this.seq = 0
    return this.store.startDraft({ item: this.item, party: partyOf(this.table.round), date: '2023-09-20', kind: 'amended', answers })
  }
  save(tr: Transaction): void {
    if (!tr.docChanged) return
    this.seq = this.store.append(
      this.draft.id,
      this.seq,
      tr.steps.map((s) => s.toJSON()),
    ).seq
    this.table.apply(tr)
    this.same()
  }
  same(): void {
    const { doc } = this.store.document(this.draft.id)
    if (!doc.eq(this.table.doc)) throw new Error(`the file holds another document\n want ${this.table.doc}\n got  ${doc}`)
  }
  seal(): void {
    const settled = settleAll(this.table.state, this.table.cx())
    if (settled) this.save(settled)
    sealDraft(this.store, this.draft.id)
    this.same()
    this.table.seal()
    this.draft = this.open(this.draft.id)
  }
  /** Closes and opens the file: an open round comes back from its snapshot. */
  reopen(): void {
    this.store.close()
    this.store = openFile(this.store.path)
    this.same()
  }
  prove(): void {
    const { ok, problems } = this.store.verify()
    if (!ok) throw new Error(problems.join(' '))
    for (const p of this.store.proposals(this.item))
      for (let v = 0; v < p.chain.length; v++)
        if (!project(this.store.document(p.id).doc, v).eq(this.table.stored[v]))
          throw new Error(`version ${v} of round ${p.chain.length} changed`)
  }
}

function run(dir: string, base: number, ops: readonly Op[]): void {
  const path = join(dir, 'n.parley')
  const filed = new Filed(path, base)
  try {
    ops.forEach((op, i) => {
      if (op.t === 'seal') filed.seal()
      else {
        const outcome = tracked(filed.table, op)
        if (outcome) filed.save(outcome)
      }
      if (i % 9 === 8) filed.reopen()
    })
    filed.seal()
    filed.reopen()
    filed.prove()
  } finally {
    filed.store.close()
    rmSync(path)
  }
}

/** What the engine makes of an intent; null where it refuses it or has nothing to do. */
function tracked(table: Table, op: Op): Transaction | null {
  try {
    return step(table, op)?.tr ?? null
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

describe('random scripts of two parties over several rounds, through a file', () => {
  it('saves every tracked edit, keeps every sealed round and comes back the same (properties 3 and 12)', () => {
    const dir = mkdtempSync(join(SCRATCH, 'parley-property-'))
    try {
      check(fc.tuple(fc.nat(BASES.length - 1), script(16)), ([base, ops]) => run(dir, base, ops), 0.2)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })
})
