import { useRef } from 'react'
import { useApp } from '../app.ts'
import { PANEL_MAX, PANEL_MIN } from '../layout.ts'

const STEP = 16

/** The edge between a panel and the page: drag it, or move it with the arrow keys. */
export function Splitter({ panel, label }: { panel: 'items' | 'record'; label: string }) {
  const app = useApp()
  const edge = useRef<HTMLDivElement>(null)
  const outward = panel === 'items' ? 1 : -1
  const width = () => edge.current?.parentElement?.getBoundingClientRect().width ?? 0
  const drag = (from: React.PointerEvent) => {
    const start = width()
    const move = (event: PointerEvent) => app.layout.resize(panel, start + (event.clientX - from.clientX) * outward)
    const end = () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', end)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    from.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a window splitter is a focusable separator, not a rule
    <div
      ref={edge}
      className={`splitter ${panel}`}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={PANEL_MIN}
      aria-valuemax={PANEL_MAX}
      aria-valuenow={app.store.get().panels[`${panel}Width`] ?? (panel === 'items' ? 280 : 312)}
      onPointerDown={drag}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowRight' ? STEP : event.key === 'ArrowLeft' ? -STEP : 0
        if (by) app.layout.resize(panel, width() + by * outward)
      }}
    />
  )
}
