import { Button } from 'react-aria-components'

interface Props {
  back?: string
  act: string
  /** Where the focus starts on the way back, Enter alone never does the act. */
  backFirst?: boolean
  danger?: boolean
  disabled?: boolean
  onBack: () => void
  onAct?: () => void
}

/** The foot of a dialog: the way back at the left, the act at the right. Without `onAct` the act submits the dialog's form. */
export function Answer({ back = 'Cancel', act, backFirst, danger, disabled, onBack, onAct }: Props) {
  return (
    <>
      <Button className="btn" autoFocus={backFirst} onPress={onBack}>
        {back}
      </Button>
      <Button
        className={danger ? 'btn line danger grow' : 'btn primary grow'}
        type={onAct ? 'button' : 'submit'}
        isDisabled={disabled}
        onPress={onAct}
      >
        {act}
      </Button>
    </>
  )
}
