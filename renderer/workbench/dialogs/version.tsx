import { BookOpen, Check, Lock, PencilLine } from 'lucide-react'
import { Button, ListBox, ListBoxItem } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { shortDay } from '../dates.ts'
import { Party } from '../parts/party.tsx'
import { Window } from '../parts/window.tsx'
import { BASE, latestFirst, proposalName } from '../versions.ts'

/** Any version of the item as the baseline. */
export function VersionDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const detail = useAppState((s) => s.detail!)
  const us = useAppState((s) => s.negotiation!.us)
  const baseline = useAppState((s) => s.baseline)
  const target = useAppState((s) => s.target)
  const proposals = latestFirst(detail.proposals).filter((p) => p.id !== target)
  const pick = (id: string) => {
    onClose()
    void app.items.show(target, id)
  }
  return (
    <Window
      title="Baseline"
      sub="What the changes are measured against."
      small
      onClose={onClose}
      footer={
        <Button className="btn line grow" onPress={onClose}>
          Close
        </Button>
      }
    >
      <ListBox aria-label="Versions" className="menu-list" autoFocus onAction={(key) => pick(String(key))}>
        {proposals.map((p) => (
          <ListBoxItem key={p.id} id={p.id} className="mi" textValue={proposalName(p)}>
            {p.sealed ? <Lock className="i" aria-hidden /> : <PencilLine className="i" aria-hidden />}
            <Party label={p.party} us={us} />
            <span className="num">{shortDay(p.date)}</span>
            {p.id === baseline && <Check className="i s grow" aria-label="the baseline now" />}
          </ListBoxItem>
        ))}
        <ListBoxItem id={BASE} className="mi" textValue="Current language">
          <BookOpen className="i" aria-hidden />
          Current language
          {baseline === BASE && <Check className="i s grow" aria-label="the baseline now" />}
        </ListBoxItem>
      </ListBox>
    </Window>
  )
}
