import { useAppState } from './app.ts'
import { didWhat } from './centre/card.tsx'
import { shortDay } from './dates.ts'

/** Says the change that was reached to those who do not see the page. */
export function ReachedChange() {
  const text = useAppState((s) => {
    const { page, paper, negotiation } = s
    if (!page || page.activeIndex < 0) return ''
    const change = page.changes[page.activeIndex]
    const name = negotiation?.parties.find((p) => p.label === change.by.p)?.name ?? change.by.p
    const date = paper?.rounds.find((r) => r.r === change.by.r)?.date
    return `Change ${page.activeIndex + 1} of ${page.changes.length}, ${didWhat(change)} by ${name}${date ? `, ${shortDay(date)}` : ''}`
  })
  return (
    <p className="vh" aria-live="polite">
      {text}
    </p>
  )
}
