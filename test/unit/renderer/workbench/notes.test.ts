import { describe, expect, it } from 'vitest'
import { threadsOf } from '../../../../renderer/workbench/caucus/notelist.tsx'
import type { NoteInfo } from '../../../../shared/rpc/contract.ts'

const note = (id: string, o: Partial<NoteInfo> = {}): NoteInfo => ({
  id,
  item: 'i',
  proposal: null,
  session: null,
  answers: null,
  place: null,
  body: id,
  author: '',
  createdAt: '',
  editedAt: null,
  resolvedAt: null,
  ...o,
})

describe('notes beside an item', () => {
  it('stand with their replies, settled ones last, and those of other items not at all', () => {
    const notes = [
      note('a', { resolvedAt: 'then' }),
      note('b'),
      note('a1', { answers: 'a' }),
      note('other', { item: 'j' }),
      note('c'),
      note('b1', { answers: 'b' }),
    ]
    expect(threadsOf(notes, 'i').map((t) => [t.note.id, ...t.replies.map((r) => r.id)])).toEqual([['b', 'b1'], ['c'], ['a', 'a1']])
  })
})
