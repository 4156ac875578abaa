import { CircleAlert, Unplug } from 'lucide-react'
import { Button, ProgressBar } from 'react-aria-components'
import { useApp, useAppState } from './app.ts'
import { clock } from './dates.ts'

/** What must be known before going on: words that are not on disk, a lost connection, long work under way. */
export function Strips() {
  const app = useApp()
  const failed = useAppState((s) => (s.save.kind === 'failed' ? s.save : null))
  const connection = useAppState((s) => s.connection)
  const job = useAppState((s) => s.job)
  return (
    <>
      <div role="alert">
        {connection === 'lost' && (
          <div className="strip warn">
            <Unplug className="i" aria-hidden />
            <div>
              <b>The connection to Parley is lost.</b> Your edits are kept here and are saved as soon as it is back.
            </div>
          </div>
        )}
        {failed && connection === 'up' && (
          <div className="strip error">
            <CircleAlert className="i" aria-hidden />
            <div>
              <b>{failed.since ? `Not saved since ${clock(failed.since)}.` : 'Not saved.'}</b> {failed.message} Your last words are kept in
              memory; you can go on.
            </div>
            <Button className="btn line small" onPress={() => app.drafts.retry()}>
              Try again
            </Button>
          </div>
        )}
      </div>
      {job && (
        <div className="strip job">
          <ProgressBar className="progress" aria-label={job.title} value={job.done * 100}>
            {({ percentage }) => (
              <>
                <span className="ell">
                  <b>{job.title}</b> <span className="muted">{job.note}</span>
                </span>
                <span className="bar">
                  <i style={{ width: `${percentage ?? 0}%` }} />
                </span>
              </>
            )}
          </ProgressBar>
          <Button className="btn small" onPress={() => app.transfer.cancel()}>
            Cancel
          </Button>
        </div>
      )}
    </>
  )
}
