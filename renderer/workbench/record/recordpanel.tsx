import { X } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { RECORD_DRAWER } from '../layout.ts'
import { useMedia } from '../parts/media.ts'
import { Splitter } from '../parts/splitter.tsx'
import { ChangeList } from './changelist.tsx'
import { RoundList } from './roundlist.tsx'

/** The record of the item: its rounds, and the changes of the view. */
export function RecordPanel() {
  const app = useApp()
  const width = useAppState((s) => s.panels.recordWidth)
  const drawer = useMedia(RECORD_DRAWER)
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
      <RoundList />
      <ChangeList />
      {!drawer && <Splitter panel="record" label="Width of the record" />}
    </aside>
  )
}
