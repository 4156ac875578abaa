import type { Legend } from '../../../../shared/model/legend.ts'
import type { Redline } from '../../../../shared/redline/index.ts'
import type { Manner } from '../manner.ts'
import { pack as packed } from '../package/pack.ts'
import { type Element, isElement, writeXml } from '../package/tree.ts'
import type { WordFile } from '../read/index.ts'
import { attribute, child, isWord } from '../read/word.ts'
import { Guest } from './guest.ts'
import { Looks, Models } from './look.ts'
import { Markup } from './markup.ts'
import { Moves } from './move.ts'
import { Cursor, sourceOf } from './source.ts'
import { Stamps } from './stamp.ts'
import { Plan, StoryWriter } from './story.ts'

/** A redline that goes back into the Word file that its baseline was read from. */
export interface BackRequest extends Omit<Manner, 'changes'> {
  /** The file; its own tracked changes count as accepted, and that is what the redline's baseline is. */
  readonly file: WordFile
  readonly redline: Redline
  /** The file that the target was read from (accepted likewise); null where what comes in was typed. */
  readonly other: WordFile | null
  /** `redline`: real tracked changes; `colours`: both texts, told apart by the colours of the legend; `clean`: the target alone. */
  readonly view: 'redline' | 'colours' | 'clean'
  /** The colours for `colours`; left out: black, with the lines alone. */
  readonly legend?: Legend
}

/**
 * Writes a redline into the package that its baseline came from: styles, headers, lists, sections and pictures stay, and each part
 * that nothing was changed in is the same bytes. Accepting everything gives the target, rejecting everything the baseline. The
 * same input gives the same bytes.
 */
export function writeBack({
  file,
  redline,
  other,
  view,
  legend = MONO_LEGEND,
  passing = 'nested',
  moves = 'plain',
}: BackRequest): Uint8Array {
  const pack = file.package
  const { head, root } = pack.xml(pack.main)
  const markup = new Markup(root)
  const stamps = new Stamps(redline, highestId(root))
  const guest = new Guest(other?.package ?? pack, pack, markup, stamps)
  const plan = new Plan()
  const moving = moves === 'word' && view === 'redline' ? new Moves() : null
  const source = sourceOf(file.blocks)
  const writer = new StoryWriter(
    {
      markup,
      stamps,
      own: new Cursor(source),
      other: other && { cursor: new Cursor(sourceOf(other.blocks)) },
      guest,
      looks: new Looks(file, markup),
      models: new Models(source, redline.blocks),
      view,
      legend,
      passing,
      moves: moving?.of(redline) ?? null,
    },
    plan,
  )
  const rest = writer.container(redline.blocks, true)
  const body = child(root, 'body')!
  const applied = plan.apply(body)
  const whole = rest.length ? atEnd(applied, rest) : applied
  const changed = moving ? moving.ranged(whole, markup, () => stamps.id()) : whole
  const grown = guest.done()
  if (changed !== body) {
    const attributes = { ...root.attributes, ...guest.declarations(root) }
    const children = root.children.map((c) => (c === body ? changed : c))
    grown.set(pack.main, writeXml({ head, root: { ...root, attributes, children } }))
  }
  return packed(new Map([...pack.parts, ...grown]))
}

/** A body with more blocks at its end, before the properties of its last section. */
function atEnd(body: Element, more: readonly Element[]): Element {
  const at = body.children.findLastIndex((c) => isElement(c) && isWord(c, 'sectPr'))
  return { ...body, children: at < 0 ? [...body.children, ...more] : [...body.children.slice(0, at), ...more, ...body.children.slice(at)] }
}

const MONO_LEGEND: Legend = { preset: 'mono', rules: [] }

/** The highest id of a revision, bookmark or comment in a part. */
function highestId(root: Element): number {
  let most = 0
  const walk = (element: Element): void => {
    const id = Number(attribute(element, 'id'))
    if (Number.isSafeInteger(id) && id < 2 ** 31) most = Math.max(most, id)
    for (const c of element.children) if (isElement(c)) walk(c)
  }
  walk(root)
  return most
}
