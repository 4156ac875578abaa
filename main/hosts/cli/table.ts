import { formatDay } from '../../../shared/model/labels.ts'
import type { Ledger } from '../../services/index.ts'

const STATUS = { open: '', ta: 'TA', dropped: 'Drop', hold: 'Hold', settled: 'Settled' } as const
const marked = (status: keyof typeof STATUS, date: string | null): string =>
  [STATUS[status], date && STATUS[status] ? formatDay(date) : ''].filter(Boolean).join(' ')

/** `BEA 9.20`; a question mark stands beside what the source does not say. */
const named = (p: Ledger['items'][number]['proposals'][number]): string =>
  `  ${p.party ?? `${p.taken!.party}?`} ${p.date ? formatDay(p.date) : `${formatDay(p.taken!.date)}?`}`

/** The ledger for people: one line an item, its proposals under it, then whose turn it is and how many doubts are open. */
export function ledgerTable(data: Ledger): string {
  const rows = [data.norms, ...data.items, data.base]
    .flatMap((item) => item ?? [])
    .flatMap((item) => [
      [item.kind === 'item' ? item.number : '', item.title, marked(item.status, item.statusDate), item.move ? `move: ${item.move}` : ''],
      ...item.proposals.map((p) => [
        '',
        named(p),
        marked(p.status, p.statusDate),
        `+${p.added} −${p.struck}${p.kind === 'amended' ? '' : ` ${p.kind}`}`,
      ]),
    ])
  const clipped = rows.map((row) => row.map((cell) => (cell.length > 60 ? `${cell.slice(0, 59)}…` : cell)))
  const widths = [0, 1, 2].map((i) => Math.max(0, ...clipped.map((row) => row[i].length)))
  const lines = clipped.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const open = data.doubts.filter((d) => !d.resolved).length
  return [
    `${data.title}${data.years && !data.title.includes(data.years) ? `, ${data.years}` : ''}`,
    '',
    ...lines,
    '',
    `Goes first: ${data.goesFirst.party ?? 'not certain'}. ${data.goesFirst.reason}`,
    `Doubts to confirm: ${open}`,
    '',
  ].join('\n')
}
