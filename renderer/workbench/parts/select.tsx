import { Check, ChevronDown } from 'lucide-react'
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'

interface Props<T extends string> {
  label: string
  /** The whole name, where the label says too little by itself. */
  name?: string
  /** Where the head of a column is the label. */
  bare?: boolean
  value: T | null
  choices: readonly { readonly id: T; readonly name: string }[]
  placeholder?: string
  onChange: (value: T) => void
}

/** A labelled choice of one from a list. */
export function Choose<T extends string>({ label, name, bare, value, choices, placeholder, onChange }: Props<T>) {
  return (
    <Select
      className="labelled"
      aria-label={name}
      value={value}
      onChange={(key) => key !== null && onChange(key as T)}
      placeholder={placeholder}
    >
      {!bare && <Label>{label}</Label>}
      <Button className="input choose">
        <SelectValue className="ell" />
        <ChevronDown className="i s grow" aria-hidden />
      </Button>
      <Popover className="menu">
        <ListBox className="menu-list">
          {choices.map((choice) => (
            <ListBoxItem key={choice.id} id={choice.id} className="mi" textValue={choice.name}>
              {({ isSelected }) => (
                <>
                  {choice.name}
                  {isSelected && <Check className="i s grow" aria-hidden />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
