import { CircleAlert } from 'lucide-react'
import { Button } from 'react-aria-components'
import { Window } from '../parts/window.tsx'

/** An error: the thing, what is wrong with it, what was kept. */
export function ErrorDialog({ title, message, onClose }: { title: string; message: string; onClose: () => void }) {
  return (
    <Window
      title={title}
      role="alertdialog"
      small
      onClose={onClose}
      footer={
        <Button className="btn line grow" autoFocus onPress={onClose}>
          Close
        </Button>
      }
    >
      <div className="errortext">
        <CircleAlert className="i bad" aria-hidden />
        <p>{message}</p>
      </div>
    </Window>
  )
}
