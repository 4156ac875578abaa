import { useApp, useAppState } from '../app.ts'
import type { DialogState } from '../state.ts'
import { DateDialog } from './date.tsx'
import { DecideDialog } from './decide.tsx'
import { DiscardDialog } from './discard.tsx'
import { DoubtDialog } from './doubt.tsx'
import { DraftDialog } from './draft.tsx'
import { ErrorDialog } from './error.tsx'
import { Everywhere } from './everywhere.tsx'
import { ExportDialog } from './export.tsx'
import { ImportDialog } from './import.tsx'
import { KeysDialog } from './keys.tsx'
import { LabelDialog } from './label.tsx'
import { NewFile } from './newfile.tsx'
import { NewItem } from './newitem.tsx'
import { Palette } from './palette.tsx'
import { SealDialog } from './seal.tsx'
import { TableDialog } from './table.tsx'
import { VerifiedDialog } from './verified.tsx'
import { VersionDialog } from './version.tsx'

const PLAIN = {
  new: NewFile,
  'new-item': NewItem,
  draft: DraftDialog,
  date: DateDialog,
  seal: SealDialog,
  discard: DiscardDialog,
  label: LabelDialog,
  decide: DecideDialog,
  everywhere: Everywhere,
  export: ExportDialog,
  import: ImportDialog,
  keys: KeysDialog,
  palette: Palette,
  table: TableDialog,
  version: VersionDialog,
} as const

/** The dialog that stands open, if one does, and the error over it, if there is one. */
export function Dialogs() {
  const app = useApp()
  const dialog = useAppState((s) => s.dialog)
  const error = useAppState((s) => s.error)
  const close = () => {
    if (app.store.get().dialog === dialog) app.store.set({ dialog: null })
  }
  return (
    <>
      {dialog && <Open dialog={dialog} onClose={close} />}
      {error && <ErrorDialog {...error} onClose={() => app.store.set({ error: null })} />}
    </>
  )
}

function Open({ dialog, onClose }: { dialog: DialogState; onClose: () => void }) {
  if (dialog.kind === 'doubt') return <DoubtDialog doubt={dialog.doubt} onClose={onClose} />
  if (dialog.kind === 'verified') return <VerifiedDialog result={dialog.result} onClose={onClose} />
  const Plain = PLAIN[dialog.kind]
  return <Plain onClose={onClose} />
}
