import { ChevronDown } from 'lucide-react'
import { Button, Menu, MenuTrigger, Popover } from 'react-aria-components'
import { useAppState } from '../app.ts'
import { canDraft } from '../commands.ts'
import { shortDay } from '../dates.ts'
import { CommandEntry } from '../parts/menu.tsx'
import { Party } from '../parts/party.tsx'

/** Who drafts and which round is open in the picked item, with what can be done about it. */
export function RoundMenu() {
  const us = useAppState((s) => s.negotiation!.us)
  const detail = useAppState((s) => s.detail)
  const readOnly = useAppState((s) => s.negotiation!.readOnly)
  const able = useAppState(canDraft)
  const entering = useAppState((s) => (s.paper?.open && s.paper.open.party !== us ? s.paper.open : null))
  const draft = detail?.proposals.find((p) => p.id === detail.item.draft)
  const words = entering ? (
    <>
      <span className="as">Entering for</span> <Party label={entering.party} us={us} /> <span aria-hidden="true">·</span>{' '}
      <b>round {shortDay(entering.date)}</b> <span>(open)</span>
    </>
  ) : (
    <>
      <span className="as">Drafting as</span> <Party label={us} us={us} />
      {draft && (
        <>
          <span aria-hidden="true">·</span> <b>round {shortDay(draft.date)}</b> <span>(open)</span>
        </>
      )}
      {!draft && !able && readOnly && <span>· this file is read only</span>}
    </>
  )
  if (!draft && !able && !entering) return <span className="drafting">{words}</span>
  return (
    <MenuTrigger>
      <Button className="drafting">
        {words}
        <ChevronDown className="i s" aria-hidden />
      </Button>
      <Popover className="menu">
        <Menu className="menu-list" aria-label="Round">
          <CommandEntry name="draft.start" />
          <CommandEntry name="draft.date" />
          <CommandEntry name="draft.seal" />
          <CommandEntry name="draft.enter" />
          <CommandEntry name="draft.discard" />
          <CommandEntry name="draft.theirs" />
          <CommandEntry name="draft.received" />
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
