import { CircleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { Empty } from './empty.tsx'

/** Where the window itself fails: says so, and gives the way back, instead of an empty window. */
export class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <main className="failed">
        <Empty icon={CircleAlert} title="The window has failed" text="What was saved is safe in the file. Open the window again to go on.">
          <Button className="btn primary" onPress={() => window.location.reload()}>
            Open it again
          </Button>
        </Empty>
      </main>
    )
  }
}
