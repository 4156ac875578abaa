import { Lock } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { ItemDetail } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { shortDay, whenSealed } from '../dates.ts'
import { latestFirst, proposalName } from '../versions.ts'

/** The sealed proposals under the one that is shown, as the commonly formatted document stacks them. */
export function Past({ detail }: { detail: ItemDetail }) {
  const app = useApp()
  const target = useAppState((s) => s.target)
  const sealed = latestFirst(detail.proposals).filter((p) => p.sealed && p.id !== target)
  return sealed.map((p) => (
    <section key={p.id} className="prop past" aria-label={proposalName(p)}>
      <div className="label">
        <span>{p.party}</span> <span>{shortDay(p.date)}</span>
      </div>
      <div className="lang">
        <Lock className="i s" aria-hidden />
        {whenSealed(p.date, p.sealedAt)}.
        <Button className="link grow" aria-label={`Read ${proposalName(p)}`} onPress={() => void app.items.show(p.id)}>
          Read
        </Button>
      </div>
    </section>
  ))
}
