import { ChevronDown } from 'lucide-react'
import { Button, Menu, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { useAppState } from '../app.ts'
import { CommandEntry } from '../parts/menu.tsx'

const HEADINGS = ['Article', 'Section', 'Subdivision']

/** What the paragraph at the caret is, and what else it can be. */
export function BlockMenu() {
  const block = useAppState((s) => s.page?.block)
  const name = block?.type === 'heading' ? (HEADINGS[block.level - 1] ?? 'Heading') : block?.list ? 'List' : 'Paragraph'
  return (
    <MenuTrigger>
      <Button className="btn small" aria-label={`Paragraph style: ${name}`}>
        {name}
        <ChevronDown className="i s" aria-hidden />
      </Button>
      <Popover className="menu">
        <Menu className="menu-list" aria-label="Paragraph style">
          <CommandEntry name="paragraph" />
          <CommandEntry name="heading1" />
          <CommandEntry name="heading2" />
          <CommandEntry name="heading3" />
          <Separator />
          <CommandEntry name="bulletList" />
          <CommandEntry name="orderedList" />
          <CommandEntry name="indent" />
          <CommandEntry name="outdent" />
          <CommandEntry name="moveUp" />
          <CommandEntry name="moveDown" />
          <CommandEntry name="label" />
          <CommandEntry name="renumberHere" />
          <CommandEntry name="renumberAll" />
          <Separator />
          <CommandEntry name="alignLeft" />
          <CommandEntry name="alignCenter" />
          <CommandEntry name="alignRight" />
          <Separator />
          <CommandEntry name="superscript" />
          <CommandEntry name="subscript" />
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
