import { useApp, useAppState } from '../app.ts'
import { type Choice, Seg } from '../parts/seg.tsx'

type Shown = 'agreement' | 'open' | 'ta'
const CHOICES: readonly Choice<Shown>[] = [
  { id: 'agreement', label: 'Agreement' },
  { id: 'open', label: 'Open proposals', name: 'Open proposals in place' },
  { id: 'ta', label: 'Agreed (TA)', name: 'Tentative agreements in place' },
]

/** What the contract view shows: the agreement, open proposals in place, or all that is agreed. */
export function InPlaceSwitch() {
  const app = useApp()
  const value = useAppState((s): Shown => s.inPlace?.kind ?? 'agreement')
  return (
    <Seg
      label="In the agreement"
      value={value}
      choices={CHOICES}
      onChange={(next) => void app.places.show(next === 'agreement' ? null : next)}
    />
  )
}
