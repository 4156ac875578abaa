import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow, Dialog } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dialogs } from '../../../../../main/hosts/electron/dialogs.ts'

let dir: string
const showSaveDialog = vi.fn()
const showOpenDialog = vi.fn()
const window = {} as BrowserWindow
const asked = (front: BrowserWindow | null = window) =>
  dialogs({ showSaveDialog, showOpenDialog } as unknown as Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>, () => front, dir)
const bytes = new TextEncoder().encode('paper')

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parley-dialogs-'))
  showSaveDialog.mockReset()
  showOpenDialog.mockReset()
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('native dialogs', () => {
  it.each([
    ['Lakeview 2023.parley', 'Lakeview 2023.parley'],
    ['Teachers/District: 2023-2025', 'Teachers District 2023-2025.parley'],
    ['../../etc/x', 'etc x.parley'],
    ['..', 'Negotiation.parley'],
    ['CON', 'CON negotiation.parley'],
  ])('propose for %j a name that every system takes', async (title, name) => {
    showSaveDialog.mockResolvedValue({ canceled: false, filePath: join(dir, 'x.parley') })
    expect(await asked().chooseNew(title)).toBe(join(dir, 'x.parley'))
    expect(showSaveDialog.mock.calls[0][0]).toBe(window)
    expect(showSaveDialog.mock.calls[0][1].defaultPath).toBe(join(dir, name))
  })

  it('tell who cancelled from who chose', async () => {
    showSaveDialog.mockResolvedValue({ canceled: true, filePath: '' })
    showOpenDialog.mockResolvedValue({ canceled: true, filePaths: [] })
    expect(await asked().chooseNew('x')).toBeNull()
    expect(await asked().chooseOpen()).toBeNull()
    expect(await asked(null).chooseSource()).toBeNull()
    expect(await asked().deliver('a.docx', 'x/y', bytes)).toEqual({ kind: 'cancelled' })
    showOpenDialog.mockResolvedValue({ canceled: false, filePaths: ['/a/b.md'] })
    expect(await asked().chooseSource()).toBe('/a/b.md')
  })

  it('save a paper where the person says, and tell its name without its place', async () => {
    showSaveDialog.mockResolvedValue({ canceled: false, filePath: join(dir, 'mine.docx') })
    expect(await asked().deliver('Item 4.docx', 'x/y', bytes)).toEqual({ kind: 'saved', name: 'mine.docx' })
    expect(readFileSync(join(dir, 'mine.docx'), 'utf8')).toBe('paper')
    expect(showSaveDialog.mock.calls[0][1].filters).toEqual([{ name: 'DOCX', extensions: ['docx'] }])
  })

  it('add the ending that was left out, and never write over what nobody was asked about', async () => {
    showSaveDialog.mockResolvedValue({ canceled: false, filePath: join(dir, 'mine') })
    expect(await asked().deliver('Item 4.pdf', 'x/y', bytes)).toEqual({ kind: 'saved', name: 'mine.pdf' })
    writeFileSync(join(dir, 'mine.pdf'), 'another')
    await expect(asked().deliver('Item 4.pdf', 'x/y', bytes)).rejects.toMatchObject({ code: 'exists' })
    expect(readFileSync(join(dir, 'mine.pdf'), 'utf8')).toBe('another')
  })
})
