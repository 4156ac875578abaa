import { Button } from 'react-aria-components'
import { afterClosing } from './menu.tsx'

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

/** Takes the focus to the act of the dialog, once what it needs is there: Enter then goes on. */
export const focusAct = (): void => afterClosing(() => document.querySelector<HTMLElement>('.dialog footer button[type="submit"]')?.focus())
