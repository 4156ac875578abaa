import { FilePlus2 } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useApp } from '../app.ts'
import { whenOpened } from '../dates.ts'
import { Empty } from '../parts/empty.tsx'
import type { Recent } from '../state.ts'

/** Files opened before: the last one in large with the way back into it, the others below it. */
export function RecentFiles({ recent, onNew }: { recent: readonly Recent[]; onNew: () => void }) {
  const app = useApp()
  if (!recent.length)
    return (
      <Empty icon={FilePlus2} title="No negotiations yet" text="Start one, or look around the sample first. You can change anything in it.">
        <Button className="btn primary" onPress={onNew}>
          New negotiation
        </Button>
        <Button className="btn line" onPress={() => void app.files.sample()}>
          Look around the sample
        </Button>
      </Empty>
    )
  const first = recent.find((file) => !file.missing)
  const others = recent.filter((file) => file !== first)
  return (
    <>
      {first && (
        <div className="cont">
          <div>
            <h2>{first.title}</h2>
            <p>
              {first.name}, opened {inLine(first)}
            </p>
          </div>
          <Button className="btn primary big" onPress={() => void app.files.open(first.handle)}>
            Continue
          </Button>
        </div>
      )}
      {others.length > 0 && <h3>Other recent files</h3>}
      <ul className="rec">
        {others.map((file) => (
          <li key={file.handle}>
            {file.missing ? (
              <div className="gone">
                <b className="ell">{file.title}</b>
                <span className="p">Not where it was. It may have been moved or renamed.</span>
                <span className="when">{whenOpened(file.opened)}</span>
              </div>
            ) : (
              <Button onPress={() => void app.files.open(file.handle)}>
                <b className="ell">{file.title}</b>
                <span className="p ell">{file.name}</span>
                <span className="when">{whenOpened(file.opened)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

const inLine = (file: Recent): string => {
  const when = whenOpened(file.opened)
  return when === 'Today' || when === 'Yesterday' ? when.toLowerCase() : when
}
