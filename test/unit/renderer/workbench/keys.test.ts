import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../../renderer/workbench/commands.ts'
import { pressed, shown } from '../../../../renderer/workbench/keys.ts'

const press = (key: string, code: string, held: string[] = []) => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
})

describe('keys', () => {
  it('go by place for letters and digits, whatever the other keys make of them', () => {
    expect(pressed('Mod+Shift+1', press('!', 'Digit1', ['ctrl', 'shift']), false)).toBe(true)
    expect(pressed('Mod+Alt+K', press('˚', 'KeyK', ['meta', 'alt']), true)).toBe(true)
    expect(pressed('Mod+K', press('k', 'KeyK', ['meta']), false)).toBe(false)
    expect(pressed('Alt+ArrowDown', press('ArrowDown', 'ArrowDown', ['alt']), false)).toBe(true)
    expect(pressed('F6', press('F6', 'F6', ['shift']), false)).toBe(false)
  })

  it('are written for the machine', () => {
    expect(shown('Mod+Shift+L', false)).toBe('Ctrl Shift L')
    expect(shown('Mod+Shift+L', true)).toBe('⌘ ⇧ L')
    expect(shown('Alt+ArrowDown', false)).toBe('Alt ↓')
  })

  it('belong to one command each, and every command has its own name', () => {
    const keys = COMMANDS.flatMap((c) => c.keys)
    expect(keys.length).toBeGreaterThan(20)
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(COMMANDS.map((c) => c.name)).size).toBe(COMMANDS.length)
  })
})
