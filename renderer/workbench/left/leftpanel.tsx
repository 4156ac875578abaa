import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { SessionList } from '../bargain/sessionlist.tsx'
import { ITEMS_DRAWER } from '../layout.ts'
import { useMedia } from '../parts/media.ts'
import { Splitter } from '../parts/splitter.tsx'
import type { LeftTab } from '../state.ts'
import { DoubtList } from './doubtlist.tsx'
import { ItemList } from './itemlist.tsx'
import { OutlineList } from './outlinelist.tsx'

/** Items, the outline of the base agreement, the sessions, and the doubts of imports. */
export function LeftPanel() {
  const app = useApp()
  const tab = useAppState((s) => s.tab)
  const open = useAppState((s) => s.negotiation!.openDoubts)
  const width = useAppState((s) => s.panels.itemsWidth)
  const drawer = useMedia(ITEMS_DRAWER)
  return (
    <nav
      className={drawer ? 'left drawer' : 'left'}
      aria-label="Negotiation"
      data-region="items"
      style={width && !drawer ? { width } : undefined}
    >
      <Tabs className="tabbed" selectedKey={tab} onSelectionChange={(key) => app.store.set({ tab: key as LeftTab })}>
        <TabList className="tabs" aria-label="Negotiation">
          <Tab id="items">Items</Tab>
          <Tab id="outline">Agreement</Tab>
          <Tab id="sessions">Sessions</Tab>
          <Tab id="doubts">Doubts {open > 0 && <span className="num badge">{open}</span>}</Tab>
        </TabList>
        <TabPanel id="items" className="panel">
          <ItemList />
        </TabPanel>
        <TabPanel id="outline" className="panel">
          <OutlineList />
        </TabPanel>
        <TabPanel id="sessions" className="panel">
          <SessionList />
        </TabPanel>
        <TabPanel id="doubts" className="panel">
          <DoubtList />
        </TabPanel>
      </Tabs>
      {!drawer && <Splitter panel="items" label="Width of the item list" />}
    </nav>
  )
}
