import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mark, Node } from 'prosemirror-model'
import { Slice } from 'prosemirror-model'
import { AddMarkStep, ReplaceStep } from 'prosemirror-transform'
import { onTestFinished } from 'vitest'
import { type Beginning, createFile, type FileOptions, type StepJSON, type Store } from '../../../../main/store/index.ts'
import { bea191 } from '../../../../shared/model/legend.ts'
import type { Item, RoundRef } from '../../../../shared/model/negotiation.ts'
import { schema } from '../../../../shared/model/schema.ts'

/** Hand-made negotiations for the tests of the file and of what stands on it. */

export const beginning: Beginning = {
  title: 'Lakeview and District 300',
  years: '2023-2025',
  parties: [
    { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' },
    { label: '300', name: 'Lakeview Public Schools', role: 'employer' },
  ],
  us: 'LTA',
  legend: bea191('LTA', '300'),
}

/** Where files of tests lie: in memory where that can be had (Linux), since every write waits for the disk. */
export const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export function tempDir(): string {
  const dir = mkdtempSync(join(SCRATCH, 'parley-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A new file in a folder of its own, closed when the test ends. */
export function newStore(options: FileOptions = {}): Store {
  const store = createFile(join(tempDir(), 'n.parley'), beginning, options)
  onTestFinished(() => store.close())
  return store
}

/** A document of paragraphs without switches. */
export const paragraphs = (...texts: string[]): Node =>
  schema.nodes.doc.create(
    null,
    texts.map((t, i) => schema.nodes.paragraph.create({ id: `b${i}` }, t ? schema.text(t) : [])),
  )

export const switchMark = (k: 'insertion' | 'deletion' | 'restoration', id: string, r: number, p: string): Mark =>
  schema.marks[k].create({ id, r, p })

/** Types `text` at `pos` as an insertion of round r. */
export const typed = (pos: number, text: string, id: string, r: number, p: string): StepJSON =>
  new ReplaceStep(
    pos,
    pos,
    new Slice(
      schema.nodes.doc.create(null, schema.nodes.paragraph.create(null, schema.text(text, [switchMark('insertion', id, r, p)]))).child(0)
        .content,
      0,
      0,
    ),
  ).toJSON()

/** Strikes from `from` to `to` in round r. */
export const struck = (from: number, to: number, id: string, r: number, p: string): StepJSON =>
  new AddMarkStep(from, to, switchMark('deletion', id, r, p)).toJSON()

export const addItem = (store: Store, number = '13', ...texts: string[]): Item =>
  store.addItem({
    number,
    title: 'Bereavement',
    place: 'Article VIII, Section 4',
    kind: 'item',
    base: paragraphs(...(texts.length ? texts : ['Five days of leave.', 'Paid in full.'])),
  })

/** A proposal of one round that puts ` added` at the start of the first paragraph, sealed on arrival. */
export function addSealed(store: Store, item: Item, party = 'LTA', date = '2023-09-20', id = `p-${party}-${date}`) {
  const doc = store.base(item.id)
  const first = doc.child(0)
  const text = schema.text('Up to ', [switchMark('insertion', `c-${id}`, 1, party)])
  const next = doc.copy(doc.content.replaceChild(0, first.copy(first.content.addToStart(text))))
  const chain: RoundRef[] = [{ r: 1, party, date, proposal: id }]
  return store.addSealed({ id, item: item.id, kind: 'amended', answers: null, chain, doc: next })
}
