import { Check } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useApp, useAppState } from './app.ts'
import { ZOOM_STEPS } from './layout.ts'

/** The size of the paper. */
export function ZoomMenu() {
  const app = useApp()
  const zoom = useAppState((s) => s.zoom)
  return (
    <MenuTrigger>
      <Button className="num zoom" aria-label={`Zoom, ${zoom} percent`}>
        {zoom} %
      </Button>
      <Popover className="menu" placement="top end">
        <Menu className="menu-list" aria-label="Zoom" onAction={(key) => app.layout.zoom(Number(key))}>
          {ZOOM_STEPS.map((step) => (
            <MenuItem key={step} id={step} className="mi num">
              <span>{step} %</span>
              {step === zoom && <Check className="i s grow" aria-hidden />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
