import type { ReactNode } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'

export interface Choice<T extends string> {
  readonly id: T
  readonly label: ReactNode
  /** The whole name, where the label is short. */
  readonly name?: string
}

interface Props<T extends string> {
  label: string
  value: T
  choices: readonly Choice<T>[]
  className?: string
  disabled?: boolean
  onChange: (value: T) => void
}

/** A switch of which one part is on: a group of radio buttons that look like segments. */
export function Seg<T extends string>({ label, value, choices, className = 'seg', disabled, onChange }: Props<T>) {
  return (
    <ToggleButtonGroup
      className={className}
      aria-label={label}
      isDisabled={disabled}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [next] = keys
        if (next !== undefined) onChange(next as T)
      }}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.id} id={choice.id} aria-label={choice.name}>
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
