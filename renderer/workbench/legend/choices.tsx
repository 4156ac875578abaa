import { Checkbox } from 'react-aria-components'
import { labelsNeeded } from '../../../shared/model/apart.ts'
import { type Legend, type LegendRound, PRESETS, type PresetName, presetOf } from '../../../shared/model/legend.ts'
import { Choose } from '../parts/select.tsx'

interface PresetProps {
  legend: Legend
  parties: readonly string[]
  rounds: readonly LegendRound[]
  onPick: (name: PresetName) => void
}
/** The presets, and whether the legend is still one of them. */
export function PresetChoice({ legend, parties, rounds, onPick }: PresetProps) {
  const { name, changed } = presetOf(legend, parties, rounds)
  const own = name === null ? 'Your own' : `${PRESETS[name]}, changed`
  const choices = [
    ...(changed ? [{ id: 'own' as const, name: own }] : []),
    ...(Object.keys(PRESETS) as PresetName[]).map((id) => ({ id, name: PRESETS[id] })),
  ]
  return (
    <Choose<PresetName | 'own'>
      label="Preset"
      value={changed ? 'own' : name}
      choices={choices}
      onChange={(id) => id !== 'own' && onPick(id)}
    />
  )
}

/** Whether each change says its party and date: by choice, or because nothing else tells them apart. */
export function LabelChoice({
  legend,
  rounds,
  onChange,
}: {
  legend: Legend
  rounds: readonly LegendRound[]
  onChange: (legend: Legend) => void
}) {
  const { labels, ...plain } = legend
  const must = labelsNeeded(plain, rounds)
  return (
    <div className="frm labels">
      <div className="row">
        <b>Change labels</b>
        <Checkbox
          className="tick"
          isSelected={must || labels === true}
          isDisabled={must}
          onChange={(on) => onChange(on ? { ...legend, labels: true } : plain)}
        >
          <span className="check" aria-hidden="true" />
          Print party and date after each change
        </Checkbox>
        {must && <p className="hint">Always on here, since colours do not tell the rounds apart.</p>}
      </div>
    </div>
  )
}
