import { FieldError, Input, Label, TextField } from 'react-aria-components'

/** A day, as the system's own date field. */
export function DateInput({
  label,
  value,
  autoFocus,
  onChange,
}: {
  label: string
  value: string
  autoFocus?: boolean
  onChange: (day: string) => void
}) {
  return (
    <TextField
      className="labelled"
      type="date"
      value={value}
      onChange={onChange}
      isInvalid={!value}
      validationBehavior="aria"
      autoFocus={autoFocus}
    >
      <Label>{label}</Label>
      <Input className="input" />
      <FieldError className="wrong">Give the whole date: month, day and year.</FieldError>
    </TextField>
  )
}
