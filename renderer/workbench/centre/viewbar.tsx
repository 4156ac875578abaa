import { ChevronDown, ChevronUp, Search } from 'lucide-react'
import type { Mode } from '../../editor/types.ts'
import { useApp, useAppState } from '../app.ts'
import { CommandTool } from '../parts/commandtool.tsx'
import { type Choice, Seg } from '../parts/seg.tsx'
import { InPlaceSwitch } from '../place/inplaceswitch.tsx'
import { BaselineMenu } from './baselinemenu.tsx'
import { BaselineSwitch } from './baselineswitch.tsx'

const MODES: readonly Choice<Mode>[] = [
  { id: 'redline', label: 'Redline' },
  { id: 'clean', label: 'Clean' },
  { id: 'all-rounds', label: 'All rounds' },
]

/** Which view of the item, measured against what, and the way from change to change. It rules page and record alike. */
export function ViewBar() {
  const app = useApp()
  const mode = useAppState((s) => s.mode)
  const total = useAppState((s) => s.page?.changes.length ?? 0)
  const at = useAppState((s) => s.page?.activeIndex ?? -1)
  const shown = useAppState((s) => s.detail !== null)
  const base = useAppState((s) => s.detail?.item.kind === 'base')
  const inPlace = useAppState((s) => s.inPlace !== null)
  if (!shown) return <div className="viewbar" />
  return (
    <div className="viewbar" role="toolbar" aria-label="View" data-region="view">
      <Seg label="View" value={mode} choices={MODES} onChange={(next) => app.store.set({ mode: next, hover: null })} />
      {base && <InPlaceSwitch />}
      {!inPlace && (
        <>
          <span className="lbl">{mode === 'all-rounds' ? 'since' : 'against'}</span>
          <BaselineSwitch disabled={mode === 'clean'} />
          <BaselineMenu disabled={mode === 'clean'} />
        </>
      )}
      <span className="grow" />
      <CommandTool name="find" icon={Search} />
      {mode !== 'clean' && (
        <>
          <span className="muted num nowrap chg">{sayPlace(at, total)}</span>
          <span className="pairs">
            <CommandTool name="change.previous" icon={ChevronUp} />
            <CommandTool name="change.next" icon={ChevronDown} />
          </span>
        </>
      )}
    </div>
  )
}

const sayPlace = (at: number, total: number): string => {
  if (!total) return 'No changes'
  return at >= 0 ? `Change ${at + 1} of ${total}` : total === 1 ? '1 change' : `${total} changes`
}
