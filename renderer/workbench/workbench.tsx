import { useAppState } from './app.ts'
import { TopBar } from './bar/topbar.tsx'
import { DeskView } from './centre/desk.tsx'
import { ItemDoubts } from './centre/itemdoubts.tsx'
import { ViewBar } from './centre/viewbar.tsx'
import { FindBar } from './find/findbar.tsx'
import { ITEMS_DRAWER, RECORD_DRAWER } from './layout.ts'
import { LeftPanel } from './left/leftpanel.tsx'
import { useMedia } from './parts/media.ts'
import { RecordPanel } from './record/recordpanel.tsx'
import { ReachedChange } from './says.tsx'
import { StatusBar } from './status.tsx'
import { Strips } from './strips.tsx'

/** The table: items at the left, the paper in the middle, the record at the right. */
export function Workbench() {
  const panels = useAppState((s) => s.panels)
  const narrow = useMedia(ITEMS_DRAWER)
  const middling = useMedia(RECORD_DRAWER)
  const items = narrow ? panels.itemsDrawer : panels.items
  const record = middling ? panels.recordDrawer : panels.record
  return (
    <div className="app">
      <TopBar />
      <div className="shell">
        {items && <LeftPanel />}
        <main className="centre">
          <ViewBar />
          <FindBar />
          <Strips />
          <ItemDoubts />
          <div className="stage">
            <DeskView />
            {record && <RecordPanel />}
          </div>
        </main>
      </div>
      <StatusBar />
      <ReachedChange />
    </div>
  )
}
