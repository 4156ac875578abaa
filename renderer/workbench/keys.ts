import type { App } from './app.ts'
import { COMMANDS, type Command, runCommand } from './commands.ts'

const MAC = /mac/i.test(globalThis.navigator?.platform ?? '')

interface Press {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const CODES: Readonly<Record<string, string>> = { '/': 'Slash', '=': 'Equal', '-': 'Minus' }
const codeOf = (key: string): string | null => (/^[A-Z]$/.test(key) ? `Key${key}` : /^\d$/.test(key) ? `Digit${key}` : (CODES[key] ?? null))

/** Whether a press is a key as the command table writes it. Letters and digits go by their place, as other keys change them. */
export function pressed(keys: string, press: Press, mac = MAC): boolean {
  const parts = keys.split('+')
  const key = parts.pop()!
  const has = (name: string) => parts.includes(name)
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  const code = codeOf(key)
  const same = code === null ? press.key === key : press.code === code || (key === '/' && press.key === '/')
  return same && mod === has('Mod') && press.altKey === has('Alt') && press.shiftKey === has('Shift') && !other
}

const SHOWN: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', PageUp: 'PgUp', PageDown: 'PgDn', '=': '+', '-': '−' }

/** A key as it is written beside a command: `Ctrl Shift L`, `⌘ ⇧ L`. */
export function shown(keys: string, mac = MAC): string {
  const names = mac ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' } : { Mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt' }
  return keys
    .split('+')
    .map((part) => SHOWN[part] ?? (names as Record<string, string>)[part] ?? part)
    .join(' ')
}

const isField = (target: EventTarget | null): boolean => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/**
 * The command that a press asks for, if it can be done just now. Keys of editing (`typing`) are looked at after the page and text
 * fields have had them, all others before: the page would take Ctrl Enter for itself.
 */
export function commandFor(event: KeyboardEvent, app: App, typing: boolean): Command | null {
  if (event.defaultPrevented || event.isComposing) return null
  const state = app.store.get()
  if (state.dialog !== null || state.error !== null) return null
  // A menu that is open has the keys without a modifier for itself.
  if (event.target instanceof Element && event.target.closest('.menu') && !event.ctrlKey && !event.metaKey && !event.altKey) return null
  const asked = COMMANDS.find((c) => (c.typing ?? false) === typing && c.keys.some((k) => pressed(k, event)) && c.when(state))
  return asked && !(typing && isField(event.target)) ? asked : null
}

/**
 * Does what the application menu asks for (`name`, as in the command table). A text field has the editing keys for itself, and an
 * open dialog is answered first; a file that the system asks to show waits for nobody.
 */
export function runFromMenu(app: App, name: string): void {
  const state = app.store.get()
  const editing = COMMANDS.some((c) => c.name === name && c.typing)
  if (editing && isField(document.activeElement)) {
    if (name === 'undo' || name === 'redo') document.execCommand(name)
    return
  }
  if (COMMANDS.some((c) => c.name === name) && (state.dialog !== null || state.error !== null)) return
  runCommand(app, name)
}
