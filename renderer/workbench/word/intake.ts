import type { Output } from '../../../shared/rpc/contract.ts'
import { MAX_FRAME } from '../../../shared/rpc/wire.ts'
import type { Desk } from '../desk.ts'
import type { Drafts } from '../drafts.ts'
import type { Notices } from '../notices.ts'
import type { Transfer } from '../transfer.ts'
import { asOne, type Chosen, type Coming, isKnown, proposedLooks, type Step, stepsFor } from './coming.ts'

const UNREAD = 'The file was not read'
const FAILED = 'Nothing was imported'

/** Takes files in: looks into them first, asks what only a person can say, shows what they change, and then imports them. */
export class Intake {
  private readonly desk: Desk
  private readonly notices: Notices
  private readonly drafts: Drafts
  private readonly transfer: Transfer

  constructor(desk: Desk, notices: Notices, drafts: Drafts, transfer: Transfer) {
    this.desk = desk
    this.notices = notices
    this.drafts = drafts
    this.transfer = transfer
  }

  /** Keeps a file of the window's, or (null) one that the person picks in the host's dialog. Null where there is none. */
  async take(file: File | null): Promise<Output<'source.take'>> {
    if (file && file.size >= MAX_FRAME) {
      this.notices.error(UNREAD, `${file.name} is larger than ${Math.floor(MAX_FRAME / 1024 / 1024)} MB.`)
      return null
    }
    const source = file && { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
    return this.notices.ask(UNREAD, this.desk.host.call('source.take', { source }))
  }

  /** The same, looked into. */
  async choose(file: File | null, as: Coming['as']): Promise<Chosen | null> {
    const taken = await this.take(file)
    if (!taken) return null
    const plan = await this.look(taken.source, as)
    if (!plan) this.drop(taken.source)
    return plan && { ...taken, plan }
  }

  /** What a chosen file holds, as it is to be taken. */
  async look(source: string, as: Coming['as']): Promise<Chosen['plan'] | null> {
    const { host, store } = this.desk
    return this.notices.ask(UNREAD, host.call('import.look', { file: store.get().negotiation!.file, source, as }))
  }

  drop(source: string): void {
    void this.desk.host.call('source.drop', { source })
  }

  /** Goes on with a chosen file: to the first thing that has to be said of it, or into the negotiation. */
  async begin(given: Omit<Coming, 'looks' | 'rounds' | 'apart' | 'check'>): Promise<void> {
    const { plan, party, date } = given
    const theirs = plan.rounds.filter((r) => !isKnown(r, this.passed()))
    await this.next(
      {
        ...given,
        looks: proposedLooks(plan.looks),
        rounds: asOne(theirs, party ?? '', date ?? ''),
        apart: false,
        check: null,
      },
      null,
    )
  }

  /** From a step to the one after it. */
  async next(coming: Coming, from: Step | null): Promise<void> {
    const steps = stepsFor(coming, this.passed())
    const step = steps[from === null ? 0 : steps.indexOf(from) + 1]
    if (!step) return this.run(coming)
    if (step !== 'check') return this.show(step, coming)
    if (!(await this.drafts.settle())) return
    const { host, store } = this.desk
    const { source, item, party, date, answers, rounds, looks } = coming
    const check = await this.transfer.work('Reading their file', FAILED, async () =>
      host.call('import.check', {
        file: store.get().negotiation!.file,
        source,
        item: item!,
        party: party!,
        date: date!,
        answers,
        rounds,
        ...(looks.length ? { looks } : {}),
      }),
    )
    // What went wrong stands over the step from which it can be mended.
    if (check === null && store.get().error) return
    if (check === null) return this.run({ ...coming, check: null })
    this.show('check', { ...coming, check })
  }

  /** From a step to the one before it, or to the choice of the file. */
  back(coming: Coming, from: Step): void {
    const steps = stepsFor(coming, this.passed())
    const before = steps[steps.indexOf(from) - 1]
    if (before) this.show(before, coming)
    else {
      this.leave(coming)
      this.desk.store.set({ dialog: { kind: 'import' } })
    }
  }

  leave(coming: Coming): void {
    this.drop(coming.source)
    this.desk.store.set({ dialog: null })
  }

  /** Imports it as it was said. */
  async run(coming: Coming): Promise<void> {
    const { as, source, name, party, date, answers, rounds, looks, apart, check } = coming
    this.desk.store.set({ dialog: null })
    const split = as === 'proposal' && (check !== null || apart)
    await this.transfer.import({
      as,
      source: { handle: source, name },
      party,
      date,
      answers,
      ...(split ? { rounds } : {}),
      ...(looks.length && as !== 'base' ? { looks } : {}),
    })
  }

  private show(kind: Step, coming: Coming): void {
    this.desk.store.set({ dialog: { kind, coming } })
  }
  private passed() {
    return this.desk.store.get().detail?.proposals.filter((p) => p.sealed) ?? []
  }
}
