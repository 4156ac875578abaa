import { ArrowLeft, ChevronDown, FileText, FileType, LayoutGrid, Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, Cell, Column, Menu, MenuTrigger, Popover, Row, Table, TableBody, TableHeader } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { shortDay, today } from '../dates.ts'
import { FILTER_NAMES } from '../filter.ts'
import { StatusChip } from '../parts/chip.tsx'
import { Empty } from '../parts/empty.tsx'
import { Entry } from '../parts/menu.tsx'
import { Party } from '../parts/party.tsx'
import { Seg } from '../parts/seg.tsx'
import { Tool } from '../parts/tool.tsx'
import type { Filter } from '../state.ts'
import { BoardMark } from './mark.tsx'
import { type Board, type BoardRow, boardFilters, countedTo, moveName, noneOf, rowsOf } from './rows.ts'

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
  const app = useApp()
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
          <Table className="b" aria-label="Items" onRowAction={(key) => void app.screens.leave(String(key))}>
            <TableHeader>
              <Column className="n">
                <span className="vh">Number</span>
              </Column>
              <Column className="t" isRowHeader>
                Item
              </Column>
              <Column className="p">Place in the agreement</Column>
              <Column>Status</Column>
              <Column>Whose move</Column>
              {board.columns.map((c) => (
                <Column key={c.date} className={c.next ? 's today' : 's'}>
                  {shortDay(c.date)}
                  {c.next && ' next'}
                </Column>
              ))}
              <Column className="d">Rounds</Column>
              <Column className="d">Days since</Column>
            </TableHeader>
            <TableBody>{rows.map((row) => line(row, board))}</TableBody>
          </Table>
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

/** A row as the table wants it: not a component of its own, since the table reads its rows' cells. */
function line(row: BoardRow, board: Board) {
  const done = row.status === 'ta' || row.status === 'dropped' || row.status === 'settled'
  const yours = row.move === board.us
  const place = row.place ?? ''
  return (
    <Row key={row.item} id={row.item} className={done ? 'done' : ''} textValue={`${row.number} ${row.title}`}>
      <Cell className="n">{row.kind === 'item' ? row.number : ''}</Cell>
      <Cell className="t">
        <span className="ell" title={row.title}>
          {row.title}
        </span>
      </Cell>
      <Cell className="p">
        <span className="ell" title={place}>
          {place}
        </span>
      </Cell>
      <Cell className="st">
        <StatusChip status={row.status} date={row.statusDate} />
      </Cell>
      <Cell className="m">{row.move !== null && <span className={yours ? 'mv yours' : 'mv'}>{moveName(row, board.us)}</span>}</Cell>
      {row.cells.map((cell, at) => (
        <Cell key={board.columns[at].date} className={board.columns[at].next ? 's today' : 's'}>
          {cell.map((mark) => (
            <BoardMark key={`${mark.kind} ${mark.party} ${mark.part}`} mark={mark} us={board.us} />
          ))}
        </Cell>
      ))}
      <Cell className="d">{row.rounds || ''}</Cell>
      <Cell className="d">{row.days ?? ''}</Cell>
    </Row>
  )
}

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
