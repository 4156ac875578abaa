/** The papers of a negotiation, by the scope under which each is asked for. The command line, the window and the services share this list. */
export interface PaperKind {
  /** The scope; one that is of an item takes its number after a colon: `item:13`. */
  readonly scope: string
  /** What it is called. */
  readonly name: string
  /** One line that says what is in it. */
  readonly says: string
  /** Of one item, of the whole negotiation, or of either (then the number may be left out). */
  readonly of: 'item' | 'whole' | 'either'
  /** Whether it can be measured against a version and show one: language that a person chooses. Others are what the record says. */
  readonly versions: boolean
  /** Whether it holds language that can be redlined; others look the same in every view. */
  readonly views: boolean
}

/** Every paper, in the order in which a person is shown them. */
export const PAPERS: readonly PaperKind[] = [
  { scope: 'item', name: 'Item', says: 'One version of the item, clean or as a redline.', of: 'item', versions: true, views: true },
  {
    scope: 'stack',
    name: 'Stack',
    says: 'Every proposal of the item in order, each against what it answered.',
    of: 'item',
    versions: false,
    views: true,
  },
  {
    scope: 'table',
    name: 'The whole table',
    says: 'The commonly formatted document: norms, every item, every proposal.',
    of: 'whole',
    versions: true,
    views: true,
  },
  {
    scope: 'board',
    name: 'Board',
    says: 'Every item on one sheet: status, whose move, what was given on which day. No drafts.',
    of: 'whole',
    versions: false,
    views: false,
  },
  {
    scope: 'sign-off',
    name: 'TA sign-off sheet',
    says: 'Agreed language, clean and against current language, with lines to sign, date and initial.',
    of: 'either',
    versions: false,
    views: true,
  },
  {
    scope: 'ta-summary',
    name: 'Summary of TAs',
    says: 'For the vote: each tentative agreement before and after, in plain words. Nothing that is not agreed.',
    of: 'whole',
    versions: false,
    views: true,
  },
  {
    scope: 'final-positions',
    name: 'Final positions',
    says: 'What each party last put forward on every open item, side by side.',
    of: 'whole',
    versions: false,
    views: true,
  },
  {
    scope: 'passes',
    name: 'Pass ledger',
    says: 'Everything that was handed across, when, by whom, and the fingerprint of each file.',
    of: 'whole',
    versions: false,
    views: false,
  },
  {
    scope: 'ratification',
    name: 'Ratification draft',
    says: 'The agreement with every TA in it: clean for signing, redlined against the old contract for the vote.',
    of: 'whole',
    versions: false,
    views: true,
  },
  {
    scope: 'base',
    name: 'Base agreement',
    says: 'The agreement with its latest proposal, clean or as a redline.',
    of: 'whole',
    versions: true,
    views: true,
  },
]

/** A paper that a scope names, and the number of the item that it is of; null where it names none. */
export function paperNamed(scope: string): { readonly kind: PaperKind; readonly item: string | null } | null {
  const at = scope.indexOf(':')
  const item = at < 0 ? null : scope.slice(at + 1)
  const kind = PAPERS.find((p) => p.scope === (at < 0 ? scope : scope.slice(0, at)))
  if (!kind || item === '' || (item === null ? kind.of === 'item' : kind.of === 'whole')) return null
  return { kind, item }
}

/** The scopes as a person writes them: `item:N, stack:N, table, …`. */
export const SCOPES: readonly string[] = PAPERS.map(({ scope, of }) =>
  of === 'item' ? `${scope}:N` : of === 'either' ? `${scope}[:N]` : scope,
)
