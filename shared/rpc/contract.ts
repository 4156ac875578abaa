import { z } from 'zod'
import { BOARD_METHODS } from './board.ts'
import { findings, payGrids, staffCounts } from './language.ts'
import { newNote, note } from './notes.ts'
import { PLACE_METHODS } from './place.ts'
import { RECORD_METHODS, reopening } from './record.ts'

/**
 * The one contract between window and services. Both ends take their types from `METHODS` and `EVENTS`; the server checks
 * every input against its schema at run time. One argument a call. Files, items and proposals are opaque handles, never paths.
 */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const handle = z.string().min(1).max(200)
const short = z.string().trim().min(1).max(300)
const bytes = z.custom<Uint8Array>((v) => v instanceof Uint8Array, 'bytes expected')

/** A party as a window or a command line gives it. */
export const partyInput = z.object({
  label: z.string().trim().min(1).max(20),
  name: short,
  role: z.enum(['association', 'employer', 'other']),
})
const party = z.object({ label: z.string(), name: z.string(), role: z.enum(['association', 'employer', 'other']) })
const status = z.enum(['open', 'ta', 'dropped', 'hold', 'settled'])
const markStyle = z.object({
  text: z.string().regex(/^#[0-9A-Fa-f]{6}$/),
  highlight: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/)
    .nullable(),
  line: z.enum(['single', 'double', 'dotted', 'dashed']),
})
const legend = z.object({
  preset: z.enum(['bea191', 'party', 'party-round', 'mono', 'custom']),
  rules: z
    .array(
      z.object({
        party: z.string(),
        kind: z.enum(['insert', 'delete']),
        from: day.nullable(),
        to: day.nullable(),
        label: z.string().max(100),
        style: markStyle,
      }),
    )
    .max(200),
  /** Whether each change says its party and date, whatever the colours. */
  labels: z.boolean().optional(),
})

/** A version as the command line and the window name it: `base`, `latest`, `last:LABEL`, `LABEL@DATE`, or `#PROPOSAL-ID`. */
const version = z.string().min(1).max(200)
const round = z.object({ r: z.number().int(), party: z.string(), date: day, proposal: z.string() })

const itemSummary = z.object({
  id: handle,
  number: z.string(),
  title: z.string(),
  place: z.string().nullable(),
  kind: z.enum(['item', 'norms', 'base']),
  status,
  statusDate: day.nullable(),
  /** Party whose move it is; null where nobody's (agreed, dropped, held, nothing put forward). */
  move: z.string().nullable(),
  /** Last proposal put forward: party and date. */
  last: z.object({ party: z.string(), date: day }).nullable(),
  /** The open draft of this copy's party, if there is one. */
  draft: z.string().nullable(),
  doubts: z.number().int(),
})
const proposal = z.object({
  id: handle,
  item: handle,
  party: z.string(),
  date: day,
  kind: z.enum(['amended', 'new', 'rule', 'mou']),
  status,
  statusDate: day.nullable(),
  answers: z.string().nullable(),
  sealed: z.boolean(),
  sealedAt: z.string().nullable(),
  chain: z.array(round),
  /** Words this round added and struck, against what it answers. */
  added: z.number().int(),
  struck: z.number().int(),
})
const doubt = z.object({
  id: handle,
  item: z.string().nullable(),
  proposal: z.string().nullable(),
  kind: z.enum(['label', 'date', 'party', 'status', 'value', 'marks', 'structure', 'kind', 'answers', 'comment', 'untracked', 'other']),
  message: z.string(),
  excerpt: z.string(),
  line: z.number().int(),
  resolvedAt: z.string().nullable(),
  answer: z.string().nullable(),
})
const negotiation = z.object({
  file: handle,
  name: z.string(),
  title: z.string(),
  years: z.string().nullable(),
  parties: z.array(party),
  us: z.string(),
  legend,
  items: z.array(itemSummary),
  goesFirst: z.object({ party: z.string().nullable(), reason: z.string() }),
  hasBase: z.boolean(),
  openDoubts: z.number().int(),
  readOnly: z.boolean(),
})
/** `parts`: how many agreements stand on parts of the item; left out where there is none. */
const itemDetail = z.object({ item: itemSummary, proposals: z.array(proposal), parts: z.number().int().optional() })
/** ProseMirror JSON of a document. */
const docJSON = z.record(z.string(), z.unknown())
/** `agreed`: blocks that were agreed in part of the item, as they read: they stay so while the item is not reopened. */
const opened = z.object({
  proposal,
  doc: docJSON,
  seq: z.number().int(),
  editable: z.boolean(),
  agreed: z.array(docJSON).optional(),
})
const heading = z.object({ id: z.string(), level: z.number().int(), text: z.string() })
const recent = z.object({ handle, name: z.string(), title: z.string(), opened: z.string(), missing: z.boolean() })
const job = z.string().min(1).max(60)
/** `notices`: what is to be said of the file, such as what was left out of it because it is nobody else's business; a sentence each. */
const notices = z.array(z.string()).optional()
/** How changes are written in a Word file; what is left out is as Word writes it. Colours only: nothing is tracked. */
const manner = z
  .object({ changes: z.enum(['tracked', 'colours']), passing: z.enum(['nested', 'flat']), moves: z.enum(['plain', 'word']) })
  .partial()
  .optional()
const saved = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('saved'), name: z.string(), notices }),
  z.object({ kind: z.literal('download'), name: z.string(), mime: z.string(), bytes, notices }),
  z.object({ kind: z.literal('cancelled') }),
])
/** What a mark made by hand stands for; without a party it is of whoever's row it stands in, without a day of the round there. */
const meaning = z.object({ kind: z.enum(['emphasis', 'insert', 'delete']), party: z.string().nullable(), date: day.nullable() })
const look = z.object({
  strike: z.enum(['single', 'double']).nullable(),
  underline: z.string().nullable(),
  /** `RRGGBB`. */
  color: z.string().nullable(),
  paper: z.string().nullable(),
})
/** What a Word file shows before anything of it is taken in. */
const plan = z.object({
  word: z.boolean(),
  /** What its legend states, sentence by sentence. */
  legend: z.array(z.string()),
  /** The marks made by hand in it, by their looks, with what they are taken for. */
  looks: z.array(
    z.object({
      key: z.string(),
      /** The key in words, colours by their hue. */
      name: z.string(),
      look,
      meaning,
      certain: z.boolean(),
      why: z.string(),
      runs: z.number().int(),
      words: z.number().int(),
      examples: z.array(z.string()),
      parties: z.array(z.object({ party: z.string(), words: z.number().int() })),
    }),
  ),
  /** What each author tracked on each day; `party`: whom the author's name names, where it is a party's. */
  rounds: z.array(
    z.object({
      author: z.string(),
      date: day.nullable(),
      added: z.number().int(),
      struck: z.number().int(),
      examples: z.array(z.string()),
      party: z.string().nullable(),
    }),
  ),
  comments: z.number().int(),
})
/** What a person says of a file once: whose its authors are and which rounds its days are (empty: of no day). */
const rounds = z.object({
  authors: z.array(z.object({ author: z.string().max(300), party: z.string() })).max(1000),
  dates: z.array(z.object({ date: z.string().max(10), day })).max(1000),
})
/** What a person says that looks mean. */
const looks = z.array(z.object({ key: z.string().max(200), meaning })).max(1000)
const foundEdit = z.object({
  kinds: z.array(z.string()),
  struck: z.string(),
  inserted: z.string(),
  paragraph: z.string(),
  author: z.string().optional(),
  date: day.nullable().optional(),
})
const agreed = z.object({ item: z.string(), party: z.string().nullable(), date: day.nullable() })
/** What a file that came back does to an item: edits that are not tracked, those that are, and which of them reopen what was agreed. */
const checkResult = z.object({
  file: z.string(),
  item: z.string(),
  against: z.object({ party: z.string(), date: day }).nullable(),
  untracked: z.array(foundEdit),
  tracked: z.array(foundEdit),
  reopened: z.array(foundEdit.extend({ tracked: z.boolean(), agreed })),
})
const importResult = z.object({
  items: z.number().int(),
  proposals: z.number().int(),
  blocks: z.number().int(),
  doubts: z.number().int(),
  item: z.string().nullable(),
})

const m = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })

/** Every method: the schema of its input, which is checked at run time, and of its output. */
export const METHODS = {
  'app.info': m(z.object({}), z.object({ version: z.string(), host: z.enum(['electron', 'browser', 'memory']), dialogs: z.boolean() })),
  'app.recent': m(z.object({}), z.array(recent)),

  /** Creates a new negotiation; the host asks where (or picks a place in the Parley folder). Null where the person cancelled. */
  'file.create': m(
    z.object({ title: short, years: z.string().max(40).nullable(), parties: z.array(partyInput).min(2).max(8), us: z.string() }),
    negotiation.nullable(),
  ),
  /** Opens a recent file by its handle, or (without one) what the person picks in the host's dialog. */
  /**
   * Begins the next negotiation in a new file: the same parties, and as its base agreement this one with every tentative agreement
   * applied. The host asks where. Null where the person cancelled.
   */
  'file.next': m(z.object({ file: handle, title: short, years: z.string().max(40).nullable() }), negotiation.nullable()),
  'file.open': m(z.object({ handle: handle.nullable() }), negotiation.nullable()),
  /**
   * Brings in a negotiation that lies elsewhere: keeps a copy of its bytes under a free name where the host keeps its files, and
   * opens that. What is no Parley file of a version that can be read leaves nothing behind. Null where the person cancelled.
   */
  'file.bring': m(z.object({ name: z.string().min(1).max(300), bytes }), negotiation.nullable()),
  'file.openSample': m(z.object({}), negotiation),
  'file.close': m(z.object({ file: handle }), z.object({})),
  'file.verify': m(z.object({ file: handle }), z.object({ ok: z.boolean(), problems: z.array(z.string()), checked: z.number().int() })),

  'negotiation.get': m(z.object({ file: handle }), negotiation),
  'negotiation.setLegend': m(z.object({ file: handle, legend }), negotiation),
  /** Outline of the base agreement. */
  'outline.get': m(z.object({ file: handle }), z.array(heading)),
  search: m(
    z.object({ file: handle, text: z.string().max(200) }),
    /** `proposal` is empty, `party` and `date` are null where the words stand in the current language. */
    z.array(
      z.object({
        item: handle,
        proposal: z.string(),
        party: z.string().nullable(),
        date: z.string().nullable(),
        number: z.string(),
        title: z.string(),
        snippet: z.string(),
      }),
    ),
  ),

  'item.get': m(z.object({ file: handle, item: handle }), itemDetail),
  'item.create': m(
    z.object({ file: handle, number: z.string().trim().min(1).max(20), title: short, place: z.string().max(300).nullable() }),
    itemDetail,
  ),

  'proposal.open': m(z.object({ file: handle, proposal: handle }), opened),
  /** The same document as `proposal.open` of the baseline's and target's chain where one holds the other; else a comparison of the two. */
  'view.compare': m(
    z.object({ file: handle, item: handle, baseline: version, target: version }),
    z.object({ doc: docJSON, rounds: z.array(round), baseline: z.number().int(), target: z.number().int(), compared: z.boolean() }),
  ),

  /**
   * Opens a round in an item: the document of the proposal it answers (null: the current language; left out: the other party's
   * last, else its own last), with a new open round.
   */
  'draft.start': m(
    z.object({
      file: handle,
      item: handle,
      party: z.string(),
      date: day,
      answers: z.string().nullable().optional(),
      reopening: reopening.optional(),
    }),
    opened,
  ),
  /** Opens a round with a memorandum of understanding, in an item without current language. */
  'draft.memorandum': m(z.object({ file: handle, item: handle, party: z.string(), date: day }), opened),
  /** What somebody should look at in a version's language. Nothing is changed. */
  'findings.get': m(z.object({ file: handle, item: handle, version }), findings),
  /** The salary grids of an item and what they cost in the current language, each party's last proposal and our draft. */
  'grid.get': m(z.object({ file: handle, item: handle }), payGrids),
  /** Keeps staff counts of a grid, which are private. */
  'grid.setStaff': m(z.object({ file: handle, item: handle, grid: handle, cells: staffCounts }), payGrids),
  /** Appends tracked edits. `seq` is the number of the last edit the window has; a gap is refused. Answers when they are on disk. */
  'draft.append': m(
    z.object({ file: handle, proposal: handle, seq: z.number().int(), steps: z.array(z.record(z.string(), z.unknown())).min(1).max(5000) }),
    z.object({ seq: z.number().int(), savedAt: z.string() }),
  ),
  'draft.setDate': m(z.object({ file: handle, proposal: handle, date: day }), opened),
  /** Throws an open draft away (its edits stay in the file's record). */
  'draft.discard': m(z.object({ file: handle, proposal: handle }), itemDetail),
  /** Seals an open round: from then on it never changes. */
  'draft.seal': m(z.object({ file: handle, proposal: handle }), itemDetail),

  /** Keeps a file for the calls that take it by handle: what the person picks in the host's dialog (null), or what the window read. */
  'source.take': m(
    z.object({ source: z.object({ name: z.string().max(300), bytes }).nullable() }),
    z.object({ source: handle, name: z.string(), size: z.number().int(), word: z.boolean() }).nullable(),
  ),
  'source.drop': m(z.object({ source: handle }), z.object({})),
  /** Looks into a source: who tracked what in it, and what marks made by hand would be taken for. Nothing is imported. */
  'import.look': m(z.object({ file: handle, source: handle, as: z.enum(['negotiation', 'base', 'proposal']) }), plan),
  /** What a Word file would do to an item, its authors, days and looks as they are said to be. Null where it has no language yet. Nothing is imported. */
  'import.check': m(
    z.object({
      file: handle,
      source: handle,
      item: z.string(),
      party: z.string(),
      date: day,
      answers: z.string().nullable(),
      rounds,
      looks: looks.optional(),
    }),
    checkResult.nullable(),
  ),
  /**
   * Imports a source: one by its handle, or by name and bytes, or (null) what the person picks in the host's dialog. In a Word
   * file `looks` are taken for what is said of them, and with `rounds` its tracked changes become a proposal for each round.
   */
  'import.run': m(
    z.object({
      file: handle,
      job,
      as: z.enum(['negotiation', 'base', 'proposal']),
      source: z.union([z.object({ name: z.string().max(300), bytes }), handle]).nullable(),
      item: z.string().nullable(),
      party: z.string().nullable(),
      date: day.nullable(),
      answers: z.string().nullable(),
      rounds: rounds.optional(),
      looks: looks.optional(),
      reopening: reopening.optional(),
    }),
    importResult.nullable(),
  ),
  'doubts.list': m(z.object({ file: handle }), z.array(doubt)),
  'doubts.resolve': m(z.object({ file: handle, doubt: handle, answer: z.string().max(2000) }), z.array(doubt)),

  /** The private notes of a negotiation, in the order in which they were written. Each of the others answers with the new list. */
  'note.list': m(z.object({ file: handle }), z.array(note)),
  'note.add': m(newNote.extend({ file: handle }), z.array(note)),
  'note.edit': m(z.object({ file: handle, note: handle, body: newNote.shape.body }), z.array(note)),
  'note.resolve': m(z.object({ file: handle, note: handle, resolved: z.boolean() }), z.array(note)),
  /** Takes a note away, with the replies to it. */
  'note.remove': m(z.object({ file: handle, note: handle }), z.array(note)),

  /** Makes a paper and hands it to the host, which saves it or sends it down. */
  'export.run': m(
    z.object({
      file: handle,
      job,
      scope: z.string().max(60),
      view: z.enum(['clean', 'redline', 'all-rounds']),
      baseline: version.nullable(),
      version: version.nullable(),
      format: z.enum(['docx', 'pdf', 'md']),
      manner,
    }),
    saved,
  ),
  /** What differs between two files: insertions, deletions and other changes, and the words put in and struck. */
  'compare.look': m(
    z.object({ job, before: handle, after: handle }),
    z.object({
      insertions: z.number().int(),
      deletions: z.number().int(),
      others: z.number().int(),
      added: z.number().int(),
      struck: z.number().int(),
    }),
  ),
  /** The second of two files as a redline against the first, which the host saves or sends down. */
  'compare.run': m(
    z.object({
      job,
      before: handle,
      after: handle,
      party: z.string().trim().min(1).max(60),
      date: day,
      format: z.enum(['docx', 'pdf']),
      manner,
    }),
    saved,
  ),
  'job.cancel': m(z.object({ job }), z.object({})),
  ...BOARD_METHODS,
  ...PLACE_METHODS,
  ...RECORD_METHODS,
} as const

/** Every event, with the schema of its payload. */
export const EVENTS = {
  'job.progress': z.object({ job, done: z.number().min(0).max(1), note: z.string() }),
  /** Something in the file changed (an import, a draft, a seal): the window reads it again. */
  'negotiation.changed': z.object({ file: handle }),
  /** A command of the application menu, by its name in the window's command table. */
  'menu.command': z.object({ command: z.string().max(60) }),
} as const

/** A method’s name. */
export type Method = keyof typeof METHODS
/** What a caller gives a method. */
export type Input<M extends Method> = z.input<(typeof METHODS)[M]['input']>
/** What a method answers. */
export type Output<M extends Method> = z.output<(typeof METHODS)[M]['output']>
/** An event’s name. */
export type EventName = keyof typeof EVENTS
/** What an event carries. */
export type EventOf<E extends EventName> = z.output<(typeof EVENTS)[E]>

/** What kinds of refusal there are; the message beside the code is for the person. */
export const ERROR_CODES = [
  'bad-input',
  'not-found',
  'not-parley',
  'newer-file',
  'locked',
  'read-only',
  'disk-full',
  'not-text',
  'too-large',
  'exists',
  'refused',
  'conflict',
  'sealed',
  'cancelled',
  'io',
  'internal',
] as const
/** One of `ERROR_CODES`. */
export type ErrorCode = (typeof ERROR_CODES)[number]
/** What a call comes back as, over every transport. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

/** An error whose message is one clear sentence for the person: it names the input and says what is wrong. */
export class ParleyError extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = 'ParleyError'
    this.code = code
  }
}

/** What a transport gives the window: calls by name, and events. */
export interface Bridge {
  call<M extends Method>(method: M, input: Input<M>): Promise<Reply<Output<M>>>
  /** Returns a function that ends the subscription. */
  on<E extends EventName>(event: E, handler: (payload: EventOf<E>) => void): () => void
}

/** An open negotiation as the window is told of it. */
export type Negotiation = Output<'negotiation.get'>
/** An item in the list of items. */
export type ItemSummary = Negotiation['items'][number]
/** An item with its stack. */
export type ItemDetail = Output<'item.get'>
/** A proposal in an item’s stack. */
export type ProposalInfo = ItemDetail['proposals'][number]
/** A proposal’s document, with the number of the last edit in it. */
export type OpenedProposal = Output<'proposal.open'>
/** Two versions in one document, with the rounds that its switches point into. */
export type ComparedView = Output<'view.compare'>
/** What a file shows before anything of it is taken in. */
export type ImportPlan = Output<'import.look'>
/** What a person says of a file once: whose its authors are, which rounds its days are. */
export type RoundsSaid = Input<'import.check'>['rounds']
/** What a person says that looks mean. */
export type LooksSaid = NonNullable<Input<'import.check'>['looks']>
/** What a file that came back does to an item. */
export type CheckInfo = NonNullable<Output<'import.check'>>
/** What would leave in a pass. */
export type PassPreview = Output<'pass.preview'>
/** A line of the pass ledger. */
export type PassInfo = Output<'pass.list'>[number]
/** A package as the window lists it. */
export type PackageInfo = Output<'package.list'>[number]
/** A session with what was done in it. */
export type SessionInfo = Output<'session.list'>[number]
/** Somebody at the table. */
export type PersonInfo = Output<'people.list'>[number]
/** A doubt as the window lists it. */
export type DoubtInfo = Output<'doubts.list'>[number]
/** What the checks found in a version’s language. */
export type FindingsInfo = Output<'findings.get'>
/** A salary grid with its costs. */
export type PayGridInfo = Output<'grid.get'>[number]
/** A private note. */
export type NoteInfo = Output<'note.list'>[number]
