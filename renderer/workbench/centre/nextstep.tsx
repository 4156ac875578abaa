import { Eye, Lock, PencilLine } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { ItemDetail, ProposalInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { canDraft, isEditing } from '../commands.ts'
import { shortDay } from '../dates.ts'
import { proposalName } from '../versions.ts'

const SETTLED = { ta: 'agreed', dropped: 'dropped', settled: 'settled' } as const

/** Where the page is read: why, and the one next step. */
export function NextStep({ detail, shown }: { detail: ItemDetail; shown: ProposalInfo | undefined }) {
  const app = useApp()
  const editing = useAppState(isEditing)
  const able = useAppState(canDraft)
  const readOnly = useAppState((s) => s.negotiation!.readOnly)
  const compared = useAppState((s) => s.paper?.compared !== null && s.paper?.rounds.length !== 0)
  const baseline = useAppState((s) => s.baseline)
  if (editing) return null
  const draft = detail.proposals.find((p) => p.id === detail.item.draft)
  const base = detail.proposals.find((p) => p.id === baseline)
  const { status, statusDate } = detail.item
  const settled =
    status === 'open' || status === 'hold'
      ? ''
      : ` The item is ${SETTLED[status]}${statusDate ? `, ${shortDay(statusDate)}` : ''}.${status === 'settled' ? '' : ' It takes a proposal again when it is reopened, and the record shows that.'}`
  const why = shown?.sealed
    ? `${proposalName(shown)} is sealed and cannot change.${compared && base ? ` Compared with ${proposalName(base)}, which stands on another line of proposals.` : ''}${settled}`
    : shown
      ? `This compares your draft with ${base ? proposalName(base) : 'another version'}; it is edited against its own line.`
      : detail.item.kind === 'base'
        ? 'This is the agreement in force.'
        : 'This is the current language.'
  return (
    <div className="note nextstep">
      {shown?.sealed ? <Lock className="i" aria-hidden /> : <Eye className="i" aria-hidden />}
      <div>{why}</div>
      {draft && (
        <Button className="btn line small" onPress={() => void app.items.show(draft.id, draft.id === shown?.id ? 'base' : baseline)}>
          <PencilLine className="i s" aria-hidden />
          Back to your draft of {shortDay(draft.date)}
        </Button>
      )}
      {(status === 'ta' || status === 'dropped') && detail.item.kind !== 'base' && !readOnly && (
        <Button className="btn line small" onPress={() => app.store.set({ dialog: { kind: 'become', becoming: 'reopen' } })}>
          Reopen…
        </Button>
      )}
      {able && (
        <Button className="btn primary small" onPress={() => app.store.set({ dialog: { kind: 'draft' } })}>
          {shown ? 'Draft a counter' : detail.item.kind === 'base' ? 'Draft amendments' : 'Draft a proposal'}
        </Button>
      )}
    </div>
  )
}
