import { randomUUID } from 'node:crypto'
import type { Node } from 'prosemirror-model'
import { compare, weave } from '../../shared/compare/index.ts'
import { formatDay } from '../../shared/model/labels.ts'
import type { Day, Item } from '../../shared/model/negotiation.ts'
import { redline } from '../../shared/redline/index.ts'
import { ParleyError } from '../../shared/rpc/contract.ts'
import type { OpenWord } from '../formats/docx/read/index.ts'
import type { WordBlock } from '../formats/docx/read/story.ts'
import { plainly, type Received, readReceived, receivedAt, relabelled } from '../formats/docx/received.ts'
import { refuseForeign } from '../formats/markdown/index.ts'
import type { Store, StoredProposal } from '../store/index.ts'
import type { GivenFile } from './compare.ts'
import { editsOf, type FoundEdit, normal } from './found.ts'
import { counted, newId } from './id.ts'
import { isWordFile } from './kind.ts'
import { withSilent } from './silent.ts'
import { cleanOf, itemName, itemNumbered, lastOf, partyNamed, proposalName } from './versions.ts'

export type { FoundEdit } from './found.ts'
/** An edit of language that was agreed. */
export interface Reopened extends FoundEdit {
  readonly tracked: boolean
  /** Where it was agreed: the item, and the proposal where it is one that was. */
  readonly agreed: { readonly item: string; readonly party: string | null; readonly date: Day | null }
}
/** What a check finds. */
export interface CheckResult {
  readonly file: string
  readonly item: string
  /** What it was measured against: our last proposal; null for the current language. */
  readonly against: { readonly party: string; readonly date: Day } | null
  readonly untracked: readonly FoundEdit[]
  readonly tracked: readonly FoundEdit[]
  readonly reopened: readonly Reopened[]
}
/** A file with what was found in it, ready to become a round. */
export interface Checked {
  readonly result: CheckResult
  readonly item: Item
  readonly ours: StoredProposal | null
  readonly received: Received
}

/** What a check is told besides the file. */
export interface CheckHow {
  /** What it is measured against: a proposal, or null for the current language. Left out: our last proposal. */
  readonly against?: StoredProposal | null
  /** Says of the file's blocks whose and of which day their changes are. */
  readonly prepare?: (word: OpenWord) => readonly WordBlock[]
}

/**
 * Checks a Word file that the other party sent for an item: its tracked changes are rejected (those that we passed in it stand)
 * and what is left is compared with what we last passed in the item, else with the current language. Every difference is an edit
 * that was not tracked. Nothing is changed. Throws a `ParleyError` that names the file where it is no whole Word file.
 */
export async function checkFile(store: Store, given: GivenFile, number: string, how: CheckHow = {}): Promise<Checked> {
  const item = itemNumbered(store, number)
  if (!isWordFile(given.bytes)) {
    refuseForeign(given.bytes, given.name)
    throw new ParleyError('bad-input', `${given.name} is not a Word file; only those hold tracked changes.`)
  }
  const { us } = store.negotiation()
  const stack = store.proposals(item.id).filter((p) => p.sealed)
  const ours = how.against === undefined ? lastOf(stack.filter((p) => p.party === us)) : how.against
  const rounds = ours?.chain ?? []
  const passed = (by: { author: string; date: string | null }): boolean =>
    rounds.some((round) => round.party === by.author && (by.date === null || by.date === round.date))
  const received = await readReceived(given.bytes, given.name, itemName(item), passed, counted(), how.prepare)
  const before = cleanOf(store, { item, proposal: ours })
  const untracked = untrackedIn(before, receivedAt(received, received.passed))
  const tracked = trackedIn(received)
  const against = ours && { party: ours.party, date: ours.date }
  const reopened = [
    ...reopenedBy(store, item, untracked).map((edit) => ({ ...edit, tracked: false })),
    ...reopenedBy(store, item, tracked).map((edit) => ({ ...edit, tracked: true })),
  ]
  return { result: { file: given.name, item: item.number, against, untracked, tracked, reopened }, item, ours, received }
}

/** What differs between two texts, in words alone: how they are set is not looked at. */
function untrackedIn(before: Node, after: Node): FoundEdit[] {
  const doc = compare(plainly(before), plainly(after), '', counted(), { format: false, properties: false })
  return editsOf(redline(doc, [], 0, 1)).map(({ edit }) => edit)
}
function trackedIn({ doc, rounds, passed }: Received): FoundEdit[] {
  const refs = rounds.map(({ r, author, date }) => ({ r, party: author, date: date ?? '', proposal: '' }))
  return editsOf(redline(doc, refs, passed, rounds.length)).map(({ edit, r }) => {
    const round = rounds.find((x) => x.r === r)
    return { ...edit, author: round?.author ?? '', date: round?.date ?? null }
  })
}

/**
 * Edits of what was agreed: all of them in an item that is agreed, else those of paragraphs that an agreed proposal holds. In the
 * agreement itself, the agreed language of every item counts.
 */
function reopenedBy(store: Store, item: Item, edits: readonly FoundEdit[]): (FoundEdit & Pick<Reopened, 'agreed'>)[] {
  const agreed = (status: string): boolean => status === 'ta' || status === 'settled'
  if (agreed(item.status)) return edits.map((edit) => ({ ...edit, agreed: { item: item.number, party: null, date: item.statusDate } }))
  const held = new Map<string, Reopened['agreed']>()
  for (const other of item.kind === 'base' ? store.items() : [item])
    for (const p of store.proposals(other.id)) {
      if (!p.sealed || !(agreed(p.status) || (agreed(other.status) && lastOf(store.proposals(other.id))?.id === p.id))) continue
      cleanOf(store, { item: other, proposal: p }).descendants((node) => {
        if (!node.isTextblock) return true
        const text = normal(node.attrs.label ? `${node.attrs.label} ${node.textContent}` : node.textContent)
        if (text) held.set(text, { item: other.number, party: p.party, date: p.statusDate ?? other.statusDate })
        return false
      })
    }
  return edits.flatMap((edit) => {
    const found = held.get(edit.paragraph)
    return found ? [{ ...edit, agreed: found }] : []
  })
}

/** Whose round a checked file becomes, and when it was put forward; left out: the other party, and the last day that the file names. */
export interface TakeRequest {
  readonly party: string | null
  readonly date: Day | null
}

/**
 * Makes what a checked file says a round of theirs in the item, answering what it was measured against. Edits that were not
 * tracked are in it like the others, and each is a doubt of the proposal besides, so that they are told apart until somebody
 * has looked at them. Returns the proposal.
 */
export function takeChecked(store: Store, { result, item, ours, received }: Checked, request: TakeRequest): StoredProposal {
  const others = store.parties().filter((p) => p.label !== store.negotiation().us)
  if (request.party === null && others.length !== 1)
    throw new ParleyError('bad-input', 'Say whose proposal it is: there are more than two parties.')
  const party = partyNamed(store, request.party ?? others[0].label)
  const days = result.tracked.flatMap((edit) => edit.date ?? []).sort()
  const date = request.date ?? days.at(-1)
  if (date === undefined) throw new ParleyError('bad-input', `Say of which day the proposal is: ${result.file} names none.`)
  if (ours && date < ours.date)
    throw new ParleyError('bad-input', `Say of which day the proposal is: one of ${date} cannot answer ${ours.party}’s of ${ours.date}.`)
  if (store.proposals(item.id).some((p) => p.party === party && p.date === date))
    throw new ParleyError('exists', `${itemName(item)} already has a proposal of ${party} dated ${date}.`)
  const before = ours?.chain ?? []
  const from = ours ? store.document(ours.id).doc : store.base(item.id)
  const after = relabelled(receivedAt(received, received.rounds.length), cleanOf(store, { item, proposal: ours }))
  const r = before.length + 1
  const doc = withSilent(weave(from, after, { r, p: party }, newId, { format: false, properties: false }), r, result.untracked)
  const id = randomUUID()
  return store.atomically(() => {
    const kind = ours?.kind ?? 'amended'
    const made = store.addSealed({
      id,
      item: item.id,
      kind,
      answers: ours?.id ?? null,
      chain: [...before, { r, party, date, proposal: id }],
      doc,
    })
    for (const edit of result.untracked) store.addDoubt(untrackedDoubt(edit, result.file, item.id, id))
    for (const remark of received.remarks) store.addDoubt({ ...remark, item: item.id, proposal: id })
    return made
  })
}

/** An edit that was not tracked, as a doubt of the proposal that holds it. */
export function untrackedDoubt(edit: FoundEdit, file: string, item: string, proposal: string) {
  return {
    item,
    proposal,
    kind: 'untracked' as const,
    message: `An edit in ${file} is not tracked: ${said(edit)}. It was taken in with those that are.`,
    excerpt: edit.paragraph.slice(0, 300),
    line: 0,
  }
}

const quoted = (text: string): string => {
  const line = normal(text)
  return `“${line.length > 120 ? `${line.slice(0, 119)}…` : line}”`
}
function said({ struck, inserted, kinds }: FoundEdit): string {
  const [gone, come] = [normal(struck), normal(inserted)]
  if (kinds.includes('move')) return `${quoted(come || gone)} was moved`
  if (gone && come) return `${quoted(gone)} became ${quoted(come)}`
  if (gone) return `${quoted(gone)} was taken out`
  if (come) return `${quoted(come)} was put in`
  if (kinds.includes('split')) return 'a paragraph was split'
  if (kinds.includes('join')) return 'two paragraphs were joined'
  return kinds.includes('format') ? 'the formatting of words was changed' : 'the setting of a paragraph was changed'
}

/** A check for people to read. */
export function checkText({ file, item, against, untracked, tracked, reopened }: CheckResult): string {
  const at = (edit: FoundEdit): string => (edit.paragraph ? `\n      in ${quoted(edit.paragraph)}` : '')
  const by = (edit: FoundEdit): string =>
    edit.author === undefined ? '' : ` (${[edit.author || 'somebody', edit.date && formatDay(edit.date)].filter(Boolean).join(' ')})`
  const list = (edits: readonly FoundEdit[]): string[] => edits.map((edit) => `  ${said(edit)}${by(edit)}${at(edit)}`)
  const measured = against ? proposalName(against) : 'the current language'
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
  return [
    `${file}, ${/^\d/.test(item) ? `Item ${item}` : item}, against ${measured}`,
    '',
    untracked.length ? `NOT TRACKED: ${count(untracked.length, 'edit')}` : 'Every edit is tracked.',
    ...list(untracked),
    ...(reopened.length ? ['', `REOPENED: ${count(reopened.length, 'edit')} of language that was agreed`] : []),
    ...reopened.map(
      (edit) =>
        `  ${said(edit)}: agreed ${[edit.agreed.party, edit.agreed.date && formatDay(edit.agreed.date)].filter(Boolean).join(' ')} (${/^\d/.test(edit.agreed.item) ? `Item ${edit.agreed.item}` : edit.agreed.item})`,
    ),
    '',
    `Tracked: ${count(tracked.length, 'edit')}`,
    ...list(tracked),
    '',
  ].join('\n')
}
