import type { Day } from '../../../shared/model/negotiation.ts'
import type { Rules } from '../../../shared/model/record.ts'
import type { Input, PassPreview, Reply } from '../../../shared/rpc/contract.ts'
import type { Desk } from '../desk.ts'
import type { Drafts } from '../drafts.ts'
import type { Files } from '../files.ts'
import type { Items } from '../items.ts'
import type { Notices } from '../notices.ts'
import type { Transfer } from '../transfer.ts'
import { count } from '../words.ts'

type Change = Omit<Input<'status.set'>, 'file'>

/** The bargaining record in the window: what is read of it, and each act of the table. */
export class Bargain {
  private readonly desk: Desk
  private readonly notices: Notices
  private readonly items: Items
  private readonly drafts: Drafts
  private readonly transfer: Transfer
  private readonly files: Files
  private previews = 0
  private previewing: string | null = null

  constructor(desk: Desk, parts: { notices: Notices; items: Items; drafts: Drafts; transfer: Transfer; files: Files }) {
    this.desk = desk
    this.notices = parts.notices
    this.items = parts.items
    this.drafts = parts.drafts
    this.transfer = parts.transfer
    this.files = parts.files
    desk.host.on('negotiation.changed', ({ file }) => {
      const { negotiation, bargain } = desk.store.get()
      if (bargain && file === negotiation?.file) void this.load()
    })
  }

  /** Reads the record of the negotiation that stands open. */
  async load(): Promise<void> {
    const { host, store } = this.desk
    const file = store.get().negotiation?.file
    if (file === undefined) return
    const [passes, packages, whatIfs, sessions, people, rules] = await Promise.all([
      host.call('pass.list', { file }),
      host.call('package.list', { file }),
      host.call('whatif.list', { file }),
      host.call('session.list', { file }),
      host.call('people.list', { file }),
      host.call('rules.get', { file }),
    ])
    if (store.get().negotiation?.file !== file) return
    if (passes.ok && packages.ok && whatIfs.ok && sessions.ok && people.ok && rules.ok)
      store.set({
        bargain: {
          passes: passes.value,
          packages: packages.value,
          whatIfs: whatIfs.value,
          sessions: sessions.value,
          people: people.value,
          rules: rules.value,
        },
      })
  }

  // ---- passing

  /**
   * What would leave in a pass; an earlier preview that is still being made is given up. A sentence where it cannot be made; null
   * where a later one was asked for meanwhile.
   */
  async preview(choice: Omit<Input<'pass.preview'>, 'file' | 'job'>): Promise<PassPreview | string | null> {
    const { host, store } = this.desk
    const file = store.get().negotiation!.file
    if (!(await this.drafts.settle())) return 'Your last words are not on disk yet.'
    this.giveUp()
    const mine = ++this.previews
    const job = `pass-${Date.now().toString(36)}-${mine}`
    this.previewing = job
    const reply = await host.call('pass.preview', { file, job, ...choice })
    if (mine !== this.previews) return null
    this.previewing = null
    return reply.ok ? reply.value : reply.message
  }
  /** Gives up the preview that is being made, if one is. */
  giveUp(): void {
    if (this.previewing) void this.desk.host.call('job.cancel', { job: this.previewing })
    this.previewing = null
    this.previews++
  }

  /** Passes drafts across as they were previewed. False where nothing was done; why is told. */
  async pass(request: Omit<Input<'pass.run'>, 'file' | 'job'>): Promise<boolean> {
    const { host, store } = this.desk
    const { file, us } = store.get().negotiation!
    if (!(await this.drafts.settle())) return false
    const done = await this.transfer.work('Passing across', 'Nothing was passed across', (job) =>
      host.call('pass.run', { file, job, ...request }),
    )
    if (!done) return false
    await this.again()
    const what = `${us} ${done.pass.date.slice(5).split('-').map(Number).join('.')} is passed across, ${count(done.pass.items.length, 'item')}.`
    if (done.unwritten)
      this.notices.error(
        'The pass is done, but its papers were not written',
        `${what} ${done.unwritten} The papers are kept in the file: write them again from the pass ledger.`,
      )
    else this.notices.say(`${what} Its papers are in “${done.folder}”.`, 'passes')
    return true
  }
  async papers(pass: string): Promise<void> {
    const { host, store } = this.desk
    const done = await this.ask('The papers were not written', host.call('pass.papers', { file: store.get().negotiation!.file, pass }))
    if (done) this.notices.say(`${count(done.names.length, 'paper')} written to “${done.folder}”.`)
  }
  async save(pass: string, name: string): Promise<void> {
    const { host, store } = this.desk
    const done = await this.ask('The paper was not saved', host.call('pass.save', { file: store.get().negotiation!.file, pass, name }))
    if (done) this.transfer.hand(done)
  }

  // ---- items

  /** Records what became of items. False where it was refused; why is told. */
  async set(change: Change, said: string): Promise<boolean> {
    const { host, store } = this.desk
    if (!(await this.drafts.settle())) return false
    const done = await this.ask('Nothing was recorded', host.call('status.set', { file: store.get().negotiation!.file, ...change }))
    if (!done) return false
    await this.again()
    this.notices.say(said)
    return true
  }

  // ---- packages

  offer(given: Omit<Input<'package.offer'>, 'file'>): Promise<boolean> {
    return this.act('The package was not offered', (file) => this.desk.host.call('package.offer', { file, ...given }))
  }
  accept(id: string, date: Day): Promise<boolean> {
    return this.act('The package was not accepted', (file) => this.desk.host.call('package.accept', { file, package: id, date }))
  }
  withdraw(id: string, date: Day, apart: boolean): Promise<boolean> {
    return this.act('The package was not withdrawn', (file) => this.desk.host.call('package.withdraw', { file, package: id, date, apart }))
  }
  putWhatIf(given: Omit<Input<'whatif.put'>, 'file'>): Promise<boolean> {
    return this.act('It was not kept', (file) => this.desk.host.call('whatif.put', { file, ...given }))
  }
  removeWhatIf(id: string): Promise<boolean> {
    return this.act('It was not removed', (file) => this.desk.host.call('whatif.remove', { file, id }))
  }

  // ---- sessions

  /** Adds or changes a session; answers its id, or null where it was refused. */
  async putSession(given: Omit<Input<'session.put'>, 'file'>): Promise<string | null> {
    const { host, store } = this.desk
    const done = await this.ask('The session was not kept', host.call('session.put', { file: store.get().negotiation!.file, ...given }))
    if (done) await this.again()
    return done?.id ?? null
  }
  attend(session: string, person: string, came: boolean): Promise<boolean> {
    return this.act('It was not kept', (file) => this.desk.host.call('session.attend', { file, session, person, came }))
  }
  async addPerson(name: string, party: string): Promise<string | null> {
    const { host, store } = this.desk
    const all = await this.ask(
      'The name was not kept',
      host.call('people.put', { file: store.get().negotiation!.file, id: null, name, party, role: '' }),
    )
    await this.load()
    return all?.at(-1)?.id ?? null
  }
  setRules(rules: Rules, date: Day): Promise<boolean> {
    return this.act('The rules were not kept', (file) => this.desk.host.call('rules.set', { file, date, ...rules }))
  }

  private async act<T>(title: string, call: (file: string) => Promise<Reply<T>>): Promise<boolean> {
    if (!(await this.drafts.settle())) return false
    const done = await this.ask(title, call(this.desk.store.get().negotiation!.file))
    if (done !== null) await this.again()
    return done !== null
  }
  /** The value of a reply; what was refused is a notice, what went wrong an error. */
  private async ask<T>(title: string, reply: Promise<Reply<T>>): Promise<T | null> {
    const answer = await reply
    if (answer.ok) return answer.value
    if (answer.code === 'refused' || answer.code === 'bad-input' || answer.code === 'conflict') this.notices.say(answer.message)
    else if (answer.code !== 'cancelled') this.notices.error(title, answer.message)
    return null
  }
  /** Reads everything again that an act may have changed; the page too, since an item may take edits no more, or again. */
  private async again(): Promise<void> {
    await Promise.all([this.files.refresh(), this.load()])
    const { item, target, baseline, paper, screen } = this.desk.store.get()
    if (screen !== 'page' || !item || paper?.item !== item) return
    this.desk.store.set({ paper: null, page: null })
    await this.items.show(target, baseline)
  }
}
