import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { App } from '../../../../renderer/workbench/app.ts'
import { runFromMenu } from '../../../../renderer/workbench/keys.ts'
import type { State } from '../../../../renderer/workbench/state.ts'

class Field {}
const execCommand = vi.fn()
const command = vi.fn()
const open = vi.fn()
const set = vi.fn()
/** A window whose page is edited and can be undone. */
const app = (state: Partial<Record<keyof State, unknown>> = {}): App => {
  const paper = { open: {}, source: 'p1' }
  const page = { canUndo: true, canRedo: true, changes: [] }
  const now = {
    phase: 'table',
    screen: 'page',
    dialog: null,
    error: null,
    target: 'p1',
    paper,
    page,
    negotiation: { readOnly: false, items: [] },
    ...state,
  }
  return { store: { get: () => now, set }, page: { current: { command } }, files: { open } } as unknown as App
}
const focus = (element: unknown) => vi.stubGlobal('document', { activeElement: element, execCommand })

beforeEach(() => {
  vi.stubGlobal('HTMLInputElement', Field)
  vi.stubGlobal('HTMLTextAreaElement', class {})
  for (const fn of [execCommand, command, open, set]) fn.mockClear()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

it('undoes on the page where the page has the focus', () => {
  focus({})
  runFromMenu(app(), 'undo')
  expect(command.mock.calls).toEqual([['undo']])
  expect(execCommand).not.toHaveBeenCalled()
})

it('undoes in a text field where that has the focus, and writes nothing bold there', () => {
  focus(new Field())
  runFromMenu(app(), 'undo')
  runFromMenu(app({ dialog: { kind: 'new' } }), 'redo')
  runFromMenu(app(), 'bold')
  expect(execCommand.mock.calls).toEqual([['undo'], ['redo']])
  expect(command).not.toHaveBeenCalled()
})

it('answers an open dialog first, and passes over what is no command', () => {
  focus({})
  runFromMenu(app({ dialog: { kind: 'new' } }), 'import')
  runFromMenu(app({ error: { title: 'x', message: 'y' } }), 'export')
  runFromMenu(app(), 'no.such')
  expect(set).not.toHaveBeenCalled()
  runFromMenu(app(), 'export')
  expect(set.mock.calls).toEqual([[{ dialog: { kind: 'export' } }]])
})

it('shows a file that the system asks for, whatever is open', () => {
  focus({})
  runFromMenu(app({ dialog: { kind: 'new' } }), 'open h4ndle')
  expect(open.mock.calls).toEqual([['h4ndle']])
})
