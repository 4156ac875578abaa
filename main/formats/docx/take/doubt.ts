import type { Node } from 'prosemirror-model'
import type { ReadDoubt } from '../../markdown/index.ts'
import type { HandMapping } from '../hand/index.ts'
import type { Package } from '../package/package.ts'
import { type Element, isElement } from '../package/tree.ts'
import type { WordComment } from '../read/comment.ts'
import { isWord } from '../read/word.ts'

/** What a Word file holds that a person should look at: objects, remarks, marks whose meaning was guessed. */

const about = (kind: ReadDoubt['kind'], message: string, excerpt: string, line: number): ReadDoubt => ({
  item: null,
  proposal: null,
  kind,
  message,
  excerpt,
  line,
})
/** What reads as text is no loss, and a break of the page no object to speak of. */
const PLAIN: ReadonlySet<string> = new Set(['field', 'page break', 'column break', 'mark'])

/** What the document shows and does not model: pictures, text boxes, equations. One doubt for each kind. */
export function objectDoubts(doc: Node): ReadDoubt[] {
  const counts = new Map<string, { n: number; text: string; line: number }>()
  let line = 0
  doc.descendants((node) => {
    if (node.isTextblock) line++
    if (node.type.name !== 'object' || PLAIN.has(node.attrs.what)) return true
    const known = counts.get(node.attrs.what) ?? { n: 0, text: node.attrs.text as string, line }
    counts.set(node.attrs.what, { ...known, n: known.n + 1 })
    return true
  })
  return [...counts].map(([what, { n, text, line: at }]) => {
    const kept =
      n === 1 ? `${/^[aeiou]/.test(what) ? 'An' : 'A'} ${what} is kept as it came` : `${n} objects (${what}) are kept as they came`
    return about('structure', `${kept}, and cannot be edited here.`, text.slice(0, 120), at)
  })
}

/** Tracked changes of how a page is laid out (ECMA-376 part 1, 17.13.5), by what they are of. */
const LAYOUT: ReadonlyMap<string, string> = new Map([
  ['sectPrChange', 'sections'],
  ['tblPrChange', 'tables'],
  ['tblPrExChange', 'tables'],
  ['tblGridChange', 'tables'],
  ['trPrChange', 'rows'],
  ['tcPrChange', 'cells'],
  ['numberingChange', 'numbering'],
])

/** Changes that the file tracks and that are of its layout, not of its language: they are not shown, and somebody is told. */
export function layoutDoubts(pack: Package): ReadDoubt[] {
  const counts = new Map<string, number>()
  const todo: Element[] = [pack.xml(pack.main).root]
  for (let element = todo.pop(); element; element = todo.pop()) {
    const of = isWord(element) ? LAYOUT.get(element.local) : undefined
    if (of) counts.set(of, (counts.get(of) ?? 0) + 1)
    for (const child of element.children) if (isElement(child)) todo.push(child)
  }
  const n = [...counts.values()].reduce((sum, one) => sum + one, 0)
  if (!n) return []
  const of = [...counts.keys()].join(', ')
  const message = `The file tracks ${n === 1 ? 'a change' : `${n} changes`} of layout (${of}); layout is not language, so ${n === 1 ? 'it is' : 'they are'} not shown here.`
  return [about('structure', message, '', 0)]
}

/** Remarks of the file, each with what others answered. They stay with us: no export holds them. */
export const commentDoubts = (comments: readonly WordComment[]): ReadDoubt[] =>
  comments.map(({ author, date, text, about: words, line, replies }) => {
    const who = [author && ` of ${author}`, date && `, ${date.slice(0, 10)}`].filter(Boolean).join('')
    const answers = replies.map((r) => `\n${[r.author || 'Somebody', r.date?.slice(0, 10)].filter(Boolean).join(', ')}, answers: ${r.text}`)
    const said = `A comment${who}: ${text.slice(0, 1500)}${answers.join('').slice(0, 1500)}`
    return about('comment', said, words.slice(0, 300), line)
  })

/** Looks whose meaning the document does not state. */
export const lookDoubts = (mapping: HandMapping): ReadDoubt[] =>
  mapping.looks
    .filter((look) => !look.certain)
    .map(({ key, meaning, why, examples }) => {
      const party = meaning.kind === 'emphasis' ? null : meaning.party
      const taken = meaning.kind === 'emphasis' ? 'emphasis' : meaning.kind === 'insert' ? 'inserted' : 'deleted'
      return about(
        'marks',
        `Text that looks so (${key}) was taken as ${taken}${party ? ` by ${party}` : ''}. ${why}`,
        examples.join(' | '),
        0,
      )
    })

/** Marks in the colours of a party that had put nothing forward before the row in which they stand. */
export const foreignDoubts = (
  foreign: readonly { readonly text: string; readonly line: number; readonly party: string }[],
): ReadDoubt[] => {
  const byParty = new Map<string, { texts: string[]; line: number }>()
  for (const { text, line, party } of foreign) {
    const known = byParty.get(party) ?? { texts: [], line }
    known.texts.push(text)
    byParty.set(party, known)
  }
  return [...byParty].map(([party, { texts, line }]) => {
    const message = `Marks in the colours of ${party} stand in a proposal of another party, before ${party} put anything forward; they were taken for that proposal’s own.`
    return about('marks', message, texts.slice(0, 6).join(' | ').slice(0, 300), line)
  })
}
