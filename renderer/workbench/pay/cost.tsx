import { Lock } from 'lucide-react'
import { Fragment, useEffect, useRef, useState } from 'react'
import { Button, Input, NumberField } from 'react-aria-components'
import type { PayGridInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { Empty } from '../parts/empty.tsx'
import { Choose } from '../parts/select.tsx'
import { Window } from '../parts/window.tsx'
import { count } from '../words.ts'

/** Hundredths as dollars: `$1,234,500`; a difference carries its sign. */
const dollars = (value: number): string =>
  `${value < 0 ? '−' : ''}$${Math.abs(value / 100).toLocaleString('en-US', { maximumFractionDigits: 0 })}`
const difference = (value: number): string => (value === 0 ? '$0' : value > 0 ? `+${dollars(value)}` : dollars(value))
const share = (value: number, of: number): string =>
  of ? ` (${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs((value / of) * 100).toFixed(1)} %)` : ''

/** What the salary grids of the item cost, from staff counts that the team enters; private, and part of no paper. */
export function CostDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const file = useAppState((s) => s.negotiation!.file)
  const item = useAppState((s) => s.item!)
  const writable = useAppState((s) => s.negotiation!.readOnly === false)
  const [grids, setGrids] = useState<readonly PayGridInfo[] | null>(null)
  const [at, setAt] = useState('0')
  useEffect(() => {
    void app.notices.ask('The grids were not read', app.host.call('grid.get', { file, item })).then((found) => setGrids(found ?? []))
  }, [app, file, item])
  const grid = grids?.[Number(at)]
  const keep = async (cells: Record<string, number>) => {
    const next = await app.notices.ask('The counts were not kept', app.host.call('grid.setStaff', { file, item, grid: grid!.id, cells }))
    if (next) setGrids(next)
  }
  return (
    <Window
      title="What the grid costs"
      sub="Each figure times the people (FTE) at it."
      wide
      onClose={onClose}
      footer={
        <Button className="btn primary grow" onPress={onClose}>
          Close
        </Button>
      }
    >
      <p className="private">
        <Lock className="i s" aria-hidden />
        <span>Private. Counts and costs stay with your team and are part of no paper.</span>
      </p>
      {grids && grids.length > 1 && (
        <Choose label="Grid" value={at} choices={grids.map((g, i) => ({ id: String(i), name: nameOf(g, i) }))} onChange={setAt} />
      )}
      {grids && !grid && (
        <Empty icon={Lock} title="No salary grid here" text="A table with figures outside its first row and column is a salary grid." />
      )}
      {grid && (
        <>
          <Totals grid={grid} />
          <Counts key={grid.id} grid={grid} writable={writable} onKeep={keep} />
        </>
      )}
    </Window>
  )
}

const nameOf = (grid: PayGridInfo, at: number): string =>
  [
    `Grid ${at + 1}`,
    grid.cells
      .filter((c) => c.row === 0 && c.text)
      .map((c) => c.text)
      .slice(0, 3)
      .join(', '),
  ]
    .filter(Boolean)
    .join(': ')

function Totals({ grid }: { grid: PayGridInfo }) {
  const [base] = grid.costs
  const last = grid.costs.filter((c) => c.party !== null && !c.draft)
  return (
    <table className="costs">
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Cost</th>
          <th scope="col">Against {base?.version === 'base' ? 'current language' : base?.name}</th>
        </tr>
      </thead>
      <tbody>
        {grid.costs.map((c) => (
          <tr key={c.version}>
            <th scope="row">
              {c.name}
              {c.draft && ', open draft'}
            </th>
            <td className="num">{dollars(c.total)}</td>
            <td className="num">{c === base ? '' : `${difference(c.total - base!.total)}${share(c.total - base!.total, base!.total)}`}</td>
          </tr>
        ))}
        {last.length === 2 && (
          <tr className="total">
            <th scope="row">
              Between {last[0]!.name} and {last[1]!.name}
            </th>
            <td className="num">{dollars(Math.abs(last[0]!.total - last[1]!.total))}</td>
            <td />
          </tr>
        )}
      </tbody>
      <caption className="muted">
        {base && base.people > 0
          ? `${base.people.toLocaleString('en-US')} FTE counted`
          : 'No staff counted yet: enter how many people stand in each cell.'}
        {base && base.people > 0 && base.uncounted > 0 && `, ${count(base.uncounted, 'cell')} without a count`}
      </caption>
    </table>
  )
}

/** The grid with a field for the staff count in each cell that holds a figure. */
function Counts({
  grid,
  writable,
  onKeep,
}: {
  grid: PayGridInfo
  writable: boolean
  onKeep: (cells: Record<string, number>) => Promise<void>
}) {
  const rows = [...new Set(grid.cells.map((c) => c.row))].sort((a, b) => a - b)
  // What was typed last, whether or not the host has answered yet.
  const counts = useRef(grid.staff)
  const set = (cell: string, value: number) => {
    const { [cell]: _, ...rest } = counts.current
    counts.current = Number.isNaN(value) ? rest : { ...rest, [cell]: value }
    void onKeep(counts.current)
  }
  return (
    <div className="scroll">
      <table className="staff" aria-label="Staff counts">
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {grid.cells
                .filter((c) => c.row === row)
                .map((c) => (
                  <Fragment key={c.id}>
                    {c.figure ? (
                      <td className="num">
                        <span>{c.text}</span>
                        <NumberField
                          aria-label={`FTE at ${c.text}, row ${c.row}, column ${c.column}`}
                          minValue={0}
                          formatOptions={{ maximumFractionDigits: 2 }}
                          defaultValue={grid.staff[c.id] ?? Number.NaN}
                          isDisabled={!writable}
                          onChange={(value) => set(c.id, value)}
                        >
                          <Input className="input" placeholder="FTE" />
                        </NumberField>
                      </td>
                    ) : (
                      <th scope={row === 0 ? 'col' : 'row'}>{c.text}</th>
                    )}
                  </Fragment>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
