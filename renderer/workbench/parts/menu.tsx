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
}: {
  icon?: LucideIcon
  label: ReactNode
  keys?: string
  note?: string
  onAction: () => void
}) {
  return (
    <MenuItem className="mi" textValue={typeof label === 'string' ? label : undefined} onAction={onAction}>
      {Icon && <Icon className="i" aria-hidden />}
      <span>{label}</span>
      {note && <span className="soft grow">{note}</span>}
      {keys && <Keyboard className="grow">{keys}</Keyboard>}
    </MenuItem>
  )
}

/** A menu entry that runs a command of the table; it is left out while the command cannot be done. */
export function CommandEntry({ name, icon }: { name: string; icon?: LucideIcon }) {
  const app = useApp()
  const command = commandOf(name)
  const able = useAppState(command.when)
  if (!able) return null
  return <Entry icon={icon} label={command.label} keys={command.keys[0] && shown(command.keys[0])} onAction={() => void command.run(app)} />
}
