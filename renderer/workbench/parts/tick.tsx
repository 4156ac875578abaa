import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components'

interface Props {
  selected: boolean
  disabled?: boolean
  /** The name, where what stands beside the box says more or less than that. */
  label?: string
  onChange: (selected: boolean) => void
  children: ReactNode
}

/** A box to tick, with what it is about beside it. */
export function Tick({ selected, disabled, label, onChange, children }: Props) {
  return (
    <Checkbox className="tick" aria-label={label} isSelected={selected} isDisabled={disabled} onChange={onChange}>
      <span className="check" aria-hidden />
      {children}
    </Checkbox>
  )
}
