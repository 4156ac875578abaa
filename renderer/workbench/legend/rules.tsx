import { GripVertical, TriangleAlert } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { ListBox, ListBoxItem, useDragAndDrop } from 'react-aria-components'
import { contrastOf, isReadable } from '../../../shared/model/apart.ts'
import { type Legend, type LegendRound, type LegendRule, MONO } from '../../../shared/model/legend.ts'
import { Mark } from '../parts/mark.tsx'
import { ruleName } from './words.ts'

/** A rule keeps its name while it is moved, so that the focus goes with it. */
const ids = new WeakMap<LegendRule, number>()
let named = 0
function idOf(rule: LegendRule): number {
  const id = ids.get(rule) ?? ++named
  ids.set(rule, id)
  return id
}

interface RulesProps {
  legend: Legend
  rounds: readonly LegendRound[]
  at: number
  onPick: (at: number) => void
  onMove: (from: number, to: number) => void
  onRemove: () => void
}
/** The rules in order. They are dragged, or moved by Alt Shift and an arrow. */
export function Rules({ legend, rounds, at, onPick, onMove, onRemove }: RulesProps) {
  const rules = legend.rules.map((rule, place) => ({ id: idOf(rule), rule, name: ruleName(legend, place, rounds) }))
  const placeOf = (key: unknown) => rules.findIndex((r) => r.id === Number(key))
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const from = placeOf([...keys][0])
      const over = placeOf(target.key)
      const to = target.dropPosition === 'before' ? over : over + 1
      onMove(from, to > from ? to - 1 : to)
    },
  })
  const press = (event: KeyboardEvent) => {
    if (event.altKey && event.shiftKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
      onMove(at, at + (event.key === 'ArrowUp' ? -1 : 1))
    else if (event.key === 'Delete') onRemove()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div onKeyDownCapture={press}>
      <ListBox
        className="rules"
        aria-label="Rules in order"
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        items={rules}
        dependencies={[legend, rounds]}
        selectedKeys={rules[at] ? [rules[at].id] : []}
        dragAndDropHooks={dragAndDropHooks}
        onSelectionChange={(keys) => {
          const [next] = keys
          if (next !== undefined) onPick(placeOf(next))
        }}
      >
        {({ id, rule, name }) => (
          <ListBoxItem id={id} className="rl" textValue={name}>
            <GripVertical className="i s" aria-hidden />
            <span className="m1 ell">{name}</span>
            <span className="smp">
              <Mark kind={rule.kind} style={rule.style}>
                {rule.kind === 'insert' ? 'inserted' : 'struck'}
              </Mark>
            </span>
            <Contrast rule={rule} />
          </ListBoxItem>
        )}
      </ListBox>
      <p className="rl rest">
        <span />
        <span className="m1">Any other change</span>
        <span className="smp">
          <Mark kind="insert" style={MONO}>
            inserted
          </Mark>
        </span>
        <span className="cr">16.8 : 1</span>
      </p>
    </div>
  )
}

function Contrast({ rule }: { rule: LegendRule }) {
  const readable = isReadable(rule.style)
  return (
    <span className={readable ? 'cr' : 'cr bad'}>
      {!readable && <TriangleAlert className="i xs" aria-label="Hard to read" />}
      {contrastOf(rule.style).toFixed(1)} : 1
    </span>
  )
}
