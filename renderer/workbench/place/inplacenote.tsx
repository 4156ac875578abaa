import { Button } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { count } from '../words.ts'
import type { InPlaceShown } from './types.ts'

/** Which items stand in place, each a way to its item, and which could not be put there. */
export function InPlaceNote({ shown }: { shown: InPlaceShown }) {
  const app = useApp()
  const all = useAppState((s) => s.negotiation!.items)
  const { kind, items, refused } = shown
  const nameOf = (id: string) => {
    const item = all.find((i) => i.id === id)
    return item ? `Item ${item.number}` : 'Item'
  }
  if (!items.length && !refused.length)
    return (
      <p className="placed-note muted">{kind === 'open' ? 'No item is open.' : 'Nothing is agreed yet: the agreement stands as it is.'}</p>
    )
  return (
    <section className="placed-note" aria-label="Items in place">
      <p className="placed-items">
        {items.map(({ item, number, title, blocks }) => (
          <Button
            key={item}
            className="placed-item num"
            aria-label={`Item ${number}, ${title}: show it`}
            onPress={() => blocks[0] && app.page.current?.scrollTo(blocks[0])}
          >
            Item {number}
          </Button>
        ))}
      </p>
      {refused.length > 0 && (
        <details>
          <summary>{`${count(refused.length, 'item')} ${refused.length === 1 ? 'is' : 'are'} not in place`}</summary>
          <ul>
            {refused.map(({ item, message }) => (
              <li key={item}>
                <span>{message}</span>{' '}
                <Button className="link" onPress={() => void app.items.select(item)}>
                  Open {nameOf(item)}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
