import { describe, expect, it } from 'vitest'
import {
  answeredByDefault,
  asVersion,
  BASE,
  beginsWith,
  carrier,
  firstShown,
  lastOf,
  latestFirst,
  roundOf,
  versionName,
} from '../../../../renderer/workbench/versions.ts'
import type { ItemDetail, ProposalInfo } from '../../../../shared/rpc/contract.ts'

const proposal = (id: string, party: string, date: string, before?: ProposalInfo, sealed = true): ProposalInfo => ({
  id,
  item: 'i',
  party,
  date,
  kind: 'amended',
  status: 'open',
  statusDate: null,
  answers: before?.id ?? null,
  sealed,
  sealedAt: sealed ? `${date}T20:00:00Z` : null,
  chain: [...(before?.chain ?? []), { r: (before?.chain.length ?? 0) + 1, party, date, proposal: id }],
  added: 0,
  struck: 0,
})
const detail = (proposals: ProposalInfo[], draft: string | null = null): ItemDetail => ({
  item: {
    id: 'i',
    number: '13',
    title: 'Mentors',
    place: null,
    kind: 'item',
    status: 'open',
    statusDate: null,
    move: null,
    last: null,
    draft,
    doubts: 0,
  },
  proposals,
})

const lta = proposal('a', 'LTA', '2023-09-20')
const theirs = proposal('b', '300', '2023-11-01', lta)
const draft = proposal('c', 'LTA', '2024-01-03', theirs, false)
const beside = proposal('d', '300', '2023-09-20')
const item = detail([lta, beside, theirs, draft], 'c')

describe('versions', () => {
  it('are named as the table names them', () => {
    expect(versionName('b', item.proposals)).toBe('300 11.1')
    expect(versionName(BASE, item.proposals)).toBe('Current language')
    expect(asVersion('b')).toBe('#b')
    expect(asVersion(BASE)).toBe('base')
  })

  it('stand at their round in a chain, or nowhere', () => {
    expect(roundOf(draft.chain, BASE)).toBe(0)
    expect(roundOf(draft.chain, 'b')).toBe(2)
    expect(roundOf(draft.chain, 'd')).toBeUndefined()
  })

  it('say with which words a counter begins, and what it would leave out', () => {
    const sealed = [theirs, beside, lta]
    expect(beginsWith('b', sealed)).toBe('Your round begins with the words of 300 11.1.')
    expect(beginsWith('d', sealed)).toBe('Your round begins with the words of 300 9.20. They do not hold the latest proposal, 300 11.1.')
    expect(beginsWith(BASE, sealed)).toContain('They do not hold the latest proposal, 300 11.1.')
    expect(beginsWith('b', [{ ...theirs, kind: 'mou' }])).toBe(
      'Your round begins with the words of 300 11.1, a memorandum of understanding.',
    )
    expect(beginsWith(BASE, [])).toBe('Your round begins with the current language.')
  })

  it('are listed latest first, the open draft on top', () => {
    expect(latestFirst(item.proposals).map((p) => p.id)).toEqual(['c', 'b', 'd', 'a'])
  })

  it('know our last and their last sealed proposal beside the one that is shown', () => {
    expect(lastOf(item, 'LTA', 'c')).toMatchObject({ ours: { id: 'a' }, theirs: { id: 'b' } })
    expect(lastOf(item, 'LTA', 'b')).toMatchObject({ ours: { id: 'a' }, theirs: { id: 'd' } })
    expect(lastOf(detail([]), 'LTA', BASE)).toEqual({ ours: null, theirs: null })
  })

  it('are read from the page that stands, where it holds both', () => {
    expect(carrier(item, BASE, 'b', 'c')).toBe('c')
    expect(carrier(item, BASE, 'b', null)).toBe('b')
    expect(carrier(item, 'b', BASE, 'd')).toBe('b')
  })

  it('of two lines of proposals have no document in common', () => {
    expect(carrier(item, 'd', 'b', 'c')).toBeNull()
  })

  it('first shown: our draft, else the latest proposal, else the current language', () => {
    expect(firstShown(item)).toBe('c')
    expect(firstShown(detail([lta, theirs]))).toBe('b')
    expect(firstShown(detail([]))).toBe(BASE)
  })
})

describe('what a new round answers unless it is said', () => {
  const ours = proposal('a', 'LTA', '2023-09-20')
  const theirs = proposal('b', '300', '2023-09-20')
  const memo = { ...proposal('m', '300', '2023-12-06'), kind: 'mou' as const }
  it.each([
    ['the current language where nothing was put forward', [], BASE],
    ['the other party’s of one day', [ours, theirs], 'b'],
    ['the latest language, also where it is our own', [proposal('c', 'LTA', '2023-11-01', theirs), ours, theirs], 'c'],
    ['no memorandum beside the language', [memo, ours], 'a'],
    ['a memorandum where there is nothing else', [memo], 'm'],
  ])('is %s', (_name, stack, expected) => expect(answeredByDefault(latestFirst(stack), 'LTA')).toBe(expected))
})
