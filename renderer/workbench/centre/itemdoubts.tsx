import { CircleHelp, Lock, TriangleAlert } from 'lucide-react'
import { Button } from 'react-aria-components'
import { isSilent } from '../../../shared/model/silent.ts'
import type { DoubtInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { marksInDoubt } from '../versions.ts'
import { count } from '../words.ts'

/** Doubts about the reading, edits that a file did not track, and remarks that came with it: how many of each are open in an item. */
export function openIn(doubts: readonly DoubtInfo[], item: string): { doubts: number; untracked: number; comments: number } {
  const open = doubts.filter((d) => d.item === item && d.resolvedAt === null)
  const untracked = open.filter((d) => d.kind === 'untracked').length
  const comments = open.filter((d) => d.kind === 'comment').length
  return { doubts: open.length - untracked - comments, untracked, comments }
}

/** What an import left to look at in this item: it stands above the page until it is answered. */
export function ItemDoubts() {
  const app = useApp()
  const item = useAppState((s) => s.detail?.item)
  const doubts = useAppState((s) => s.doubts)
  const first = useAppState((s) => s.page?.changes.find((change) => change.ids.some(isSilent))?.id)
  const marks = marksInDoubt(doubts, item?.id ?? null)
  const open = openIn(doubts, item?.id ?? '')
  if (!item || open.doubts + open.untracked + open.comments === 0) return null
  const show = () => {
    app.store.set({ tab: 'doubts' })
    app.layout.show('items')
    requestAnimationFrame(() => document.querySelector(`[data-doubts-of="${CSS.escape(item.id)}"]`)?.scrollIntoView({ block: 'start' }))
  }
  const rest = [
    ...(open.doubts ? [count(open.doubts, 'doubt')] : []),
    ...(open.comments ? [`${count(open.comments, 'private comment')}`] : []),
  ].join(' and ')
  return (
    <>
      {open.untracked > 0 && (
        <div className="strip warn" role="note">
          <TriangleAlert className="i" aria-hidden />
          <div>
            <b>{count(open.untracked, 'edit')} they did not track.</b>{' '}
            {first ? 'On the page they stand in a dashed frame.' : 'See what they are, and confirm each once it was read.'}
          </div>
          {first && (
            <Button className="btn line small" onPress={() => app.page.current?.goTo(first)}>
              Show the first
            </Button>
          )}
          <Button className="btn line small" onPress={show}>
            List them
          </Button>
        </div>
      )}
      {rest && (
        <div className={open.doubts ? 'strip warn' : 'strip'} role="note">
          {open.doubts ? <CircleHelp className="i" aria-hidden /> : <Lock className="i" aria-hidden />}
          <div>
            <b>{rest} in this item.</b>{' '}
            {open.doubts === 0
              ? 'They came with a Word file and are in no export.'
              : marks
                ? 'The source does not say everything with certainty: words that look unchanged may have been changes.'
                : 'The source does not say everything with certainty, so confirm or correct what was read.'}
          </div>
          <Button className="btn line small" onPress={show}>
            Show them
          </Button>
        </div>
      )}
    </>
  )
}
