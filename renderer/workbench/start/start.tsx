import { BookOpen, FileDiff, FilePlus2, FolderOpen, Lock, type LucideIcon } from 'lucide-react'
import { Button, FileTrigger } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { commandOf } from '../commands.ts'
import { shown } from '../keys.ts'
import { RecentFiles } from './recent.tsx'

/** The first screen: begin, open, look around, or go on with a recent file. */
export function Start() {
  const app = useApp()
  const recent = useAppState((s) => s.recent)
  const dialogs = useAppState((s) => s.info?.dialogs === true)
  const busy = useAppState((s) => s.busy)
  return (
    <main className="start" aria-busy={busy}>
      <section className="a" aria-label="Begin">
        <div className="brand">
          <span className="mark" aria-hidden="true">
            ¶
          </span>
          <h1>Parley</h1>
        </div>
        <p className="tag-line">Every word at the table, with who put it there and when.</p>
        <div className="acts">
          <Act icon={FilePlus2} command="file.new" title="New negotiation" text="Two parties, one agreement in force" />
          {dialogs ? (
            <Act icon={FolderOpen} command="file.open" title="Open a negotiation…" text="A .parley file on this computer" />
          ) : (
            <FileTrigger acceptedFileTypes={['.parley']} onSelect={(files) => files?.[0] && void app.files.bring(files[0])}>
              <Button className="act" isDisabled={busy}>
                <FolderOpen className="i l" aria-hidden />
                <b>Open a negotiation…</b>
                <span>Keeps a copy in the Parley folder</span>
              </Button>
            </FileTrigger>
          )}
          <Act icon={FileDiff} command="compare" title="Compare two files…" text="What a second file changes in a first" />
          <Act icon={BookOpen} command="file.sample" title="Look around the sample" text="A made-up negotiation, safe to change" />
        </div>
        <p className="fine">
          <Lock className="i s" aria-hidden />
          <span>Parley works without a network. Nothing leaves this computer unless you export it or pass it across.</span>
        </p>
      </section>
      <section className="b scroll" aria-label="Recent files">
        <RecentFiles recent={recent ?? []} onNew={() => app.store.set({ dialog: { kind: 'new' } })} />
      </section>
    </main>
  )
}

function Act({ icon: Icon, command: name, title, text }: { icon: LucideIcon; command: string; title: string; text: string }) {
  const app = useApp()
  const command = commandOf(name)
  const busy = useAppState((s) => s.busy)
  return (
    <Button className="act" isDisabled={busy} onPress={() => void command.run(app)}>
      <Icon className="i l" aria-hidden />
      <b>{title}</b>
      {command.keys[0] && <kbd>{shown(command.keys[0])}</kbd>}
      <span>{text}</span>
    </Button>
  )
}
