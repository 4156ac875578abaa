import { ChevronDown } from 'lucide-react'
import { Button, Menu, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { CommandEntry } from '../parts/menu.tsx'

/** What can be done with the file as a whole. */
export function FileMenu() {
  return (
    <MenuTrigger>
      <Button className="icon" aria-label="File menu">
        <ChevronDown className="i s" aria-hidden />
      </Button>
      <Popover className="menu">
        <Menu className="menu-list" aria-label="File">
          <CommandEntry name="file.new" />
          <CommandEntry name="file.open" />
          <CommandEntry name="file.sample" />
          <Separator />
          <CommandEntry name="item.new" />
          <CommandEntry name="import" />
          <CommandEntry name="export" />
          <CommandEntry name="compare" />
          <Separator />
          <CommandEntry name="board" />
          <CommandEntry name="room" />
          <CommandEntry name="legend" />
          <Separator />
          <CommandEntry name="file.verify" />
          <CommandEntry name="file.next" />
          <CommandEntry name="palette" />
          <CommandEntry name="keys" />
          <CommandEntry name="file.close" />
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
