import { BookOpen, FileText, Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField } from 'react-aria-components'
import { useApp, useAppState } from '../app.ts'
import { type Place, placesFor } from '../find/everywhere.ts'
import type { Hit } from '../state.ts'
import { count } from '../words.ts'

/** How long after the last key the language of all items is searched, in milliseconds. */
const WAIT = 150

/** Finds words in every item, the agreement and all proposals; a result opens the version that holds them, at the place. */
export function Everywhere({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const negotiation = useAppState((s) => s.negotiation!)
  const [query, setQuery] = useState(() => app.finding.words())
  const [hits, setHits] = useState<{ readonly of: string; readonly list: readonly Hit[] }>({ of: '', list: [] })
  const words = query.trim()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  useEffect(() => {
    if (!words) return
    let stale = false
    const timer = setTimeout(async () => {
      const answer = await app.host.call('search', { file: negotiation.file, text: words })
      if (!stale && answer.ok) setHits({ of: words, list: answer.value })
    }, WAIT)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [app, negotiation.file, words])
  const places = words ? placesFor(negotiation.items, words, hits.of ? hits.list : []) : []
  const done = hits.of === words
  const open = (place: Place) => {
    onClose()
    void app.finding.openPlace(place, words)
  }
  return (
    <ModalOverlay className="scrim top" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog palette everywhere" aria-label="Find everywhere">
          <Autocomplete inputValue={query} onInputChange={setQuery}>
            <SearchField className="field" aria-label="Find in all items and the agreement" autoFocus>
              <Search className="i s" aria-hidden />
              <Input ref={field} placeholder="Find in all items and the agreement" maxLength={200} />
              <span className="num" role="status">
                {words && done ? (places.length ? count(places.length, 'place') : 'None found') : ''}
              </span>
            </SearchField>
            <Menu
              className="menu-list scroll"
              aria-label="Places"
              renderEmptyState={() => (
                <p className="none">
                  {words
                    ? done
                      ? `No item and no proposal has “${words}”.`
                      : ''
                    : 'Titles, current language and every proposal are searched.'}
                </p>
              )}
              onAction={(key) => {
                const place = places.find((p) => p.key === key)
                if (place) open(place)
              }}
            >
              {places.map((place) => (
                <MenuItem key={place.key} id={place.key} className="mi place" textValue={`${place.name} ${place.version} ${place.snippet}`}>
                  {place.base ? <BookOpen className="i s" aria-hidden /> : <FileText className="i s" aria-hidden />}
                  <span className="what">
                    <span className="l1">
                      <b className="ell">{place.name}</b>
                      <span className="soft num nowrap grow">{place.version}</span>
                    </span>
                    {place.snippet && <span className="snippet ell">{place.snippet}</span>}
                  </span>
                </MenuItem>
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
