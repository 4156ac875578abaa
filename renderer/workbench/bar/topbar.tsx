import { Bold, Italic, LayoutGrid, List, Presentation, Redo2, Underline, Undo2 } from 'lucide-react'
import { Button, Toolbar } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { drafting, isEditing, theirDraft } from '../commands.ts'
import { CommandTool } from '../parts/commandtool.tsx'
import { BlockMenu } from './blockmenu.tsx'
import { ExportMenu } from './exportmenu.tsx'
import { FileMenu } from './filemenu.tsx'
import { MoreMenu } from './moremenu.tsx'
import { RoundMenu } from './roundmenu.tsx'
import { TableMenu } from './tablemenu.tsx'

/** The bar over everything: the file, the round that is drafted, editing, export, and the one filled button. */
export function TopBar() {
  const app = useApp()
  const title = useAppState((s) => s.negotiation!.title)
  const open = useAppState(drafting)
  const entering = useAppState((s) => theirDraft(s) !== undefined && s.paper?.open?.proposal === theirDraft(s)?.id)
  const marks = useAppState((s) => s.page?.marks)
  const list = useAppState((s) => s.page?.block.list != null)
  const editing = useAppState(isEditing)
  return (
    <header className="topbar" data-region="bar">
      <div className="file">
        <span className="mark" aria-hidden="true">
          ¶
        </span>
        <h1 className="name ell" title={title}>
          {title}
        </h1>
        <FileMenu />
      </div>
      <RoundMenu />
      {editing && (
        <>
          <span className="sep" />
          <Toolbar aria-label="Editing" className="tools">
            <CommandTool name="undo" icon={Undo2} />
            <CommandTool name="redo" icon={Redo2} />
            <span className="sep narrow" />
            <span className="fmtools">
              <CommandTool name="bold" icon={Bold} on={marks?.includes('strong')} />
              <CommandTool name="italic" icon={Italic} on={marks?.includes('em')} />
              <CommandTool name="underline" icon={Underline} on={marks?.includes('underline')} />
              <CommandTool name="bulletList" icon={List} on={list} />
              <BlockMenu />
              <TableMenu />
            </span>
            <MoreMenu />
          </Toolbar>
        </>
      )}
      <span className="grow" />
      <CommandTool name="board" icon={LayoutGrid} />
      <CommandTool name="room" icon={Presentation} />
      <ExportMenu />
      {entering && (
        <Button className="btn primary" onPress={() => app.store.set({ dialog: { kind: 'received' } })}>
          Seal as received…
        </Button>
      )}
      {open && !entering && (
        <Button className="btn primary" onPress={() => app.store.set({ dialog: { kind: 'pass' } })}>
          Pass across…
        </Button>
      )}
    </header>
  )
}
