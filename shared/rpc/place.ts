import { z } from 'zod'

/** The part of the contract about places: where items stand in the base agreement, and the agreement with items in place. */

const handle = z.string().min(1).max(200)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const short = z.string().trim().min(1).max(300)
const m = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })

const anchor = z.object({
  item: z.string(),
  /** Blocks of the base agreement that the item's current language is; none for new language. */
  blocks: z.array(z.string()),
  /** New language goes in after this block. */
  after: z.string().nullable(),
  /** Such as `Article 8, Section 4`; empty where nothing above it is numbered. */
  place: z.string(),
  /** True where it was found by its words, and nobody has said so. */
  found: z.boolean(),
})
const proposed = z.object({
  item: z.string(),
  number: z.string(),
  title: z.string(),
  /**
   * `found`: its words stand in one place. `several`: in more than one. `new`: it has no current language. `none`: words that it
   * quotes (`missing`) do not stand in the agreement.
   */
  kind: z.enum(['found', 'several', 'new', 'none']),
  options: z.array(z.object({ blocks: z.array(z.string()), after: z.string().nullable(), place: z.string() })),
  missing: z.string(),
})
const here = z.object({
  file: handle,
  /** The first block; a heading stands for all of its part. */
  from: handle,
  /** The last block; null for the one block, or all of a heading's part. */
  to: handle.nullable(),
})
const finding = z.object({ kind: z.string(), message: z.string(), item: z.string().nullable(), block: z.string().nullable() })

/** The methods about places, as `METHODS` has them. */
export const PLACE_METHODS = {
  'anchor.list': m(z.object({ file: handle }), z.array(anchor)),
  /** Ties an item to its place: one in words, a stretch or blocks of the base agreement, or (new language) the block that it goes in after. */
  'anchor.set': m(
    z.object({
      file: handle,
      item: handle,
      at: z.union([
        z.object({ place: short }),
        z.object({ blocks: z.array(handle).min(1).max(5000) }),
        z.object({ from: handle, to: handle.nullable() }),
        z.object({ after: handle.nullable() }),
      ]),
    }),
    anchor,
  ),
  /** Looks for the place of every item that has none. `take`: ties those that stand in one place, and keeps a doubt for each that has to be asked. */
  'anchor.propose': m(z.object({ file: handle, take: z.boolean() }), z.array(proposed)),
  /** What an item made of a stretch of the base agreement would be. Nothing is made. */
  'item.here': m(here, z.object({ number: z.string(), title: z.string(), place: z.string(), blocks: z.array(z.string()) })),
  /** Makes an item whose current language is a stretch of the base agreement, tied to it. Answers its id. */
  'item.propose': m(here.extend({ number: z.string().trim().min(1).max(20), title: short }), z.object({ item: handle })),
  /** The base agreement with the latest language of every open item, or all that is agreed, in place: one document of all their rounds. */
  'view.inPlace': m(
    z.object({ file: handle, kind: z.enum(['open', 'ta']) }),
    z.object({
      doc: z.record(z.string(), z.unknown()),
      /** Each with the item that it is of. */
      rounds: z.array(z.object({ r: z.number().int(), party: z.string(), date: day, proposal: z.string(), item: handle })),
      baseline: z.number().int(),
      target: z.number().int(),
      /** The items that are in it, with the blocks that hold their language. */
      items: z.array(z.object({ item: handle, number: z.string(), title: z.string(), blocks: z.array(z.string()) })),
      /** Items that cannot be put in place with certainty, each with the reason in one sentence. */
      refused: z.array(z.object({ item: handle, message: z.string() })),
    }),
  ),
  /** Whether the agreement can be put together from all that is agreed (`stop`: why not), and what somebody should look at before it is signed. */
  'ratify.check': m(
    z.object({ file: handle }),
    z.object({ stop: z.string().nullable(), items: z.array(z.string()), changes: z.number().int(), findings: z.array(finding) }),
  ),
} as const

/** The agreement with items in place. */
export type InPlaceView = z.output<(typeof PLACE_METHODS)['view.inPlace']['output']>
