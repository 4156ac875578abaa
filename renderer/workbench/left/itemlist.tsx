import { LayoutList, Search, X } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { Button, Input, ListBox, SearchField } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { ItemMenu } from '../bargain/statusmenu.tsx'
import { FILTER_NAMES, filterCounts, hitIn, shownItems } from '../filter.ts'
import { Empty } from '../parts/empty.tsx'
import { Seg } from '../parts/seg.tsx'
import { ItemRow } from './itemrow.tsx'

/** Finding and picking an item. */
export function ItemList() {
  const app = useApp()
  const negotiation = useAppState((s) => s.negotiation!)
  const item = useAppState((s) => s.item)
  const query = useAppState((s) => s.query)
  const hits = useAppState((s) => s.hits)
  const filter = useAppState((s) => s.filter)
  const items = useMemo(() => shownItems({ negotiation, filter, query, hits }), [negotiation, filter, query, hits])
  const list = useRef<HTMLDivElement>(null)
  // The row of the picked item is seen whole, however it was picked; its rows stand a frame after the list does.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item asks for another row
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      list.current?.querySelector('[role="option"][aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    )
    return () => cancelAnimationFrame(frame)
  }, [item])
  if (!negotiation.items.length)
    return (
      <Empty
        icon={LayoutList}
        title="No items yet"
        text="An item is one subject at the table. Begin with a subject, or with what there is on paper."
      >
        <Button className="btn primary" onPress={() => app.store.set({ dialog: { kind: 'import' } })}>
          Import…
        </Button>
        <Button className="btn line" onPress={() => app.store.set({ dialog: { kind: 'new-item' } })}>
          New item…
        </Button>
      </Empty>
    )
  return (
    <>
      <div className="finder">
        <SearchField className="field" aria-label="Search items and language" value={query} onChange={(text) => app.items.find(text)}>
          <Search className="i s" aria-hidden />
          <Input placeholder="Search items and language" maxLength={200} />
          {query && (
            <Button className="clear" aria-label="Clear search">
              <X className="i s" aria-hidden />
            </Button>
          )}
        </SearchField>
        <Seg
          label="Filter items"
          className="filters"
          value={filter}
          choices={filterCounts(negotiation.items, negotiation.us).map(({ filter: id, count }) => ({
            id,
            name: `${FILTER_NAMES[id]}, ${count}`,
            label: (
              <>
                {FILTER_NAMES[id]} <span className="num">{count}</span>
              </>
            ),
          }))}
          onChange={(next) => app.store.set({ filter: next })}
        />
      </div>
      <ItemMenu list={list} />
      {items.length ? (
        <ListBox
          ref={list}
          className="items scroll"
          aria-label="Items"
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          items={items}
          dependencies={[negotiation.us, hits]}
          selectedKeys={item ? [item] : []}
          onSelectionChange={(keys) => {
            const [next] = keys
            if (next === undefined || next === item) return
            app.layout.closeDrawers()
            void app.items.select(String(next))
          }}
        >
          {(each) => <ItemRow item={each} us={negotiation.us} hit={hitIn(hits, each.id)} />}
        </ListBox>
      ) : (
        <Empty
          icon={Search}
          title={query ? `Nothing for “${query}”` : `No item is ${FILTER_NAMES[filter].toLowerCase()}`}
          text={query ? 'No item and no proposal shown here has these words.' : 'Look at all items again.'}
        >
          <Button
            className="btn line"
            onPress={() => {
              app.items.find('')
              app.store.set({ filter: 'all' })
            }}
          >
            Show all items
          </Button>
        </Empty>
      )}
    </>
  )
}
