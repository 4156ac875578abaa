import { type KeyboardEvent, memo, useCallback, useRef, useState } from 'react'
import { useApp } from '../app.ts'
import { shortDay } from '../dates.ts'
import { StatusChip } from '../parts/chip.tsx'
import { BoardMark } from './mark.tsx'
import { type Board, type BoardRow, moveName, nextRow } from './rows.ts'

interface Props {
  board: Board
  rows: readonly BoardRow[]
}

/**
 * The rows under their heads. Arrows, Page Up and Down, Home and End go from row to row, a digit to the item that begins with it,
 * Enter or a click opens one.
 */
export function Grid({ board, rows }: Props) {
  const app = useApp()
  const onOpen = useCallback((item: string) => void app.screens.leave(item), [app])
  const [picked, pick] = useState<string | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const at = Math.max(
    0,
    rows.findIndex((row) => row.item === picked),
  )
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' || event.key === ' ') onOpen(rows[at].item)
    else {
      const next = nextRow(rows, at, event.key)
      if (next === null) return
      pick(rows[next].item)
      const row = body.current?.children[next] as HTMLElement | undefined
      row?.focus()
    }
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid by the ARIA pattern, its rows are walked by keys
    <table className="b" role="grid" aria-label="Items" aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          <th className="n" scope="col">
            <span className="vh">Number</span>
          </th>
          <th className="t" scope="col">
            Item
          </th>
          <th scope="col">Place in the agreement</th>
          <th scope="col">Status</th>
          <th scope="col">Whose move</th>
          {board.columns.map((c) => (
            <th key={c.date} scope="col" className={c.next ? 's today' : 's'}>
              {shortDay(c.date)}
              {c.next && ' next'}
            </th>
          ))}
          <th className="d" scope="col">
            Rounds
          </th>
          <th className="d" scope="col">
            Days since
          </th>
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={press}>
        {rows.map((row, i) => (
          <Line key={row.item} row={row} board={board} on={i === at} onPick={pick} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  )
}

interface LineProps {
  row: BoardRow
  board: Board
  /** Whether Tab comes to this row. */
  on: boolean
  onPick: (item: string) => void
  onOpen: (item: string) => void
}
const Line = memo(function Line({ row, board, on, onPick, onOpen }: LineProps) {
  const done = row.status === 'ta' || row.status === 'dropped' || row.status === 'settled'
  const yours = row.move === board.us
  return (
    <tr className={done ? 'done' : undefined} tabIndex={on ? 0 : -1} onFocus={() => onPick(row.item)} onClick={() => onOpen(row.item)}>
      <td className="n">{row.kind === 'item' ? row.number : ''}</td>
      <th className="t" scope="row">
        <span className="ell" title={row.title}>
          {row.title}
        </span>
      </th>
      <td className="p">
        <span className="ell" title={row.place ?? undefined}>
          {row.place}
        </span>
      </td>
      <td className="st">
        <StatusChip status={row.status} date={row.statusDate} />
      </td>
      <td>{row.move !== null && <span className={yours ? 'mv yours' : 'mv'}>{moveName(row, board.us)}</span>}</td>
      {row.cells.map((cell, i) => (
        <td key={board.columns[i].date} className={board.columns[i].next ? 's today' : 's'}>
          {cell.map((mark) => (
            <BoardMark key={`${mark.kind} ${mark.party} ${mark.part}`} mark={mark} us={board.us} />
          ))}
        </td>
      ))}
      <td className="d">{row.rounds || ''}</td>
      <td className="d">{row.days ?? ''}</td>
    </tr>
  )
})
