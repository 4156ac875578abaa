import { Button, Toolbar } from 'react-aria-components'
import type { Change } from '../../../shared/redline/index.ts'
import { useApp, useAppState } from '../app.ts'
import { DECISION_NAMES, decisionsFor } from '../decisions.ts'

/** What can be done with the change that is picked, in our open round. */
export function ChangeActions({ change }: { change: Change }) {
  const app = useApp()
  const open = useAppState((s) => s.paper?.open ?? null)
  return (
    <Toolbar className="chacts" aria-label="The picked change">
      {decisionsFor(change, open).map((decision) => (
        <Button key={decision} className="btn line small" onPress={() => app.page.current?.decide(decision, change.id)}>
          {DECISION_NAMES[decision].label}
        </Button>
      ))}
    </Toolbar>
  )
}
