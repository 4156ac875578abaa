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
    const press = (typing: boolean) => (event: KeyboardEvent) => {
      const command = commandFor(event, app, typing)
      if (!command) return
      event.preventDefault()
      event.stopPropagation()
      void command.run(app)
    }
    const first = press(false)
    const last = press(true)
    window.addEventListener('keydown', first, true)
    window.addEventListener('keydown', last)
    const end = app.host.on('menu.command', ({ command }) => runCommand(app, command))
    return () => {
      window.removeEventListener('keydown', first, true)
      window.removeEventListener('keydown', last)
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
