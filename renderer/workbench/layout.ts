import type { Desk } from './desk.ts'
import type { Panels } from './state.ts'

export const PANEL_MIN = 220
export const PANEL_MAX = 420
export const ZOOM_STEPS = [80, 90, 100, 110, 125, 150] as const
/** Widths under which a panel is a drawer (DESIGN.md, Layout). */
export const RECORD_DRAWER = '(max-width: 1180px)'
export const ITEMS_DRAWER = '(max-width: 900px)'

const KEY = 'parley.layout'

/** What a panel is at the width that the window has. */
const standing = (panel: 'items' | 'record'): keyof Panels =>
  window.matchMedia(panel === 'items' ? ITEMS_DRAWER : RECORD_DRAWER).matches ? `${panel}Drawer` : panel

/** Panels and zoom of the paper, remembered from one sitting to the next. */
export class Layout {
  private readonly desk: Desk

  constructor(desk: Desk) {
    this.desk = desk
    const { zoom, ...sizes } = remembered()
    const { panels } = desk.store.get()
    desk.store.set({ panels: { ...panels, ...sizes }, zoom: zoom ?? 100 })
  }

  toggle(panel: 'items' | 'record'): void {
    const key = standing(panel)
    this.panels({ [key]: !this.desk.store.get().panels[key] })
  }

  /** Brings a panel into view, as a panel or a drawer by the width of the window. */
  show(panel: 'items' | 'record'): void {
    this.panels({ [standing(panel)]: true })
  }

  /** The page alone, or the panels back. */
  alone(): void {
    const { items, record } = this.desk.store.get().panels
    const both = !(items || record)
    this.panels({ items: both, record: both, itemsDrawer: false, recordDrawer: false })
  }

  closeDrawers(): void {
    const { itemsDrawer, recordDrawer } = this.desk.store.get().panels
    if (itemsDrawer || recordDrawer) this.panels({ itemsDrawer: false, recordDrawer: false })
  }

  resize(panel: 'items' | 'record', width: number): void {
    this.panels({ [`${panel}Width`]: Math.round(Math.min(PANEL_MAX, Math.max(PANEL_MIN, width))) })
  }

  zoom(percent: number): void {
    this.desk.store.set({ zoom: percent })
    this.remember()
  }

  zoomBy(step: -1 | 1): void {
    const { zoom } = this.desk.store.get()
    const steps = step > 0 ? ZOOM_STEPS : [...ZOOM_STEPS].reverse()
    const next = steps.find((z) => (z - zoom) * step > 0)
    if (next) this.zoom(next)
  }

  private panels(change: Partial<Panels>): void {
    this.desk.store.set({ panels: { ...this.desk.store.get().panels, ...change } })
    this.remember()
  }

  private remember(): void {
    const { panels, zoom } = this.desk.store.get()
    const { items, record, itemsWidth, recordWidth } = panels
    localStorage.setItem(KEY, JSON.stringify({ items, record, itemsWidth, recordWidth, zoom }))
  }
}

function remembered(): Partial<Pick<Panels, 'items' | 'record' | 'itemsWidth' | 'recordWidth'>> & { zoom?: number } {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
