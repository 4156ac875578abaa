import { useState } from 'react'
import { Input, Label, NumberField } from 'react-aria-components'
import { MOST_COLUMNS, MOST_ROWS } from '../../../shared/redline/index.ts'
import { useApp } from '../app.ts'
import { Answer } from '../parts/answer.tsx'
import { afterClosing } from '../parts/menu.tsx'
import { Seg } from '../parts/seg.tsx'
import { Window } from '../parts/window.tsx'

interface SizeProps {
  readonly label: string
  readonly most: number
  readonly value: number
  readonly autoFocus?: boolean
  readonly onChange: (value: number) => void
}

/** A whole number from 1 up; the arrow keys count it. */
function Size({ label, most, value, autoFocus, onChange }: SizeProps) {
  return (
    <NumberField
      className="labelled"
      value={value}
      minValue={1}
      maxValue={most}
      step={1}
      formatOptions={{ maximumFractionDigits: 0 }}
      onChange={(next) => onChange(Number.isNaN(next) ? 1 : next)}
    >
      <Label>{`${label} (1 to ${most})`}</Label>
      <Input className="input" autoFocus={autoFocus} onFocus={(event) => event.currentTarget.select()} />
    </NumberField>
  )
}

/** How large a table to put in at the caret, and whether its first row is a head. */
export function TableDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const [rows, setRows] = useState(3)
  const [columns, setColumns] = useState(3)
  const [first, setFirst] = useState<'head' | 'row'>('head')
  const submit = () => {
    app.page.current?.insertTable({ rows, columns, header: first === 'head' })
    onClose()
    afterClosing(() => app.page.current?.focus())
  }
  return (
    <Window
      title="Insert a table"
      sub="It goes after the paragraph of the caret, as a change of this round."
      small
      onClose={onClose}
      onSubmit={submit}
      footer={<Answer act="Insert the table" onBack={onClose} />}
    >
      <div className="pair">
        <Size label="Rows" most={MOST_ROWS} value={rows} autoFocus onChange={setRows} />
        <Size label="Columns" most={MOST_COLUMNS} value={columns} onChange={setColumns} />
      </div>
      <div className="labelled">
        <span>First row</span>
        <Seg
          label="First row"
          value={first}
          choices={[
            { id: 'head', label: 'A head' },
            { id: 'row', label: 'An ordinary row' },
          ]}
          onChange={setFirst}
        />
      </div>
    </Window>
  )
}
