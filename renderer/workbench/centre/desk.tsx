import { FileX2, LayoutList } from 'lucide-react'
import { Button, ProgressBar } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { Empty } from '../parts/empty.tsx'
import { PlaceMenu } from '../place/placemenu.tsx'
import { Card } from './card.tsx'
import { PaperView } from './paperview.tsx'

/** The desk under the paper: the item that is picked, or why there is none. */
export function DeskView() {
  const app = useApp()
  const item = useAppState((s) => s.item)
  const detail = useAppState((s) => s.detail)
  const paper = useAppState((s) => s.paper)
  const trouble = useAppState((s) => s.trouble)
  const loading = useAppState((s) => s.loading)
  const none = useAppState((s) => s.negotiation!.items.length === 0)
  return (
    <div className="desk scroll" data-region="page" aria-busy={loading}>
      {loading && !paper && <ProgressBar className="loading" aria-label="Opening the item" isIndeterminate />}
      {trouble && (
        <Empty icon={FileX2} title="This item could not be read" text={trouble}>
          <Button className="btn line" onPress={() => item && void app.items.select(item)}>
            Try again
          </Button>
        </Empty>
      )}
      {!trouble && !loading && !item && (
        <Empty
          icon={LayoutList}
          title={none ? 'Nothing on the table yet' : 'No item picked'}
          text={
            none
              ? 'Bring in what there is on paper, or begin with an item of your own.'
              : 'Pick an item from the list to read or draft its language.'
          }
        />
      )}
      {paper && detail && !trouble && <PaperView key={paper.item} paper={paper} detail={detail} />}
      <Card />
      <PlaceMenu />
    </div>
  )
}
