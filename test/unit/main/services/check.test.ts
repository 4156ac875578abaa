import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test, vi } from 'vitest'
import { main } from '../../../../main/hosts/cli/program.ts'
import { checkFile, checkText, takeChecked } from '../../../../main/services/check.ts'
import { importSource } from '../../../../main/services/intake.ts'
import { makeOutput } from '../../../../main/services/output.ts'
import { createFile, type Store } from '../../../../main/store/index.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { isSilent } from '../../../../shared/model/silent.ts'
import { changes, invariants, plainText, project, redline } from '../../../../shared/redline/index.ts'
import { p, run, wordFile } from '../formats/docx/word.ts'
import { beginning, newStore, tempDir } from '../store/made.ts'

vi.setConfig({ testTimeout: 30_000 })

const clause = (days: string): string[] => [
  `A teacher gives notice of ${days} days before a leave begins.`,
  'The office answers within one week.',
  'A leave that is longer than a month needs the consent of the board.',
]
const base = schema.nodes.doc.create(null, [
  schema.nodes.heading.create({ id: 'h', level: 1 }, schema.text('Leave')),
  ...clause('three').map((text, i) =>
    schema.nodes.paragraph.create({ id: `p${i}`, list: 'ordered', label: `${'abc'[i]}.` }, schema.text(text)),
  ),
])
/** Fills a negotiation in which we (LTA) last passed two days for three. */
async function fill(store: Store): Promise<void> {
  store.addItem({ number: '4', title: 'Leave', place: null, kind: 'item', base })
  const text = `# Leave\n\n${clause('two')
    .map((line, i) => `${'abc'[i]}. ${line}`)
    .join('\n\n')}\n`
  await importSource(store, {
    as: 'proposal',
    name: 'ours.md',
    bytes: new TextEncoder().encode(text),
    item: '4',
    party: 'LTA',
    date: '2023-09-20',
    answers: null,
  })
}
/** What we passed as a Word file, with what somebody did to its markup. */
async function sentBack(
  store: Store,
  scope: string,
  edit: (xml: string) => string,
  view: 'redline' | 'clean' = 'redline',
): Promise<{ name: string; bytes: Uint8Array }> {
  const { bytes } = await makeOutput(store, { scope, view, baseline: null, version: null, format: 'docx' })
  const parts = unzipSync(bytes)
  const before = strFromU8(parts['word/document.xml'])
  const after = edit(before)
  parts['word/document.xml'] = strToU8(after)
  return { name: 'theirs.docx', bytes: zipSync(parts) }
}
const swap =
  (...pairs: readonly (readonly [string, string])[]) =>
  (xml: string): string =>
    pairs.reduce((now, [from, to]) => {
      expect(now.split(from)).toHaveLength(2)
      return now.replace(from, to)
    }, xml)
const TRACKED = (struck: string, inserted: string): string =>
  `</w:t></w:r><w:del w:id="901" w:author="J. Doe" w:date="2023-10-02T09:00:00Z"><w:r><w:delText xml:space="preserve">${struck}</w:delText></w:r></w:del><w:ins w:id="902" w:author="J. Doe" w:date="2023-10-02T09:00:00Z"><w:r><w:t xml:space="preserve">${inserted}</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">`

test.each(['item:4', 'table'])('%s sent back as it was: no edit at all', async (scope) => {
  const store = newStore()
  await fill(store)
  const { result } = await checkFile(store, await sentBack(store, scope, (xml) => xml), '4')
  expect(result).toEqual({
    file: 'theirs.docx',
    item: '4',
    against: { party: 'LTA', date: '2023-09-20' },
    untracked: [],
    tracked: [],
    reopened: [],
  })
  expect(checkText(result)).toContain('Every edit is tracked.')
})

test.each(['item:4', 'table'])('%s: edits that are tracked and edits that are not are told apart', async (scope) => {
  const store = newStore()
  await fill(store)
  const given = await sentBack(store, scope, swap(['one week', `one ${TRACKED('week', 'month')}`], ['than a month', 'than a year']))
  const { result } = await checkFile(store, given, '4')
  expect(result.untracked).toEqual([{ kinds: ['delete', 'insert'], struck: 'month', inserted: 'year', paragraph: `c. ${clause('')[2]}` }])
  expect(result.tracked).toMatchObject([{ struck: 'week', inserted: 'month', author: 'J. Doe', date: '2023-10-02' }])
  expect(result.reopened).toEqual([])
  expect(checkText(result)).toMatch(/NOT TRACKED: 1 edit\n.*“month” became “year”/)
})

test('words beside the row of the only proposal are edits of it', async () => {
  const store = newStore()
  await fill(store)
  const beside = '<w:p><w:r><w:t>Leave is at the will of the board.</w:t></w:r></w:p>'
  for (const edit of [swap(['</w:tbl>', `</w:tbl>${beside}`]), swap(['<w:tbl>', `${beside}<w:tbl>`])]) {
    const { result } = await checkFile(store, await sentBack(store, 'item:4', edit), '4')
    expect(result.untracked.map(({ struck, inserted }) => [struck, inserted.trim()])).toEqual([['', 'Leave is at the will of the board.']])
    expect(result.tracked).toEqual([])
  }
})

test('our own changes that were undone in silence are found, and so are words that claim to be ours', async () => {
  const store = newStore()
  await fill(store)
  const undone = await sentBack(store, 'item:4', (xml) =>
    xml
      .replace(/<w:ins [^>]*w:author="LTA"[^>]*>.*?<\/w:ins>/s, '')
      .replace(/<w:del [^>]*w:author="LTA"[^>]*>(.*?)<\/w:del>/s, (_, inside: string) => inside.replaceAll('delText', 't')),
  )
  expect((await checkFile(store, undone, '4')).result.untracked).toMatchObject([{ struck: 'two', inserted: 'three' }])
  const claimed = TRACKED('week', 'month').replaceAll('J. Doe', 'LTA').replaceAll('2023-10-02', '2023-09-20')
  const { result } = await checkFile(store, await sentBack(store, 'item:4', swap(['one week', `one ${claimed}`])), '4')
  expect([result.untracked.map((e) => [e.struck, e.inserted]), result.tracked]).toEqual([[['week', 'month']], []])
})

test('words that are struck by hand are edits that are not tracked', async () => {
  const store = newStore()
  await fill(store)
  const given = await sentBack(
    store,
    'item:4',
    swap(['one week', 'one </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>week</w:t></w:r><w:r><w:t xml:space="preserve">']),
  )
  expect((await checkFile(store, given, '4')).result.untracked).toMatchObject([{ struck: 'week', inserted: '' }])
})

test('what was agreed and is changed is reopened', async () => {
  const store = newStore()
  await fill(store)
  const item = store.items()[0]
  store.addStatus('ta', { item: item.id, proposal: store.proposals(item.id)[0].id, party: null, date: '2023-09-25', whole: true })
  const given = await sentBack(store, 'item:4', swap(['one week', `one ${TRACKED('week', 'month')}`], ['than a month', 'than a year']))
  const { result } = await checkFile(store, given, '4')
  expect(result.reopened.map((e) => [e.tracked, e.struck, e.agreed.item, e.agreed.date])).toEqual([
    [false, 'month', '4', '2023-09-25'],
    [true, 'week', '4', '2023-09-25'],
  ])
  expect(checkText(result)).toContain('REOPENED: 2 edits of language that was agreed')
})

test('taken, it is a round of theirs that answers ours; what was not tracked is a doubt', async () => {
  const store = newStore()
  await fill(store)
  const given = await sentBack(store, 'item:4', swap(['one week', `one ${TRACKED('week', 'month')}`], ['than a month', 'than a year']))
  const earlier = await checkFile(store, given, '4')
  expect(() => takeChecked(store, earlier, { party: null, date: '2023-09-19' })).toThrow(/cannot answer LTA’s of 2023-09-20/)
  const made = takeChecked(store, await checkFile(store, given, '4'), { party: null, date: null })
  expect(made).toMatchObject({ party: '300', date: '2023-10-02', answers: store.proposals()[0].id, sealed: true })
  const { doc } = store.document(made.id)
  expect(plainText(project(doc, 2))).toBe(
    plainText(project(doc, 1)).replace('one week', 'one month').replace('than a month', 'than a year'),
  )
  invariants(doc)
  expect(store.doubts().filter((d) => d.proposal === made.id)).toMatchObject([
    {
      proposal: made.id,
      kind: 'untracked',
      message: 'An edit in theirs.docx is not tracked: “month” became “year”. It was taken in with those that are.',
    },
  ])
  const silent = changes(redline(doc, [], 1, 2)).filter((change) => change.ids.some(isSilent))
  expect(silent.map((change) => [change.struck, change.inserted])).toEqual([['month', 'year']])
  expect(store.verify().ok).toBe(true)
})

test('taken, it brings what they wrote beside the text as private doubts', async () => {
  const store = newStore()
  await fill(store)
  const comments =
    '<w:comment w:id="7" w:author="J. Doe" w:date="2023-10-02T09:00:00Z"><w:p><w:r><w:t>The board will not move.</w:t></w:r></w:p></w:comment>'
  const bytes = wordFile(
    clause('two')
      .map((text) => p(run(text)))
      .join(''),
    { comments },
  )
  const made = takeChecked(store, await checkFile(store, { name: 'theirs.docx', bytes }, '4'), { party: null, date: '2023-10-02' })
  expect(store.doubts().filter((d) => d.kind === 'comment')).toMatchObject([
    { proposal: made.id, message: 'A comment of J. Doe, 2023-10-02: The board will not move.' },
  ])
})

test('what is tracked and what is not are told apart where they stand side by side', async () => {
  const store = newStore()
  await fill(store)
  const given = await sentBack(store, 'item:4', swap(['within one week', `within ${TRACKED('one week', 'a month')} at most`]))
  const made = takeChecked(store, await checkFile(store, given, '4'), { party: null, date: null })
  const { doc } = store.document(made.id)
  invariants(doc)
  const list = changes(redline(doc, [], 1, 2))
  const words = (silent: boolean): string[] =>
    list.filter((change) => change.ids.some(isSilent) === silent).map((change) => `${change.struck.trim()}>${change.inserted.trim()}`)
  expect(words(true)).toEqual(['>at most'])
  expect(words(false).join()).toMatch(/week.*month/)
  expect(words(false).join()).not.toContain('at most')
  expect(store.verify().ok).toBe(true)
})

test('imported as a proposal, what is not tracked is a doubt of it', async () => {
  const store = newStore()
  await fill(store)
  const given = await sentBack(store, 'table', swap(['one week', `one ${TRACKED('week', 'month')}`], ['than a month', 'than a year']))
  await importSource(store, { as: 'proposal', ...given, item: '4', party: '300', date: '2023-10-05', answers: null })
  expect(store.doubts().filter((d) => d.message.includes('is not tracked'))).toMatchObject([
    { proposal: store.proposals().at(-1)!.id, kind: 'untracked', message: expect.stringContaining('“month” became “year”') },
  ])
})

test('the command prints data or text, takes the round where it is asked to, and says in a sentence what it cannot do', async () => {
  const dir = tempDir()
  const store = createFile(join(dir, 't.parley'), beginning)
  await fill(store)
  writeFileSync(join(dir, 'theirs.docx'), (await sentBack(store, 'item:4', swap(['than a month', 'than a year']))).bytes)
  store.close()
  const run = async (...args: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await main(args, { version: '0.0.0', from: dir, out: (text) => out.push(text), err: (text) => err.push(text) })
    return { code, out: out.join(''), err: err.join('') }
  }
  const before = readFileSync(join(dir, 't.parley'))
  const { code, out } = await run('check', 'theirs.docx', 't.parley', '--item', '4', '--json')
  expect([code, JSON.parse(out).untracked]).toMatchObject([0, [{ struck: 'month', inserted: 'year' }]])
  expect(readFileSync(join(dir, 't.parley')).equals(before)).toBe(true)
  expect((await run('check', 'theirs.docx', 't.parley', '--item', '4')).out).toContain('NOT TRACKED: 1 edit')
  expect(await run('check', 'theirs.docx', 't.parley', '--item', '9')).toMatchObject({
    code: 1,
    err: 'parley: There is no Item 9 in t.parley.\n',
  })
  expect(await run('check', 'theirs.docx', 't.parley', '--item', '4', '--take')).toMatchObject({
    code: 1,
    err: expect.stringContaining('of which day'),
  })
  expect((await run('check', 'theirs.docx', 't.parley', '--item', '4', '--take', '--date', '2023-10-05')).code).toBe(0)
  expect((await run('text', 't.parley', '--scope', 'item:4', '--version', '300@2023-10-05', '--format', 'md')).out).toContain('than a year')
})
