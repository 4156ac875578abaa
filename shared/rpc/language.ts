import { z } from 'zod'

/** Shapes of what is said about an item’s language: findings of the checks, and the cost of salary grids. */

const day = z.string()
/** What the checks found in a version; `term` null where the negotiation’s years are not known. */
export const findings = z.object({
  term: z.object({ from: day, to: day }).nullable(),
  findings: z.array(
    z.object({
      kind: z.enum(['date', 'reference', 'moved', 'numbering', 'spelling', 'amount', 'term']),
      message: z.string(),
      block: z.string(),
      from: z.number().int(),
      to: z.number().int(),
      text: z.string(),
    }),
  ),
})
/** How many people (FTE) stand in each cell, by the cell’s id. */
export const staffCounts = z.record(z.string().max(100), z.number().min(0).max(100_000))
/** The salary grids of an item; amounts are hundredths. */
export const payGrids = z.array(
  z.object({
    id: z.string(),
    cells: z.array(z.object({ id: z.string(), row: z.number().int(), column: z.number().int(), text: z.string(), figure: z.boolean() })),
    staff: staffCounts,
    costs: z.array(
      z.object({
        version: z.string(),
        name: z.string(),
        party: z.string().nullable(),
        draft: z.boolean(),
        total: z.number(),
        people: z.number(),
        uncounted: z.number().int(),
        figures: z.record(z.string(), z.number()),
      }),
    ),
  }),
)
