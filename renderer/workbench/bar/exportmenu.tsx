import { BookCheck, ChevronDown, FileText, FileType, PenLine, Repeat, Table } from 'lucide-react'
import { Button, Header, Menu, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import type { ExportChoice } from '../exports.ts'
import { CommandEntry, Entry } from '../parts/menu.tsx'
import { FORMAT_NAMES, VIEW_NAMES } from '../transfer.ts'

const QUICK: readonly Omit<ExportChoice, 'scope'>[] = [
  { view: 'redline', format: 'docx' },
  { view: 'clean', format: 'docx' },
  { view: 'redline', format: 'pdf' },
  { view: 'clean', format: 'pdf' },
]
const nameOf = ({ view, format }: Omit<ExportChoice, 'scope'>) => `${VIEW_NAMES[view]} ${FORMAT_NAMES[format]}`

/** The exports that are asked for most, the last one again, and the way to all others. */
export function ExportMenu() {
  const app = useApp()
  const item = useAppState((s) => s.detail?.item)
  const last = useAppState((s) => s.lastExport)
  const agreed = useAppState((s) => s.negotiation?.items.some((i) => i.kind !== 'base' && (i.status === 'ta' || i.status === 'settled')))
  const run = (choice: ExportChoice) => void app.transfer.export(choice)
  const own = item && (item.kind === 'base' ? 'Base agreement' : item.kind === 'norms' ? 'Meeting norms' : `Item ${item.number}`)
  return (
    <MenuTrigger>
      <Button className="btn">
        Export
        <ChevronDown className="i s" aria-hidden />
      </Button>
      <Popover className="menu" placement="bottom end" aria-label="Export">
        <Menu className="menu-list" aria-label="Export">
          {own && (
            <MenuSection>
              <Header>{own}</Header>
              {QUICK.map((choice) => (
                <Entry
                  key={nameOf(choice)}
                  icon={choice.format === 'docx' ? FileType : FileText}
                  label={nameOf(choice)}
                  onAction={() => run({ ...choice, scope: 'item' })}
                />
              ))}
            </MenuSection>
          )}
          <MenuSection>
            <Header>The whole table</Header>
            <Entry
              icon={Table}
              label="Redlined Word, every item"
              onAction={() => run({ scope: 'table', view: 'redline', format: 'docx' })}
            />
            <Entry icon={Table} label="Redlined PDF, every item" onAction={() => run({ scope: 'table', view: 'redline', format: 'pdf' })} />
          </MenuSection>
          {agreed && (
            <MenuSection>
              <Header>Tentative agreements</Header>
              <Entry
                icon={PenLine}
                label="Sign-off sheets, PDF"
                onAction={() => run({ scope: 'sign-off', view: 'redline', format: 'pdf' })}
              />
              <Entry
                icon={BookCheck}
                label="Summary for the vote, PDF"
                onAction={() => run({ scope: 'ta-summary', view: 'redline', format: 'pdf' })}
              />
            </MenuSection>
          )}
          <Separator />
          <CommandEntry name="export" />
          {last && <CommandEntry name="export.again" icon={Repeat} />}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
