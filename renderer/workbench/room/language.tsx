import { type ReactNode, useMemo } from 'react'
import { type Legend, styleOf } from '../../../shared/model/legend.ts'
import type { Room, RoomBlock, RoomRun, RoomText } from '../../../shared/rpc/board.ts'
import { shortDay } from '../dates.ts'
import { Mark } from '../parts/mark.tsx'

/** What the language of the room is drawn by. */
export interface Ink {
  readonly legend: Legend
  readonly rounds: Room['rounds']
  readonly labels: boolean
}

/** The two sides, paragraph beside paragraph: what both have stands on one line. */
export function Sides({ room, ink }: { room: Room; ink: Ink }) {
  const lines = useMemo(() => pairs(room), [room])
  return lines.map(({ at, before, after }) => (
    <div key={at} className="rm-line">
      <div className="rm-cell">{before && <BlockView block={before} ink={ink} />}</div>
      <div className="rm-cell">{after && <BlockView block={after} ink={ink} />}</div>
    </div>
  ))
}

function pairs({ before, after }: Room): { at: number; before: RoomBlock | null; after: RoomBlock | null }[] {
  const places = [...new Set([...before, ...after].map((b) => b.at))].sort((a, b) => a - b)
  const of = (side: readonly RoomBlock[], at: number) => side.find((b) => b.at === at) ?? null
  return places.map((at) => ({ at, before: of(before, at), after: of(after, at) }))
}

function BlockView({ block, ink }: { block: RoomBlock; ink: Ink }) {
  if (block.kind === 'text') return <Paragraph block={block} ink={ink} />
  return (
    <div className="rm-table">
      <table>
        <tbody>
          {block.rows.map((row, r) => (
            <tr key={keyOf(r)}>
              {row.cells.map((cell, c) => {
                const Cell = cell.header ? 'th' : 'td'
                return (
                  <Cell key={keyOf(c)} colSpan={cell.colspan} rowSpan={cell.rowspan} style={{ textAlign: cell.align }}>
                    {cell.blocks.map((b) => (
                      <Paragraph key={b.at} block={cell.kind === 'same' ? b : forced(b, cell.kind, cell.by)} ink={ink} />
                    ))}
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** In a row or column that came or went, all that stands is drawn so. */
const forced = (block: RoomText, kind: RoomRun['kind'], by: RoomRun['by']): RoomText => ({
  ...block,
  runs: block.runs.map((run) => (run.kind === 'same' ? { ...run, kind, by } : run)),
})

function Paragraph({ block, ink }: { block: RoomText; ink: Ink }) {
  const look = ['rm-p', block.heading ? `h${block.level}` : '', block.list ? 'li' : ''].filter(Boolean).join(' ')
  const style = {
    textAlign: block.align === 'left' ? undefined : block.align,
    marginLeft: block.heading ? 0 : `calc(${block.level} * 1.2em)`,
  }
  const label = block.label.length > 0 && (
    <span className="rm-lab">
      <Runs runs={block.label} ink={ink} plain />
    </span>
  )
  const inside = (
    <>
      {label}
      <span className="rm-words">
        {label && !block.list && ' '}
        <Runs runs={block.runs} ink={ink} />
      </span>
    </>
  )
  const Tag = block.heading ? 'h3' : 'div'
  return (
    <Tag className={look} style={style}>
      {inside}
    </Tag>
  )
}

function Runs({ runs, ink, plain }: { runs: readonly RoomRun[]; ink: Ink; plain?: boolean }) {
  return runs.map((run, i) => {
    const next = runs[i + 1]
    const ends = !next || next.kind === 'same' || next.by?.r !== run.by?.r
    return (
      <span key={keyOf(i)}>
        <Words run={run} ink={ink} />
        {ink.labels && !plain && run.kind !== 'same' && run.by && ends && <span className="tag" data-tag={nameOf(run.by, ink.rounds)} />}
      </span>
    )
  })
}

function Words({ run, ink }: { run: RoomRun; ink: Ink }) {
  const text = run.marks.reduce<ReactNode>((inside, mark) => dressed(mark, inside), run.text)
  if (run.kind === 'same') return text
  const party = run.by?.party ?? ''
  const style = styleOf(ink.legend, run.kind, party, ink.rounds.find((r) => r.r === run.by?.r)?.date ?? '')
  return (
    <Mark kind={run.kind} style={style}>
      {text}
    </Mark>
  )
}

const TAGS = { strong: 'strong', em: 'em', underline: 'u', superscript: 'sup', subscript: 'sub' } as const
function dressed(mark: RoomRun['marks'][number], inside: ReactNode): ReactNode {
  const Tag = TAGS[mark]
  return <Tag>{inside}</Tag>
}

const nameOf = (by: NonNullable<RoomRun['by']>, rounds: Room['rounds']): string => {
  const date = rounds.find((r) => r.r === by.r)?.date
  return date ? `${by.party} ${shortDay(date)}` : by.party
}
/** Rows, cells and runs have no name of their own and never change places in what is shown. */
const keyOf = (place: number): string => `${place}`
