import { Plugin, PluginKey, type Transaction } from 'prosemirror-state'

/** Why an edit may bypass tracking. The list is closed: all else is tracked or refused. */
export type Bypass = 'load' | 'composition'
const BYPASSES: readonly Bypass[] = ['load', 'composition']

/**
 * Marks a transaction that may change the document untracked: `load` puts another document there; `composition` is a passing
 * state of an input method, which its owner takes back and replaces by one tracked edit.
 */
export const bypass = (tr: Transaction, why: Bypass): Transaction => tr.setMeta(why, true)

/** Milliseconds within which strikes by one key are one step of undo, as for typing. */
const PAUSE = 500
interface Struck {
  readonly tr: Transaction
  readonly caret: number
}
const key = new PluginKey<Struck | null>('tracking')

/**
 * The guarantee of tracking: refuses every transaction, appended ones included, that changes the document and is neither
 * tracked, nor undo or redo, nor on the short list of `bypass`.
 */
export function trackingGuard(): Plugin {
  return new Plugin<Struck | null>({
    key,
    state: {
      init: () => null,
      apply: (tr, last) => {
        if (tr.docChanged) return tr.getMeta('struck') ? { tr, caret: tr.selection.head } : null
        return tr.selectionSet ? null : last
      },
    },
    filterTransaction: (tr) =>
      !tr.docChanged ||
      tr.getMeta('tracked') === true ||
      tr.getMeta('history$') !== undefined ||
      BYPASSES.some((why) => tr.getMeta(why) === true),
  })
}

/**
 * Joins a strike by a key to the one right before it, so that repeated Backspaces are one step of undo. Strikes leave no map by
 * which the history could tell (`REDLINE-FINDINGS.md`: Undo); it takes what says it was appended for one edit.
 */
export function joinStrikes(state: Parameters<typeof key.getState>[0], out: Transaction): void {
  out.setMeta('struck', true)
  const last = key.getState(state)
  if (last && last.caret === state.selection.head && out.time - last.tr.time < PAUSE && !out.getMeta('appendedTransaction'))
    out.setMeta('appendedTransaction', last.tr)
}
