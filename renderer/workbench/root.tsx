import { useEffect } from 'react'
import { type App, AppContext, useAppState } from './app.ts'
import { BoardScreen } from './board/board.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { commandFor, runFromMenu } from './keys.ts'
import { LegendScreen } from './legend/legend.tsx'
import { Guard } from './parts/guard.tsx'
import { Toasts } from './parts/toasts.tsx'
import { RoomScreen } from './room/room.tsx'
import { Start } from './start/start.tsx'
import { takeFiles } from './word/dropped.ts'
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
    const leaving = (event: BeforeUnloadEvent) => {
      if (app.drafts.pending) event.preventDefault()
    }
    window.addEventListener('beforeunload', leaving)
    window.addEventListener('keydown', first, true)
    window.addEventListener('keydown', last)
    const endFiles = takeFiles(app)
    const end = app.host.on('menu.command', ({ command }) => runFromMenu(app, command))
    return () => {
      window.removeEventListener('beforeunload', leaving)
      window.removeEventListener('keydown', first, true)
      window.removeEventListener('keydown', last)
      end()
      endFiles()
    }
  }, [app])
  return (
    <AppContext value={app}>
      <Guard>
        <Screen />
        <p className="toosmall">Parley needs a window at least 640 pixels wide. Make this one wider.</p>
        <Over />
      </Guard>
    </AppContext>
  )
}

function Screen() {
  const phase = useAppState((s) => s.phase)
  const title = useAppState((s) => s.negotiation?.title)
  const screen = useAppState((s) => s.screen)
  useEffect(() => {
    document.title = title ? `${title} – Parley` : 'Parley'
  }, [title])
  if (phase === 'connecting') return null
  if (phase === 'start') return <Start />
  const Shown = SCREENS[screen]
  return <Shown />
}
const SCREENS = { page: Workbench, board: BoardScreen, room: RoomScreen, legend: LegendScreen } as const

/** What stands over every screen but the room's: there, a notice of ours is for everybody to read. */
function Over() {
  if (useAppState((s) => s.screen === 'room')) return null
  return (
    <>
      <Dialogs />
      <Toasts />
    </>
  )
}
