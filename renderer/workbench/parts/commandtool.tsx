import type { LucideIcon } from 'lucide-react'
import { useApp, useAppState } from '../app.ts'
import { commandOf } from '../commands.ts'
import { shown } from '../keys.ts'
import { Tool } from './tool.tsx'

/** A tool that runs a command of the table and is off while the command cannot be done. */
export function CommandTool({ name, icon, on, small }: { name: string; icon: LucideIcon; on?: boolean; small?: boolean }) {
  const app = useApp()
  const command = commandOf(name)
  const able = useAppState(command.when)
  const keys = command.keys[0] && shown(command.keys[0])
  return <Tool icon={icon} label={command.label} keys={keys} on={on} small={small} disabled={!able} onPress={() => void command.run(app)} />
}
