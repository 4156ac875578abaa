import { EditorState, type Transaction } from 'prosemirror-state'
import type { RoundRef } from '../model/negotiation.ts'
import type { Change } from './change.ts'
import type { Context } from './context.ts'
import { revert } from './decide.ts'
import { redline } from './redline.ts'
import type { Redline, Version } from './types.ts'

/** Decisions on many changes at once: which are meant, how much they are, what they would give, and the one transaction. */

/** Which changes are meant. What is left out does not narrow; an empty choice means all. */
export interface Choice {
  readonly party?: string
  /** Place of the round in the chain. */
  readonly round?: number
  /** What lies between two positions of the document: part of a change where it reaches beyond them. */
  readonly range?: { readonly from: number; readonly to: number }
}
/**
 * What becomes of them: `reject` strikes what they put in, brings back what they struck and undoes their looks; `strike` and
 * `restore` do one half each. To keep a change is to leave it, which is no switch and so no verdict.
 */
export type Verdict = 'reject' | 'strike' | 'restore'

/** How much a verdict does. */
export interface Tally {
  /** Entries of the list of changes that it is about. */
  readonly changes: number
  /** Words that it would strike (or take out, where they are own), and words that it would bring back. */
  readonly words: { readonly struck: number; readonly restored: number }
  /** Changes of formatting or of paragraphs that it would undo. */
  readonly looks: number
}

const words = (text: string): number => text.match(/\S+/g)?.length ?? 0
const looksOnly = (change: Change): boolean => change.kinds.some((kind) => kind === 'format' || kind === 'paragraph')
const reached = (change: Change, verdict: Verdict): boolean => {
  const strikes = change.inserted !== '' || change.kinds.some((kind) => kind.startsWith('insert'))
  const restores = change.struck !== '' || change.kinds.some((kind) => kind.startsWith('delete'))
  if (verdict === 'strike') return strikes
  if (verdict === 'restore') return restores
  return true
}

/** The changes of a list that a choice by party and round means and that a verdict does something to. */
export const chosen = (list: readonly Change[], choice: Choice, verdict: Verdict): Change[] =>
  list.filter(
    (change) =>
      (choice.party === undefined || change.by.p === choice.party) &&
      (choice.round === undefined || change.by.r === choice.round) &&
      reached(change, verdict),
  )

/** How much a verdict on these changes does, before it is done. */
export function tally(list: readonly Change[], verdict: Verdict): Tally {
  const sum = { struck: 0, restored: 0 }
  let looks = 0
  for (const change of list) {
    if (verdict !== 'restore') sum.struck += words(change.inserted)
    if (verdict !== 'strike') sum.restored += words(change.struck)
    if (verdict === 'reject' && looksOnly(change)) looks++
  }
  return { changes: list.length, words: sum, looks }
}

/**
 * Decides the chosen changes among those that a list of the view since `baseline` holds, in one transaction. One party's
 * changes are decided without those of another.
 */
export function decideAll(
  state: EditorState,
  baseline: Version,
  list: readonly Change[],
  choice: Choice,
  verdict: Verdict,
  cx: Context,
): Transaction {
  const ids = new Set(chosen(list, choice, verdict).flatMap((change) => change.ids))
  return revert(state, baseline, cx, ids, { ...choice.range, only: verdict === 'reject' ? undefined : verdict })
}

/**
 * What a decision would give, as a redline between two versions (the same version twice for the clean text). The state and its
 * document stay as they are. `make`: the decision.
 */
export function preview(
  state: EditorState,
  make: (state: EditorState) => Transaction,
  rounds: readonly RoundRef[],
  baseline: Version,
  target: Version,
): Redline {
  return redline(make(EditorState.create({ doc: state.doc, selection: state.selection })).doc, rounds, baseline, target)
}
