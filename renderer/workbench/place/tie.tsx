import { useEffect, useState } from 'react'
import { useApp, useAppState } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import type { ItemHere, Stretch } from './types.ts'

/** Says which item stands at a place in the agreement: those without one come first. */
export function TieDialog({ stretch, here, onClose }: { stretch: Stretch; here: ItemHere; onClose: () => void }) {
  const app = useApp()
  const items = useAppState((s) => s.negotiation!.items)
  const [tied, setTied] = useState<ReadonlySet<string>>(new Set())
  const [item, setItem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void app.places.tied().then((ids) => setTied(new Set(ids)))
  }, [app])
  const all = items.filter((i) => i.kind === 'item')
  const free = all.filter((i) => !tied.has(i.id))
  const choices = [...free, ...all.filter((i) => tied.has(i.id))].map((i) => ({
    id: i.id,
    name: `Item ${i.number}: ${i.title}${tied.has(i.id) ? ' (has a place)' : ''}`,
  }))
  const submit = async () => {
    if (!item) return
    setBusy(true)
    const done = await app.places.tie(item, stretch)
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Window
      title="An item stands here"
      sub={here.place}
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Keep the place" disabled={busy || item === null} onBack={onClose} />}
    >
      <Choose label="Item" value={item} choices={choices} placeholder="Pick an item" onChange={setItem} />
      <p className="muted">What the item quotes is looked for in this part; new language goes in after it.</p>
    </Window>
  )
}
