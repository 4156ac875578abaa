import { ParleyError } from '../../../shared/rpc/contract.ts'
import {
  itemNumbered,
  nextNegotiation,
  type ProposedAnchor,
  proposeAnchors,
  proposeHere,
  ratifyCheck,
  setAnchor,
  stretchNamed,
  takeProposed,
  withFile,
} from '../../services/index.ts'
import type { Bench } from './record.ts'

/** The commands about places in the base agreement. */
export function placeCommands({ command, path, out, json }: Bench): void {
  command('anchor <file>', 'tie items to their places in the base agreement')
    .option('--item <number>', 'the item')
    .option('--place <place>', 'its place, such as "Article 8, Section 4"')
    .option('--find', 'list the places that the words of items without one stand in, and tie nothing')
    .option('--propose', 'tie every item whose words stand in one place; what has to be asked becomes a doubt')
    .option('--json', 'as JSON')
    .action(async (file: string, o: { item?: string; place?: string; find?: boolean; propose?: boolean; json?: boolean }) => {
      if (o.item !== undefined && o.place !== undefined) {
        const { item, place } = { item: o.item, place: o.place }
        const made = await withFile(path(file), { write: true }, (store) => setAnchor(store, itemNumbered(store, item).id, { place }))
        if (o.json) json(made)
        return
      }
      if (!o.find && !o.propose) throw new ParleyError('bad-input', 'Say --item and --place, or --find, or --propose.')
      const all = await withFile(path(file), o.propose ? { write: true } : {}, o.propose ? takeProposed : proposeAnchors)
      if (o.json) json(all)
      else out(all.map((p) => `${said(p, o.propose ?? false)}\n`).join(''))
    })

  command('propose <file>', 'make an item of a place in the base agreement: its words become the item’s current language')
    .requiredOption('--place <place>', 'the place, such as "Article 8, Section 4"')
    .option('--number <number>', 'the item’s number (left out: the next one)')
    .option('--title <title>', 'what the item is called (left out: the heading)')
    .action(async (file: string, o: { place: string; number?: string; title?: string }) => {
      const item = await withFile(path(file), { write: true }, (store) =>
        proposeHere(store, { ...stretchNamed(store, o.place), number: o.number ?? null, title: o.title ?? null }),
      )
      out(`Item ${item.number}: ${item.title}\n`)
    })

  command('next <file> <next>', 'begin the next negotiation: its base agreement is this one with every tentative agreement applied')
    .option('--title <title>', 'what it is called')
    .option('--years <years>', 'years of the next contract, such as 2025-2027')
    .action((file: string, next: string, o: { title?: string; years?: string }) =>
      withFile(path(file), {}, (store) => nextNegotiation(path(next), store, { title: o.title ?? null, years: o.years ?? null }).close()),
    )

  command('ratify <file>', 'check the base agreement with every tentative agreement applied; export it with --scope ratification')
    .option('--json', 'as JSON')
    .action(async (file: string, o: { json?: boolean }) => {
      const found = await withFile(path(file), {}, ratifyCheck)
      if (o.json) return json(found)
      if (found.stop !== null) throw new ParleyError('refused', found.stop)
      const count = `${found.changes} ${found.changes === 1 ? 'change' : 'changes'}`
      out(`${count} of ${found.items.length ? `Item ${found.items.join(', ')}` : 'no item'}\n`)
      for (const { message } of found.findings) out(`to look at: ${message}\n`)
    })
}

function said({ number, title, kind, options, missing }: ProposedAnchor, taken: boolean): string {
  const places = options.map(({ place }) => place || 'a place without a number').join('; ')
  const head = `Item ${number} ${title}`.trim()
  if (kind === 'found') return `${head}: ${places}${taken ? ', tied' : ''}`
  if (kind === 'several') return `${head}: in ${options.length} places (${places}); say which with --place`
  if (kind === 'new') return `${head}: new language${places ? `, perhaps at the end of ${places}` : ''}`
  return `${head}: quotes “${missing}”, which the base agreement does not have`
}
