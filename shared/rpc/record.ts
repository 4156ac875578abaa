import { z } from 'zod'

/** The bargaining record's part of the contract: passing, statuses, packages, sessions, people and rules. */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const handle = z.string().min(1).max(200)
const line = z.string().trim().min(1).max(300)
const label = z.string().min(1).max(20)
const job = z.string().min(1).max(60)
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const bytes = z.custom<Uint8Array>((v) => v instanceof Uint8Array, 'bytes expected')
const m = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })

/** What was agreed, dropped or set aside in an item is reopened first. `both`: all parties say so. */
export const reopening = z.object({ both: z.boolean() })
/** What a pass is redlined against: `base`, `answered` (what each proposal answers), or any version. */
const against = z.string().min(1).max(200)
const status = z.enum(['open', 'ta', 'dropped', 'hold', 'settled'])

const passedItem = z.object({
  proposal: handle,
  item: handle,
  name: z.string(),
  number: z.string(),
  title: z.string(),
  added: z.number().int(),
  struck: z.number().int(),
  /** What seals the proposal: SHA-256 of everything it says, in hex. */
  hash: z.string(),
})
const paper = z.object({ name: z.string(), mime: z.string(), sha256: z.string(), size: z.number().int() })
const pass = z.object({
  /** Null for what was entered without a pass: imported, or typed in. */
  id: z.string().nullable(),
  how: z.enum(['passed', 'received', 'entered']),
  party: z.string(),
  date: day,
  at: z.string().nullable(),
  zone: z.string().nullable(),
  session: z.string().nullable(),
  items: z.array(passedItem),
  papers: z.array(paper),
})
const packageInfo = z.object({
  id: handle,
  title: z.string(),
  party: z.string(),
  date: day,
  status: z.enum(['offered', 'accepted', 'withdrawn', 'apart']),
  statusDate: day.nullable(),
  items: z.array(z.object({ proposal: handle, item: handle, name: z.string(), number: z.string(), title: z.string(), date: day, status })),
})
const whatIf = z.object({
  id: handle,
  title: z.string(),
  proposals: z.array(handle),
  note: z.string(),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
})
const became = z.object({ item: handle, name: z.string(), title: z.string(), part: z.boolean() })
const session = z.object({
  id: handle,
  date: day,
  start: clock.nullable(),
  end: clock.nullable(),
  place: z.string(),
  open: z.enum(['public', 'closed']),
  agenda: z.array(z.string()),
  first: z.string().nullable(),
  cancelled: z.boolean(),
  /** Ids of the people who came; private. */
  attendance: z.array(handle),
  /** What each party put forward, by item. */
  passed: z.array(z.object({ party: z.string(), items: z.array(handle) })),
  agreed: z.array(became),
  dropped: z.array(became),
})
const person = z.object({ id: handle, name: z.string(), party: z.string(), role: z.string() })
const rules = z.object({ first: z.enum(['not-last', 'alternate', 'none']), reopen: z.enum(['allowed', 'both', 'never']) })
const done = z.object({})

/** Every method of the bargaining record. */
export const RECORD_METHODS = {
  /**
   * What would leave if our open drafts were passed now: those chosen (null: all), their papers written and searched for what is
   * private. Nothing is sealed.
   */
  'pass.preview': m(
    z.object({ file: handle, job, proposals: z.array(handle).nullable(), date: day.nullable(), against }),
    z.object({
      party: z.string(),
      date: day,
      now: z.string(),
      zone: z.string(),
      against,
      drafts: z.array(
        z.object({
          proposal: handle,
          seq: z.number().int(),
          item: handle,
          name: z.string(),
          number: z.string(),
          title: z.string(),
          date: day,
          chosen: z.boolean(),
          /** Why it cannot be passed just now, as a sentence. */
          blocked: z.string().nullable(),
          added: z.number().int(),
          struck: z.number().int(),
        }),
      ),
      files: z.array(z.object({ name: z.string(), size: z.number().int(), pages: z.number().int().nullable() })),
      /** Folder beside the negotiation that the papers are written into. */
      folder: z.string(),
      /** What is private and was searched for; none of it is in the papers, else the preview is refused. */
      searched: z.object({ notes: z.number().int(), names: z.number().int(), drafts: z.number().int(), words: z.number().int() }),
      title: z.string(),
      subtitle: z.string(),
      foot: z.string(),
      key: z.array(z.object({ kind: z.enum(['insert', 'delete']), party: z.string(), date: day, label: z.string() })),
    }),
  ),
  /**
   * Passes drafts across: all are sealed at one moment and their papers kept, or nothing is done. `conflict` where a draft was
   * changed since its preview. Then the papers are written into the folder; where they cannot be, `unwritten` says why, and they
   * can be written again.
   */
  'pass.run': m(
    z.object({
      file: handle,
      job,
      drafts: z
        .array(z.object({ proposal: handle, seq: z.number().int() }))
        .min(1)
        .max(500),
      date: day.nullable(),
      against,
      session: z.string().nullable().optional(),
      package: line.nullable().optional(),
    }),
    z.object({ pass, folder: z.string(), unwritten: z.string().nullable() }),
  ),
  /** The pass ledger: who put what across and when, with the hashes of papers and proposals. */
  'pass.list': m(z.object({ file: handle }), z.array(pass)),
  /** Writes the papers of a pass into the folder again, byte for byte as they left. */
  'pass.papers': m(z.object({ file: handle, pass: handle }), z.object({ folder: z.string(), names: z.array(z.string()) })),
  /** Hands one paper of a pass to the host, byte for byte as it left. */
  'pass.save': m(
    z.object({ file: handle, pass: handle, name: z.string().min(1).max(300) }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('saved'), name: z.string() }),
      z.object({ kind: z.literal('download'), name: z.string(), mime: z.string(), bytes }),
      z.object({ kind: z.literal('cancelled') }),
    ]),
  ),

  /** Records what became of items, all of them or none. Language is never changed by it. */
  'status.set': m(
    z.object({
      file: handle,
      items: z.array(handle).min(1).max(500),
      kind: z.enum(['ta', 'drop', 'hold', 'reopen', 'settle']),
      date: day,
      party: label.nullable().optional(),
      session: z.string().nullable().optional(),
      /** The proposal and the ids of its blocks that are agreed; for one item. Left out: the last on the table, all of it. */
      proposal: z.string().nullable().optional(),
      blocks: z.array(z.string()).nullable().optional(),
      whole: z.boolean().nullable().optional(),
      both: z.boolean().optional(),
    }),
    done,
  ),
  /** What is agreed in an item as it stands: the proposal, its blocks where it is a part, who and when. */
  'status.agreements': m(
    z.object({ file: handle, item: handle }),
    z.array(z.object({ proposal: handle, party: z.string().nullable(), date: day.nullable(), blocks: z.array(z.string()).nullable() })),
  ),

  'package.list': m(z.object({ file: handle }), z.array(packageInfo)),
  /** Offers proposals of one party that were passed: from then on they are accepted or withdrawn together. */
  'package.offer': m(
    z.object({ file: handle, title: line, party: label, date: day, proposals: z.array(handle).max(500) }),
    z.array(packageInfo),
  ),
  'package.accept': m(z.object({ file: handle, package: handle, date: day, party: label.nullable().optional() }), z.array(packageInfo)),
  /** `apart`: only the tie goes, and each proposal stays on the table by itself. */
  'package.withdraw': m(z.object({ file: handle, package: handle, date: day, apart: z.boolean() }), z.array(packageInfo)),
  /** Packages only thought of: private, off the record, in no paper. */
  'whatif.list': m(z.object({ file: handle }), z.array(whatIf)),
  'whatif.put': m(
    z.object({ file: handle, id: handle.nullable(), title: line, proposals: z.array(handle).max(500), note: z.string().max(10_000) }),
    z.array(whatIf),
  ),
  'whatif.remove': m(z.object({ file: handle, id: handle }), z.array(whatIf)),

  /** Every session, with who came and what was passed, agreed and dropped in it. */
  'session.list': m(z.object({ file: handle }), z.array(session)),
  /** Adds a session (`id` null), or says another thing of one; the record keeps what was said before. */
  'session.put': m(
    z.object({
      file: handle,
      id: handle.nullable(),
      date: day.optional(),
      start: clock.nullable().optional(),
      end: clock.nullable().optional(),
      place: z.string().max(300).optional(),
      open: z.enum(['public', 'closed']).optional(),
      agenda: z.array(z.string().max(1000)).max(200).optional(),
      first: label.nullable().optional(),
      cancelled: z.boolean().optional(),
    }),
    z.object({ id: handle, sessions: z.array(session) }),
  ),
  'session.attend': m(z.object({ file: handle, session: handle, person: handle, came: z.boolean() }), z.array(session)),
  /** People at the table: private. */
  'people.list': m(z.object({ file: handle }), z.array(person)),
  'people.put': m(z.object({ file: handle, id: handle.nullable(), name: line, party: label, role: z.string().max(100) }), z.array(person)),
  'people.remove': m(z.object({ file: handle, id: handle }), z.array(person)),
  /** What the parties go by: who begins, and whether what was agreed may be reopened. */
  'rules.get': m(z.object({ file: handle }), rules),
  'rules.set': m(z.object({ file: handle, date: day.nullable(), ...rules.partial().shape }), rules),
} as const
