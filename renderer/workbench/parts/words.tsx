import { styleOf } from '../../../shared/model/legend.ts'
import type { RoundRef } from '../../../shared/model/negotiation.ts'
import type { Change } from '../../../shared/redline/index.ts'
import { whereMoved } from '../../editor/index.ts'
import { useAppState } from '../app.ts'
import { Mark } from './mark.tsx'

const LONG = 400
const clip = (text: string, length: number) => {
  const line = text.replace(/\s*\n\s*/g, ' ¶ ').trim()
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line
}

/** The words of a change, drawn as on the paper, on a paper-white slip. `whole`: several lines, for the card. */
export function Words({ change, rounds, whole }: { change: Change; rounds: readonly RoundRef[]; whole?: boolean }) {
  const legend = useAppState((s) => s.negotiation!.legend)
  const date = rounds.find((r) => r.r === change.by.r)?.date ?? ''
  const both = change.inserted.trim() !== '' && change.struck.trim() !== ''
  const length = whole ? LONG : both ? 26 : 60
  const struck = clip(change.struck, length)
  const inserted = clip(change.inserted, length)
  const where = whereMoved(change)
  if (where)
    return (
      <span className={whole ? 'slip whole' : 'slip'}>
        <span>{where.from === where.to ? where.to : `${where.from} ${where.to}`}: </span>
        <Mark kind="insert" style={styleOf(legend, 'insert', change.by.p, date)}>
          {inserted}
        </Mark>
      </span>
    )
  return (
    <span className={whole ? 'slip whole' : 'slip'}>
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

function otherWords({ kinds }: Change): string {
  if (kinds.includes('split')) return '¶ inserted'
  if (kinds.includes('join')) return '¶ struck'
  if (kinds.includes('format')) return 'formatting'
  if (kinds.includes('insert-row')) return 'row inserted'
  if (kinds.includes('delete-row')) return 'row struck'
  if (kinds.includes('insert-cell')) return 'cell inserted'
  if (kinds.includes('delete-cell')) return 'cell struck'
  return 'paragraph style'
}
