import { styleOf } from '../../../shared/model/legend.ts'
import type { RoundRef } from '../../../shared/model/negotiation.ts'
import type { Change } from '../../../shared/redline/index.ts'
import { whereMoved } from '../../editor/index.ts'
import { useAppState } from '../app.ts'
import { count } from '../words.ts'
import { Mark } from './mark.tsx'

const LONG = 400
/** Of moved text, so that the row of a list also holds where it went. */
const MOVED = 18
/** In one line. `parted`: what stands between the cells of a grid, instead of a paragraph sign. */
const clip = (text: string, length: number, parted?: string) => {
  const line = (parted ? text.trim() : text).replace(/\s*\n\s*/g, parted ?? ' ¶ ').trim()
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line
}

/** The words of a change, drawn as on the paper, on a paper-white slip. `whole`: several lines, for the card. */
export function Words({ change, rounds, whole }: { change: Change; rounds: readonly RoundRef[]; whole?: boolean }) {
  const legend = useAppState((s) => s.negotiation!.legend)
  const date = rounds.find((r) => r.r === change.by.r)?.date ?? ''
  const both = change.inserted.trim() !== '' && change.struck.trim() !== ''
  const length = whole ? LONG : both ? 26 : 60
  const parted = change.grid ? ' | ' : undefined
  const struck = clip(change.struck, length, parted)
  const inserted = clip(change.inserted, length, parted)
  const where = whereMoved(change)
  if (where)
    return (
      <span className={whole ? 'slip whole' : 'slip'}>
        {whole && <span className="muted">{where.from === where.to ? where.to : `${where.from} ${where.to}`}: </span>}
        <Mark kind="insert" style={styleOf(legend, 'insert', change.by.p, date)}>
          {whole ? inserted : clip(change.inserted, MOVED)}
        </Mark>
        {!whole && <span className="muted"> {where.to}</span>}
      </span>
    )
  return (
    <span className={whole ? 'slip whole' : 'slip'}>
      {change.grid && (struck || inserted) && <span>{`${gridWords(change.grid)}: `}</span>}
      {struck && (
        <Mark kind="delete" style={styleOf(legend, 'delete', change.by.p, date)}>
          {struck}
        </Mark>
      )}{' '}
      {inserted && (
        <Mark kind="insert" style={styleOf(legend, 'insert', change.by.p, date)}>
          {inserted}
        </Mark>
      )}
      {!struck && !inserted && <span>{otherWords(change)}</span>}
    </span>
  )
}

/** Which parts of a grid a change is about: `row`, `2 columns`, `table`. */
const gridWords = ({ what, count: n }: NonNullable<Change['grid']>): string => (n === 1 ? what : count(n, what))

function otherWords({ kinds, grid }: Change): string {
  if (grid) return `${gridWords(grid)} ${kinds.some((k) => k.startsWith('insert-')) ? 'inserted' : 'struck'}`
  if (kinds.includes('split')) return '¶ inserted'
  if (kinds.includes('join')) return '¶ struck'
  if (kinds.includes('format')) return 'formatting'
  return 'paragraph style'
}
