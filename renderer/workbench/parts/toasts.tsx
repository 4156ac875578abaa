import { Info, X } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { commandOf } from '../commands.ts'

/** Passing notices, said once by the polite region. They stay while the pointer rests on them. */
export function Toasts() {
  const app = useApp()
  const toasts = useAppState((s) => s.toasts)
  return (
    <div className="toasts" role="status" aria-live="polite" aria-label="Notices">
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="toast"
          onPointerEnter={() => app.notices.hold(toast.id)}
          onPointerLeave={() => app.notices.release(toast.id)}
        >
          <Info className="i" aria-hidden />
          <div>{toast.text}</div>
          {toast.act && <Offer name={toast.act} onDone={() => app.notices.dismiss(toast.id)} />}
          <Button className="icon" aria-label="Close this notice" onPress={() => app.notices.dismiss(toast.id)}>
            <X className="i s" aria-hidden />
          </Button>
        </div>
      ))}
    </div>
  )
}

/** The command that a notice offers. */
function Offer({ name, onDone }: { name: string; onDone: () => void }) {
  const app = useApp()
  const command = commandOf(name)
  return (
    <Button
      className="offer"
      onPress={() => {
        if (command.when(app.store.get())) void command.run(app)
        onDone()
      }}
    >
      {command.label}
    </Button>
  )
}
