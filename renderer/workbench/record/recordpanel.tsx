import { Lock, X } from 'lucide-react'
import { useEffect } from 'react'
import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { NoteList, threadsOf } from '../caucus/notelist.tsx'
import { RECORD_DRAWER } from '../layout.ts'
import { useMedia } from '../parts/media.ts'
import { Splitter } from '../parts/splitter.tsx'
import type { RecordTab } from '../state.ts'
import { ChangeList } from './changelist.tsx'
import { FindingList } from './findinglist.tsx'
import { RoundList } from './roundlist.tsx'

/** The record of the item: its rounds and the changes of the view, the team's private notes, and what the checks say. */
export function RecordPanel() {
  const app = useApp()
  const width = useAppState((s) => s.panels.recordWidth)
  const file = useAppState((s) => s.negotiation!.file)
  const tab = useAppState((s) => s.recordTab)
  const open = useAppState((s) => threadsOf(s.notes, s.item).filter((t) => t.note.resolvedAt === null).length)
  const drawer = useMedia(RECORD_DRAWER)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file has other notes
  useEffect(() => {
    void app.notes.load()
  }, [app, file])
  return (
    <aside
      className={drawer ? 'right drawer' : 'right'}
      aria-label="Record"
      data-region="record"
      style={width && !drawer ? { width } : undefined}
    >
      {drawer && (
        <Button className="icon closer" aria-label="Close the record" onPress={() => app.layout.closeDrawers()}>
          <X className="i s" aria-hidden />
        </Button>
      )}
      <Tabs className="tabbed" selectedKey={tab} onSelectionChange={(key) => app.store.set({ recordTab: key as RecordTab })}>
        <TabList className="tabs" aria-label="Record">
          <Tab id="record">Changes</Tab>
          <Tab id="notes">
            Notes {open > 0 && <span className="num">{open}</span>}
            <span className="lock">
              <Lock className="i xs" aria-hidden />
              private
            </span>
          </Tab>
          <Tab id="checks">Checks</Tab>
        </TabList>
        <TabPanel id="record" className="panel">
          <RoundList />
          <ChangeList />
        </TabPanel>
        <TabPanel id="notes" className="panel">
          <NoteList />
        </TabPanel>
        <TabPanel id="checks" className="panel">
          <FindingList />
        </TabPanel>
      </Tabs>
      {!drawer && <Splitter panel="record" label="Width of the record" />}
    </aside>
  )
}
