import { expect, test } from 'vitest'
import { moveIds, moveOf, otherHalf } from '../../../../shared/model/move.ts'

test('the two halves of a move name each other', () => {
  const { from, to } = moveIds('m7')
  expect(moveOf(from)).toEqual({ move: 'm7', half: 'from' })
  expect(moveOf(to)).toEqual({ move: 'm7', half: 'to' })
  expect(otherHalf(from)).toBe(to)
  expect(otherHalf(to)).toBe(from)
})

test('an ordinary change is no half of a move', () => {
  for (const id of ['c7', 'c~7', '.from', 'c.frm', 'c-to', '']) {
    expect(moveOf(id)).toBe(null)
    expect(otherHalf(id)).toBe(null)
  }
})
