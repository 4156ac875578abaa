/** What can be left out of a file that leaves, as a person would call it: one of it, and several (`%n`: how many). */
const WORDS = {
  comments: ['a comment', '%n comments'],
  hidden: ['a stretch of hidden text', '%n stretches of hidden text'],
  macros: ['its macros', 'its macros'],
  controls: ['an active control', '%n active controls'],
  embedded: ['an embedded file', '%n embedded files'],
  blocks: ['its building blocks', 'its building blocks'],
  data: ['data of other programs', 'data of other programs'],
  signature: ['its digital signature', 'its digital signature'],
  fields: ['a field that names a file or a person', '%n fields that name a file or a person'],
  links: ['a link to a file', '%n links to files'],
  pictures: ['what a picture says of itself', 'what %n pictures say of themselves'],
  properties: ['who wrote it, when and with what', 'who wrote it, when and with what'],
} as const
/** A kind of thing that is left out. */
export type Left = keyof typeof WORDS

/** Counts what is left out of a file, for the one sentence that its person is told. */
export class Tally {
  private readonly counts = new Map<Left, number>()
  private readonly names = new Set<string>()

  /** Something was left out. */
  add(what: Left, times = 1): void {
    if (times) this.counts.set(what, (this.counts.get(what) ?? 0) + times)
  }
  /** An author of a change is no longer named. */
  unnamed(author: string): void {
    this.names.add(author)
  }

  /** The sentence; null where nothing was left out. `name`: what the file is called. */
  sentence(name: string): string | null {
    const kinds = Object.keys(WORDS) as Left[]
    const parts = kinds.flatMap((what) => {
      const n = this.counts.get(what)
      return n ? [WORDS[what][n === 1 ? 0 : 1].replace('%n', String(n))] : []
    })
    if (this.names.size) parts.push(this.names.size === 1 ? 'the name of an author' : `the names of ${this.names.size} authors`)
    return parts.length ? `Left out of what is sent of «${name}»: ${parts.join(', ')}.` : null
  }
}
