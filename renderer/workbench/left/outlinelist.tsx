import { BookOpen } from 'lucide-react'
import { useState } from 'react'
import { Button, ListBox, ListBoxItem } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { Empty } from '../parts/empty.tsx'

/** The articles and sections of the base agreement: picking one opens the agreement there. */
export function OutlineList() {
  const app = useApp()
  const outline = useAppState((s) => s.outline)
  const base = useAppState((s) => s.negotiation!.items.find((i) => i.kind === 'base')?.id)
  const [at, setAt] = useState<string | null>(null)
  if (!base)
    return (
      <Empty icon={BookOpen} title="No agreement yet" text="Bring in the contract in force. Its text becomes the current language.">
        <Button className="btn line" onPress={() => app.store.set({ dialog: { kind: 'import' } })}>
          Import…
        </Button>
      </Empty>
    )
  const go = async (heading: string | null) => {
    setAt(heading)
    app.layout.closeDrawers()
    if (app.store.get().item !== base) await app.items.select(base)
    if (heading) app.store.set({ goTo: { item: base, block: heading } })
  }
  return (
    <>
      <div className="finder">
        <Button className="btn line" onPress={() => void go(null)}>
          <BookOpen className="i s" aria-hidden />
          Open the agreement
        </Button>
      </div>
      <ListBox
        className="outline scroll"
        aria-label="Outline of the agreement"
        items={outline ?? []}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={at === null ? [] : [at]}
        onSelectionChange={(keys) => {
          const [next] = keys
          if (next !== undefined) void go(String(next))
        }}
      >
        {(heading) => (
          <ListBoxItem id={heading.id} className={`head l${heading.level}`} textValue={heading.text}>
            <span className="ell" title={heading.text} data-heading={heading.id}>
              {heading.text}
            </span>
          </ListBoxItem>
        )}
      </ListBox>
    </>
  )
}
