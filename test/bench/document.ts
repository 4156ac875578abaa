import { existsSync, readFileSync } from 'node:fs'
import { Fragment, type Node } from 'prosemirror-model'
import { schema } from '../../shared/model/schema.ts'
import { CONTRACT } from '../fixtures/seeds.ts'
import { contract as paragraphs, random } from './compare.ts'

/** A contract to measure with: its name for the table, and its Markdown. */
export interface Source {
  readonly name: string
  readonly text: string
}

/** The contract of 390 KB that stands beside the project; where it is absent, a made-up one of the same size and shape. */
export function source(): Source {
  if (existsSync(CONTRACT)) return { name: 'a real contract', text: readFileSync(CONTRACT, 'utf8') }
  return { name: 'a made-up contract', text: madeUp() }
}

/** 31 articles with sections, subdivisions and salary schedules. */
function madeUp(): string {
  const rnd = random(4)
  const out = ['2021 - 2023', 'MASTER AGREEMENT']
  const texts = paragraphs(386_000, 4)
  const each = Math.ceil(texts.length / 31)
  for (let article = 1; article <= 31; article++) {
    out.push(`ARTICLE ${article}. ${texts[article]!.split(' ').slice(0, 3).join(' ').toUpperCase()}`)
    texts.slice((article - 1) * each, article * each).forEach((text, i) => {
      if (i % 12 === 0) out.push(`SECTION ${i / 12 + 1}. ${text.split(' ').slice(0, 4).join(' ')}`)
      else out.push(i % 3 ? text : `Subd. ${(i % 12) + 1}. ${text}`)
    })
    if (article % 2) out.push(schedule(rnd))
  }
  return `${out.join('\n\n')}\n`
}
function schedule(rnd: () => number): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const lanes = ['Step', 'BA', 'BA 15', 'BA 30', 'MA', 'MA 15', 'MA 30']
  const steps = Array.from({ length: 12 }, (_, i) =>
    row(lanes.map((_, k) => (k ? `$${40 + Math.floor(rnd() * 40)},${100 + Math.floor(rnd() * 899)}` : `${i + 1}`))),
  )
  return [row(lanes), row(lanes.map(() => '---')), ...steps].join('\n')
}

/**
 * A clean document with `count` of its words replaced, spread evenly over it; tables and headings among them.
 * `phase`: how far from one to the next the first stands, 0 to 1, so that several rounds need not meet.
 */
export function amended(doc: Node, count: number, phase = 0.5): Node {
  const total = doc.textContent.split(/\s+/).length
  const every = total / count
  let word = 0
  let next = every * phase
  const amend = (text: string): string =>
    text.replace(/\S+/g, (w) => {
      if (word++ < next) return w
      next += every
      return /\d/.test(w) ? '1,984' : 'amended'
    })
  const map = (node: Node): Node => {
    if (node.isText) return schema.text(amend(node.text!), node.marks)
    return node.isLeaf ? node : node.copy(Fragment.from(node.children.map(map)))
  }
  return map(doc)
}

/** A document `times` over, as JSON; the ids of the copies are their own. */
export function repeated(doc: Node, times: number): unknown {
  const one = doc.toJSON() as { content: unknown[] }
  const copy = (value: unknown, suffix: string): unknown => {
    if (Array.isArray(value)) return value.map((part) => copy(part, suffix))
    if (value === null || typeof value !== 'object') return value
    const entries = Object.entries(value).map(([name, part]): [string, unknown] =>
      name === 'id' && typeof part === 'string' ? [name, part + suffix] : [name, copy(part, suffix)],
    )
    return Object.fromEntries(entries)
  }
  return { ...one, content: Array.from({ length: times }, (_, k) => copy(one.content, k ? `-${k}` : '') as unknown[]).flat() }
}
