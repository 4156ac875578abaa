import { Lock } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { DoubtInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'

/** What the first answer is called, and what it is called once it was given, by what is asked. */
const ANSWERS: Partial<Record<DoubtInfo['kind'], readonly [string, string]>> = {
  comment: ['Done with it', 'Done with'],
  untracked: ['I have seen it', 'Seen'],
}

/** One doubt: the words of the source, what was taken, and the two answers. A comment says that it is private. */
export function DoubtRow({ doubt }: { doubt: DoubtInfo }) {
  const app = useApp()
  const writable = useAppState((s) => s.negotiation!.readOnly === false)
  const comment = doubt.kind === 'comment'
  const [yes, done] = ANSWERS[doubt.kind] ?? ['Confirm as read', 'Confirmed as read']
  return (
    <div className="doubt">
      {doubt.excerpt && <p className="q">“{doubt.excerpt}”</p>}
      <p className={comment ? 'comment' : undefined}>{doubt.message}</p>
      {comment && (
        <small>
          <Lock className="i xs" aria-hidden /> private, in no export
        </small>
      )}
      <small>
        {doubt.line > 0 && `Line ${doubt.line}`}
        {doubt.resolvedAt && ` · ${doubt.answer ? `Answered: ${doubt.answer}` : done}`}
      </small>
      {!doubt.resolvedAt && writable && (
        <div className="answers">
          <Button className="btn line small" onPress={() => void app.items.resolve(doubt.id, '')}>
            {yes}
          </Button>
          <Button className="btn small" onPress={() => app.store.set({ dialog: { kind: 'doubt', doubt } })}>
            {comment ? 'Answer…' : 'Correct…'}
          </Button>
        </div>
      )}
    </div>
  )
}
