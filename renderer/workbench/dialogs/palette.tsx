import { Search } from 'lucide-react'
import { Autocomplete, Dialog, Input, Keyboard, Menu, MenuItem, Modal, ModalOverlay, SearchField, useFilter } from 'react-aria-components'
import { useApp } from '../app.ts'
import { COMMANDS, runCommand } from '../commands.ts'
import { shown } from '../keys.ts'

/** Any command by its name: type, arrow, Enter. Only what can be done just now is listed. */
export function Palette({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const { contains } = useFilter({ sensitivity: 'base' })
  const state = { ...app.store.get(), dialog: null }
  const able = COMMANDS.filter((c) => c.name !== 'palette' && c.when(state))
  return (
    <ModalOverlay className="scrim top" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog palette" aria-label="Commands">
          <Autocomplete filter={contains}>
            <SearchField className="field" aria-label="Any command by name" autoFocus>
              <Search className="i s" aria-hidden />
              <Input placeholder="Any command by name" />
            </SearchField>
            <Menu
              className="menu-list scroll"
              aria-label="Commands"
              renderEmptyState={() => <p className="none">No command has this name.</p>}
              onAction={(key) => {
                onClose()
                runCommand(app, String(key))
              }}
            >
              {able.map((c) => (
                <MenuItem key={c.name} id={c.name} className="mi" textValue={`${c.label} ${c.group}`}>
                  <span>{c.label}</span>
                  <span className="soft">{c.group}</span>
                  {c.keys[0] && <Keyboard className="grow">{shown(c.keys[0])}</Keyboard>}
                </MenuItem>
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
