import { Check, ChevronDown } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useBaseline } from './baseline.ts'

/** The baseline as a menu, where the bar is narrow. */
export function BaselineMenu({ disabled }: { disabled: boolean }) {
  const { value, choices, pick } = useBaseline()
  const name = choices.find((c) => c.id === value)?.label ?? 'Current language'
  return (
    <MenuTrigger>
      <Button className="btn line small basemenu" aria-label={`Baseline: ${name}`} isDisabled={disabled}>
        {name}
        <ChevronDown className="i s" aria-hidden />
      </Button>
      <Popover className="menu">
        <Menu
          className="menu-list"
          aria-label="Baseline"
          selectionMode="single"
          selectedKeys={[value]}
          onAction={(key) => pick(String(key))}
        >
          {choices.map((choice) => (
            <MenuItem key={choice.id} id={choice.id} className="mi">
              <span>{choice.label}</span>
              {choice.id === value && <Check className="i s grow" aria-hidden />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
