import { Button } from 'react-aria-components'
import type { DoubtInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'

/** One doubt: the words of the source, what was taken, and the two answers. */
export function DoubtRow({ doubt }: { doubt: DoubtInfo }) {
  const app = useApp()
  const writable = useAppState((s) => s.negotiation!.readOnly === false)
  return (
    <div className="doubt">
      {doubt.excerpt && <p className="q">“{doubt.excerpt}”</p>}
      <p>{doubt.message}</p>
      <small>
        {doubt.line > 0 && `Line ${doubt.line}`}
        {doubt.resolvedAt && ` · ${doubt.answer ? `Answered: ${doubt.answer}` : 'Confirmed as read'}`}
      </small>
      {!doubt.resolvedAt && writable && (
        <div className="answers">
          <Button className="btn line small" onPress={() => void app.items.resolve(doubt.id, '')}>
            Confirm as read
          </Button>
          <Button className="btn small" onPress={() => app.store.set({ dialog: { kind: 'doubt', doubt } })}>
            Correct…
          </Button>
        </div>
      )}
    </div>
  )
}
