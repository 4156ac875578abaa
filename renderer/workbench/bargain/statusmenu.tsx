import { ChevronDown } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import { Button, Menu, MenuTrigger, Popover } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { STATUS_NAMES, StatusChip } from '../parts/chip.tsx'
import { CommandEntry } from '../parts/menu.tsx'

/** What can become of the picked item. */
const ENTRIES = ['status.ta', 'status.part', 'status.drop', 'status.hold', 'status.reopen', 'status.settle', 'packages'] as const

/** Where the picked item stands, and what can become of it: beside its rounds. */
export function StatusMenu() {
  const item = useAppState((s) => s.detail?.item)
  const parts = useAppState((s) => s.detail?.parts ?? 0)
  const readOnly = useAppState((s) => s.negotiation!.readOnly)
  if (!item || item.kind === 'base') return null
  if (readOnly) return <StatusChip status={item.status} date={item.statusDate} />
  return (
    <MenuTrigger>
      <Button className="statusmenu" aria-label={`Status: ${STATUS_NAMES[item.status]}. Agree, drop, hold or reopen`}>
        <StatusChip status={item.status} date={item.statusDate} />
        {item.status === 'open' && parts > 0 && <span className="chip ta">TA in part</span>}
        <ChevronDown className="i s" aria-hidden />
      </Button>
      <Popover className="menu">
        <Menu className="menu-list" aria-label="What becomes of the item">
          {ENTRIES.map((name) => (
            <CommandEntry key={name} name={name} />
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** The menu of an item's row: asked for with the other button of the mouse, or the key for menus. */
export function ItemMenu({ list }: { list: RefObject<HTMLElement | null> }) {
  const app = useApp()
  const at = useAppState((s) => s.itemMenu)
  const there = useAppState((s) => s.detail !== null && s.detail.item.id === s.itemMenu?.item)
  const anchor = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const ask = (event: MouseEvent): void => {
      const row = event.target instanceof Element ? event.target.closest('[role="option"][data-key]') : null
      const item = row?.getAttribute('data-key')
      if (!row || !item || !list.current?.contains(row)) return
      event.preventDefault()
      const box = row.getBoundingClientRect()
      // Asked for by a key, the menu stands at its row.
      const byKey = event.clientX === 0 && event.clientY === 0
      app.store.set({ itemMenu: { item, x: byKey ? box.left + 24 : event.clientX, y: byKey ? box.bottom : event.clientY } })
      if (app.store.get().item !== item) void app.items.select(item)
    }
    document.addEventListener('contextmenu', ask)
    return () => document.removeEventListener('contextmenu', ask)
  }, [app, list])
  if (!at || !there) return null
  const close = () => app.store.set({ itemMenu: null })
  return (
    <>
      <span ref={anchor} className="place-anchor" style={{ left: at.x, top: at.y }} aria-hidden />
      <Popover className="menu" triggerRef={anchor} isOpen placement="bottom start" onOpenChange={(open) => !open && close()}>
        <Menu className="menu-list" aria-label="What becomes of the item" autoFocus="first" onClose={close}>
          {['draft.start', 'draft.theirs', ...ENTRIES].map((name) => (
            <CommandEntry key={name} name={name} />
          ))}
        </Menu>
      </Popover>
    </>
  )
}
