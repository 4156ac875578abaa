import { Ellipsis } from 'lucide-react'
import { Button, Menu, MenuTrigger, Popover } from 'react-aria-components'
import { COMMANDS } from '../commands.ts'
import { CommandEntry } from '../parts/menu.tsx'

const FOLDED = COMMANDS.filter((c) => (c.group === 'Edit' || c.group === 'Table') && c.name !== 'undo' && c.name !== 'redo')

/** The editing tools where the bar is too narrow to hold them. */
export function MoreMenu() {
  return (
    <MenuTrigger>
      <Button className="icon more" aria-label="More editing">
        <Ellipsis className="i" aria-hidden />
      </Button>
      <Popover className="menu">
        <Menu className="menu-list" aria-label="More editing">
          {FOLDED.map((c) => (
            <CommandEntry key={c.name} name={c.name} />
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
