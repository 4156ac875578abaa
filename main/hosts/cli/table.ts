import { formatDay } from '../../../shared/model/labels.ts'
import { momentInWords } from '../../../shared/model/moment.ts'
import type { PackageInfo, PassInfo, SessionInfo } from '../../../shared/rpc/contract.ts'
import type { Ledger } from '../../services/index.ts'

const STATUS = { open: '', ta: 'TA', dropped: 'Drop', hold: 'Hold', settled: 'Settled' } as const
const marked = (status: keyof typeof STATUS, date: string | null): string =>
  [STATUS[status], date && STATUS[status] ? formatDay(date) : ''].filter(Boolean).join(' ')

/** `BEA 9.20`; a question mark stands beside what the source does not say. */
const named = (p: Ledger['items'][number]['proposals'][number]): string =>
  `  ${p.party ?? `${p.taken!.party}?`} ${p.date ? formatDay(p.date) : `${formatDay(p.taken!.date)}?`}`

/** Rows as lines, each column as wide as its widest cell; long cells are cut. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const clipped = rows.map((row) => row.map((cell) => (cell.length > 60 ? `${cell.slice(0, 59)}…` : cell)))
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count - 1 }, (_, i) => Math.max(0, ...clipped.map((row) => row[i]?.length ?? 0)))
  return clipped.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** The pass ledger for people: a line a pass, its items and papers under it. */
export function passTable(passes: readonly PassInfo[]): string {
  const HOW = { passed: 'passed', received: 'received', entered: 'entered' } as const
  const rows = passes.flatMap((p) => [
    [`${p.party} ${formatDay(p.date)}`, HOW[p.how], p.at && p.zone ? momentInWords(p.at, p.zone) : ''],
    ...p.items.map((i) => [`  ${i.name}`, `+${i.added} −${i.struck}`, i.hash.slice(0, 16)]),
    ...p.papers.map((paper) => [`  ${paper.name}`, '', paper.sha256.slice(0, 16)]),
  ])
  return columns(rows)
    .map((line) => `${line}\n`)
    .join('')
}

/** Packages for people: a line each, its items under it. */
export function packageTable(packages: readonly PackageInfo[]): string {
  const SAID = { offered: 'on the table', accepted: 'accepted', withdrawn: 'withdrawn', apart: 'taken apart' } as const
  const rows = packages.flatMap((k) => [
    [k.title, `${k.party} ${formatDay(k.date)}`, `${SAID[k.status]}${k.statusDate ? ` ${formatDay(k.statusDate)}` : ''}`],
    ...k.items.map((i) => [`  ${i.name}`, i.title]),
  ])
  return columns(rows)
    .map((line) => `${line}\n`)
    .join('')
}

/** Sessions for people: when and where, the agenda, and what was done. */
export function sessionTable(sessions: readonly SessionInfo[]): string {
  const rows = sessions.flatMap((s) => [
    [formatDay(s.date), [s.start, s.end].filter(Boolean).join('–'), s.place, s.cancelled ? 'called off' : s.open],
    ...s.agenda.map((line) => ['', '', line]),
    ...s.passed.map((p) => ['', '', `${p.party} put forward ${p.items.length} ${p.items.length === 1 ? 'item' : 'items'}`]),
    ...s.agreed.map((x) => ['', '', `agreed: ${x.name}${x.part ? ', in part' : ''}`]),
    ...s.dropped.map((x) => ['', '', `dropped: ${x.name}`]),
  ])
  return columns(rows)
    .map((line) => `${line}\n`)
    .join('')
}

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
  const lines = columns(rows)
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
