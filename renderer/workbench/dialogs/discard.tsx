import { useApp, useAppState } from '../app.ts'
import { openRound } from '../commands.ts'
import { Answer } from '../parts/answer.tsx'
import { Window } from '../parts/window.tsx'
import { proposalName } from '../versions.ts'

/** Asks before an open draft is thrown away. */
export function DiscardDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const draft = useAppState(openRound)
  const act = async () => {
    if (await app.rounds.discard(draft?.id)) onClose()
  }
  return (
    <Window
      title={`Discard the draft${draft ? ` of ${proposalName(draft)}` : ''}`}
      role="alertdialog"
      small
      onClose={onClose}
      footer={<Answer back="Keep the draft" act="Discard it" backFirst danger onBack={onClose} onAct={() => void act()} />}
    >
      <p>It leaves the item’s record. Its edits stay in the file, as every edit does.</p>
    </Window>
  )
}
