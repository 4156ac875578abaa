import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { readBase } from '../../main/formats/markdown/index.ts'
import { stopPress } from '../../main/formats/pdf/index.ts'
import { createDispatcher } from '../../main/rpc/index.ts'
import { createNegotiation, createServices, type Format, importSource, makeOutput, withFile } from '../../main/services/index.ts'
import { openFile, type Store } from '../../main/store/index.ts'
import { weave } from '../../shared/compare/index.ts'
import type { RoundRef } from '../../shared/model/negotiation.ts'
import { schema } from '../../shared/model/schema.ts'
import { allRounds, changes, context, project, redline, revert, track } from '../../shared/redline/index.ts'
import type { Output } from '../../shared/rpc/contract.ts'
import { benchPeers, benchWorst, type Compared } from './compare.ts'
import { amended, repeated, source } from './document.ts'
import { benchKeypress } from './keypress.ts'
import { goal, head, median, megabytes, row, say, share, type Times, timed } from './table.ts'
import { benchWindow, MANY, type Memory } from './window.ts'
import { benchWord } from './word.ts'

// `npm run bench`: what things cost on this machine, in one table. A program and no test: nothing here passes or fails.

const CHANGES = 2000
const ROUNDS = 8
const EDITS = 1000
/** Milliseconds: one frame of a screen, and what a view or a decision of all changes may take. */
const FRAME = 16
const VIEW = 5
const SAME = 'the same two texts'

const started = performance.now()
const dir = mkdtempSync(join(tmpdir(), 'parley-bench-'))
const file = join(dir, 'bench.parley')
const of = source()
let fresh = 0
const newId = (prefix: string): string => `${prefix}bench${++fresh}`
const create = (path: string): Store =>
  createNegotiation(path, {
    title: 'Bench',
    years: '2023-2025',
    parties: [
      { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' },
      { label: '300', name: 'District 300', role: 'employer' },
    ],
    us: 'LTA',
  })
const read = {
  as: 'base',
  name: 'contract.md',
  bytes: new TextEncoder().encode(of.text),
  item: null,
  party: null,
  date: null,
  answers: null,
} as const

/** Reading: the text alone, and into a file on disk. */
async function reading(): Promise<void> {
  const parse = await timed(5, () => readBase(of.text))
  row(`read ${of.name}, ${Math.round(of.text.length / 1000)} KB`, say(parse))
  const whole = await timed(3, async (k) => {
    const store = create(k ? join(dir, `import-${k}.parley`) : file)
    await importSource(store, read)
    store.close()
  })
  row('import it: read, give ids, write, index', say(whole))
  row(
    'file after the import',
    megabytes(statSync(file).size),
    `its text: ${megabytes(of.text.length)}`,
    statSync(file).size / of.text.length,
  )
}

/** Proposals of both sides that answer each other, sealed, each with its share of the changes; and our open round that answers the last. */
async function proposal(): Promise<string> {
  return withFile(file, { write: true }, async (store) => {
    const item = store.items().find((i) => i.kind === 'base')!
    const base = store.base(item.id)
    const target = amended(base, CHANGES)
    const woven = await timed(3, () => weave(base, target, { r: 1, p: '300' }, newId))
    row(`compare it with a text of ${CHANGES.toLocaleString('en-US')} replaced words, as a round`, say(woven))
    const chain: RoundRef[] = []
    let doc = base
    let answers: string | null = null
    for (let r = 1; r <= ROUNDS; r++) {
      const party = r % 2 ? '300' : 'LTA'
      doc = weave(doc, amended(project(doc, r - 1), CHANGES / ROUNDS, (r - 0.5) / ROUNDS), { r, p: party }, newId)
      const id = `bench-round-${r}`
      chain.push({ r, party, date: `2023-0${r}-20`, proposal: id })
      store.addSealed({ id, item: item.id, kind: 'amended', answers, chain: [...chain], doc })
      answers = id
    }
    return store.startDraft({ item: item.id, party: 'LTA', date: '2023-11-01', kind: 'amended', answers }).id
  })
}

/** Views of the document with its changes, and the decision of all of them, on documents of one, four and sixteen times the size. */
async function views(draft: string): Promise<void> {
  await withFile(file, {}, async (store) => {
    const { doc } = store.document(draft)
    const { chain } = store.proposal(draft)
    const us = { r: ROUNDS + 1, p: 'LTA' }
    const works: readonly (readonly [string, (doc: Node) => unknown])[] = [
      [`redline(base, latest) of ${CHANGES.toLocaleString('en-US')} changes`, (of) => redline(of, chain, 0, us.r)],
      ['clean(round)', (of) => project(of, ROUNDS)],
      [
        'deciding all of them: strike what they put in, restore what they struck',
        (of) => revert(EditorState.create({ doc: of }), 0, context(us, newId)),
      ],
    ]
    const sizes = [1, 4, 16] as const
    const json = sizes.map((times) => repeated(doc, times))
    for (const [name, work] of works) {
      const first: Times[] = []
      const again: Times[] = []
      for (const [k, times] of sizes.entries()) {
        // A document that nobody has looked at yet for each run, and then one with an edit in each; half the runs are warming up.
        const runs = times === 16 ? 6 : 24
        const fresh = Array.from({ length: runs }, () => schema.nodeFromJSON(json[k]))
        const edited = Array.from({ length: runs }, () => EditorState.create({ doc: fresh.at(-1)! }).tr.insertText('a', 3).doc)
        first.push((await timed(runs, (n) => work(fresh[n]!))).slice(runs / 2))
        again.push((await timed(runs, (n) => work(edited[n]!))).slice(runs / 2))
      }
      const [one, four, sixteen] = again.map(median) as [number, number, number]
      const bySize = `by size ${(four / one / 4).toFixed(2)}, ${(sixteen / one / 16).toFixed(2)}`
      row(`${name}, after an edit`, say([one]), `4 and 16 times the document: ${say([four])}, ${say([sixteen])}, ${bySize}`)
      const [cold, cold4, cold16] = first.map(median) as [number, number, number]
      row('the same, a document read for the first time', say([cold]), `4 and 16 times the document: ${say([cold4])}, ${say([cold16])}`)
      goal(`under ${VIEW} ms after an edit`, one < VIEW, `takes ${say([one])}`)
      // The first reading does all of the work; what it costs beyond the document's growth is memory that is touched.
      const grows = Math.max(cold4 / cold / 4, cold16 / cold / 16)
      goal('linear in the size of the document', grows < 1.5, `${grows.toFixed(2)} times as much by size`)
    }
    const seen = schema.nodeFromJSON(json[0])
    row('all rounds', say(await timed(40, () => allRounds(seen, chain, 0, us.r))))
    const shown = redline(seen, chain, 0, us.r)
    row('list of its changes', say(await timed(40, () => changes(shown))))
  })
}

/** Keystrokes through the dispatcher, each on disk before the next; a bare row of the same size beside them. */
async function saving(draft: string): Promise<void> {
  const before = statSync(file).size
  const services = createServices({
    version: '0',
    host: 'memory',
    dialogs: false,
    dataDir: dir,
    chooseNew: async () => null,
    chooseOpen: async () => null,
    chooseSource: async () => null,
    deliver: async () => ({ kind: 'cancelled' }),
  })
  const dispatcher = createDispatcher(services)
  const call = async (method: string, input: unknown): Promise<unknown> => {
    const reply = await dispatcher.call(method, input)
    if (!reply.ok) throw new Error(reply.message)
    return reply.value
  }
  const { file: handle } = (await call('file.open', { handle: services.register(file) })) as { file: string }
  const opened = (await call('proposal.open', { file: handle, proposal: draft })) as Output<'proposal.open'>
  let state = EditorState.create({ doc: schema.nodeFromJSON(opened.doc) })
  const cx = context({ r: ROUNDS + 1, p: 'LTA' }, newId)
  const blocks: number[] = []
  state.doc.forEach((block, at) => {
    if (block.isTextblock) blocks.push(at + 1)
  })
  const words = 'the district shall give notice in writing before it changes any schedule '
  const steps: Record<string, unknown>[] = []
  let at = 0
  const tracked = await timed(EDITS, (k) => {
    if (k % 100 === 0) at = state.doc.resolve(blocks[Math.floor((blocks.length * k) / EDITS)]!).start()
    const tr = track(state, state.tr.insertText(words[k % words.length]!, at), cx)
    state = state.apply(tr)
    at += 1
    steps.push(...tr.steps.map((step) => step.toJSON()))
  })
  const saved = await timed(steps.length, (k) => call('draft.append', { file: handle, proposal: draft, seq: k, steps: [steps[k]] }))
  services.close()
  const bare = await bareRows(steps.map((step) => JSON.stringify(step)))
  row('a key press tracked: the step of an edit written as switches', say(tracked))
  row(
    'the edit saved: draft.append until it is on disk',
    say(saved),
    `bare SQLite row, synced: ${say(bare.times)}`,
    median(saved) / median(bare.times),
  )
  const grown = (statSync(file).size - before) / steps.length
  row(
    `disk for each of ${EDITS.toLocaleString('en-US')} key presses`,
    `${Math.round(grown)} bytes`,
    `bare SQLite row: ${Math.round(bare.size)} bytes`,
    grown / bare.size,
  )
}

async function bareRows(steps: readonly string[]): Promise<{ times: readonly number[]; size: number }> {
  const path = join(dir, 'bare.db')
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE edit (seq INTEGER PRIMARY KEY, step TEXT NOT NULL) STRICT')
  const insert = db.prepare('INSERT INTO edit (step) VALUES (?)')
  const times = await timed(steps.length, (k) => insert.run(steps[k]!))
  db.close()
  return { times, size: statSync(path).size / steps.length }
}

/** Opening the file, proving it, and the memory of a process that has it open. */
async function opening(draft: string): Promise<void> {
  const open = await timed(5, () => {
    const store = openFile(file, { readOnly: true })
    store.document(draft)
    store.close()
  })
  row('open the file and its draft, in a warm process', say(open))
  row('verify: every sealed proposal and every edit', say(await timed(3, () => withFile(file, {}, (store) => store.verify()))))
  const code = `
    import { openFile } from './main/store/index.ts'
    const before = process.memoryUsage().rss
    const store = openFile(${JSON.stringify(file)}, { readOnly: true })
    store.document(${JSON.stringify(draft)})
    console.log(JSON.stringify([before, process.memoryUsage().rss]))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', code], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  })
  const [idle, holding] = JSON.parse(stdout) as [number, number]
  row('memory of a process that has it open (resident)', megabytes(holding), `before it is opened: ${megabytes(idle)}`)
}

/** Papers of the whole document. */
async function writing(): Promise<void> {
  await withFile(file, {}, async (store) => {
    for (const format of ['docx', 'pdf', 'md'] as const satisfies readonly Format[])
      for (const view of ['clean', 'redline'] as const) {
        let size = 0
        const times = await timed(format === 'pdf' ? 1 : 3, async () => {
          size = (await makeOutput(store, { scope: 'base', view, baseline: 'base', version: 'latest', format })).bytes.byteLength
        })
        row(
          `export ${format}, ${view === 'clean' ? 'clean' : `redlined, ${CHANGES.toLocaleString('en-US')} changes`}`,
          `${say(times)}, ${megabytes(size)}`,
        )
      }
  })
  await stopPress()
}

/** Comparison beside libraries that compare text, in time and in words marked as changed; then what could be slow. */
function comparing(): void {
  const [ours, ...peers] = benchPeers()
  const words = (of: Compared) => `${say([of.ms])}, ${of.words!.toLocaleString('en-US')} words marked`
  row(ours!.name, words(ours!))
  for (const peer of peers) row(SAME, '', `${peer.name}: ${words(peer)}`, ours!.ms / peer.ms)
  for (const worst of benchWorst()) row(worst.name, say([worst.ms]))
}

/** The window: the whole program on the file, the page by itself, and the same text without us. */
async function window(): Promise<void> {
  const { open, press, opened, edited } = await benchWindow(file)
  const alone = await benchKeypress()
  row('open the program’s window on it, to the first frame that takes keys', say(open))
  press.forEach(({ place, times }, k) => {
    const bare = alone.bare[k]!.times
    row(
      `key press to paint, the whole program, ${place} of the document`,
      say(times),
      `bare editable element, same size of text: ${say(bare)}`,
      median(times) / median(bare),
    )
  })
  alone.page.forEach(({ place, times }, k) => {
    const plain = alone.plain[k]!.times
    row(
      `key press to paint, our page alone, ${place}`,
      say(times),
      `plain ProseMirror, same text: ${say(plain)}`,
      median(times) / median(plain),
    )
  })
  const p95 = press.map(({ times }) => share(times, 0.95))
  const [start, , end] = press.map(({ times }) => median(times)) as [number, number, number]
  goal(
    `95 of 100 key presses in the program within one frame, ${FRAME} ms`,
    Math.max(...p95) <= FRAME,
    `p95 ${p95.map((ms) => ms.toFixed(1)).join(', ')} ms`,
  )
  goal('no slower at the end than at the start', end <= start * 1.1, `${say([end])} against ${say([start])}`)
  row('open the page alone: 3,000 blocks, 2,000 changes', say([alone.open]))
  const held = ({ heap, host }: Memory) => `${heap.toFixed(1)} MB${host === null ? '' : `, host process ${host.toFixed(0)} MB resident`}`
  row('memory after opening: script of the window', held(opened))
  row(`memory after ${MANY.toLocaleString('en-US')} edits`, held(edited), '', edited.heap / opened.heap)
}

try {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}; ${of.name}; medians\n`)
  head()
  await reading()
  const draft = await proposal()
  await views(draft)
  await saving(draft)
  await opening(draft)
  await writing()
  comparing()
  await benchWord(dir)
  await window()
  console.log('\nRatio: ours to the peer’s; less than 1 is quicker or smaller. Where the machine is busy, look at the ratios.')
  console.log(`${Math.round((performance.now() - started) / 1000)} seconds in all.`)
} finally {
  await stopPress()
  rmSync(dir, { recursive: true, force: true })
}
