import type { Item } from '../../../shared/model/negotiation.ts'
import { plainText, type Redline } from '../../../shared/redline/index.ts'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import type { PaperSection } from '../../formats/paper.ts'
import type { Store } from '../../store/index.ts'
import { cleanOf, itemName, lastOf, type Resolved, resolve } from '../versions.ts'
import { stackRows } from './item.ts'
import {
  baselineOf,
  between,
  fileName,
  finish,
  itemsOnTable,
  type MadePaper,
  optional,
  type PaperRequest,
  partyNames,
  passedOf,
  rowLabels,
  VIEW_NAME,
} from './part.ts'

/** The commonly formatted document: norms first, then every item with its stack, a table each. */
export function tablePaper(store: Store, request: PaperRequest): MadePaper {
  const items = itemsOnTable(store)
  const sections = items.flatMap((item) => itemRows(store, item, request))
  if (!sections.length) throw new ParleyError('not-found', `There is no item in ${store.name} to lay out.`)
  const shown =
    request.version === null
      ? items.flatMap((item) => passedOf(store, item))
      : items.flatMap((item) => versionsOf(store, item, request.version))
  return {
    paper: finish(store, request.view, {
      title: store.negotiation().title,
      subtitle: partyNames(store),
      date: lastOf(shown)?.date ?? null,
      sections,
    }),
    name: fileName(['Commonly formatted document', VIEW_NAME[request.view]]),
  }
}

const versionsOf = (store: Store, item: Item, version: string | null) =>
  version === null ? [] : optional(() => resolve(store, item, version)).flatMap(({ proposal }) => proposal ?? [])

/** The rows of an item as a table of their own, under its title where the language does not say that. */
function itemRows(store: Store, item: Item, request: PaperRequest): PaperSection[] {
  const language = (target: Resolved): Redline => {
    const [baseline] = optional(() => baselineOf(store, target, request.baseline, 'answered'))
    return between(store, baseline ?? { item, proposal: null }, target, request.view)
  }
  const { version } = request
  const rows =
    version === null
      ? stackRows(store, item, language)
      : optional(() => resolve(store, item, version)).map((target) => ({ labels: rowLabels(store, target), redline: language(target) }))
  return rows.map((row, i) => (i === 0 ? { ...row, apart: true, ...captionOf(store, item) } : row))
}

/** An item's title, where no version of its language that is on the table holds it. */
function captionOf(store: Store, item: Item): { caption?: string } {
  if (!item.title || item.title === itemName(item) || item.kind === 'norms') return {}
  const wanted = letters(item.title)
  const versions: Resolved[] = [null, ...passedOf(store, item)].map((proposal) => ({ item, proposal }))
  return versions.some((target) => letters(plainText(cleanOf(store, target))).includes(wanted)) ? {} : { caption: item.title }
}
const letters = (text: string): string =>
  text
    .toLowerCase()
    .replace(/…$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
