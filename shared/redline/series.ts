import type { Command, EditorState } from 'prosemirror-state'
import type { BlockProps } from '../model/schema.ts'
import { openOf, type Paragraph, paragraphAt } from './caret.ts'
import { type Context, refuse } from './context.ts'
import { reshape } from './decide.ts'
import { counted, nextLabel } from './numbering.ts'
import { propsOf } from './present.ts'
import type { Version } from './types.ts'

/**
 * Labels that count on from one another: the items of a list at one depth, or the subdivisions of a section. Struck ones show and
 * do not count. Labels are kept as written; only the person renumbers them.
 */

/** One labelled paragraph of a series. */
interface Member {
  /** Index in its container of the block that closes it. */
  readonly index: number
  readonly id: string
  readonly label: string
}
interface Series {
  readonly paragraph: Paragraph
  readonly members: readonly Member[]
  /** Which of them holds the caret. */
  readonly at: number
}

/** What stands between two versions of a label: letters, capitals or figures, and the signs around them. */
const formOf = (label: string): string | null => {
  const parts = counted(label)
  if (!parts) return null
  const kind = /\d/.test(parts.count) ? '0' : parts.count === parts.count.toLowerCase() ? 'a' : 'A'
  return `${parts.before}|${kind}|${parts.after}`
}
const isFirst = (label: string): boolean => /^(1|a|i)$/i.test(counted(label)?.count ?? '')

/** How another paragraph stands to one of a series: counts with it, stands under it, or ends the series. */
function standing(own: BlockProps, other: BlockProps): 'member' | 'under' | 'end' {
  // Under a numbered heading stands all up to the next heading that is no deeper.
  if (own.type === 'heading' && other.type !== 'heading') return 'under'
  if (other.type !== own.type || other.attrs.level < own.attrs.level) return 'end'
  if (other.attrs.level > own.attrs.level) return 'under'
  const list = own.attrs.list ?? null
  const same = (other.attrs.list ?? null) === list
  const label = other.attrs.label ?? null
  if (same && label !== null && formOf(label) === formOf(own.attrs.label!)) return 'member'
  // Text and lists stand under a subdivision; a list goes on past items of another form, and ends where plain text follows.
  return list === null ? (same && label !== null ? 'end' : 'under') : label === null ? 'end' : 'under'
}

function walk(p: Paragraph, own: BlockProps, by: 1 | -1): Member[] {
  const { container, closes } = p
  const out: Member[] = []
  let other = false
  let last = own.attrs.label!
  for (let i = p.closing + by; i >= 0 && i < container.childCount; i += by) {
    if (!closes[i]) continue
    const block = container.child(i)
    if (!block.isTextblock) {
      if (own.attrs.list) break
      continue
    }
    const props = propsOf(block)
    const how = standing(own, props)
    if (how === 'end') break
    if (how === 'under') {
      if (props.type === own.type && props.attrs.level === own.attrs.level) other = true
      continue
    }
    const label = props.attrs.label!
    // Past items of another form, a first label begins another list.
    if (other && isFirst(by === 1 ? label : last)) break
    out.push({ index: i, id: block.attrs.id, label })
    last = label
    other = false
  }
  return out
}

/** The series of the paragraph at the caret; null where it has no label that counts. */
function seriesAt(state: EditorState, r: Version): Series | null {
  const paragraph = paragraphAt(state.selection.$head, r)
  if (!paragraph) return null
  const block = paragraph.container.child(paragraph.closing)
  const own = propsOf(block)
  const label = own.attrs.label ?? null
  if (label === null || formOf(label) === null) return null
  const before = walk(paragraph, own, -1).reverse()
  const here = { index: paragraph.closing, id: block.attrs.id as string, label }
  return { paragraph, members: [...before, here, ...walk(paragraph, own, 1)], at: before.length }
}

/**
 * A label that stands twice in the series at the caret, as after a new item in the middle of a list; null where there is none.
 * Nothing is renumbered by itself: this is for telling the person.
 */
export function repeatedLabel(state: EditorState, round: { readonly r: number }): string | null {
  const seen = new Set<string>()
  for (const { label } of seriesAt(state, round.r)?.members ?? []) {
    if (seen.has(label)) return label
    seen.add(label)
  }
  return null
}

/**
 * Sets the labels of the series at the caret in sequence, in the style of its first: from the caret's own on, or all. One tracked
 * transaction. False where there is no series or nothing changes.
 */
export const renumber =
  (cx: Context, reach: 'here' | 'all'): Command =>
  (state, dispatch) => {
    const series = seriesAt(state, cx.r)
    if (!series) return false
    const labels = inSequence(series, reach === 'all' ? 0 : series.at)
    if (!labels.size) return false
    if (!dispatch) return true
    const { container, start } = series.paragraph
    const indices = series.members.filter((m) => labels.has(m.id)).map((m) => m.index)
    const from = openOf(container, start, indices[0])
    const to = openOf(container, start, indices[indices.length - 1] + 1)
    const tr = reshape(
      state,
      from,
      to,
      (props, _before, id) => {
        const label = labels.get(id)
        return label === undefined ? null : { ...props, attrs: { ...props.attrs, label } }
      },
      cx,
    )
    dispatch(tr.scrollIntoView())
    return true
  }

/** The labels that change when those from one member on are set in sequence, by block id. */
function inSequence({ members }: Series, from: number): Map<string, string> {
  const out = new Map<string, string>()
  let previous = members[from - 2]?.label ?? null
  let last = members[from - 1]?.label ?? null
  members.slice(from).forEach((member, i) => {
    const goesOn = i > 0 || member.label === last
    const label = goesOn && last !== null ? nextLabel(last, previous) : member.label
    if (label === null) refuse(`No label follows ${last}, so the list was left as it is. Give its items another kind of label first.`)
    if (label !== member.label) out.set(member.id, label)
    previous = last
    last = label
  })
  return out
}
