import type { App } from '../app.ts'

/** What can be brought in, as the endings of file names. */
export const SOURCES = ['.docx', '.md', '.txt', '.markdown']

/** The first file of a drop or a paste that can be brought in; null where there is none. A picture that a copy carries is not one. */
export function sourceIn(data: Pick<DataTransfer, 'files'> | null): File | null {
  return [...(data?.files ?? [])].find((file) => SOURCES.some((ending) => file.name.toLowerCase().endsWith(ending))) ?? null
}

/**
 * Files that are dropped on the window or pasted into it go to the import, which asks what they are. On an item of the list it is
 * that item that they are for. Text that is dropped or pasted is the page's own. Returns a function that ends it.
 */
export function takeFiles(app: App): () => void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer || !isFiles(event.dataTransfer)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = ready(app) ? 'copy' : 'none'
  }
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer || !isFiles(event.dataTransfer)) return
    // A browser would leave the window for the file.
    event.preventDefault()
    event.stopPropagation()
    void offer(app, sourceIn(event.dataTransfer), event.target)
  }
  const paste = (event: ClipboardEvent) => {
    const file = sourceIn(event.clipboardData)
    if (!file) return
    event.preventDefault()
    event.stopPropagation()
    void offer(app, file, null)
  }
  window.addEventListener('dragover', over, true)
  window.addEventListener('drop', drop, true)
  window.addEventListener('paste', paste, true)
  return () => {
    window.removeEventListener('dragover', over, true)
    window.removeEventListener('drop', drop, true)
    window.removeEventListener('paste', paste, true)
  }
}

/** Whether what is dragged is files alone: a picture of a page comes with its text, which is the page's own. */
const isFiles = ({ types }: DataTransfer): boolean => types.includes('Files') && !types.some((type) => type.startsWith('text/'))

const ready = (app: App): boolean => {
  const { phase, negotiation, dialog, error } = app.store.get()
  return phase === 'table' && negotiation?.readOnly === false && dialog === null && error === null
}

async function offer(app: App, file: File | null, at: EventTarget | null): Promise<void> {
  const { dialog, error, negotiation } = app.store.get()
  if (dialog || error) return
  if (!file) return app.notices.say('Only Word, Markdown and text files can be brought in.')
  if (!negotiation) return app.notices.say(`Open a negotiation first, then drop ${file.name} into it.`)
  if (negotiation.readOnly) return app.notices.say(`${negotiation.name} is read-only, so nothing can be imported into it.`)
  const row = at instanceof Element ? at.closest('.items [data-key]')?.getAttribute('data-key') : null
  if (row && negotiation.items.some((item) => item.id === row) && row !== app.store.get().item) await app.items.select(row)
  app.store.set({ dialog: { kind: 'import', file } })
}
