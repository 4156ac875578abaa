import { FieldError, Input, Label, TextField, type TextFieldProps } from 'react-aria-components'

interface Props extends Omit<TextFieldProps, 'children'> {
  label: string
  error?: string | null
  placeholder?: string
}

/** A labelled field of a dialog; what is wrong with it stands under it in one sentence. */
export function TextInput({ label, error, placeholder, ...field }: Props) {
  return (
    <TextField {...field} className="labelled" isInvalid={Boolean(error)} validationBehavior="aria">
      <Label>{label}</Label>
      <Input className="input" placeholder={placeholder} />
      <FieldError className="wrong">{error}</FieldError>
    </TextField>
  )
}
