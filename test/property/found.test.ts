import { expect, it } from 'vitest'
import { type Printed, play } from './bargain.ts'

// Sessions that long runs broke, each as short as it could be made.

const found: readonly (readonly [string, Printed])[] = [
  [
    'a row that goes with the last of its columns is a change of who struck that',
    {
      base: 7,
      parties: 2,
      ops: [
        { t: 'seal', a: 0, b: 0 },
        { t: 'columnLeft', a: 0, b: 0, w: 3 },
        { t: 'keyPasteForeign', a: 9, b: 21, w: 0, k: 1 },
        { t: 'seal', a: 0, b: 0 },
        { t: 'columnsDelete', a: 39, b: 17, w: 3 },
        { t: 'rejectSome', a: 0, b: 0, k: 0 },
        { t: 'seal', a: 0, b: 0 },
      ],
    },
  ],
  [
    'a row that one round put in and the next left without columns is struck by the next',
    {
      base: 0,
      parties: 2,
      ops: [
        { t: 'keyPasteTable', a: 0, b: 0, w: 0, k: 0 },
        { t: 'seal', a: 0, b: 0 },
        { t: 'columnLeft', a: 0, b: 0, w: 3 },
        { t: 'rowAbove', a: 0, b: 0, w: 3 },
        { t: 'columnsDelete', a: 51, b: 7, w: 3 },
        { t: 'rejectSome', a: 0, b: 0, k: 0 },
        { t: 'seal', a: 0, b: 0 },
      ],
    },
  ],
  [
    'a round is sealed over a struck column that holds a table whose rows never were alike',
    {
      base: 7,
      parties: 2,
      ops: [
        { t: 'keyPasteForeign', a: 53, b: 24, w: 1, k: 0 },
        { t: 'seal', a: 0, b: 0 },
        { t: 'cellsType', a: 53, b: 7, w: 3, s: 'x' },
        { t: 'columnsDelete', a: 0, b: 0, w: 0 },
        { t: 'seal', a: 0, b: 0 },
      ],
    },
  ],
  [
    'an end that is struck and stays after all leaves its block the same object',
    {
      base: 2,
      parties: 2,
      ops: [
        { t: 'type', a: 0, b: 0, s: 'w w', k: 0 },
        { t: 'seal', a: 0, b: 0 },
        {
          t: 'insertBlocks',
          a: 0,
          list: [
            [0, 'mn'],
            [0, 'k'],
            [0, 'k'],
          ],
        },
        { t: 'keyLabelText', a: 0, b: 0, w: 4, s: 'a.' },
        { t: 'seal', a: 0, b: 0 },
        { t: 'keyPasteForeign', a: 20, b: 21, w: 0, k: 4 },
        { t: 'type', a: 0, b: 0, s: 'yz', k: 0 },
        { t: 'seal', a: 0, b: 0 },
        { t: 'enter', a: 1 },
        { t: 'paste', a: 19, b: 34, k: 6, list: [[0, '']] },
        { t: 'strike', a: 13, b: 1 },
        { t: 'strike', a: 0, b: 14 },
        { t: 'seal', a: 0, b: 0 },
      ],
    },
  ],
]

it.each(found)('%s', (_, session) => {
  expect(play(session).sealed.length).toBeGreaterThan(1)
})
