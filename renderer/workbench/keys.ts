import type { App } from './app.ts'
import { COMMANDS, type Command } from './commands.ts'

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

/** The command that a press asks for, if it can be done; keys that the page has used already are left alone. */
export function commandFor(event: KeyboardEvent, app: App): Command | null {
  if (event.defaultPrevented || event.isComposing) return null
  const state = app.store.get()
  const able = (c: Command) => c.when(state) && !(c.typing && isField(event.target)) && state.dialog === null && state.error === null
  return COMMANDS.find((c) => c.keys.some((k) => pressed(k, event)) && able(c)) ?? null
}
