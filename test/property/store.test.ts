import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { sealDraft } from '../../main/services/drafts.ts'
import { createFile, openFile, type Store, type StoredProposal } from '../../main/store/index.ts'
import { bea191 } from '../../shared/model/legend.ts'
import { project } from '../../shared/redline/index.ts'
import { SCRATCH } from '../unit/main/store/made.ts'
import { Bargain, GROUNDS, PARTIES, program, type Session, session } from './bargain.ts'
import type { Op } from './edit.ts'
import { show, type Table } from './harness.ts'
import { check } from './script.ts'

/** The same session in the engine alone and through a file: nothing that was tracked is refused, and the file holds the same. */
class Filed {
  readonly bargain: Bargain
  store: Store
  draft: StoredProposal
  private readonly item: string
  private readonly passed: string[] = []
  private seq = 0

  constructor(path: string, one: Session) {
    this.bargain = new Bargain(GROUNDS[one.base](), one.parties)
    this.store = createFile(path, {
      title: 'T',
      years: null,
      parties: PARTIES.slice(0, one.parties).map((label) => ({ label, name: label, role: 'other' as const })),
      us: PARTIES[0],
      legend: bea191(PARTIES[0], PARTIES[1]),
    })
    this.item = this.store.addItem({ number: '1', title: 'One', place: null, kind: 'item', base: this.bargain.base }).id
    this.draft = this.open()
  }
  private open(): StoredProposal {
    this.seq = 0
    const { table, answers } = this.bargain
    const party = table.partyAt(table.round)
    return this.store.startDraft({ item: this.item, party, date: '2023-09-20', kind: 'amended', answers: this.passed[answers] ?? null })
  }
  /** Saves what a table has done since it was saved last. */
  private save(table: Table): void {
    const steps = table.unsaved.splice(0).map((step) => step.toJSON())
    if (steps.length) this.seq = this.store.append(this.draft.id, this.seq, steps).seq
  }
  private same(table: Table): void {
    const { doc } = this.store.document(this.draft.id)
    if (!doc.eq(table.doc)) throw new Error(`the file holds another document\n want ${show(table.doc)}\n got  ${show(doc)}`)
  }
  do(op: Op): void {
    const { table } = this.bargain
    this.bargain.do(op)
    this.save(table)
    this.same(table)
    if (op.t === 'restart') this.reopen(table)
    if (op.t !== 'seal') return
    sealDraft(this.store, this.draft.id)
    this.same(table)
    this.passed.push(this.draft.id)
    this.draft = this.open()
  }
  /** Closes and opens the file: an open round comes back from its snapshot. */
  reopen(table: Table): void {
    this.store.close()
    this.store = openFile(this.store.path)
    this.same(table)
  }
  prove(): void {
    const { ok, problems } = this.store.verify()
    if (!ok) throw new Error(problems.join(' '))
    this.bargain.sealed.forEach(({ stored }, i) => {
      const { doc } = this.store.document(this.passed[i])
      stored.forEach((then, v) => {
        if (!project(doc, v).eq(then)) throw new Error(`version ${v} of proposal ${i} changed`)
      })
    })
  }
}

function run(dir: string, one: Session): void {
  const path = join(dir, 'n.parley')
  const filed = new Filed(path, one)
  try {
    for (const op of one.ops) filed.do(op)
    filed.do({ t: 'seal', a: 0, b: 0 } as Op)
    filed.reopen(filed.bargain.table)
    filed.prove()
  } catch (error) {
    throw new Error(`${program(one)}\n${(error as Error).stack}`)
  } finally {
    filed.store.close()
    rmSync(path)
  }
}

describe('random sessions through a file', () => {
  it('3 and 12. every tracked edit is saved, every sealed round stays, and the file gives the same back', () => {
    const dir = mkdtempSync(join(SCRATCH, 'parley-property-'))
    try {
      check(session(4), (one) => run(dir, one), 0.5)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })
})
