import { z } from 'zod'

/** What the contract has for private notes. None of it ever enters a paper. */

const handle = z.string().min(1).max(200)
const place = z.object({ block: z.string().max(200), text: z.string().max(500) })
/** A note beside an item, a proposal or a session; `answers`: the note that it replies to. */
export const note = z.object({
  id: handle,
  item: z.string().nullable(),
  proposal: z.string().nullable(),
  session: z.string().nullable(),
  answers: z.string().nullable(),
  place: place.nullable(),
  body: z.string(),
  author: z.string(),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
  resolvedAt: z.string().nullable(),
})
/** A note to be written down. */
export const newNote = z.object({
  item: handle.nullable(),
  proposal: handle.nullable(),
  session: handle.nullable(),
  answers: handle.nullable(),
  place: place.nullable(),
  body: z.string().trim().min(1).max(10_000),
})
