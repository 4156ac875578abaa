import { ArrowLeft, ChevronDown, FileText, FileType, LayoutGrid, Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Menu, MenuTrigger, Popover } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { shortDay, today } from '../dates.ts'
import { FILTER_NAMES } from '../filter.ts'
import { Empty } from '../parts/empty.tsx'
import { Entry } from '../parts/menu.tsx'
import { Party } from '../parts/party.tsx'
import { Seg } from '../parts/seg.tsx'
import { Tool } from '../parts/tool.tsx'
import type { Filter } from '../state.ts'
import { Grid } from './grid.tsx'
import { type Board, boardFilters, countedTo, noneOf, rowsOf } from './rows.ts'

/** Every item on one sheet: status, whose move, what happened on which day. */
export function BoardScreen() {
  const app = useApp()
  const title = useAppState((s) => s.negotiation!.title)
  const [filter, setFilter] = useState<Filter>('all')
  const board = useBoard()
  return (
    <div className="screen bd">
      <header className="topbar" data-region="bar">
        <div className="file">
          <Tool icon={ArrowLeft} label="Back to the page" keys="Esc" onPress={() => void app.screens.leave()} />
          <h1 className="name ell" title={title}>
            {title}
          </h1>
          <span className="muted">Board</span>
        </div>
        <span className="grow" />
        {board && board.rows.length > 0 && (
          <>
            <Seg
              label="Show"
              value={filter}
              choices={boardFilters(board).map(({ filter: id, count }) => ({
                id,
                name: `${FILTER_NAMES[id]}, ${count}`,
                label: (
                  <>
                    {FILTER_NAMES[id]} <span className="num">{count}</span>
                  </>
                ),
              }))}
              onChange={setFilter}
            />
            <span className="sep" />
            <Button className="btn" onPress={() => void app.transfer.print('board', 'pdf')}>
              <Printer className="i" aria-hidden />
              Print…
            </Button>
            <BoardExport />
          </>
        )}
      </header>
      {board && (board.rows.length ? <Sheet board={board} filter={filter} onAll={() => setFilter('all')} /> : <NoItems />)}
      {board && board.rows.length > 0 && <Foot board={board} />}
    </div>
  )
}

/** The board as the file has it, read again whenever something in it changes. */
function useBoard(): Board | null {
  const app = useApp()
  const negotiation = useAppState((s) => s.negotiation!)
  const [board, setBoard] = useState<Board | null>(null)
  useEffect(() => {
    let shown = true
    void app.notices
      .ask('The board could not be read', app.host.call('board.get', { file: negotiation.file, today: today() }))
      .then((read) => shown && read && setBoard(read))
    return () => {
      shown = false
    }
  }, [app, negotiation])
  return board
}

function BoardExport() {
  const app = useApp()
  return (
    <MenuTrigger>
      <Button className="btn">
        Export
        <ChevronDown className="i s" aria-hidden />
      </Button>
      <Popover className="menu" placement="bottom end">
        <Menu className="menu-list" aria-label="Export">
          <Entry icon={FileType} label="Board as Word" onAction={() => void app.transfer.print('board', 'docx')} />
          <Entry icon={FileText} label="Board as PDF" onAction={() => void app.transfer.print('board', 'pdf')} />
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

function NoItems() {
  const app = useApp()
  return (
    <main className="bd-empty">
      <Empty
        icon={LayoutGrid}
        title="Nothing on the board yet"
        text="Every item of the negotiation stands here, with what each party put forward and when."
      >
        <Button className="btn primary" onPress={() => app.store.set({ dialog: { kind: 'import' } })}>
          Import…
        </Button>
        <Button className="btn line" onPress={() => app.store.set({ dialog: { kind: 'new-item' } })}>
          New item…
        </Button>
      </Empty>
    </main>
  )
}

function Sheet({ board, filter, onAll }: { board: Board; filter: Filter; onAll: () => void }) {
  const rows = rowsOf(board, filter)
  const { counts } = board
  return (
    <main className="bd-main" data-region="board">
      <section className="sum" aria-label="Totals">
        <Total count={counts.open} of="open" />
        <Total count={counts.ours} of="your move" />
        <Total count={counts.ta} of="TA" />
        <Total count={counts.dropped} of="dropped" />
        <Total count={counts.hold} of="on hold" />
        {counts.settled > 0 && <Total count={counts.settled} of="settled" />}
        <p className="next">
          {board.goesFirst.party && (
            <b>
              {board.goesFirst.party} goes first {board.next ? `on ${shortDay(board.next)}` : 'next'}.
            </b>
          )}
          <span>{board.goesFirst.reason}</span>
        </p>
      </section>
      {rows.length ? (
        <div className="sheetw scroll">
          <Grid board={board} rows={rows} />
        </div>
      ) : (
        <Empty icon={LayoutGrid} title={noneOf(filter)} text="Look at all items again.">
          <Button className="btn line" onPress={onAll}>
            Show all items
          </Button>
        </Empty>
      )}
    </main>
  )
}

const Total = ({ count, of }: { count: number; of: string }) => (
  <p className="k">
    <b>{count}</b>
    {of}
  </p>
)

function Foot({ board }: { board: Board }) {
  return (
    <footer className="status" data-region="status">
      {board.parties.map((p) => (
        <span key={p.label}>
          <Party label={p.label} us={board.us} /> put forward by {p.name}
        </span>
      ))}
      <span>
        <span className="party draft">draft</span> ours, not passed; left out of prints
      </span>
      <span className="grow" />
      <span>{countedTo(board)}</span>
    </footer>
  )
}
