import { type Command, Option } from 'commander'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import {
  accept,
  addItem,
  attend,
  blocksNamed,
  dayNamed,
  draftFrom,
  enterDraft,
  folderOf,
  itemNumbered,
  offer,
  ownDrafts,
  packages,
  partyNamed,
  passes,
  passNamed,
  proposalAt,
  putSession,
  readSource,
  runPass,
  type StatusChange,
  type Store,
  sessions,
  setRules,
  setStatuses,
  withdraw,
  withFile,
  writePapers,
} from '../../services/index.ts'
import { packageTable, passTable, sessionTable } from './table.ts'

/** What the commands are put on and printed with. */
export interface Bench {
  command(usage: string, description: string): Command
  path(given: string): string
  out(text: string): void
  json(value: unknown): void
}

const collect = (given: string, before: readonly string[]): string[] => [...before, given]
const today = (): string => {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-')
}
const dayOr = (store: Store, given: string | undefined, otherwise: () => string = today): string =>
  given === undefined ? otherwise() : dayNamed(store, given)
const itemIds = (store: Store, numbers: readonly string[]): string[] => numbers.map((number) => itemNumbered(store, number).id)
/** The session of a day that is named on the command line; null where none is. */
const sessionNamedBy = (store: Store, given: string | undefined): string | null => {
  if (given === undefined) return null
  const day = dayNamed(store, given)
  const found = store.record().sessions.filter((s) => s.date === day)
  if (!found.length) throw new ParleyError('not-found', `There is no session on ${day}.`)
  return found[found.length - 1].id
}

const STATUSES = [
  ['agree', 'ta', 'record a tentative agreement'],
  ['drop', 'drop', 'record that a proposal was withdrawn'],
  ['hold', 'hold', 'set an item aside'],
  ['reopen', 'reopen', 'open an item again'],
  ['settle', 'settle', 'record that an agreement was ratified'],
] as const

interface StatusOptions {
  readonly item: string[]
  readonly date?: string
  readonly party?: string
  readonly session?: string
  readonly version?: string
  readonly block: string[]
  readonly both?: boolean
  readonly whole?: boolean
}

/** The commands of the bargaining record. */
export function recordCommands({ command, path, out, json }: Bench): void {
  const edit = <T>(file: string, work: (store: Store) => T | Promise<T>): Promise<T> => withFile(path(file), { write: true }, work)

  command('item <file> <number> <title>', 'add an item')
    .option('--place <place>', 'its place in the base agreement, such as "Article VIII, Section 4"')
    .action((file: string, number: string, title: string, o: { place?: string }) =>
      edit(file, (store) => void addItem(store, { number, title, place: o.place ?? null })),
    )

  command('draft <file> <source>', 'make an open draft read as a source (docx, md, txt) does')
    .requiredOption('--item <number>', 'item that it is about')
    .option('--party <label>', 'whose draft it is (left out: ours)')
    .option('--date <day>', 'day of the round (left out: that of the open draft, else today)')
    .option('--answers <version>', 'proposal that it answers, as LABEL@DATE, or base')
    .option('--reopen', 'reopen the item first, where it was agreed, dropped or set aside')
    .option('--both', 'both parties say that it is reopened')
    .option('--seal', 'seal it as received, without passing it')
    .action(
      (
        file: string,
        source: string,
        o: { item: string; party?: string; date?: string; answers?: string; reopen?: boolean; both?: boolean; seal?: boolean },
      ) =>
        edit(file, async (store) => {
          const party = o.party ?? null
          const open = store
            .proposals(itemNumbered(store, o.item).id)
            .some((p) => !p.sealed && p.party === (party ?? store.negotiation().us))
          const draft = await draftFrom(store, {
            ...readSource(path(source)),
            item: o.item,
            party,
            date: o.date === undefined && open ? null : dayOr(store, o.date),
            answers: o.answers ?? null,
            reopening: o.reopen || o.both ? { both: o.both ?? false } : null,
          })
          if (o.seal) enterDraft(store, draft.id)
        }),
    )

  command('pass <file>', 'pass our open drafts across: seal them, and write their papers')
    .option('--item <number>', 'pass only the draft of this item (may be given again)', collect, [])
    .option('--date <day>', 'day of the round, where the drafts have several')
    .option('--against <version>', 'what the papers are redlined against: base, answered, last:LABEL, LABEL@DATE', 'base')
    .option('--session <day>', 'session that it happens in (left out: the one of that day)')
    .option('--package <title>', 'offer them together under this title')
    .option('-o, --output <folder>', 'where to write the papers (left out: a folder beside the file)')
    .action(
      async (file: string, o: { item: string[]; date?: string; against: string; session?: string; package?: string; output?: string }) => {
        const said = await edit(file, async (store) => {
          const wanted = new Set(itemIds(store, o.item))
          const drafts = ownDrafts(store).filter((p) => !wanted.size || wanted.has(p.item))
          const without = [...wanted].find((id) => !drafts.some((p) => p.item === id))
          if (without || !drafts.length) {
            const where = without
              ? ` in ${store.item(without).kind === 'item' ? `Item ${store.item(without).number}` : store.item(without).title}`
              : ''
            throw new ParleyError('refused', `${store.negotiation().us} has no open draft${where} to pass across.`)
          }
          const pass = await runPass(store, {
            drafts: drafts.map((p) => ({ proposal: p.id, seq: store.document(p.id).seq })),
            date: o.date === undefined ? null : dayNamed(store, o.date),
            against: o.against,
            session: sessionNamedBy(store, o.session),
            package: o.package ?? null,
          })
          const names = written(store, pass.id, o.output === undefined ? folderOf(store) : path(o.output))
          return `${pass.party} passed ${counted(pass.proposals.length, 'item')} across\n${names.map((name) => `${name}\n`).join('')}`
        })
        out(said)
      },
    )

  command('passes <file>', 'list what was put across, with the hashes of papers and proposals')
    .option('--json', 'print data')
    .option('--papers <folder>', 'write the papers of every pass again, byte for byte as they left')
    .action(async (file: string, o: { json?: boolean; papers?: string }) => {
      const data = await withFile(path(file), {}, (store) => {
        if (o.papers !== undefined) for (const pass of store.record().passes) writePapers(store, pass, path(o.papers))
        return passes(store)
      })
      if (o.json) json(data)
      else out(passTable(data))
    })

  for (const [name, kind, description] of STATUSES) {
    const made = command(`${name} <file>`, description)
      .requiredOption('--item <number>', 'item (may be given again)', collect, [])
      .option('--date <day>', 'day of it (left out: today)')
      .option('--party <label>', kind === 'ta' ? 'who agrees (left out: the other party than the one whose language it is)' : 'who says so')
      .option('--session <day>', 'session that it happened in (left out: the one of that day)')
    if (kind === 'ta')
      made
        .option('--version <version>', 'proposal that is agreed (left out: the last on the table)')
        .option('--block <label>', 'agree to this part alone, by its label or its number in the proposal (may be given again)', collect, [])
    if (kind === 'drop') made.option('--whole', 'take the item off the table, though the other party holds a proposal in it')
    if (kind === 'reopen') made.option('--both', 'both parties say so')
    made.action((file: string, o: StatusOptions) => edit(file, (store) => setStatuses(store, changesOf(store, kind, o))))
  }

  command('package <file>', 'list packages, or offer, accept or withdraw one')
    .option('--offer <title>', 'offer the last proposals of the items together')
    .option('--accept <title>', 'accept a package: all its items are agreed')
    .option('--withdraw <title>', 'withdraw a package: all its proposals are withdrawn')
    .option('--apart', 'with --withdraw: only the tie goes; each proposal stays on the table')
    .option('--item <number>', 'item of a package that is offered (give it twice)', collect, [])
    .option('--party <label>', 'who offers or accepts (left out: us; the other party)')
    .option('--date <day>', 'day of it (left out: today)')
    .option('--json', 'print data')
    .action(
      async (
        file: string,
        o: {
          offer?: string
          accept?: string
          withdraw?: string
          apart?: boolean
          item: string[]
          party?: string
          date?: string
          json?: boolean
        },
      ) => {
        const acts = [o.offer, o.accept, o.withdraw].filter((x) => x !== undefined)
        if (acts.length > 1) throw new ParleyError('bad-input', 'Say one of --offer, --accept and --withdraw.')
        const data = await withFile(path(file), acts.length ? { write: true } : {}, (store) => {
          const date = dayOr(store, o.date)
          const party = o.party ?? null
          if (o.accept !== undefined) accept(store, { package: o.accept, date, party })
          if (o.withdraw !== undefined) withdraw(store, { package: o.withdraw, date, party, apart: o.apart ?? false })
          if (o.offer !== undefined) {
            const by = partyNamed(store, party ?? store.negotiation().us)
            offer(store, { title: o.offer, party: by, date, proposals: o.item.map((number) => proposalAt(store, number, `last:${by}`)) })
          }
          return packages(store)
        })
        if (o.json) json(data)
        else if (!acts.length) out(packageTable(data))
      },
    )

  command('session <file>', 'list sessions, or add or change the one of a day')
    .option('--date <day>', 'day of the session')
    .option('--move <day>', 'day that it is moved to')
    .option('--start <time>', 'when it begins, as 18:00')
    .option('--end <time>', 'when it ends')
    .option('--place <place>', 'where it is')
    .addOption(new Option('--open <who>', 'whether anybody may come').choices(['public', 'closed']))
    .option('--agenda <line>', 'line of the agenda (may be given again)', collect, [])
    .option('--first <label>', 'who begins, where it is settled otherwise than by the rule')
    .option('--cancel', 'it is called off')
    .option('--came <name>', 'person who came, as LABEL:NAME (may be given again); private', collect, [])
    .option('--json', 'print data')
    .action(
      async (
        file: string,
        o: {
          date?: string
          move?: string
          start?: string
          end?: string
          place?: string
          open?: 'public' | 'closed'
          agenda: string[]
          first?: string
          cancel?: boolean
          came: string[]
          json?: boolean
        },
      ) => {
        const { date: given } = o
        const data = await withFile(path(file), given === undefined ? {} : { write: true }, (store) => {
          if (given !== undefined)
            store.atomically(() => {
              const date = dayNamed(store, given)
              const known = store.record().sessions.find((s) => s.date === date)
              const { id } = putSession(store, {
                id: known?.id ?? null,
                date: o.move === undefined ? date : dayNamed(store, o.move),
                start: clock(o.start),
                end: clock(o.end),
                place: o.place,
                open: o.open,
                agenda: o.agenda.length ? o.agenda : undefined,
                first: o.first,
                cancelled: o.cancel,
              })
              for (const who of o.came) attend(store, id, personNamed(store, who), true)
            })
          return sessions(store)
        })
        if (o.json) json(data)
        else if (given === undefined) out(sessionTable(data))
      },
    )

  command('rules <file>', 'what the parties go by: who begins, and whether what was agreed may be reopened')
    .addOption(new Option('--first <rule>', 'who begins').choices(['not-last', 'alternate', 'none']))
    .addOption(new Option('--reopen <rule>', 'reopening what was agreed').choices(['allowed', 'both', 'never']))
    .option('--date <day>', 'day on which it was settled (left out: today)')
    .action(async (file: string, { first, reopen, date }: { first?: Rule<'first'>; reopen?: Rule<'reopen'>; date?: string }) => {
      const change = first !== undefined || reopen !== undefined
      json(
        await withFile(path(file), change ? { write: true } : {}, (store) =>
          change ? setRules(store, { first, reopen, date: dayOr(store, date) }) : store.record().rules,
        ),
      )
    })
}

type Rule<K extends 'first' | 'reopen'> = ReturnType<typeof setRules>[K]

function changesOf(store: Store, kind: StatusChange['kind'], o: StatusOptions): StatusChange[] {
  if ((o.version !== undefined || o.block?.length) && o.item.length > 1)
    throw new ParleyError('bad-input', 'A version or a part is agreed in one item at a time.')
  const date = dayOr(store, o.date)
  return o.item.map((number) => {
    const proposal = o.version === undefined ? null : proposalAt(store, number, o.version)
    return {
      item: itemNumbered(store, number).id,
      kind,
      date,
      party: o.party ?? null,
      session: sessionNamedBy(store, o.session),
      proposal,
      blocks: o.block?.length ? blocksNamed(store, itemNumbered(store, number), proposal, o.block) : null,
      whole: o.whole ?? null,
      both: o.both ?? false,
    }
  })
}

/** Writes the papers of a pass that is done; where they cannot be written, says so and how to get them. */
function written(store: Store, pass: string, folder: string): string[] {
  try {
    return writePapers(store, passNamed(store, pass), folder)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ParleyError(
      'io',
      `The pass is done and sealed, but its papers were not written: ${why} Write them with "parley passes ${store.name} --papers FOLDER".`,
    )
  }
}

/** The person `LABEL:NAME`, written down where he or she is not known yet. */
function personNamed(store: Store, given: string): string {
  const at = given.indexOf(':')
  const [party, name] = [given.slice(0, at).trim(), given.slice(at + 1).trim()]
  if (at < 1 || !name) throw new ParleyError('bad-input', `Write who came as LABEL:NAME, not "${given}".`)
  const known = store.caucus.people().find((p) => p.name === name && p.party === party)
  return (known ?? store.caucus.putPerson({ name, party: partyNamed(store, party), role: '' })).id
}

/** A time of day; refuses what is none. Undefined stays so. */
function clock(given: string | undefined): string | undefined {
  if (given === undefined) return undefined
  const found = /^(\d{1,2}):(\d{2})$/.exec(given)
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59)
    throw new ParleyError('bad-input', `${given} is no time of day; write it as 18:00.`)
  return given.padStart(5, '0')
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
