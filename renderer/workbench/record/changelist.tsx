import { Check, ChevronDown } from 'lucide-react'
import { useDeferredValue, useMemo } from 'react'
import { Button, ListBox, ListLayout, Menu, MenuItem, MenuTrigger, Popover, Virtualizer } from 'react-aria-components'
import type { Change } from '../../../shared/redline/index.ts'
import { useApp, useAppState } from '../app.ts'
import { isEditing } from '../commands.ts'
import { Empty } from '../parts/empty.tsx'
import { marksInDoubt, versionName } from '../versions.ts'
import { ChangeActions } from './changeactions.tsx'
import { ChangeRow } from './changerow.tsx'

const NONE: readonly Change[] = []
const ROW = 47

/** The changes of the view, in the order of the text: picking one goes there. */
export function ChangeList() {
  const app = useApp()
  const all = useDeferredValue(useAppState((s) => s.page?.changes ?? NONE))
  const active = useAppState((s) => s.page?.activeId ?? null)
  const party = useAppState((s) => s.byParty)
  const parties = useAppState((s) => s.negotiation!.parties)
  const rounds = useAppState((s) => s.paper?.rounds)
  const mode = useAppState((s) => s.mode)
  const editing = useAppState(isEditing)
  const changes = useMemo(() => (party ? all.filter((c) => c.by.p === party) : all), [all, party])
  const current = changes.find((c) => active !== null && c.ids.includes(active))
  if (mode === 'clean' || !rounds) return null
  return (
    <section className="changes" aria-label="Changes">
      <div className="block-h">
        <h2 className="sec">Changes</h2> <span className="muted num">{changes.length}</span>
        <span className="grow" />
        {editing && all.length > 0 && (
          <Button className="pick" onPress={() => app.store.set({ dialog: { kind: 'decide' } })}>
            Decide many…
          </Button>
        )}
        <MenuTrigger>
          <Button className="pick" aria-label={`Changes of: ${party ?? 'all parties'}`}>
            {party ?? 'All'}
            <ChevronDown className="i xs" aria-hidden />
          </Button>
          <Popover className="menu" placement="bottom end">
            <Menu
              className="menu-list"
              aria-label="Changes of"
              onAction={(key) => app.store.set({ byParty: key === '' ? null : String(key) })}
            >
              {[{ label: '', name: 'All parties' }, ...parties.map((p) => ({ label: p.label, name: p.label }))].map((p) => (
                <MenuItem key={p.label} id={p.label} className="mi">
                  <span>{p.name}</span>
                  {(party ?? '') === p.label && <Check className="i s grow" aria-hidden />}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
      {changes.length ? (
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: ROW, padding: 8 }}>
          <ListBox
            className="chlist scroll"
            aria-label="Changes"
            items={changes}
            dependencies={[rounds]}
            selectionMode="single"
            selectionBehavior="replace"
            selectedKeys={current ? [current.id] : []}
            onSelectionChange={(keys) => {
              const [next] = keys
              if (next !== undefined) app.page.current?.goTo(String(next))
            }}
          >
            {(change) => <ChangeRow change={change} rounds={rounds} place={app.page.current?.place(change.block) ?? ''} />}
          </ListBox>
        </Virtualizer>
      ) : (
        <NoChanges party={party} />
      )}
      {editing && current && <ChangeActions change={current} />}
    </section>
  )
}

function NoChanges({ party }: { party: string | null }) {
  const app = useApp()
  const baseline = useAppState((s) => s.baseline)
  const proposals = useAppState((s) => s.detail?.proposals)
  const inDoubt = useAppState((s) => marksInDoubt(s.doubts, s.item))
  const name = versionName(baseline, proposals ?? [])
  const other = name === 'Current language' ? 'the current language' : name
  const text = party
    ? `${party} changed nothing here.`
    : inDoubt
      ? `As it was read, this is the same as ${other}. Doubts say that the source may have lost its marks.`
      : `This reads the same as ${other}.`
  return (
    <Empty icon={Check} title={inDoubt && !party ? 'No changes could be read' : 'No changes'} text={text}>
      {party && (
        <Button className="btn line" onPress={() => app.store.set({ byParty: null })}>
          All parties
        </Button>
      )}
      {!party && baseline !== 'base' && (
        <Button className="btn line" onPress={() => void app.items.show(app.store.get().target, 'base')}>
          Against current language
        </Button>
      )}
    </Empty>
  )
}
