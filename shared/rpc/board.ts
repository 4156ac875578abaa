import { z } from 'zod'

/** What the contract has for the board and the room view. */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const handle = z.string().min(1).max(200)
const party = z.object({ label: z.string(), name: z.string(), role: z.enum(['association', 'employer', 'other']) })
const status = z.enum(['open', 'ta', 'dropped', 'hold', 'settled'])
const count = z.number().int().min(0)
const goesFirst = z.object({ party: z.string().nullable(), reason: z.string() })

const board = z.object({
  title: z.string(),
  years: z.string().nullable(),
  parties: z.array(party),
  us: z.string(),
  columns: z.array(z.object({ date: day, next: z.boolean() })),
  rows: z.array(
    z.object({
      item: handle,
      number: z.string(),
      title: z.string(),
      place: z.string().nullable(),
      kind: z.enum(['item', 'norms']),
      status,
      statusDate: day.nullable(),
      move: z.string().nullable(),
      cells: z.array(
        z.array(
          z.object({
            kind: z.enum(['given', 'draft', 'ta', 'drop', 'hold', 'reopen', 'settle']),
            party: z.string().nullable(),
            times: z.number().int().min(1),
            part: z.boolean(),
          }),
        ),
      ),
      rounds: count,
      days: count.nullable(),
    }),
  ),
  counts: z.object({ all: count, open: count, ours: count, ta: count, dropped: count, hold: count, settled: count }),
  goesFirst,
  next: day.nullable(),
  until: day.nullable(),
})

/** Who made a change, in the room: its round in the chain and its party. */
const by = z.object({ r: z.number().int(), party: z.string() })
const runKind = z.enum(['same', 'insert', 'delete'])
const run = z.object({
  text: z.string(),
  kind: runKind,
  by: by.nullable(),
  marks: z.array(z.enum(['strong', 'em', 'underline', 'superscript', 'subscript'])),
})
const align = z.enum(['left', 'center', 'right'])
/** `at`: the place that a block has in both versions together, so that the two sides stand beside each other. */
const textBlock = z.object({
  kind: z.literal('text'),
  at: z.number().int(),
  heading: z.boolean(),
  level: z.number().int(),
  list: z.boolean(),
  align,
  label: z.array(run),
  runs: z.array(run),
})
const tableBlock = z.object({
  kind: z.literal('table'),
  at: z.number().int(),
  rows: z.array(
    z.object({
      cells: z.array(
        z.object({
          header: z.boolean(),
          colspan: z.number().int(),
          rowspan: z.number().int(),
          align,
          kind: runKind,
          by: by.nullable(),
          blocks: z.array(textBlock),
        }),
      ),
    }),
  ),
})
const roomBlock = z.discriminatedUnion('kind', [textBlock, tableBlock])
const neighbour = z.object({ item: handle, number: z.string(), kind: z.enum(['item', 'norms']) }).nullable()
const passed = z.object({
  proposal: handle,
  party: z.string(),
  date: day,
  kind: z.enum(['amended', 'new', 'rule', 'mou']),
  status,
  statusDate: day.nullable(),
})

const room = z.object({
  item: handle,
  number: z.string(),
  title: z.string(),
  place: z.string().nullable(),
  kind: z.enum(['item', 'norms']),
  status,
  statusDate: day.nullable(),
  /** Every proposal of the item that was passed, in the order of the stack. */
  passed: z.array(passed),
  /** The one that is shown; null where only current language stands. */
  shown: passed.nullable(),
  rounds: z.array(z.object({ r: z.number().int(), party: z.string(), date: day })),
  /** Current language with what the shown proposal strikes; empty for new language. */
  before: z.array(roomBlock),
  /** The shown proposal with what it inserts. */
  after: z.array(roomBlock),
  previous: neighbour,
  next: neighbour,
})

/** The methods of the board and the room view, as `METHODS` has them. */
export const BOARD_METHODS = {
  /** Every item on one sheet. `today`: the day where the window stands. */
  'board.get': { input: z.object({ file: handle, today: day }), output: board },
  /**
   * One item for a public session. Only what was passed is read: no draft, no note, nothing of the caucus. `item` null: the first
   * one that can be shown; `proposal` null: the last one passed.
   */
  'room.get': { input: z.object({ file: handle, item: handle.nullable(), proposal: handle.nullable() }), output: room },
} as const

/** One item as the room sees it. */
export type Room = z.output<typeof room>
/** A paragraph or table of the room view. */
export type RoomBlock = z.output<typeof roomBlock>
/** A paragraph of the room view. */
export type RoomText = z.output<typeof textBlock>
/** A stretch of text of the room view. */
export type RoomRun = z.output<typeof run>
