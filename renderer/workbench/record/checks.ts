import type { Desk } from '../desk.ts'
import type { Drafts } from '../drafts.ts'
import { BASE } from '../versions.ts'

/** The checks of the language on the page: asked for, never by themselves. */
export class Checks {
  private readonly desk: Desk
  private readonly drafts: Drafts

  constructor(desk: Desk, drafts: Drafts) {
    this.desk = desk
    this.drafts = drafts
  }

  /** Looks at the version that is shown, with every word that was typed. Its last findings stay until the new ones are there. */
  async run(): Promise<void> {
    const { host, store } = this.desk
    const { negotiation, item, target } = store.get()
    if (!negotiation || !item || !(await this.drafts.settle())) return
    store.set({ checking: true })
    const said = await host.call('findings.get', { file: negotiation.file, item, version: target === BASE ? BASE : `#${target}` })
    const now = store.get()
    if (now.negotiation?.file !== negotiation.file || now.item !== item) return store.set({ checking: false })
    store.set({ checking: false, checked: said.ok ? { ...said.value, item, version: target } : null })
  }
}
