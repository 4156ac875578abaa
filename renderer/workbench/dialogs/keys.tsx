import { Button } from 'react-aria-components'
import { COMMANDS, type Command } from '../commands.ts'
import { shown } from '../keys.ts'
import { Window } from '../parts/window.tsx'

const GROUPS: readonly Command['group'][] = ['File', 'Round', 'Edit', 'View', 'Change', 'Go']
/** Keys that belong to the page and the card, not to the table of commands. */
const PAGE_KEYS = [
  ['The story of the change at the caret', 'Alt+Enter'],
  ['Leave the page with Tab', 'Escape'],
] as const

/** Every key of the window. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Window
      title="Keys"
      onClose={onClose}
      footer={
        <Button className="btn line grow" autoFocus onPress={onClose}>
          Close
        </Button>
      }
    >
      <div className="keylist">
        {GROUPS.map((group) => (
          <section key={group} aria-label={group}>
            <h2 className="sec">{group}</h2>
            <dl>
              {COMMANDS.filter((c) => c.group === group && c.keys.length).map((c) => (
                <KeyLine key={c.name} label={c.label} keys={c.keys} />
              ))}
              {group === 'Change' && PAGE_KEYS.map(([label, key]) => <KeyLine key={key} label={label} keys={[key]} />)}
            </dl>
          </section>
        ))}
      </div>
    </Window>
  )
}

function KeyLine({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key}>{shown(key)}</kbd>
        ))}
      </dd>
    </div>
  )
}
