import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { BrowserWindow, Dialog } from 'electron'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import type { Ports } from '../../services/ports.ts'

/** Native dialogs of the window that is in front. `documents` is where they begin. */
export function dialogs(
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>,
  front: () => BrowserWindow | null,
  documents: string,
): Pick<Ports, 'chooseNew' | 'chooseOpen' | 'chooseSource' | 'deliver'> {
  const negotiations = { name: 'Parley negotiations', extensions: ['parley'] }
  const choose = async (title: string, filters: { name: string; extensions: string[] }[]): Promise<string | null> => {
    const options = { title, defaultPath: documents, filters, properties: ['openFile' as const] }
    const window = front()
    const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
    return canceled ? null : (filePaths[0] ?? null)
  }
  const save = async (title: string, name: string, filters: { name: string; extensions: string[] }[]): Promise<string | null> => {
    const options = { title, defaultPath: join(documents, name), filters }
    const window = front()
    const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
    return canceled || !filePath ? null : filePath
  }
  return {
    chooseNew: (name) => save('New negotiation', `${name}.parley`, [negotiations]),
    chooseOpen: () => choose('Open a negotiation', [negotiations]),
    chooseSource: () => choose('Import', [{ name: 'Markdown and text', extensions: ['md', 'txt', 'markdown'] }]),
    deliver: async (name, _mime, bytes) => {
      const extension = extname(name).slice(1)
      const path = await save('Export', name, [{ name: extension.toUpperCase(), extensions: [extension] }])
      if (path === null) return { kind: 'cancelled' }
      await writeWhole(path, bytes)
      return { kind: 'saved', name: basename(path) }
    },
  }
}

/** Writes a file so that it is there whole or not at all. Throws a `ParleyError` that names the file. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`)
  try {
    const file = await open(part, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    const code = (error as NodeJS.ErrnoException).code
    const name = basename(path)
    if (code === 'ENOSPC')
      throw new ParleyError(
        'disk-full',
        `${name} was not written: the disk is full. Your negotiation is saved, and no half-written file was left.`,
      )
    throw new ParleyError(
      'io',
      `${name} was not written: ${code === 'EACCES' || code === 'EPERM' ? 'this folder does not allow it' : `the system says ${code}`}. Your negotiation is saved.`,
    )
  }
}
