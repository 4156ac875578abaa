import { existsSync } from 'node:fs'
import type { z } from 'zod'
import { type EventName, type EventOf, type METHODS, type Method, type Output, ParleyError } from '../../shared/rpc/contract.ts'
import type { Store } from '../store/index.ts'
import { createNegotiation } from './beginning.ts'
import { boardOf } from './board.ts'
import { bring } from './bring.ts'
import { compareCounts, compareFiles, type GivenFile } from './compare.ts'
import { enterDraft, openProposal, startDraft } from './drafts.ts'
import { findings } from './findings.ts'
import { payGrids, setStaff } from './grid.ts'
import { importSource, readSource } from './intake.ts'
import { addItem } from './item.ts'
import { Jobs } from './jobs.ts'
import { isWordFile } from './kind.ts'
import { detail, outline, overview } from './ledger.ts'
import { checkInfo, looksSaid, roundsSaid } from './mapping.ts'
import { startMemorandum } from './memorandum.ts'
import { nextNegotiation } from './next.ts'
import { type Output as Made, makeOutput } from './output.ts'
import { placeHandlers } from './place.ts'
import { planImport } from './plan.ts'
import type { Ports } from './ports.ts'
import { ratified } from './ratify.ts'
import { Recent } from './recent.ts'
import { recordHandlers } from './record.ts'
import { room } from './room.ts'
import { checkRounds } from './rounds.ts'
import { samplePath } from './sample.ts'
import { Sessions } from './session.ts'
import { Sources } from './sources.ts'
import { itemNumbered, partyNamed, resolve, viewBetween } from './versions.ts'

/** What a method gets: its input after validation. */
export type Checked<M extends Method> = z.output<(typeof METHODS)[M]['input']>
/** One function for each method of the contract. Each throws a `ParleyError` with one sentence where it cannot do what was asked. */
export type Handlers = { readonly [M in Method]: (input: Checked<M>) => Promise<Output<M>> }
/** Tells every listener of an event. */
export type Emit = <E extends EventName>(event: E, payload: EventOf<E>) => void
/** The use cases behind the contract, with the files that are open. */
export interface Services {
  readonly handlers: Handlers
  /** Hears every event. Returns a function that ends it. */
  on(listener: Emit): () => void
  /** Makes a file that a host was given by path known, and gives the handle that `file.open` takes. */
  register(path: string): string
  /** Closes every file that is open; each is one plain file afterwards. */
  close(): void
}

export type { Manner } from '../formats/docx/manner.ts'
export type { Store } from '../store/index.ts'
export { type ProposedAnchor, proposeAnchors, proposeHere, setAnchor, stretchNamed, takeProposed } from './anchor.ts'
export { createNegotiation, roleOf } from './beginning.ts'
export { type CheckResult, checkFile, checkText, takeChecked } from './check.ts'
export { type CompareRequest, compareFiles } from './compare.ts'
export { enterDraft } from './drafts.ts'
export { withFile } from './file.ts'
export { findings } from './findings.ts'
export { handMarks, type ImportRequest, type ImportResult, importSource, readSource } from './intake.ts'
export { addItem } from './item.ts'
export { type Ledger, ledger } from './ledger.ts'
export { looksNamed, looksTable } from './looks.ts'
export { roundsNamed } from './mapping.ts'
export { attend, putSession, sessions } from './meeting.ts'
export { nextNegotiation } from './next.ts'
export { type Format, makeOutput, writeWhole } from './output.ts'
export { accept, offer, packages, withdraw } from './package.ts'
export type { PaperRequest } from './paper.ts'
export { folderOf, ownDrafts, passes, passNamed, runPass, writePapers } from './pass/index.ts'
export { ratifyCheck } from './place.ts'
export { type Ratified, ratified } from './ratify.ts'
export { setRules } from './rules.ts'
export { blocksNamed } from './standing.ts'
export { type StatusChange, setStatuses } from './status.ts'
export { textOf } from './text.ts'
export { draftFrom } from './typed.ts'
export { dayNamed, itemNumbered, partyNamed, proposalAt, versionNamed } from './versions.ts'

/** The use cases behind the contract, on what a host gives. `emit` hears every event, besides whoever calls `on`. */
export function createServices(ports: Ports, emit?: Emit): Services {
  const listeners = new Set<Emit>(emit ? [emit] : [])
  const tell: Emit = (event, payload) => {
    for (const listener of [...listeners]) listener(event, payload)
  }
  const sessions = new Sessions()
  const recent = new Recent(ports.dataDir, ports.folder ?? null)
  return {
    handlers: handlers(ports, sessions, recent, tell),
    on: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    register: (path) => recent.register(path),
    close: () => sessions.closeAll(),
  }
}

function handlers(ports: Ports, sessions: Sessions, recent: Recent, tell: Emit): Handlers {
  const sources = new Sources()
  const jobs = new Jobs((job, done, note) => tell('job.progress', { job, done, note }))
  const changed = (file: string) => tell('negotiation.changed', { file })
  const show = (file: string): Output<'negotiation.get'> => overview(sessions.store(file), file)
  const opened = (file: string): Output<'negotiation.get'> => {
    const store = sessions.store(file)
    recent.add(store.path, store.negotiation().title)
    return show(file)
  }

  return {
    'app.info': async () => ({ version: ports.version, host: ports.host, dialogs: ports.dialogs }),
    'app.recent': async () => recent.list(),

    'file.create': async (input) => {
      const path = await ports.chooseNew(`${input.title}.parley`)
      return path === null ? null : opened(sessions.adopt(createNegotiation(path, input)))
    },
    'file.next': async ({ file, ...next }) => {
      const store = sessions.store(file)
      // What cannot be put together is refused before the person is asked where it goes.
      ratified(store)
      const path = await ports.chooseNew(`${next.title}.parley`)
      return path === null ? null : opened(sessions.adopt(nextNegotiation(path, store, next)))
    },
    'file.open': async ({ handle }) => {
      const path = handle === null ? await ports.chooseOpen() : recent.path(handle)
      if (path === null && handle === null) return null
      if (path === null) throw new ParleyError('not-found', 'This file is no longer in the list of recent files.')
      return opened(sessions.open(path))
    },
    'file.bring': async (source) => {
      const tried = (path: string): string => {
        const file = sessions.open(path)
        try {
          show(file)
          return file
        } catch (error) {
          sessions.close(file)
          throw error
        }
      }
      const file = await bring(source, (name) => ports.chooseNew(name), tried)
      return file === null ? null : opened(file)
    },
    'file.openSample': async () => opened(sessions.open(await samplePath(ports.dataDir))),
    'file.close': async ({ file }) => {
      sessions.close(file)
      return {}
    },
    'file.verify': async ({ file }) => sessions.store(file).verify(),

    'negotiation.get': async ({ file }) => show(file),
    'negotiation.setLegend': async ({ file, legend }) => {
      sessions.store(file).setLegend(legend)
      changed(file)
      return show(file)
    },
    'outline.get': async ({ file }) => outline(sessions.store(file)),
    search: async ({ file, text }) => {
      const store = sessions.store(file)
      const items = new Map(store.items().map((i) => [i.id, i]))
      const proposals = new Map(store.proposals().map((p) => [p.id, p]))
      return store.search(text).map((hit) => ({
        ...hit,
        party: proposals.get(hit.proposal)?.party ?? null,
        date: proposals.get(hit.proposal)?.date ?? null,
        number: items.get(hit.item)?.number ?? '',
        title: items.get(hit.item)?.title ?? '',
      }))
    },

    'item.get': async ({ file, item }) => detail(sessions.store(file), item),
    'item.create': async ({ file, number, title, place }) => {
      const store = sessions.store(file)
      const item = addItem(store, { number, title, place })
      changed(file)
      return detail(store, item.id)
    },

    'proposal.open': async ({ file, proposal }) => openProposal(sessions.store(file), proposal),
    'view.compare': async ({ file, item, baseline, target }) => {
      const store = sessions.store(file)
      const of = store.item(item)
      const v = viewBetween(store, resolve(store, of, baseline), resolve(store, of, target))
      return { ...v, doc: v.doc.toJSON(), rounds: [...v.rounds] }
    },

    'draft.start': async ({ file, ...draft }) => {
      const started = startDraft(sessions.store(file), draft)
      changed(file)
      return started
    },
    'draft.memorandum': async ({ file, ...draft }) => {
      const store = sessions.store(file)
      const { id } = startMemorandum(store, { ...draft, party: partyNamed(store, draft.party) })
      changed(file)
      return openProposal(store, id)
    },
    'findings.get': async ({ file, item, version }) => {
      const store = sessions.store(file)
      const said = findings(store, resolve(store, store.item(item), version))
      return { ...said, findings: [...said.findings] }
    },
    'grid.get': async ({ file, item }) => payGrids(sessions.store(file), item) as Output<'grid.get'>,
    'grid.setStaff': async ({ file, item, grid, cells }) => setStaff(sessions.store(file), item, grid, cells) as Output<'grid.setStaff'>,
    'draft.append': async ({ file, proposal, seq, steps }) => sessions.store(file).append(proposal, seq, steps),
    'draft.setDate': async ({ file, proposal, date }) => {
      const store = sessions.store(file)
      store.setDate(proposal, date)
      changed(file)
      return openProposal(store, proposal)
    },
    'draft.discard': async ({ file, proposal }) => {
      const store = sessions.store(file)
      const { item } = store.proposal(proposal)
      store.discard(proposal)
      changed(file)
      return detail(store, item)
    },
    'draft.seal': async ({ file, proposal }) => {
      const store = sessions.store(file)
      const { item } = enterDraft(store, proposal)
      changed(file)
      return detail(store, item)
    },

    'source.take': async ({ source }) => {
      const given = source ?? (await chosen(ports))
      if (!given) return null
      return { source: sources.keep(given), name: given.name, size: given.bytes.byteLength, word: isWordFile(given.bytes) }
    },
    'source.drop': async ({ source }) => {
      sources.drop(source)
      return {}
    },
    'import.look': async ({ file, source, as }) => planImport(sessions.store(file), sources.of(source), as),
    'import.check': async ({ file, source, item, party, date, answers, rounds, looks }) => {
      const store = sessions.store(file)
      const against = answers === null ? undefined : resolve(store, itemNumbered(store, item), answers).proposal
      const said = { mapping: roundsSaid(store, rounds), ...(looks ? { looks: looksSaid(store, looks) } : {}) }
      const check = await checkRounds(store, item, { ...sources.of(source), ...said, party, date, against })
      return check && checkInfo(check)
    },
    'import.run': async ({ file, job, as, source, item, party, date, answers, rounds, looks, reopening }) => {
      const store = sessions.store(file)
      const given = typeof source === 'string' ? sources.of(source) : (source ?? (await chosen(ports)))
      if (!given) return null
      const said = {
        ...(rounds ? { rounds: roundsSaid(store, rounds) } : {}),
        ...(looks ? { looks: looksSaid(store, looks) } : {}),
        ...(reopening ? { reopening } : {}),
      }
      const request = { as, ...given, item, party, date, answers, ...said }
      const result = await jobs.run(job, (progress) => importSource(store, request, progress))
      if (typeof source === 'string') sources.drop(source)
      changed(file)
      return result
    },
    'doubts.list': async ({ file }) => sessions.store(file).doubts(),
    'doubts.resolve': async ({ file, doubt, answer }) => {
      const store = sessions.store(file)
      store.resolveDoubt(doubt, answer)
      changed(file)
      return store.doubts()
    },

    'note.list': async ({ file }) => sessions.store(file).caucus.notes(),
    'note.add': async ({ file, ...note }) => noted(sessions.store(file), (caucus) => caucus.addNote({ ...note, author: '' })),
    'note.edit': async ({ file, note, body }) => noted(sessions.store(file), (caucus) => caucus.editNote(note, body)),
    'note.resolve': async ({ file, note, resolved }) => noted(sessions.store(file), (caucus) => caucus.resolveNote(note, resolved)),
    'note.remove': async ({ file, note }) => noted(sessions.store(file), (caucus) => caucus.removeNote(note)),

    'export.run': async ({ file, job, ...request }) => {
      const store = sessions.store(file)
      return handed(ports, await jobs.run(job, (progress) => makeOutput(store, request, progress)))
    },
    'compare.look': async ({ job, before, after }) =>
      jobs.run(job, (progress) => compareCounts(sources.of(before), sources.of(after), progress)),
    'compare.run': async ({ job, before, after, ...request }) => {
      const files = { before: sources.of(before), after: sources.of(after) }
      return handed(ports, await jobs.run(job, (progress) => compareFiles({ ...files, ...request }, progress)))
    },
    'job.cancel': async ({ job }) => {
      jobs.cancel(job)
      return {}
    },

    ...placeHandlers((file) => sessions.store(file), changed),
    ...recordHandlers({ store: (file) => sessions.store(file), changed, jobs, ports }),

    'board.get': async ({ file, today }) => boardOf(sessions.store(file), today) as Output<'board.get'>,
    'room.get': async ({ file, item, proposal }) => room(sessions.store(file), item, proposal),
  }
}

/** Changes the notes of a file and answers with them all. */
function noted(store: Store, change: (caucus: Store['caucus']) => unknown): Output<'note.list'> {
  change(store.caucus)
  return store.caucus.notes()
}

/** Hands a finished file to the host, and says what was left out of it. */
async function handed(ports: Ports, { name, mime, bytes, notices }: Made): Promise<Output<'export.run'>> {
  const saved = await ports.deliver(name, mime, bytes)
  return saved.kind === 'cancelled' || !notices.length ? saved : { ...saved, notices: [...notices] }
}

async function chosen(ports: Ports): Promise<GivenFile | null> {
  const path = await ports.chooseSource()
  if (path === null) return null
  if (!existsSync(path)) throw new ParleyError('not-found', 'The chosen file is no longer there.')
  return readSource(path)
}
