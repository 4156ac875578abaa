import { Node } from 'prosemirror-model'
import { useEffect, useMemo, useRef } from 'react'
import { schema } from '../../shared/model/schema.ts'
import { PageView } from '../editor/index.ts'
import { useApp, useAppState } from './app.ts'
import type { PageHandle } from './desk.ts'
import { freshId } from './ids.ts'
import { placesOf } from './places.ts'
import { labelsShown, type Paper } from './state.ts'
import { roundOf } from './versions.ts'

/** The page of the item, in its own DOM: React gives it a place and tells it what to show. */
export function Page({ paper, label }: { paper: Paper; label: string }) {
  const app = useApp()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<PageView | null>(null)
  const mode = useAppState((s) => s.mode)
  const labels = useAppState(labelsShown)
  const legend = useAppState((s) => s.negotiation!.legend)
  const baseline = useAppState((s) => s.baseline)
  const target = useAppState((s) => s.target)
  const goTo = useAppState((s) => s.goTo)
  const doc = useMemo(() => Node.fromJSON(schema, paper.doc), [paper.doc])
  const from = paper.compared?.baseline ?? roundOf(paper.rounds, baseline) ?? 0
  const to = paper.compared?.target ?? roundOf(paper.rounds, target) ?? paper.rounds.length

  // The page is built once for each paper; what changes later is told to it below.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const page = new PageView(place.current!, {
      doc,
      rounds: paper.rounds,
      editable: paper.open !== null,
      openRound: paper.open ? { r: paper.open.r, p: paper.open.party } : null,
      baseline: from,
      target: to,
      mode,
      legend,
      labels,
      ariaLabel: label,
      newId: freshId,
      ...(paper.agreed ? { agreed: paper.agreed.map((block) => Node.fromJSON(schema, block)) } : {}),
      onSteps: (steps) => app.drafts.write(steps.map((step) => step.toJSON() as Record<string, unknown>)),
      onState: (state) => app.store.set({ page: state }),
      onRefused: (message) => app.notices.say(message),
      onNotice: (message) => app.notices.say(message),
      onHover: (change) => app.cards.point(change),
      onRepeated: (repeated) => app.notices.say(`${repeated} stands twice in this list. The other labels stay as written.`, 'renumberHere'),
    })
    hideFromReact(place.current!)
    view.current = page
    app.page.current = handleOf(page)
    return () => {
      view.current = null
      app.page.current = null
      app.cards.close()
      page.destroy()
    }
  }, [])
  const told = useRef({ from, to, mode, labels, legend })
  useEffect(() => {
    const page = view.current
    const was = told.current
    told.current = { from, to, mode, labels, legend }
    if (!page) return
    if (was.from !== from || was.to !== to || was.mode !== mode) page.setView({ baseline: from, target: to, mode })
    if (was.labels !== labels) page.setLabels(labels)
    if (was.legend !== legend && JSON.stringify(was.legend) !== JSON.stringify(legend)) page.setLegend(legend)
  }, [from, to, mode, labels, legend])
  useEffect(() => {
    if (goTo?.item !== paper.item) return
    app.page.current?.scrollTo(goTo.block)
    app.store.set({ goTo: null })
  }, [app, goTo, paper.item])
  return <div ref={place} />
}

/**
 * React keeps the selection of an editable element with focus through each of its commits, and reads all text in it to do so: with a
 * contract on the page, ten milliseconds at each key press. It asks the element whether it is editable; the page keeps its own selection.
 */
function hideFromReact(place: HTMLElement): void {
  Object.defineProperty(place.querySelector('[contenteditable]'), 'contentEditable', { get: () => 'inherit' })
}

function handleOf(page: PageView): PageHandle {
  let placed: { doc: Node; places: ReadonlyMap<string, string> } | null = null
  return {
    finder: page.finder,
    focus: () => page.focus(),
    command: (name) => {
      page.command(name)
      page.focus()
    },
    decide: (decision, change) => void page.decide(decision, change),
    meant: (many) => page.meant(many),
    decideMany: (many) => page.decideMany(many),
    next: () => void page.nextChange(),
    previous: () => void page.previousChange(),
    goTo: (change) => void page.goToChange(change),
    scrollTo: (block) => page.goToBlock(block),
    place: (block) => {
      if (placed?.doc !== page.doc) placed = { doc: page.doc, places: placesOf(page.doc) }
      return placed.places.get(block) ?? ''
    },
    insertTable: (table) => {
      page.insertTable(table)
      page.focus()
    },
    grid: (v) => page.grid(v),
    putPayRule: (rule, o) => page.putPayRule(rule, o),
    words: () => page.words(),
    stretch: (at) => page.stretch(at),
    label: () => page.label(),
    setLabel: (label) => {
      page.setLabel(label)
      page.focus()
    },
  }
}
