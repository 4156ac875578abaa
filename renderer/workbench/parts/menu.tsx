import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Keyboard, MenuItem } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { commandOf } from '../commands.ts'
import { shown } from '../keys.ts'

/** One entry of a menu. */
export function Entry({
  icon: Icon,
  label,
  keys,
  onAction,
  note,
  off,
}: {
  icon?: LucideIcon
  label: ReactNode
  keys?: string
  note?: string
  /** Where it cannot be done just now: the id of the sentence that says why. */
  off?: string
  onAction: () => void
}) {
  return (
    <MenuItem
      className="mi"
      textValue={typeof label === 'string' ? label : undefined}
      isDisabled={off !== undefined}
      aria-describedby={off}
      onAction={onAction}
    >
      {Icon && <Icon className="i" aria-hidden />}
      <span>{label}</span>
      {note && <span className="soft grow">{note}</span>}
      {keys && <Keyboard className="grow">{keys}</Keyboard>}
    </MenuItem>
  )
}

/** A menu or dialog that closes gives the focus back to its button: does something after that, as what is typed next is meant for the page. */
export const afterClosing = (act: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(act))

/** A menu entry that runs a command of the table; while the command cannot be done it is left out, or off with the reason `off` names. */
export function CommandEntry({ name, icon, off }: { name: string; icon?: LucideIcon; off?: string }) {
  const app = useApp()
  const command = commandOf(name)
  const able = useAppState(command.when)
  if (!able && off === undefined) return null
  return (
    <Entry
      icon={icon}
      label={command.label}
      keys={command.keys[0] && shown(command.keys[0])}
      off={able ? undefined : off}
      onAction={() => {
        void command.run(app)
        if (command.typing) afterClosing(() => app.page.current?.focus())
      }}
    />
  )
}
