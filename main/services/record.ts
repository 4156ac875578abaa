import type { z } from 'zod'
import type { RECORD_METHODS } from '../../shared/rpc/record.ts'
import type { Store } from '../store/index.ts'
import type { Jobs } from './jobs.ts'
import { attend, putSession, sessions } from './meeting.ts'
import { accept, offer, packages, withdraw } from './package.ts'
import { folderName, folderOf, passes, passNamed, previewPass, runPass, writePapers } from './pass/index.ts'
import type { Ports } from './ports.ts'
import { setRules } from './rules.ts'
import { setStatuses } from './status.ts'
import { partyNamed } from './versions.ts'

type RecordMethods = typeof RECORD_METHODS
/** The methods of the bargaining record. */
export type RecordHandlers = {
  readonly [M in keyof RecordMethods]: (input: z.output<RecordMethods[M]['input']>) => Promise<z.output<RecordMethods[M]['output']>>
}
/** What the handlers need of those around them. */
export interface RecordGround {
  store(file: string): Store
  changed(file: string): void
  readonly jobs: Jobs
  readonly ports: Pick<Ports, 'deliver'>
}

/** The use cases of the bargaining record behind the contract. */
export function recordHandlers({ store: storeOf, changed, jobs, ports }: RecordGround): RecordHandlers {
  /** Does work on a file, tells that it changed, and answers what `read` reads of it. */
  const write = <T>(file: string, work: (store: Store) => unknown, read: (store: Store) => T): T => {
    const store = storeOf(file)
    work(store)
    changed(file)
    return read(store)
  }
  const whatIfs = (store: Store) => store.caucus.whatIfs().map((w) => ({ ...w, proposals: [...w.proposals] }))

  return {
    'pass.preview': async ({ file, job, ...request }) => jobs.run(job, (progress) => previewPass(storeOf(file), request, progress)),
    'pass.run': async ({ file, job, session = null, package: title = null, ...request }) => {
      const store = storeOf(file)
      const pass = await jobs.run(job, (progress) => runPass(store, { ...request, session, package: title }, progress))
      changed(file)
      return { pass: passes(store).find((p) => p.id === pass.id)!, folder: folderName(store), unwritten: unwritten(store, pass.id) }
    },
    'pass.list': async ({ file }) => passes(storeOf(file)),
    'pass.papers': async ({ file, pass }) => {
      const store = storeOf(file)
      return { folder: folderName(store), names: writePapers(store, passNamed(store, pass), folderOf(store)) }
    },
    'pass.save': async ({ file, pass, name }) => {
      const paper = storeOf(file).paper(pass, name)
      return ports.deliver(paper.name, paper.mime, new Uint8Array(paper.bytes))
    },

    'status.set': async ({ file, items, ...change }) =>
      write(
        file,
        (store) =>
          setStatuses(
            store,
            items.map((item) => ({ item, ...change })),
          ),
        () => ({}),
      ),
    'status.agreements': async ({ file, item }) =>
      (storeOf(file).record().agreements.get(item) ?? []).map((a) => ({
        proposal: a.proposal,
        party: a.party,
        date: a.date,
        blocks: a.blocks && [...a.blocks],
      })),

    'package.list': async ({ file }) => packages(storeOf(file)),
    'package.offer': async ({ file, ...given }) => write(file, (store) => offer(store, given), packages),
    'package.accept': async ({ file, ...said }) => write(file, (store) => accept(store, said), packages),
    'package.withdraw': async ({ file, ...said }) => write(file, (store) => withdraw(store, said), packages),
    'whatif.list': async ({ file }) => whatIfs(storeOf(file)),
    'whatif.put': async ({ file, ...given }) => write(file, (store) => putWhatIf(store, given), whatIfs),
    'whatif.remove': async ({ file, id }) => write(file, (store) => store.caucus.removeWhatIf(id), whatIfs),

    'session.list': async ({ file }) => sessions(storeOf(file)),
    'session.put': async ({ file, ...given }) => {
      const store = storeOf(file)
      const { id } = putSession(store, given)
      changed(file)
      return { id, sessions: sessions(store) }
    },
    'session.attend': async ({ file, session, person, came }) => write(file, (store) => attend(store, session, person, came), sessions),
    'people.list': async ({ file }) => storeOf(file).caucus.people(),
    'people.put': async ({ file, ...person }) =>
      write(
        file,
        (store) => store.caucus.putPerson({ ...person, party: partyNamed(store, person.party) }),
        (store) => store.caucus.people(),
      ),
    'people.remove': async ({ file, id }) =>
      write(
        file,
        (store) => store.caucus.removePerson(id),
        (store) => store.caucus.people(),
      ),
    'rules.get': async ({ file }) => storeOf(file).record().rules,
    'rules.set': async ({ file, ...rules }) =>
      write(
        file,
        (store) => setRules(store, rules),
        (store) => store.record().rules,
      ),
  }
}

/** A package that is only thought of, of proposals and drafts that are there. */
function putWhatIf(store: Store, given: { id: string | null; title: string; proposals: readonly string[]; note: string }): void {
  for (const id of given.proposals) store.proposal(id)
  store.caucus.putWhatIf(given)
}

/** Writes the papers of a pass; what stopped it, as a sentence, since the pass itself is done. */
function unwritten(store: Store, pass: string): string | null {
  try {
    writePapers(store, passNamed(store, pass), folderOf(store))
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
