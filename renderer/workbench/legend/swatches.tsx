import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'

interface Props {
  label: string
  value: string | null
  choices: readonly (readonly [string, string | null])[]
  onChange: (value: string | null) => void
}
const NONE = 'none'

/** A choice of one colour by its name; one that is not among them stands at the end, and any other can be given. */
export function Swatches({ label, value, choices, onChange }: Props) {
  const known = choices.some(([, colour]) => colour === value)
  const all = known ? choices : [...choices, [`As it is, ${value}`, value] as const]
  return (
    <div className="sw">
      <ToggleButtonGroup
        aria-label={label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[value ?? NONE]}
        onSelectionChange={(keys) => {
          const [next] = keys
          if (next !== undefined) onChange(next === NONE ? null : String(next))
        }}
      >
        {all.map(([name, colour]) => (
          <ToggleButton
            key={colour ?? NONE}
            id={colour ?? NONE}
            aria-label={name}
            className={colour === null ? 'none' : ''}
            style={colour === null ? undefined : { background: colour }}
          />
        ))}
      </ToggleButtonGroup>
      <label className="other">
        Other…
        <input type="color" value={value ?? '#FFFFFF'} onChange={(event) => onChange(event.target.value.toUpperCase())} />
      </label>
    </div>
  )
}
