import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { parseDay } from '../../../shared/model/labels.ts'
import type { Party } from '../../../shared/model/negotiation.ts'
import { SCOPES } from '../../../shared/model/paper.ts'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import {
  checkFile,
  checkText,
  compareFiles,
  createNegotiation,
  dayNamed,
  type Format,
  findings,
  handMarks,
  importSource,
  ledger,
  looksNamed,
  looksTable,
  type Manner,
  makeOutput,
  type PaperRequest,
  readSource,
  roleOf,
  roundsNamed,
  takeChecked,
  textOf,
  versionNamed,
  withFile,
  writeWhole,
} from '../../services/index.ts'
import { openWindow } from './open.ts'
import { placeCommands } from './place.ts'
import { recordCommands } from './record.ts'
import { ledgerTable } from './table.ts'

/** What the command line is run in. `from`: the folder that relative paths start at. */
export interface Surroundings {
  readonly version: string
  readonly from: string
  out(text: string): void
  err(text: string): void
}

interface ViewOptions {
  readonly scope: string
  readonly view: PaperRequest['view']
  readonly baseline?: string
  readonly version?: string
}

const VIEWS = ['clean', 'redline', 'all-rounds'] as const

/** Runs one command. Resolves to the exit code: 0, or 1 after one line on the error side that says what is wrong. */
export async function main(args: readonly string[], at: Surroundings): Promise<0 | 1> {
  const program = commands(at)
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    at.err(`${sentence(error)}\n`)
    return 1
  }
}

function sentence(error: unknown): string {
  const line = (text: string) => text.replace(/\s*\n\s*/g, ' ').trim()
  if (error instanceof ParleyError) return `parley: ${line(error.message)}`
  if (error instanceof CommanderError) return `parley: ${line(error.message.replace(/^error: /, ''))}`
  return `parley: Something went wrong in Parley itself: ${line(error instanceof Error ? error.message : String(error))}`
}

function commands(at: Surroundings): Command {
  const path = (given: string) => resolve(at.from, given)
  const json = (value: unknown) => at.out(`${JSON.stringify(value, null, 2)}\n`)
  const program = new Command('parley')
    .description('Negotiation documents: what each party put forward, when, and what became of it.')
    .version(at.version)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: at.out, writeErr: () => {} })
    .showHelpAfterError(false)
  program.allowExcessArguments().action((_options: unknown, self: Command) => {
    const names = program.commands.map((c) => c.name()).join(', ')
    const [first] = self.args
    throw new ParleyError(
      'bad-input',
      first === undefined ? `Say what to do: ${names}.` : `There is no command ${first}; there are ${names}.`,
    )
  })
  const command = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .allowExcessArguments(false)
      .exitOverride()
      .configureOutput({ writeOut: at.out, writeErr: () => {} })

  command('new <file>', 'begin a negotiation')
    .requiredOption('--party <label:name>', 'a party, its label first (give it twice)', collectParty, [])
    .requiredOption('--us <label>', 'which party we are')
    .option('--title <title>', 'what the negotiation is called')
    .option('--years <years>', 'years of the contract, such as 2023-2025')
    .action((file: string, o: { party: Party[]; us: string; title?: string; years?: string }) => {
      createNegotiation(path(file), { title: o.title ?? null, years: o.years ?? null, parties: o.party, us: o.us }).close()
    })

  command('import <file> <source>', 'read a source (docx, md, txt) into a negotiation')
    .addOption(new Option('--as <kind>', 'what the source is').choices(['base', 'negotiation', 'proposal']).makeOptionMandatory())
    .option('--item <number>', 'item that a proposal belongs to')
    .option(
      '--party <label>',
      'party whose proposal it is; AUTHOR=LABEL (repeatable) for what an author tracked in a Word file',
      collect,
      [],
    )
    .option('--date <day>', 'day of the proposal, such as 2023-09-20; DAY=DAY (repeatable) for what is tracked on a day', collect, [])
    .option('--answers <version>', 'proposal that it answers, as LABEL@DATE, or base')
    .option('--marks', 'list the marks made by hand in a Word file and what they are taken for, and import nothing')
    .option('--look <look=meaning>', 'what such a mark means: insert or delete (then party and day), or keep', collect, [])
    .action(
      async (
        file: string,
        source: string,
        o: { as: 'base' | 'negotiation' | 'proposal'; marks?: boolean; look: string[]; party: string[]; date: string[] } & Partial<
          Record<'item' | 'answers', string>
        >,
      ) => {
        const given = readSource(path(source))
        if (o.marks) {
          at.out(await withFile(path(file), {}, async (store) => looksTable(await handMarks(store, given))))
          return
        }
        const result = await withFile(path(file), { write: true }, async (store) =>
          importSource(store, {
            as: o.as,
            ...given,
            item: o.item ?? null,
            ...roundsNamed(o.party, o.date, (text) => dayNamed(store, text)),
            answers: o.answers ?? null,
            ...(o.look.length ? { looks: looksNamed(store, await handMarks(store, given), o.look) } : {}),
          }),
        )
        at.out(
          `${counted(result.items, 'item')}, ${counted(result.proposals, 'proposal')}, ${counted(result.blocks, 'block')}, ${counted(result.doubts, 'doubt')}\n`,
        )
      },
    )

  command('ledger <file>', 'list items, proposals and statuses')
    .option('--json', 'print data')
    .action(async (file: string, o: { json?: boolean }) => {
      const data = await withFile(path(file), {}, ledger)
      if (o.json) json(data)
      else at.out(ledgerTable(data))
    })

  command('findings <file>', 'list what to look at in the language: dates, references, numbers, terms, amounts')
    .option('--item <number>', 'an item, or base for the agreement', 'base')
    .option('--version <version>', 'version to look at', 'latest')
    .option('--json', 'print data')
    .action(async (file: string, o: { item: string; version: string; json?: boolean }) => {
      const said = await withFile(path(file), {}, (store) => findings(store, versionNamed(store, o.item, o.version)))
      if (o.json) json(said)
      else at.out(said.findings.length ? said.findings.map((f) => `${f.message}\n`).join('') : 'Nothing to look at.\n')
    })

  viewed(command('text <file>', 'print the language of a scope'))
    .addOption(new Option('--format <format>', 'how to print it').choices(['md', 'json']).default('md'))
    .action(async (file: string, o: ViewOptions & { format: 'md' | 'json' }) => {
      await withFile(path(file), {}, async (store) => {
        if (o.format === 'json') json(textOf(store, request(o)))
        else at.out(new TextDecoder().decode((await makeOutput(store, { ...request(o), format: 'md' })).bytes))
      })
    })

  mannered(viewed(command('export <file>', 'write a paper')))
    .addOption(new Option('--format <format>', 'kind of file').choices(['docx', 'pdf', 'md']).makeOptionMandatory())
    .requiredOption('-o, --output <path>', 'where to write it')
    .action(async (file: string, o: ViewOptions & MannerOptions & { format: Format; output: string }) => {
      const manner = mannerOf(o, o.format)
      const wanted = { ...request(o), format: o.format, manner }
      const { bytes, findings, notices } = await withFile(path(file), {}, (store) => makeOutput(store, wanted))
      writeWhole(path(o.output), bytes)
      for (const notice of notices) at.err(`${notice}\n`)
      for (const finding of findings) at.err(`to look at: ${finding}\n`)
    })

  mannered(command('compare <before> <after>', 'write what differs between two files (docx, md, txt) as a redline'))
    .option('--party <label>', 'party that the changes are attributed to', 'Comparison')
    .option('--date <day>', 'day of the changes, such as 2023-09-20 (left out: today)')
    .addOption(new Option('--format <format>', 'kind of file (left out: as the output is called)').choices(['docx', 'pdf', 'json']))
    .option('--unscrubbed', 'leave comments, hidden text, names and the like of the files in: for your own use')
    .requiredOption('-o, --output <path>', 'where to write it')
    .action(async (before: string, after: string, o: CompareOptions) => {
      const format = o.format ?? formatOf(o.output)
      const { bytes, notices } = await compareFiles({
        before: readSource(path(before)),
        after: readSource(path(after)),
        party: o.party,
        date: o.date === undefined ? new Date().toISOString().slice(0, 10) : day(o.date),
        format,
        manner: mannerOf(o, format),
        unscrubbed: o.unscrubbed ?? false,
      })
      writeWhole(path(o.output), bytes)
      for (const notice of notices) at.err(`${notice}\n`)
    })

  command('check <theirs> <file>', 'what a Word file changes without tracking it, and what it reopens')
    .requiredOption('--item <number>', 'item that the file is about, or base')
    .option('--json', 'print data')
    .option('--take', 'make it a round of theirs in the item')
    .option('--party <label>', 'whose round it becomes (left out: the other party’s)')
    .option('--date <day>', 'day of the round (left out: the last day of its tracked changes)')
    .action(async (theirs: string, file: string, o: { item: string; json?: boolean; take?: boolean; party?: string; date?: string }) => {
      const given = readSource(path(theirs))
      const result = await withFile(path(file), o.take ? { write: true } : {}, async (store) => {
        const checked = await checkFile(store, given, o.item)
        const date = o.date === undefined ? null : dayNamed(store, o.date)
        if (o.take) takeChecked(store, checked, { party: o.party ?? null, date })
        return checked.result
      })
      if (o.json) json(result)
      else at.out(checkText(result))
    })

  command('verify <file>', 'prove that nothing sealed was changed').action(async (file: string) => {
    const { problems, checked } = await withFile(path(file), {}, (store) => store.verify())
    if (problems.length) throw new ParleyError('refused', problems.join(' '))
    at.out(`${counted(checked, 'sealed proposal')}, unbroken\n`)
  })

  recordCommands({ command, path, out: at.out, json })
  placeCommands({ command, path, out: at.out, json })

  command('open [file]', 'open the window').action(async (file?: string) => {
    await openWindow(file === undefined ? null : path(file))
  })
  return program
}

const viewed = (command: Command): Command =>
  command
    .requiredOption('--scope <scope>', `what: ${SCOPES.join(', ')}`)
    .addOption(new Option('--view <view>', 'how it is shown').choices(VIEWS).default('clean'))
    .option('--baseline <version>', 'what a redline is measured against: base, answered, latest, last:LABEL, LABEL@DATE')
    .option('--version <version>', 'which version: base, latest, last:LABEL, LABEL@DATE')

const request = (o: ViewOptions): PaperRequest => ({
  scope: o.scope,
  view: o.view,
  baseline: o.baseline ?? null,
  version: o.version ?? null,
})

/** How changes are written in a Word file, as it is asked for. */
interface MannerOptions {
  readonly moves?: 'plain' | 'word'
  readonly flat?: boolean
  readonly colours?: boolean
}
const mannered = (command: Command): Command =>
  command
    .addOption(
      new Option('--moves <kind>', 'in Word, moves as a deletion and an insertion, or as its own')
        .choices(['plain', 'word'])
        .default('plain'),
    )
    .option('--flat', 'in Word, what one party put in and another struck as a deletion alone, for programs that lose it')
    .option('--colours', 'in Word, changes in the colours of the legend, not tracked')

/** Refuses what would say nothing: only Word files have tracked changes. */
function mannerOf({ moves, flat, colours }: MannerOptions, format: string): Manner {
  const [asked] = [...(moves === 'word' ? ['--moves word'] : []), ...(flat ? ['--flat'] : []), ...(colours ? ['--colours'] : [])]
  if (asked && format !== 'docx') throw new ParleyError('bad-input', `${asked} is for Word files (docx), not for ${format}.`)
  if (colours && (flat || moves === 'word'))
    throw new ParleyError('bad-input', `${asked} says how changes are tracked, and with --colours they are not; leave out one of them.`)
  return { moves: moves ?? 'plain', passing: flat ? 'flat' : 'nested', changes: colours ? 'colours' : 'tracked' }
}

interface CompareOptions extends MannerOptions {
  readonly party: string
  readonly date?: string
  readonly format?: CompareFormat
  readonly output: string
  readonly unscrubbed?: boolean
}
type CompareFormat = 'docx' | 'pdf' | 'json'
/** The format that an output's name asks for. */
function formatOf(output: string): CompareFormat {
  const ending = /\.(docx|pdf|json)$/i.exec(output)?.[1].toLowerCase()
  if (!ending)
    throw new ParleyError(
      'bad-input',
      `What ${output} is to be cannot be told from its name; end it in .docx, .pdf or .json, or give --format.`,
    )
  return ending as CompareFormat
}
/** A day given in full. */
function day(given: string): string {
  const found = parseDay(given, null)
  if (!found) throw new ParleyError('bad-input', `${given} is no day; write it as 2023-09-20.`)
  return found
}

const collect = (given: string, before: readonly string[]): string[] => [...before, given]
function collectParty(given: string, before: readonly Party[]): Party[] {
  const at = given.indexOf(':')
  const [label, name] = [given.slice(0, at).trim(), given.slice(at + 1).trim()]
  if (at < 1 || !label || !name) throw new InvalidArgumentError('Write a party as LABEL:NAME.')
  return [...before, { label, name, role: roleOf(name) }]
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
