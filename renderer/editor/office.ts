import type { Mark } from 'prosemirror-model'
import { schema } from '../../shared/model/schema.ts'

/**
 * What HTML says by its `style` attributes and classes, as word processors write them on the clipboard: Word keeps its lists,
 * tabs, comments and hidden text in `mso-` properties that no browser knows, so the attribute is read as it stands.
 */

/** The properties of a `style` attribute by their names in lower case. */
export type Styles = Readonly<Record<string, string>>
const NONE: Styles = {}
const known = new Map<string, Styles>()
/** Style attributes repeat thousands of times in a document; so many different ones are remembered. */
const REMEMBERED = 2000

/** The properties that an element's `style` attribute sets. */
export function stylesOf(element: Element): Styles {
  const text = element.getAttribute('style')
  if (!text) return NONE
  const found = known.get(text)
  if (found) return found
  const out: Record<string, string> = {}
  for (const part of text.split(';')) {
    const colon = part.indexOf(':')
    if (colon > 0) out[part.slice(0, colon).trim().toLowerCase()] = part.slice(colon + 1).trim()
  }
  if (known.size >= REMEMBERED) known.clear()
  known.set(text, out)
  return out
}

const { strong, em, underline, superscript, subscript } = schema.marks
const MARK_OF_TAG: Readonly<Record<string, Mark>> = {
  B: strong.create(),
  STRONG: strong.create(),
  EM: em.create(),
  I: em.create(),
  U: underline.create(),
  SUP: superscript.create(),
  SUB: subscript.create(),
}
const without = (marks: readonly Mark[], name: string): readonly Mark[] => marks.filter((m) => m.type.name !== name)

/** The formatting inside an element, from that around it. */
export function marksIn(element: Element, styles: Styles, around: readonly Mark[]): readonly Mark[] {
  let marks = around
  const own = MARK_OF_TAG[element.tagName]
  if (own) marks = own.addToSet(marks)
  if (styles === NONE) return marks
  const weight = styles['font-weight']
  if (weight) marks = /^(bold|bolder|[6-9]\d\d)/i.test(weight) ? strong.create().addToSet(marks) : without(marks, 'strong')
  const slant = styles['font-style']
  if (slant) marks = /^(italic|oblique)/i.test(slant) ? em.create().addToSet(marks) : without(marks, 'em')
  const line = `${styles['text-decoration'] ?? ''} ${styles['text-decoration-line'] ?? ''} ${styles['text-underline'] ?? ''}`
  if (/underline|single/i.test(line)) marks = underline.create().addToSet(marks)
  else if (/none/i.test(line) && own?.type === underline) marks = without(marks, 'underline')
  const raised = styles['vertical-align']
  if (raised === 'super') marks = superscript.create().addToSet(marks)
  else if (raised === 'sub') marks = subscript.create().addToSet(marks)
  else if (raised === 'baseline') marks = without(without(marks, 'superscript'), 'subscript')
  return marks
}

/** Whether what an element holds is struck: by tracking (`del`, Word's `msoDel`) or by hand with a line through it. */
export const isStruck = (element: Element, styles: Styles): boolean =>
  ['DEL', 'S', 'STRIKE'].includes(element.tagName) ||
  element.classList.contains('msoDel') ||
  /line-through/i.test(`${styles['text-decoration'] ?? ''}${styles['text-decoration-line'] ?? ''}`)

/** Whether what an element holds is not shown. */
export const isHidden = (element: Element, styles: Styles): boolean =>
  element.hasAttribute('hidden') || styles.display === 'none' || styles['mso-hide'] === 'all'

/** Whether an element is a comment of Word's, its mark in the text, or the list of comments at the end. */
export const isComment = (element: Element, styles: Styles): boolean =>
  /^comment(-list)?$/i.test(styles['mso-element'] ?? '') ||
  element.classList.contains('MsoCommentReference') ||
  (styles['mso-special-character'] ?? '').toLowerCase() === 'comment'

/** How deep an item of Word's lists is, from 0; null where a paragraph is none. Its label stands in it as text (`isLabel`). */
export function itemLevel(styles: Styles): number | null {
  const found = /\blevel(\d)/i.exec(styles['mso-list'] ?? '')
  return found ? Math.min(8, Math.max(0, Number(found[1]) - 1)) : null
}
/** Whether an element holds the label of an item of Word's lists. */
export const isLabel = (styles: Styles): boolean => /^ignore$/i.test(styles['mso-list'] ?? '')

/** The signs that Word's bullets are in its symbol fonts, and common ones. */
const BULLETS = /^[·•o§Øvüàè\uf000-\uf0ff○●◦▪■–—*-]$/u
/** A label of a list as it is kept: bullets are one sign, whatever font drew them. Null where there is none. */
export function labelFrom(text: string): { readonly label: string; readonly list: 'bullet' | 'ordered' } | null {
  const label = text.replace(/\s+/g, ' ').trim()
  if (!label) return null
  return BULLETS.test(label) ? { label: '•', list: 'bullet' } : { label, list: 'ordered' }
}

const POINTS: Readonly<Record<string, number>> = { pt: 1, in: 72, cm: 28.35, mm: 2.835, px: 0.75, em: 12, pc: 12 }
/** Half an inch: a step of indentation. */
const STEP = 36
/** The depth of indentation that a left margin stands for, 0 to 8. */
export function depthOf(styles: Styles): number {
  const found = /^(-?[\d.]+)(pt|in|cm|mm|px|em|pc)/.exec(styles['margin-left'] ?? '')
  return found ? Math.min(8, Math.max(0, Math.round((Number(found[1]) * POINTS[found[2]]) / STEP))) : 0
}

/** The level of the heading that a paragraph style of Word's is; 0 where it is none. */
export function headingOf(element: Element): number {
  const tag = /^H([1-6])$/.exec(element.tagName)
  if (tag) return Math.min(3, Number(tag[1]))
  const named = /\bMso(?:Heading(\d)|(Title)|(Subtitle))\b/.exec(element.className)
  return named ? (named[1] ? Math.min(3, Number(named[1])) : named[2] ? 1 : 2) : 0
}
