import { useEffect } from 'react'
import { type App, AppContext, useAppState } from './app.ts'
import { runCommand } from './commands.ts'
import { Dialogs } from './dialogs/dialogs.tsx'
import { commandFor } from './keys.ts'
import { Toasts } from './parts/toasts.tsx'
import { Start } from './start/start.tsx'
import { Workbench } from './workbench.tsx'

/** The window: the start screen or the table, with dialogs and notices over it; keys and menu commands come in here. */
export function Root({ app }: { app: App }) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = commandFor(event, app)
      if (!command) return
      event.preventDefault()
      void command.run(app)
    }
    window.addEventListener('keydown', press)
    const end = app.host.on('menu.command', ({ command }) => runCommand(app, command))
    return () => {
      window.removeEventListener('keydown', press)
      end()
    }
  }, [app])
  return (
    <AppContext value={app}>
      <Screen />
      <Dialogs />
      <Toasts />
    </AppContext>
  )
}

function Screen() {
  const phase = useAppState((s) => s.phase)
  const title = useAppState((s) => s.negotiation?.title)
  useEffect(() => {
    document.title = title ? `${title} – Parley` : 'Parley'
  }, [title])
  if (phase === 'connecting') return null
  return phase === 'start' ? <Start /> : <Workbench />
}
