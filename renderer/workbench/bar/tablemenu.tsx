import { Table } from 'lucide-react'
import { useId } from 'react'
import { Button, Menu, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { useAppState } from '../app.ts'
import { CommandEntry } from '../parts/menu.tsx'

const OUTSIDE = 'Put the caret in a table to change its rows and columns.'
const INSIDE = 'A table cannot be put into a cell of another one.'
const GROUPS: readonly (readonly string[])[] = [
  ['rowAbove', 'rowBelow', 'columnLeft', 'columnRight'],
  ['deleteRows', 'deleteColumns', 'deleteTable'],
  ['pay.rule', 'pay.cost'],
]

/** Everything that is done to tables. What cannot be done where the caret is stays in sight, with the reason. */
export function TableMenu() {
  const inTable = useAppState((s) => s.page?.inTable === true)
  const why = useId()
  return (
    <MenuTrigger>
      <Button className="icon" aria-label="Table">
        <Table className="i" aria-hidden />
      </Button>
      <Popover className="menu">
        <p id={why} className="why">
          {inTable ? INSIDE : OUTSIDE}
        </p>
        <Menu className="menu-list" aria-label="Table">
          <CommandEntry name="table.insert" off={why} />
          {GROUPS.map((names) => (
            <MenuSection key={names[0]}>
              <Separator />
              {names.map((name) => (
                <CommandEntry key={name} name={name} off={why} />
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
