import type { Mark } from 'prosemirror-model'
import type { LineStyle, MarkStyle } from '../../../shared/model/legend.ts'
import { shownText } from '../../../shared/model/schema.ts'
import type { Run } from '../../../shared/redline/index.ts'
import type { Revisions } from './revision.ts'
import { join, text, w, type Xml } from './xml.ts'

/** How a run looks, in the order in which Word keeps run properties. Colours are `RRGGBB`. */
export interface Look {
  readonly style?: string
  readonly bold?: boolean
  readonly italic?: boolean
  readonly strike?: 'strike' | 'dstrike'
  readonly color?: string
  readonly underline?: string
  readonly shade?: string
  readonly raise?: 'superscript' | 'subscript'
}

const UNDERLINES: Readonly<Record<LineStyle, string>> = { single: 'single', double: 'double', dotted: 'dotted', dashed: 'dash' }
const hex = (color: string): string => color.replace('#', '').toUpperCase()
const flag = (name: string, on: boolean | undefined): Xml | null => (on ? w(name) : null)

/** The children of `w:rPr` for a look; empty for a plain one. */
function lookXml(look: Look): Xml {
  return join([
    look.style ? w('rStyle', { val: look.style }) : null,
    flag('b', look.bold),
    flag('bCs', look.bold),
    flag('i', look.italic),
    flag('iCs', look.italic),
    look.strike ? w(look.strike) : null,
    look.color ? w('color', { val: look.color }) : null,
    look.underline ? w('u', { val: look.underline, color: look.color }) : null,
    look.shade ? w('shd', { val: 'clear', color: 'auto', fill: look.shade }) : null,
    look.raise ? w('vertAlign', { val: look.raise }) : null,
  ])
}

/** The look of an insertion: text colour, shading and the line under it. */
export const insertionLook = (style: MarkStyle, restored = false): Look => ({
  color: hex(style.text),
  underline: restored ? 'dash' : UNDERLINES[style.line],
  ...(style.highlight ? { shade: hex(style.highlight) } : {}),
})
/** The look of a deletion: text colour and shading. The strike is not in it; see `runXml`. */
const deletionLook = (style: MarkStyle): Look => ({
  color: hex(style.text),
  ...(style.highlight ? { shade: hex(style.highlight) } : {}),
})
/** The look of a deletion where nothing else strikes it, as in the key. */
export const struckLook = (style: MarkStyle): Look => ({ ...deletionLook(style), strike: style.line === 'single' ? 'strike' : 'dstrike' })

const plainLook = (marks: readonly Mark[], base: Look): Look => {
  const has = (name: string): boolean => marks.some((mark) => mark.type.name === name)
  return {
    ...base,
    bold: base.bold || has('strong'),
    italic: has('em'),
    ...(has('underline') ? { underline: 'single' } : {}),
    ...(has('superscript') ? { raise: 'superscript' as const } : has('subscript') ? { raise: 'subscript' as const } : {}),
  }
}

/** Text as the content of a run: tabs and line breaks are elements, white space is kept. `name`: `t`, or `delText` in a deletion. */
function content(value: string, name: 't' | 'delText' = 't'): Xml {
  return join(
    value
      .split(/(\t|\r\n|\n|\r)/)
      .map((part) =>
        part === '' ? null : part === '\t' ? w('tab') : /^[\r\n]/.test(part) ? w('br') : w(name, { 'xml:space': 'preserve' }, text(part)),
      ),
  )
}

/** One run of text in a look. */
export const textRun = (value: string, look: Look = {}): Xml => runOf(look, null, content(value))

function runOf(look: Look, change: Xml | null, inside: Xml): Xml {
  const properties = join([lookXml(look), change])
  return w('r', {}, properties === '' ? null : w('rPr', {}, properties), inside)
}

/**
 * A run of a redline as Word's tracked change.
 *
 * The legend is run formatting besides: an insertion carries its colour, its shading and its line under the text. That
 * formatting stays when a reader accepts the change, and there it still tells the truth: this is the language that the party
 * put in, as tables mark it by hand. A deletion carries colour and shading but **no strike of its own**: every reader that
 * shows a deletion strikes it, and a strike as formatting would stay on the words when the deletion is rejected, so that
 * standing language would read as taken out. Who wants no colours at all takes the clean export.
 *
 * Put in and struck in between (all rounds): the deletion stands inside the insertion (see `Revisions.around`), in the
 * inserter's colours. Where nothing is tracked, by colours and lines alone, a deletion has its strike as formatting.
 */
export function runXml(run: Run, revisions: Revisions, base: Look = {}): Xml | null {
  const value = shownText(run.node)
  if (run.kind === 'insert') {
    const look = { ...plainLook(run.marksB, base), ...insertionLook(revisions.style('insert', run.by), run.restored !== null) }
    return revisions.mark('ins', run.by, runOf(look, null, content(value)))
  }
  if (run.kind === 'delete') return struckXml(run, value, revisions, base)
  const look = plainLook(run.marksB, base)
  const changed = lookXml(plainLook(run.marksA, base)) !== lookXml(look)
  const change = changed ? revisions.mark('rPrChange', run.formatBy, w('rPr', {}, lookXml(plainLook(run.marksA, base)))) : null
  return runOf(look, change, content(value))
}

function struckXml(run: Run, value: string, revisions: Revisions, base: Look): Xml | null {
  const own = revisions.style('delete', run.by)
  const style = run.inserted ? revisions.style('insert', run.inserted) : own
  const plain = plainLook(run.marksA, base)
  if (!revisions.tracked) return runOf({ ...plain, ...struckLook({ ...style, line: own.line }) }, null, content(value))
  const words = content(value, revisions.isMove(run.by) ? 't' : 'delText')
  const struck = revisions.mark('del', run.by, runOf({ ...plain, ...deletionLook(style) }, null, words))
  const around = revisions.around(run.inserted, run.by)
  return around ? revisions.outer(around, struck) : struck
}
