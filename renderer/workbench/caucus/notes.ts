import type { Input, NoteInfo, Reply } from '../../../shared/rpc/contract.ts'
import type { Desk } from '../desk.ts'
import type { Notices } from '../notices.ts'

const FAILED = 'The note was not kept'

/** Private notes: what the caucus writes beside an item and nobody else reads. */
export class Notes {
  private readonly desk: Desk
  private readonly notices: Notices

  constructor(desk: Desk, notices: Notices) {
    this.desk = desk
    this.notices = notices
  }

  /** Reads the notes of the negotiation that stands open. */
  async load(): Promise<void> {
    const file = this.desk.store.get().negotiation?.file
    if (file === undefined) return
    const notes = await this.desk.host.call('note.list', { file })
    if (notes.ok && this.desk.store.get().negotiation?.file === file) this.desk.store.set({ notes: notes.value })
  }

  /** Writes a note beside the picked item: beside the words that are selected, where some are. `answers`: the note it replies to. */
  async add(body: string, place: NoteInfo['place'], answers: string | null): Promise<boolean> {
    const { negotiation, item } = this.desk.store.get()
    if (!negotiation) return false
    const note: Omit<Input<'note.add'>, 'file'> = { item, proposal: null, session: null, answers, place, body }
    return this.keep(this.desk.host.call('note.add', { file: negotiation.file, ...note }))
  }

  edit(note: string, body: string): Promise<boolean> {
    return this.change((file) => this.desk.host.call('note.edit', { file, note, body }))
  }
  resolve(note: string, resolved: boolean): Promise<boolean> {
    return this.change((file) => this.desk.host.call('note.resolve', { file, note, resolved }))
  }
  remove(note: string): Promise<boolean> {
    return this.change((file) => this.desk.host.call('note.remove', { file, note }))
  }

  private async change(call: (file: string) => Promise<Reply<NoteInfo[]>>): Promise<boolean> {
    const file = this.desk.store.get().negotiation?.file
    return file === undefined ? false : this.keep(call(file))
  }
  private async keep(reply: Promise<Reply<NoteInfo[]>>): Promise<boolean> {
    const notes = await this.notices.ask(FAILED, reply)
    if (notes) this.desk.store.set({ notes })
    return notes !== null
  }
}
