import { ArrowRightLeft, Check, CircleAlert, LoaderCircle, PanelLeft, PanelRight } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApp, useAppState } from './app.ts'
import { commandOf, isEditing } from './commands.ts'
import { clock } from './dates.ts'
import { Tool } from './parts/tool.tsx'
import type { SaveState } from './save.ts'
import { added, struck } from './words.ts'
import { ZoomMenu } from './zoommenu.tsx'

/** The bar under everything: saved, words of the round, whose move, where in the table, zoom, panels. */
export function StatusBar() {
  const app = useApp()
  const failed = useAppState((s) => s.save.kind === 'failed')
  const round = useAppState((s) => (isEditing(s) ? s.page?.round : undefined))
  const goesFirst = useAppState((s) => s.negotiation!.goesFirst)
  const items = useAppState((s) => s.negotiation!.items)
  const item = useAppState((s) => s.item)
  const panels = useAppState((s) => s.panels)
  const subjects = items.filter((i) => i.kind === 'item')
  const at = subjects.findIndex((i) => i.id === item)
  return (
    <footer className="status" data-region="status">
      <span role="status">
        <SaveWords />
      </span>
      {failed && (
        <Button className="link" onPress={() => app.drafts.retry()}>
          Try again
        </Button>
      )}
      {round && (
        <span>
          This round <span className="plus num">{added(round.added)}</span> <span className="minus num">{struck(round.struck)}</span> words
        </span>
      )}
      {goesFirst.reason && (
        <span className="first">
          <ArrowRightLeft className="i s" aria-hidden />
          <span className="ell">
            {goesFirst.party && <b>{goesFirst.party} goes first next.</b>} {goesFirst.reason.replace(/, so \S+ begins\./, '.')}
          </span>
        </span>
      )}
      <span className="grow" />
      {at >= 0 && (
        <span className="num">
          Item {at + 1} of {subjects.length}
        </span>
      )}
      <ZoomMenu />
      <span className="pts">
        <Tool
          icon={PanelLeft}
          small
          label={panels.items ? 'Hide the item list' : 'Show the item list'}
          keys="F7"
          onPress={() => void commandOf('panel.items').run(app)}
        />
        <Tool
          icon={PanelRight}
          small
          label={panels.record ? 'Hide the record' : 'Show the record'}
          keys="F8"
          onPress={() => void commandOf('panel.record').run(app)}
        />
      </span>
    </footer>
  )
}

/** Whether all is on disk. Drawn anew only where its words change: it is told of each key press. */
function SaveWords() {
  const kind = useAppState((s) => s.save.kind)
  const words = useAppState((s) => saveWords(s.save))
  if (kind === 'failed')
    return (
      <>
        <CircleAlert className="i s bad" aria-hidden />
        <span className="bad">{words}</span>
      </>
    )
  const Icon = kind === 'saving' ? LoaderCircle : Check
  return (
    <>
      <Icon className="i s" aria-hidden />
      {words}
    </>
  )
}

function saveWords(save: SaveState): string {
  switch (save.kind) {
    case 'saving':
      return 'Saving…'
    case 'failed':
      return save.since ? `Not saved since ${clock(save.since)}` : 'Not saved'
    case 'saved':
      return `Saved ${clock(save.savedAt)}`
    case 'idle':
      return 'Saved'
  }
}
