import { CircleHelp } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { marksInDoubt } from '../versions.ts'
import { count } from '../words.ts'

/** What the import could not read with certainty in this item: it stands above the page until it is answered. */
export function ItemDoubts() {
  const app = useApp()
  const item = useAppState((s) => s.detail?.item)
  const marks = useAppState((s) => marksInDoubt(s.doubts, s.item))
  if (!item || item.doubts === 0) return null
  const show = () => {
    app.store.set({ tab: 'doubts' })
    app.layout.show('items')
    requestAnimationFrame(() => document.querySelector(`[data-doubts-of="${CSS.escape(item.id)}"]`)?.scrollIntoView({ block: 'start' }))
  }
  return (
    <div className="strip warn" role="note">
      <CircleHelp className="i" aria-hidden />
      <div>
        <b>{count(item.doubts, 'doubt')} in this item.</b> The source does not say everything with certainty
        {marks ? ': words that look unchanged may have been changes.' : ', so confirm or correct what was read.'}
      </div>
      <Button className="btn line small" onPress={show}>
        Show them
      </Button>
    </div>
  )
}
