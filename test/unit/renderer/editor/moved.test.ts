import { describe, expect, it } from 'vitest'
import { whereMoved } from '../../../../renderer/editor/moved.ts'
import type { Change, MoveEnd } from '../../../../shared/redline/index.ts'

const end = (block: string, label: string | null, above: string | null): MoveEnd => ({ block, label, above })
const change = (from: MoveEnd, to: MoveEnd): Change => ({
  id: 'm1.from',
  ids: ['m1.from', 'm1.to'],
  kinds: ['move'],
  by: { id: 'm1.from', r: 1, p: 'LTA' },
  inserted: 'text',
  struck: 'text',
  props: null,
  format: null,
  move: { from, to },
  block: from.block,
  order: 0,
})

describe('where a move went, in words', () => {
  it('by its new label', () => {
    const there = whereMoved(change(end('a', 'Subd. 2.', 'Subd. 1.'), end('b', 'Subd. 5.', 'Subd. 4.')))
    expect(there).toEqual({ to: 'to Subd. 5', from: 'from Subd. 2' })
  })
  it('by what stands above it, where it kept its label or has none', () => {
    const kept = whereMoved(change(end('a', 'Subd. 2.', 'Subd. 1.'), end('b', 'Subd. 2.', 'Subd. 5.')))
    expect(kept).toEqual({ to: 'below Subd. 5', from: 'from Subd. 2' })
    const plain = whereMoved(change(end('a', null, 'Leaves'), end('b', null, null)))
    expect(plain).toEqual({ to: 'to the top', from: 'from below Leaves' })
  })
  it('within one paragraph; for any other change not at all', () => {
    expect(whereMoved(change(end('a', null, null), end('a', null, null)))?.to).toBe('within the paragraph')
    expect(whereMoved({ ...change(end('a', null, null), end('b', null, null)), move: null })).toBeNull()
  })
})
