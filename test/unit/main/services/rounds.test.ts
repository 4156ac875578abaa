import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Node } from 'prosemirror-model'
import { describe, expect, it, vi } from 'vitest'
import { main } from '../../../../main/hosts/cli/program.ts'
import { importSource } from '../../../../main/services/intake.ts'
import { secretsOf } from '../../../../main/services/leak.ts'
import { looksSaid } from '../../../../main/services/mapping.ts'
import { makeOutput } from '../../../../main/services/output.ts'
import { planImport } from '../../../../main/services/plan.ts'
import { checkRounds, makeRounds, type RoundsRequest } from '../../../../main/services/rounds.ts'
import { createFile, openFile, type Store } from '../../../../main/store/index.ts'
import { schema } from '../../../../shared/model/schema.ts'
import { isSilent } from '../../../../shared/model/silent.ts'
import { changes, invariants, plainText, project, redline } from '../../../../shared/redline/index.ts'
import { del, gone, ins, p, run, wordFile } from '../formats/docx/word.ts'
import { beginning, newStore, tempDir } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

/** What Ann put in and Bob struck again, what Bob put in later, and a second round of Ann's. */
const BODY =
  p(run('A teacher gives notice of ') + del('Ann Lee', 3, gone('three')) + ins('Ann Lee', 3, run('two')) + run(' days.')) +
  p(
    run('The office answers within ') +
      ins('Ann Lee', 3, del('Bob Roe', 5, gone('one short'))) +
      ins('Bob Roe', 5, run('a')) +
      run(' week.'),
  ) +
  p(run('Leave is ') + ins('Ann Lee', 9, run('always ')) + run('paid.'))
const LINES = ['A teacher gives notice of three days.', 'The office answers within  week.', 'Leave is paid.']
const AUTHORS = new Map([
  ['Ann Lee', 'LTA'],
  ['Bob Roe', '300'],
])
const DATES = new Map([['2025-11-03', '2023-09-20']])
const request = (bytes: Uint8Array, more: Partial<RoundsRequest> = {}): RoundsRequest => ({
  name: 'theirs.docx',
  bytes,
  mapping: { authors: AUTHORS, dates: DATES },
  party: null,
  date: null,
  ...more,
})
const doc = (lines: readonly string[]): Node =>
  schema.nodes.doc.create(
    null,
    lines.map((text, i) => schema.nodes.paragraph.create({ id: `p${i}` }, text ? schema.text(text) : null)),
  )
const item = (store: Store, lines: readonly string[]) =>
  store.addItem({ number: '4', title: 'Leave', place: null, kind: 'item', base: doc(lines) })
const said = async (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing').catch((e: Error) => e.message)

describe('a Word file of several authors and days', () => {
  it.each([
    ['without language', ['']],
    ['with the language that it changes', LINES],
  ])('in an item %s is a proposal for each round', async (_name, lines) => {
    const store = newStore()
    const { id } = item(store, lines)
    const result = await importSource(store, {
      as: 'proposal',
      name: 'theirs.docx',
      bytes: wordFile(BODY),
      item: '4',
      party: null,
      date: null,
      answers: null,
      rounds: { authors: AUTHORS, dates: DATES },
    })
    expect(result.proposals).toBe(3)
    const stack = store.proposals(id)
    expect(stack.map((s) => [s.party, s.date, s.answers, s.sealed])).toEqual([
      ['LTA', '2023-09-20', null, true],
      ['300', '2025-11-05', stack[0].id, true],
      ['LTA', '2025-11-09', stack[1].id, true],
    ])
    const last = store.document(stack[2].id).doc
    invariants(last)
    const at = (v: number): string[] => plainText(project(last, v)).split('\n')
    expect(at(0)).toEqual(LINES)
    expect(at(1)).toEqual(['A teacher gives notice of two days.', 'The office answers within one short week.', 'Leave is paid.'])
    expect(at(2)).toEqual(['A teacher gives notice of two days.', 'The office answers within a week.', 'Leave is paid.'])
    expect(at(3)).toEqual(['A teacher gives notice of two days.', 'The office answers within a week.', 'Leave is always paid.'])
    expect(store.verify().problems).toEqual([])
    for (const format of ['docx', 'md'] as const) {
      const { bytes } = await makeOutput(store, { scope: 'item:4', view: 'all-rounds', baseline: 'base', version: null, format })
      expect(Buffer.from(bytes).includes('Ann Lee')).toBe(false)
    }
    store.close()
  })

  it('is looked into first: who tracked what on which day, and whose it may be', async () => {
    const store = newStore()
    const plan = await planImport(store, { name: 'theirs.docx', bytes: wordFile(BODY.replaceAll('Bob Roe', '300')) }, 'proposal')
    expect(plan).toMatchObject({ word: true, looks: [], comments: 0 })
    expect(plan.rounds).toEqual([
      { author: 'Ann Lee', date: '2025-11-03', added: 3, struck: 1, examples: ['three', 'two', 'one short'], party: null },
      { author: '300', date: '2025-11-05', added: 1, struck: 2, examples: ['one short', 'a'], party: '300' },
      { author: 'Ann Lee', date: '2025-11-09', added: 1, struck: 0, examples: ['always'], party: null },
    ])
    expect(await planImport(store, { name: 'a.md', bytes: Buffer.from('# A') }, 'base')).toMatchObject({ word: false, rounds: [] })
    store.close()
  })

  it('brings its comments as private doubts, answers with what they answer; neither words nor names may leave', async () => {
    const store = newStore()
    item(store, LINES)
    const comment = (id: number, author: string, text: string): string =>
      `<w:comment w:id="${id}" w:author="${author}" w:date="2025-11-03T10:00:00Z"><w:p w:paraId="0${id}"><w:r><w:t>${text}</w:t></w:r></w:p></w:comment>`
    const comments =
      comment(1, 'Ann Lee', 'We said two at the table.') +
      comment(2, 'Bob Roe', 'Nobody on our side heard that.') +
      comment(3, '', 'Alone.')
    const commentsExtended =
      '<w:commentEx w:paraId="01"/><w:commentEx w:paraId="02" w:paraIdParent="01"/><w:commentEx w:paraId="03" w:paraIdParent="99"/>'
    const bytes = wordFile(BODY, { comments, commentsExtended })
    expect((await planImport(store, { name: 'theirs.docx', bytes }, 'proposal')).comments).toBe(2)
    const rounds = { authors: AUTHORS, dates: DATES }
    await importSource(store, { as: 'proposal', name: 'theirs.docx', bytes, item: '4', party: null, date: null, answers: null, rounds })
    expect(store.doubts().map((d) => [d.kind, d.message])).toEqual([
      [
        'comment',
        'A comment of Ann Lee, 2025-11-03: We said two at the table.\nBob Roe, 2025-11-03, answers: Nobody on our side heard that.',
      ],
      ['comment', 'A comment, 2025-11-03: Alone.'],
    ])
    const secrets = secretsOf(store, new Set())
    expect(secrets.filter((s) => s.what === 'the name of a person').flatMap((s) => s.texts)).toEqual(['Ann Lee', 'Bob Roe'])
    expect(secrets.filter((s) => s.what === 'a remark beside the text').flatMap((s) => s.texts)).toContain('nobody on our side heard')
    store.close()
  })

  it('makes no round twice that the item has already', async () => {
    const store = newStore()
    const { id } = item(store, LINES)
    const ours = { as: 'proposal' as const, name: 'ours.docx', item: '4', answers: null, party: 'LTA', date: '2023-09-20' }
    await importSource(store, {
      ...ours,
      bytes: wordFile(
        BODY.replace(/<w:del [^>]*Bob.*?<\/w:del>/, run('one short'))
          .replace(/<w:ins [^>]*Bob.*?<\/w:ins>/, '')
          .replace(/<w:ins [^>]*11-09.*?<\/w:ins>/, ''),
      ),
    })
    expect(plainText(project(store.document(store.proposals(id)[0].id).doc, 1)).split('\n')[1]).toBe(
      'The office answers within one short week.',
    )
    const made = await makeRounds(store, '4', request(wordFile(BODY)))
    expect(made.check.untracked).toEqual([])
    expect(made.rounds.map((r) => [r.party, r.date])).toEqual([
      ['300', '2025-11-05'],
      ['LTA', '2025-11-09'],
    ])
    store.close()
  })

  it('tells edits that are not tracked apart in the document, and they are of whoever sent it', async () => {
    const store = newStore()
    item(store, [LINES[0], LINES[1], 'Leave is paid in full.'])
    const one = {
      authors: new Map([
        ['Ann Lee', '300'],
        ['Bob Roe', '300'],
      ]),
      dates: new Map([
        ['2025-11-03', '2025-11-09'],
        ['2025-11-05', '2025-11-09'],
      ]),
    }
    const made = await makeRounds(store, '4', request(wordFile(BODY), { mapping: one, party: '300' }))
    expect(made.rounds).toHaveLength(1)
    const list = changes(redline(made.rounds[0].doc, [], 0, 1))
    expect(list.filter((c) => c.ids.some(isSilent)).map((c) => c.struck.trim())).toEqual(['in full'])
    expect(list.filter((c) => !c.ids.some(isSilent)).length).toBeGreaterThan(1)
    expect(made.doubts).toMatchObject([{ kind: 'untracked', round: 0 }])
    invariants(made.rounds[0].doc)
    // Of several rounds, the first of which is another party's, they cannot be told.
    expect(await said(makeRounds(store, '4', request(wordFile(BODY), { party: '300' })))).toMatch(/take all of it as one round of 300/)
    expect((await checkRounds(store, '4', request(wordFile(BODY))))?.untracked).toHaveLength(1)
    store.close()
  })

  it('takes marks made by hand for changes of the party and day that a person confirmed, and for tracked ones', async () => {
    const store = newStore()
    item(store, LINES)
    const [red, blue] = ['<w:strike/><w:color w:val="FF0000"/>', '<w:u w:val="single"/><w:color w:val="1F4E9E"/>']
    const bytes = wordFile(
      p(run('A teacher gives notice of ') + run('three', red) + run('two', blue) + run(' days.')) +
        p(run('The office answers within  week.')) +
        p(run('Leave is fully paid.')),
    )
    const plan = await planImport(store, { name: 'theirs.docx', bytes }, 'proposal')
    expect(plan.looks.map((l) => [l.name, l.meaning.kind, l.words])).toEqual([
      ['strike red', 'delete', 1],
      ['underline blue', 'insert', 1],
    ])
    const none = { authors: new Map<string, string>(), dates: new Map<string, string>() }
    const looks = looksSaid(
      store,
      plan.looks.map(({ key, meaning }) => ({ key, meaning })),
    )
    const given = request(bytes, { mapping: none, party: '300', date: '2023-11-01', looks })
    const made = await makeRounds(store, '4', given)
    expect(made.check.tracked.map((e) => [e.struck, e.inserted])).toEqual([['three', 'two']])
    expect(made.check.untracked.map((e) => e.inserted.trim())).toEqual(['fully'])
    expect(made.rounds.map((r) => [r.party, r.date])).toEqual([['300', '2023-11-01']])
    expect(plainText(project(made.rounds[0].doc, 1)).split('\n')[0]).toBe('A teacher gives notice of two days.')
    // Kept as emphasis, the same words are an edit in silence.
    const keep = new Map(plan.looks.map((l) => [l.key, { kind: 'emphasis' as const }]))
    const kept = await makeRounds(store, '4', { ...given, looks: keep })
    expect(kept.check.tracked).toEqual([])
    expect(await said(makeRounds(store, '4', { ...given, date: null }))).toMatch(/of which day the marks made by hand/)
    store.close()
  })

  it('is refused with a sentence where an author or a day is not said, or a round is there', async () => {
    const store = newStore()
    const { id } = item(store, LINES)
    const nobody = { authors: new Map([['Ann Lee', 'LTA']]), dates: new Map<string, string>() }
    expect(await said(makeRounds(store, '4', request(wordFile(BODY), { mapping: nobody })))).toBe(
      'Say which party the changes of Bob Roe in theirs.docx are of.',
    )
    const undated = wordFile(BODY.replaceAll(/ w:date="2025-11-0[35][^"]*"/g, ''))
    expect(await said(makeRounds(store, '4', request(undated)))).toMatch(/Say of which day the changes of LTA/)
    const late = new Map([['2025-11-03', '2025-11-20']])
    expect(await said(makeRounds(store, '4', request(wordFile(BODY), { mapping: { authors: AUTHORS, dates: late } })))).toMatch(
      /300 struck on 2025-11-05 what was put in later/,
    )
    store.addSealed({
      id: 'x',
      item: id,
      kind: 'amended',
      answers: null,
      chain: [{ r: 1, party: '300', date: '2025-11-05', proposal: 'x' }],
      doc: doc(LINES),
    })
    expect(await said(makeRounds(store, '4', request(wordFile(BODY))))).toBe('Item 4 already has a proposal of 300 dated 2025-11-05.')
    store.close()
  })

  it('is mapped on the command line: authors to parties, days to rounds, each form as often as needed', async () => {
    const dir = tempDir()
    const file = join(dir, 't.parley')
    const store = createFile(file, beginning)
    item(store, LINES)
    store.close()
    writeFileSync(join(dir, 'theirs.docx'), wordFile(BODY))
    const printed: string[] = []
    const at = { version: '0', from: dir, out: (text: string) => printed.push(text), err: (text: string) => printed.push(text) }
    const go = (...more: string[]) => main(['import', 't.parley', 'theirs.docx', '--as', 'proposal', '--item', '4', ...more], at)
    expect(await go('--party', 'Ann Lee=LTA')).toBe(1)
    expect(printed.pop()).toBe('parley: Say which party the changes of Bob Roe in theirs.docx are of.\n')
    expect(await go('--party', 'Ann Lee=LTA', '--party', '300', '--party', '300')).toBe(1)
    expect(printed.pop()).toMatch(/Give one party, or say which is which/)
    expect(await go('--party', 'Ann Lee=LTA', '--party', 'Bob Roe=300', '--date', '2025-11-03=2023-09-20')).toBe(0)
    expect(printed.pop()).toMatch(/3 proposals/)
    const again = openFile(file)
    expect(again.proposals().map((s) => `${s.party} ${s.date}`)).toEqual(['LTA 2023-09-20', '300 2025-11-05', 'LTA 2025-11-09'])
    again.close()
  })
})
