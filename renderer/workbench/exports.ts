import { PAPERS, type PaperKind } from '../../shared/model/paper.ts'
import type { Input, ItemSummary } from '../../shared/rpc/contract.ts'

/** How changes are written in a Word file. */
export type Manner = NonNullable<Input<'export.run'>['manner']>

/** A paper to be written. `scope` is one of `PAPERS`; `own`: of the item on the page, where a paper can be of one or of all. */
export type ExportChoice = {
  readonly scope: string
  readonly own?: boolean
  readonly view: 'clean' | 'redline' | 'all-rounds'
  readonly format: 'docx' | 'pdf' | 'md'
  /** How its changes are written, where it is a Word file that has any. */
  readonly manner?: Manner
}
/** Whether a choice is of a Word file with changes in it. */
export const redlinedWord = ({ view, format }: Pick<ExportChoice, 'view' | 'format'>): boolean => format === 'docx' && view !== 'clean'

/** A paper as the export dialog offers it. `why`: the reason for which it cannot be made now; null where it can. */
export interface Offered {
  readonly id: string
  readonly name: string
  readonly says: string
  readonly kind: PaperKind
  readonly own: boolean
  readonly why: string | null
}

/** The papers that there are, with the item on the page first. */
export function offered(items: readonly ItemSummary[], item: ItemSummary | null): Offered[] {
  return PAPERS.flatMap((kind): Offered[] => {
    const own = item && item.kind !== 'base' ? nameOf(item) : null
    const whole: Offered = { id: kind.scope, name: kind.name, says: kind.says, kind, own: false, why: whyNot(kind.scope, items) }
    if (kind.of === 'whole') return [whole]
    if (kind.of === 'item')
      return own ? [{ ...whole, name: kind.scope === 'item' ? own : `${kind.name} of ${own}`, own: true, why: null }] : []
    const here: Offered[] =
      own && isAgreed(item!)
        ? [{ ...whole, id: `${kind.scope}:own`, name: `${kind.name}, ${own}`, says: 'The one of this item alone.', own: true }]
        : []
    return [{ ...whole, name: `${kind.name}s`, says: kind.says }, ...here]
  })
}
const nameOf = (item: ItemSummary): string => (item.kind === 'norms' ? 'Meeting norms' : `Item ${item.number}`)
const isAgreed = (item: ItemSummary): boolean => item.status === 'ta' || item.status === 'settled'

function whyNot(scope: string, items: readonly ItemSummary[]): string | null {
  const numbered = items.filter((item) => item.kind === 'item')
  const hasBase = items.some((item) => item.kind === 'base')
  if ((scope === 'base' || scope === 'ratification') && !hasBase) return 'There is no base agreement yet.'
  if (scope === 'final-positions' && !numbered.some((item) => item.status === 'open' || item.status === 'hold')) return 'No item is open.'
  return null
}

/** The views in which a paper can be had, in the order in which they are offered; one only where it holds no language. */
export const viewsOf = ({ scope, views }: PaperKind): readonly ExportChoice['view'][] =>
  views ? (['item', 'stack', 'table', 'base'].includes(scope) ? ['redline', 'clean', 'all-rounds'] : ['redline', 'clean']) : ['clean']

/** The scope of a choice as it is asked for: with the number of the item where it is of one. */
export function scopeOf({ scope, own }: ExportChoice, item: ItemSummary | null): string | null {
  const kind = PAPERS.find((p) => p.scope === scope)
  if (!kind || kind.of === 'whole' || (kind.of === 'either' && !own)) return scope
  if (!item) return null
  return item.kind === 'base' ? 'base' : `${scope}:${item.number}`
}
