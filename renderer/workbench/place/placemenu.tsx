import { Anchor, FilePlus2, ListTree, SquareArrowOutUpRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Menu, Popover } from 'react-aria-components'
import { type App, useApp, useAppState } from '../app.ts'
import { inAgreement } from '../commands.ts'
import { afterClosing, Entry } from '../parts/menu.tsx'
import type { PlaceMenuAt } from './types.ts'

/** What can be done at a place of the agreement: asked for with the other button of the mouse, or the key for menus. */
export function PlaceMenu() {
  const app = useApp()
  const at = useAppState((s) => s.placeMenu)
  const inPlace = useAppState((s) => s.inPlace)
  const readOnly = useAppState((s) => s.negotiation!.readOnly)
  const anchor = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const ask = (event: MouseEvent): void => {
      const found = placeOf(app, event)
      if (!found) return
      event.preventDefault()
      app.store.set({ placeMenu: found, hover: null })
    }
    document.addEventListener('contextmenu', ask)
    return () => document.removeEventListener('contextmenu', ask)
  }, [app])
  if (!at) return null
  const close = () => app.store.set({ placeMenu: null })
  const here = inPlace?.items.filter((item) => item.blocks.includes(at.stretch.from)) ?? []
  const { section } = at
  return (
    <>
      <span ref={anchor} className="place-anchor" style={{ left: at.x, top: at.y }} aria-hidden />
      <Popover className="menu" triggerRef={anchor} isOpen placement="bottom start" onOpenChange={(open) => !open && close()}>
        <Menu className="menu-list" aria-label="This place" autoFocus="first" onClose={close}>
          {!readOnly && (
            <Entry
              icon={FilePlus2}
              label={
                at.what === 'heading'
                  ? 'Propose a change to this part…'
                  : at.what === 'words'
                    ? 'Propose a change to these paragraphs…'
                    : 'Propose a change here…'
              }
              onAction={() => afterClosing(() => void app.places.propose(at.stretch))}
            />
          )}
          {!readOnly && section !== null && at.what !== 'heading' && (
            <Entry
              icon={ListTree}
              label="Propose a change to this section…"
              onAction={() => afterClosing(() => void app.places.propose({ from: section, to: null }))}
            />
          )}
          {!readOnly && (
            <Entry
              icon={Anchor}
              label="An item stands here…"
              onAction={() => afterClosing(() => void app.places.propose(at.stretch, 'tie'))}
            />
          )}
          {here.map(({ item, number, title }) => (
            <Entry
              key={item}
              icon={SquareArrowOutUpRight}
              label={`Open Item ${number}`}
              note={title}
              onAction={() => void app.items.select(item)}
            />
          ))}
        </Menu>
      </Popover>
    </>
  )
}

/** The place of the agreement that a menu is asked for at: a row of its outline, or its page. Null where it is about something else. */
function placeOf(app: App, { target, clientX: x, clientY: y }: MouseEvent): PlaceMenuAt | null {
  if (!(target instanceof Element)) return null
  const row = target.closest<HTMLElement>('.outline [role="option"]')
  const heading = row?.querySelector<HTMLElement>('[data-heading]')?.dataset.heading
  if (row && heading) {
    const { left, bottom } = row.getBoundingClientRect()
    // Asked for with the key for menus there is no point of the mouse.
    const at = x || y ? { x, y } : { x: left + 16, y: bottom }
    return { ...at, stretch: { from: heading, to: null }, what: 'heading', section: heading }
  }
  if (!target.closest('.page') || !inAgreement(app.store.get())) return null
  const found = app.page.current?.stretch({ x, y }) ?? app.page.current?.stretch()
  return found ? { x, y, stretch: { from: found.from, to: found.to }, what: found.what, section: found.section } : null
}
