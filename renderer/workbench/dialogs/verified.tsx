import { CircleAlert, CircleCheck } from 'lucide-react'
import { Button } from 'react-aria-components'
import type { Output } from '../../../shared/rpc/contract.ts'
import { Window } from '../parts/window.tsx'
import { count } from '../words.ts'

/** What checking the record found: whether every sealed round is what was passed. */
export function VerifiedDialog({ result, onClose }: { result: Output<'file.verify'>; onClose: () => void }) {
  const title = result.ok ? 'The record is whole' : 'The record is damaged'
  return (
    <Window
      title={title}
      role={result.ok ? 'dialog' : 'alertdialog'}
      small
      onClose={onClose}
      footer={
        <Button className="btn line grow" autoFocus onPress={onClose}>
          Close
        </Button>
      }
    >
      <div className={result.ok ? 'note good' : 'note error'}>
        {result.ok ? <CircleCheck className="i" aria-hidden /> : <CircleAlert className="i" aria-hidden />}
        <div>{result.ok ? `${count(result.checked, 'sealed round')} checked. Each is what was passed.` : result.problems.join(' ')}</div>
      </div>
    </Window>
  )
}
