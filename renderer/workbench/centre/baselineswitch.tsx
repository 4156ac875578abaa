import { Seg } from '../parts/seg.tsx'
import { useBaseline } from './baseline.ts'

/** The baseline, where the bar is wide enough to show every choice. */
export function BaselineSwitch({ disabled }: { disabled: boolean }) {
  const { value, choices, pick } = useBaseline()
  return <Seg label="Baseline" className="seg base" value={value} choices={choices} disabled={disabled} onChange={pick} />
}
