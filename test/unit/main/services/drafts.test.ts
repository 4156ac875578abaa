import { describe, expect, it, vi } from 'vitest'
import { answeredByDefault, openProposal, sealDraft, startDraft } from '../../../../main/services/drafts.ts'
import { endOn, ends, plainText, project } from '../../../../shared/redline/index.ts'
import { addItem, addSealed, newStore, paragraphs, switchMark } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

describe('what a counter answers', () => {
  it('is the other party’s last, else one’s own, else the current language', () => {
    const store = newStore()
    const item = addItem(store)
    expect(answeredByDefault(store, item.id, 'LTA')).toBeNull()
    addSealed(store, item, 'LTA', '2023-09-20', 'ours')
    expect(answeredByDefault(store, item.id, 'LTA')?.id).toBe('ours')
    addSealed(store, item, '300', '2023-09-20', 'theirs')
    addSealed(store, item, 'LTA', '2023-11-01', 'later')
    expect(answeredByDefault(store, item.id, 'LTA')?.id).toBe('theirs')
    expect(answeredByDefault(store, item.id, '300')?.id).toBe('later')
  })
})

describe('a draft', () => {
  it('is of a party of the negotiation', () => {
    const store = newStore()
    const item = addItem(store)
    expect(() => startDraft(store, { item: item.id, party: 'XYZ', date: '2023-12-06' })).toThrow('There is no party XYZ')
  })

  it('of language that was not there is new, and of what was there amended', () => {
    const store = newStore()
    const fresh = store.addItem({ number: '1', title: 'New', place: null, kind: 'item', base: paragraphs('') })
    const kind = (item: string) => startDraft(store, { item, party: 'LTA', date: '2023-12-06' }).proposal.kind
    expect([kind(fresh.id), kind(addItem(store).id)]).toEqual(['new', 'amended'])
  })

  it('opens with its whole document, to be edited; a sealed one to be read', () => {
    const store = newStore()
    const item = addItem(store)
    const sealed = addSealed(store, item, '300')
    const opened = startDraft(store, { item: item.id, party: 'LTA', date: '2023-12-06' })
    expect([opened.editable, opened.seq, opened.proposal.answers]).toEqual([true, 0, sealed.id])
    expect(opened.doc).toEqual(store.document(sealed.id).doc.toJSON())
    expect(openProposal(store, sealed.id).editable).toBe(false)
  })

  it('that strikes the last paragraph is sealed with the end that then closes the text written down', () => {
    const store = newStore()
    const item = addItem(store, '13', 'Kept.', 'Gone.')
    const { proposal } = startDraft(store, { item: item.id, party: 'LTA', date: '2023-12-06' })
    const mark = switchMark('deletion', 'c1', 1, 'LTA').toJSON()
    // The first paragraph's end is struck too, so that its text has no standing end to run into.
    const sw = [{ k: 'del', id: 'c1', r: 1, p: 'LTA' }]
    const steps = [
      { stepType: 'attr', pos: 0, attr: 'sw', value: sw },
      { stepType: 'addMark', mark, from: 8, to: 13 },
      { stepType: 'attr', pos: 7, attr: 'sw', value: sw },
    ]
    store.append(proposal.id, 0, steps)
    const implied = store.document(proposal.id).doc
    expect(ends(implied, 1).map((on, i) => on && !endOn(implied.child(i), 1))).toContain(true)
    const clean = plainText(project(implied, 1))
    sealDraft(store, proposal.id)
    const sealed = store.document(proposal.id).doc
    expect(ends(sealed, 1).map((on, i) => on && !endOn(sealed.child(i), 1))).not.toContain(true)
    expect(plainText(project(sealed, 1))).toBe(clean)
    expect(store.verify()).toEqual({ ok: true, problems: [], checked: 1 })
  })
})
