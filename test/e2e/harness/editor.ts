import { Schema } from 'prosemirror-model'
import { EditorState, Selection, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { type Mode, type PageOptions, type PageState, PageView } from '../../../renderer/editor/index.ts'
import { schema } from '../../../shared/model/schema.ts'
import { ensureIds, invariants, plainText, project } from '../../../shared/redline/index.ts'
import { contract } from './large.ts'
import { clause, legend, rounds } from './sample.ts'

/** What a test says of the page to open. `text`: paragraphs of a base in which nothing has changed; `doc`: a document as JSON. */
export interface Opening {
  readonly text?: readonly string[]
  readonly doc?: unknown
  /** A made-up contract of this many blocks and changes instead. */
  readonly large?: { readonly blocks: number; readonly changes: number }
  readonly baseline?: number
  readonly target?: number
  readonly mode?: Mode
  readonly labels?: boolean
  readonly editable?: boolean
}

/** The most that one look at the clock may find to have passed, in milliseconds. */
const TICK = 20
let passed = Date.now()
let looked = passed
const clock = Date.now
/**
 * Time as undo sees it: it passes when a test says so, and hardly by itself. What is typed at once stays one step on a machine that is
 * too busy to take it at once.
 */
Date.now = () => {
  const now = clock()
  passed += Math.min(now - looked, TICK)
  looked = now
  return passed
}

let fresh = 0
const newId = (prefix: string): string => `${prefix}n${++fresh}`

/** Paragraphs and nothing else. */
const PLAIN = new Schema({
  nodes: { doc: { content: 'paragraph+' }, paragraph: { content: 'text*', toDOM: () => ['p', 0] }, text: {} },
})

/** A page under test: what it told, and short ways to reach into it. */
class Harness {
  page!: PageView
  view!: EditorView
  states: PageState[] = []
  refused: string[] = []
  steps = 0
  hovered: unknown = null
  start: unknown
  options!: PageOptions

  open(opening: Opening = {}): void {
    this.page?.destroy()
    this.states = []
    this.refused = []
    this.steps = 0
    const host = document.getElementById('host')!
    host.replaceChildren()
    const base =
      opening.text &&
      schema.nodes.doc.create(
        null,
        opening.text.map((text) => schema.nodes.paragraph.create(null, text ? schema.text(text) : null)),
      )
    const doc = opening.doc
      ? schema.nodeFromJSON(opening.doc)
      : base
        ? ensureIds(base, newId)
        : opening.large
          ? contract(opening.large.blocks, opening.large.changes)
          : clause()
    const options: PageOptions = {
      doc,
      rounds,
      editable: opening.editable ?? true,
      openRound: { r: 4, p: 'LTA' },
      baseline: opening.baseline ?? 0,
      target: opening.target ?? 4,
      mode: opening.mode ?? 'redline',
      legend,
      ariaLabel: 'Item 13, Mentor teachers',
      labels: opening.labels ?? false,
      onSteps: (steps) => {
        this.steps += steps.length
      },
      onState: (state) => {
        this.states.push(state)
      },
      onRefused: (message) => {
        this.refused.push(message)
      },
      onHover: (change) => {
        this.hovered = change && {
          id: change.id,
          pinned: change.pinned,
          struck: change.change?.struck,
          inserted: change.change?.inserted,
          left: change.rect.left,
        }
      },
      newId,
    }
    this.options = options
    this.page = new PageView(host, options)
    this.view = (this.page as unknown as { view: EditorView }).view
    this.start = doc.toJSON()
  }
  get last(): PageState {
    return this.states[this.states.length - 1]
  }
  /** Lets so many milliseconds pass before the next edit. */
  wait(ms: number): void {
    passed += ms
  }
  /** Whether nothing of an input method is left to be written. */
  get settled(): boolean {
    const { composition } = this.page as unknown as { composition: { holds: boolean } }
    return !this.view.composing && !composition.holds
  }
  /** The document of a version as plain text; checks the tree's rules on the way. */
  clean(v = 4): string {
    invariants(this.page.doc)
    return plainText(project(this.page.doc, v))
  }
  json(): string {
    return JSON.stringify(this.page.doc.toJSON())
  }
  /** Puts the caret into the text nearest to a share (0 to 1) of the document and scrolls there. */
  goTo(share: number): void {
    const { doc } = this.page
    let at = 1
    doc.descendants((node, pos) => {
      if (node.isTextblock && node.childCount > 2 && pos <= share * doc.content.size) at = pos + 5
      return !node.isTextblock
    })
    this.view.focus()
    this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(doc, at)).scrollIntoView())
  }
  /** Puts the caret to the end of the document. */
  toEnd(): void {
    this.view.focus()
    this.view.dispatch(this.view.state.tr.setSelection(Selection.atEnd(this.page.doc)))
  }
  /** Puts the text of the page into a plain ProseMirror view in its place, without tracking or changes; returns its paragraphs. */
  plain(): string[] {
    const texts = this.page.doc.children.map((block) => block.textContent)
    this.page.destroy()
    const host = document.getElementById('host')!
    host.replaceChildren()
    const paragraphs = texts.map((text) => PLAIN.nodes.paragraph.create(null, text ? PLAIN.text(text) : null))
    new EditorView(host, { state: EditorState.create({ doc: PLAIN.nodes.doc.create(null, paragraphs) }) })
    return texts
  }
  /** The page's elements as they are, and as a page opened on the same document has them; what follows caret and selection left out. */
  twice(): [string, string] {
    const print = (view: EditorView): string => {
      const copy = view.dom.cloneNode(true) as HTMLElement
      for (const one of copy.querySelectorAll('.active, .active-first, .active-last, .selectedCell')) {
        one.classList.remove('active', 'active-first', 'active-last', 'selectedCell')
        if (!one.classList.length) one.removeAttribute('class')
        if (one.tagName === 'SPAN' && !one.attributes.length && one.parentElement?.closest('p, h2, h3, h4'))
          one.replaceWith(...one.childNodes)
      }
      // In which group a block stands does not show.
      for (const one of copy.querySelectorAll('.chunk')) one.replaceWith(...one.childNodes)
      for (const one of copy.querySelectorAll('*')) {
        const attrs = [...one.attributes]
          .filter((attr) => attr.value !== '' || attr.name !== 'style')
          .sort((x, y) => (x.name < y.name ? -1 : 1))
        for (const attr of [...one.attributes]) one.removeAttribute(attr.name)
        for (const attr of attrs) if (attr.name !== 'draggable') one.setAttribute(attr.name, attr.value)
      }
      return copy.innerHTML
    }
    const host = document.createElement('div')
    document.body.append(host)
    const anew = new PageView(host, { ...this.options, doc: this.page.doc })
    const out: [string, string] = [print(this.view), print((anew as unknown as { view: EditorView }).view)]
    anew.destroy()
    host.remove()
    return out
  }

  /** Puts the caret, or a selection, by words of the text: before `from`, up to the end of `to`. */
  select(from: string, to?: string, side: 'before' | 'after' = 'before'): void {
    const at = (words: string): number => {
      let found = -1
      this.page.doc.descendants((node, pos) => {
        if (found < 0 && node.isTextblock) {
          const offset = node.textBetween(0, node.content.size, undefined, ' ').indexOf(words)
          if (offset >= 0) found = pos + 1 + offset
        }
        return found < 0
      })
      if (found < 0) throw new Error(`no such words: ${words}`)
      return found
    }
    const anchor = at(from) + (side === 'after' ? from.length : 0)
    const head = to === undefined ? anchor : at(to) + to.length
    this.view.focus()
    this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.page.doc, anchor, head)))
  }
}
declare global {
  interface Window {
    harness: Harness
  }
}
window.harness = new Harness()

export type { Harness }
