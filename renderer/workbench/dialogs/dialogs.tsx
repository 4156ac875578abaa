import { useApp, useAppState } from '../app.ts'
import { BecomeDialog } from '../bargain/become.tsx'
import { PackagesDialog } from '../bargain/packages.tsx'
import { PassDialog } from '../bargain/pass.tsx'
import { PassesDialog } from '../bargain/passes.tsx'
import { RulesDialog } from '../bargain/rules.tsx'
import { SessionDialog } from '../bargain/session.tsx'
import { CostDialog } from '../pay/cost.tsx'
import { RuleDialog } from '../pay/rule.tsx'
import { NextDialog } from '../place/next.tsx'
import { ProposeDialog } from '../place/propose.tsx'
import { TieDialog } from '../place/tie.tsx'
import type { DialogState } from '../state.ts'
import { AuthorsDialog } from '../word/authors.tsx'
import { CheckDialog } from '../word/check.tsx'
import { CompareDialog } from '../word/compare.tsx'
import { MarksDialog } from '../word/marks.tsx'
import { DateDialog } from './date.tsx'
import { DecideDialog } from './decide.tsx'
import { DiscardDialog } from './discard.tsx'
import { DoubtDialog } from './doubt.tsx'
import { DraftDialog, TheirsDialog } from './draft.tsx'
import { ErrorDialog } from './error.tsx'
import { Everywhere } from './everywhere.tsx'
import { ExportDialog } from './export.tsx'
import { ImportDialog } from './import.tsx'
import { KeysDialog } from './keys.tsx'
import { LabelDialog } from './label.tsx'
import { NewFile } from './newfile.tsx'
import { NewItem } from './newitem.tsx'
import { Palette } from './palette.tsx'
import { ReceivedDialog, SealDialog } from './seal.tsx'
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
  compare: CompareDialog,
  keys: KeysDialog,
  palette: Palette,
  'pay-rule': RuleDialog,
  'pay-cost': CostDialog,
  table: TableDialog,
  version: VersionDialog,
  theirs: TheirsDialog,
  received: ReceivedDialog,
  pass: PassDialog,
  packages: PackagesDialog,
  passes: PassesDialog,
  rules: RulesDialog,
} as const

/** What is asked of a file before it is taken in. */
const COMING = { marks: MarksDialog, authors: AuthorsDialog, check: CheckDialog } as const

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
  const app = useApp()
  if (dialog.kind === 'doubt') return <DoubtDialog doubt={dialog.doubt} onClose={onClose} />
  if (dialog.kind === 'next') return <NextDialog {...dialog} onClose={onClose} />
  if (dialog.kind === 'propose') return <ProposeDialog {...dialog} onClose={onClose} />
  if (dialog.kind === 'tie') return <TieDialog {...dialog} onClose={onClose} />
  if (dialog.kind === 'become') return <BecomeDialog key={dialog.becoming} becoming={dialog.becoming} onClose={onClose} />
  if (dialog.kind === 'session') return <SessionDialog session={dialog.session} onClose={onClose} />
  if (dialog.kind === 'verified') return <VerifiedDialog result={dialog.result} onClose={onClose} />
  if (dialog.kind === 'import') return <ImportDialog file={dialog.file ?? null} onClose={onClose} />
  if ('coming' in dialog) {
    const Coming = COMING[dialog.kind]
    return <Coming key={dialog.kind} coming={dialog.coming} onClose={() => app.intake.leave(dialog.coming)} />
  }
  const Plain = PLAIN[dialog.kind]
  return <Plain onClose={onClose} />
}
