import { readFileSync } from 'node:fs'
import { Fragment, type Node } from 'prosemirror-model'
import { proposeHere } from '../../../../main/services/anchor.ts'
import { newId } from '../../../../main/services/id.ts'
import { importSource } from '../../../../main/services/intake.ts'
import type { Store, StoredProposal } from '../../../../main/store/index.ts'
import { weave } from '../../../../shared/compare/index.ts'
import type { Item, ProposalKind } from '../../../../shared/model/negotiation.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { ensureIds, project } from '../../../../shared/redline/index.ts'

/** Items of a base agreement with proposals, for the tests of what is put in place. */

export const agreementText = (): Uint8Array =>
  new Uint8Array(readFileSync(new URL('../../../../resources/sample/agreement.md', import.meta.url)))
export const nothing = { item: null, party: null, date: null, answers: null }
/** A file with the sample agreement as its base. */
export async function withBase(store: Store, name = 'agreement.md', bytes = agreementText()): Promise<Node> {
  await importSource(store, { as: 'base', name, bytes, ...nothing })
  return baseOf(store)
}
export const baseOf = (store: Store): Node => store.base(store.items().find((i) => i.kind === 'base')!.id)

/** The block whose text begins so. */
export function blockLike(doc: Node, start: string, nth = 0): Node {
  const found = doc.children.filter((block) => block.textContent.startsWith(start))[nth]
  if (!found) throw new Error(`no block begins with ${start}`)
  return found
}
export const idOf = (block: Node): string => block.attrs.id
/** An item of the part under a heading. */
export const itemAt = (store: Store, start: string, nth = 0): Item =>
  proposeHere(store, { from: idOf(blockLike(baseOf(store), start, nth)), to: null, number: null, title: null })

/** A clean document with each paragraph’s text passed through `change`; null takes the paragraph out. */
export function edited(doc: Node, change: (text: string, at: number) => string | null): Node {
  const blocks = doc.children.flatMap((block, i) => {
    if (!block.isTextblock) return [block]
    const text = change(block.textContent, i)
    if (text === null) return []
    return [text === block.textContent ? block : block.copy(text ? Fragment.from(schema.text(text)) : Fragment.empty)]
  })
  return schema.nodes.doc.create(null, blocks)
}
export const para = (text: string, label: string | null = null): Node =>
  schema.nodes.paragraph.create({ label }, text ? schema.text(text) : [])
export const added = (doc: Node, ...blocks: Node[]): Node => doc.copy(doc.content.append(Fragment.fromArray(blocks)))

/** A sealed proposal that makes what it answers (else the current language) read as `change` says. */
export function propose(
  store: Store,
  item: Item,
  by: { readonly party: string; readonly date: string; readonly answers?: StoredProposal | null; readonly kind?: ProposalKind },
  change: (clean: Node) => Node,
): StoredProposal {
  const answers = by.answers ?? null
  const from = answers ? store.document(answers.id).doc : store.base(item.id)
  const chain = answers ? answers.chain : []
  const r = chain.length + 1
  const id = newId('p')
  const doc = weave(ensureIds(from, newId), change(project(from, chain.length)), { r, p: by.party }, newId)
  return store.addSealed({
    id,
    item: item.id,
    kind: by.kind ?? 'amended',
    answers: answers?.id ?? null,
    chain: [...chain, { r, party: by.party, date: by.date, proposal: id }],
    doc,
  })
}
/** Records a tentative agreement on a proposal, or on some blocks of it. */
export function agree(store: Store, p: StoredProposal, date: string, blocks?: readonly string[]): void {
  store.addStatus('ta', { item: p.item, proposal: p.id, party: null, date, whole: !blocks, ...(blocks ? { content: { blocks } } : {}) })
}
