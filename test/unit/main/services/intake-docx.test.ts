import { strToU8, zipSync } from 'fflate'
import type { Node } from 'prosemirror-model'
import { describe, expect, it, vi } from 'vitest'
import { readDocx } from '../../../../main/formats/docx/read/index.ts'
import { handMarks, type ImportRequest, importSource } from '../../../../main/services/intake.ts'
import { looksNamed, looksTable } from '../../../../main/services/looks.ts'
import { partOf } from '../../../../main/services/outline.ts'
import type { Store } from '../../../../main/store/index.ts'
import { inlineText, schema } from '../../../../shared/model/schema.ts'
import { inlineSwitches, invariants, plainText, project } from '../../../../shared/redline/index.ts'
import type { ParleyError } from '../../../../shared/rpc/contract.ts'
import { del, gone, ins, type More, p, run, wordFile } from '../formats/docx/word.ts'
import { addItem, newStore } from '../store/made.ts'

// Every write waits for the disk, which may be slow or busy.
vi.setConfig({ testTimeout: 30_000 })

const request = (as: ImportRequest['as'], bytes: Uint8Array, more: Partial<ImportRequest> = {}): ImportRequest => ({
  as,
  name: 'theirs.docx',
  bytes,
  item: null,
  party: null,
  date: null,
  answers: null,
  ...more,
})
const said = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'nothing').catch((e: ParleyError) => `${e.code}: ${e.message}`)

const cell = (...inside: string[]): string => `<w:tc>${inside.join('')}</w:tc>`
const table = (...rows: string[][]): string =>
  `<w:tbl>${rows.map((cells) => `<w:tr>${cells.map((c) => cell(c)).join('')}</w:tr>`).join('')}</w:tbl>`
const labels = (...lines: string[]): string => lines.map((text) => p(run(text))).join('')
const STRUCK = '<w:strike/><w:color w:val="FF0000"/>'
const NEW = '<w:u w:val="single"/><w:color w:val="FF0000"/><w:highlight w:val="cyan"/>'
const THEIRS = '<w:u w:val="double"/><w:color w:val="1F4E9E"/>'
const PICTURE = '<w:r><w:drawing><a:blip xmlns:a="urn:a" name="map"/></w:drawing></w:r>'
const EQUATION = '<m:oMath><m:r><m:t>x=y</m:t></m:r></m:oMath>'

/** A document in lines; each stretch that a round did says which: `-1{gone}`. */
function history(doc: Node): string[] {
  const out: string[] = []
  doc.descendants((node) => {
    if (!node.isTextblock) return true
    const label = node.attrs.label ? `${node.attrs.label} ` : ''
    out.push(
      label +
        node.children
          .map((c) => {
            const done = inlineSwitches(c)
              .map((s) => `${s.k === 'ins' ? '+' : '-'}${s.r}`)
              .join('')
            const text = c.type === schema.nodes.object ? `[${c.attrs.what}]` : inlineText(c)
            return done ? `${done}{${text}}` : text
          })
          .join(''),
    )
    return false
  })
  return out
}
const documents = (store: Store, number: string): string[][] => {
  const item = store.items().find((i) => i.number === number)!
  return store.proposals(item.id).map((proposal) => {
    const { doc } = store.document(proposal.id)
    invariants(doc)
    return [`${proposal.party} ${proposal.date} ${proposal.status}`, ...history(doc)]
  })
}

const LEGEND =
  p(run('Red strikeouts are what the LTA is proposing.', STRUCK)) + p(run('Blue highlight with red text is new from the LTA.', NEW))
const TALKS =
  LEGEND +
  table([
    labels('Item 1', 'LTA', '9.20'),
    p(run('ARTICLE V MILEAGE')) + p(run('The driver is paid ') + run('sixty', STRUCK) + run('seventy', NEW) + run(' cents for each mile.')),
  ]) +
  p('') +
  table([
    labels('Item 1', '300', '10.4', 'TA', '10.25'),
    p(run('ARTICLE V MILEAGE')) + p(run('The driver is paid seventy cents for each ') + run('full ', THEIRS) + run('mile.')),
  ]) +
  table(
    [
      labels('Item 2'),
      p(run('ARTICLE VI HOURS')) + p(run('The day ends at ') + ins('Ann', 3, run('four')) + del('Ann', 3, gone('five')) + run('.')),
    ],
    [labels('LTA'), p(PICTURE + run(' shows the route.'))],
    [labels('9.20'), table([p(run('Lane')), p(run('Pay')), p(run('Step'))], [p(run('1')), p(run('$5')), p(run('2'))])],
  )

describe('a Word file as a negotiation', () => {
  it('gives items, stacks, statuses, and what was struck and put in by hand or tracked, of the right round', async () => {
    const store = newStore()
    expect(await importSource(store, request('negotiation', wordFile(TALKS)))).toMatchObject({ items: 2, proposals: 3 })
    expect(documents(store, '1')).toEqual([
      ['LTA 2023-09-20 open', 'ARTICLE V MILEAGE', 'The driver is paid -1{sixty}+1{seventy} cents for each mile.'],
      ['300 2023-10-04 ta', 'ARTICLE V MILEAGE', 'The driver is paid -1{sixty}+1{seventy} cents for each +2{full }mile.'],
    ])
    const [[, ...lines]] = documents(store, '2')
    expect(lines.slice(0, 3)).toEqual(['ARTICLE VI HOURS', 'The day ends at +1{four}-1{five}.', '[picture] shows the route.'])
    expect(lines.join(' ')).toContain('$5')
    expect(store.verify().problems).toEqual([])
    store.close()
  })

  it('keeps every word of the file, in an item or among what is said of it', async () => {
    const store = newStore()
    const bytes = wordFile(`${TALKS}${p(run('A stray remark ~~of~~ *ours* <b>&amp;'.replace('<b>', '&lt;b>')))}`)
    await importSource(store, request('negotiation', bytes))
    const there = [...documents(store, '1'), ...documents(store, '2')].flat().join(' ')
    for (const word of ['A stray remark ~~of~~ *ours* <b>&', 'Lane', 'Pay', 'Step', 'sixty', 'five']) expect(there).toContain(word)
    store.close()
  })

  it('reads a mark otherwise where a person says so', async () => {
    const store = newStore()
    const source = { name: 'theirs.docx', bytes: wordFile(TALKS) }
    const mapping = await handMarks(store, source)
    expect(looksTable(mapping)).toContain(
      'strike red: deleted by LTA (1 run, 1 word; certain). The legend of the document says so.\n  sixty\n',
    )
    const looks = looksNamed(store, mapping, ['strike red=keep', 'double underline #1F4E9E=insert 300 10.4'])
    await importSource(store, request('negotiation', source.bytes, { looks }))
    expect(documents(store, '1')[0].at(-1)).toBe('The driver is paid sixty+1{seventy} cents for each mile.')
    expect(() => looksNamed(store, mapping, ['blue=keep'])).toThrow(/There is no look «blue» in the file; there are strike red/)
    expect(() => looksNamed(store, mapping, ['strike red=gone'])).toThrow(/is no meaning of a look/)
    expect(await handMarks(store, { name: 'a.md', bytes: strToU8('# A') })).toBeNull()
    store.close()
  })
})

const NUMBERED: More = {
  numbering:
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
}
const LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
const AGREEMENT = [
  p(run('Agreement of the Lakeside Teachers')),
  p(run('ARTICLE 1. HOURS')),
  p(run('SECTION 1. THE DAY. It begins at eight and ends at four.')),
  p(run('SECTION 2. THE YEAR. It has one hundred days.')),
  p(run('a bus'), LIST),
  p(run('a car'), LIST),
  p(run('ARTICLE 1. HOURS (continued)')),
  p(run('ARTICLE 2. PAY')),
  table([p(run('Lane')), p(run('Pay'))], [p(run('1')), p(run('$5'))]),
  p(run('Pay is ') + del('Ann', 3, gone('small')) + ins('Ann', 3, run('fair')) + run('.')),
  p(run('Old words', '<w:strike/>')),
  p(`${PICTURE}${EQUATION}`),
  p(`<w:commentRangeStart w:id="7"/>${run('As agreed')}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>`),
].join('')
const COMMENTS = `<w:comment w:id="7" w:author="Ann" w:date="2025-11-03T09:00:00Z">${p(run('Ask the board first.'))}</w:comment>`

describe('a Word file as the agreement', () => {
  it('gives headings, labels, tables and objects, block for block as the file has them', async () => {
    const store = newStore()
    const bytes = wordFile(AGREEMENT, { ...NUMBERED, comments: COMMENTS })
    const { item } = await importSource(store, request('base', bytes))
    const base = store.base(item!)
    const headings = base.children.filter((b) => b.type === schema.nodes.heading).map((b) => `${b.attrs.level} ${b.textContent}`)
    expect(headings).toEqual(['1 ARTICLE 1. HOURS', '1 ARTICLE 2. PAY'])
    expect(base.children.map((b) => b.attrs.label).filter(Boolean)).toEqual(['a.', 'b.'])
    expect(history(base)).toContain('[picture][equation]')
    expect(store.items()[0].title).toBe('Agreement of the Lakeside Teachers')
    expect(partOf(base, 'Article 1, Section 2')?.childCount).toBe(4)
    const kept = store.sourceOf(item!)!
    expect(Buffer.from(kept.bytes).equals(Buffer.from(bytes))).toBe(true)
    let n = 0
    const again = await readDocx(new Uint8Array(kept.bytes), kept.name, (prefix) => `${prefix}${++n}`)
    expect(plainText(project(again.doc, again.rounds.length))).toBe(plainText(base))
    expect(project(again.doc, again.rounds.length).childCount).toBe(base.childCount)
    expect(store.verify().problems).toEqual([])
    store.close()
  })

  it('says what it took: changes accepted, strikes kept, objects, remarks; a remark is no language', async () => {
    const store = newStore()
    const { item } = await importSource(store, request('base', wordFile(AGREEMENT, { ...NUMBERED, comments: COMMENTS })))
    const text = plainText(store.base(item!))
    expect(text).toContain('Pay is fair.')
    expect(text).toContain('Old words')
    expect(text).not.toContain('board')
    const doubts = store.doubts().map((d) => `${d.message} | ${d.excerpt}`)
    expect(doubts).toEqual([
      'Words are struck in the source, which a contract in force does not have: they are kept as plain text. | Old words',
      'The file has tracked changes, which an agreement in force does not have: they are taken as accepted. | Ann 2025-11-03',
      'A picture is kept as it came, and cannot be edited here. | ',
      'An equation is kept as it came, and cannot be edited here. | x=y',
      'A comment of Ann, 2025-11-03: Ask the board first. | As agreed',
    ])
    store.close()
  })
})

const ours = { item: '9', party: 'LTA', date: '2023-10-04' }
describe('a Word file as a proposal', () => {
  it('answers what it answers with its clean language, as one round, whoever tracked what in it', async () => {
    const store = newStore()
    addItem(store, '9', '')
    const first = wordFile(p(run('The driver is paid sixty cents.')))
    await importSource(store, request('proposal', first, { ...ours, party: '300', date: '2023-09-20' }))
    const second = p(
      run('The driver is paid ') +
        del('Ann', 3, gone('sixty')) +
        ins('Bo', 4, run('seventy') + del('Ann', 5, gone('ish'))) +
        run(' cents.'),
    )
    const { item } = await importSource(store, request('proposal', wordFile(second), ours))
    const proposal = store.proposals(item!).find((x) => x.party === 'LTA')!
    expect(proposal.chain.map((c) => `${c.party} ${c.date}`)).toEqual(['300 2023-09-20', 'LTA 2023-10-04'])
    const { doc } = store.document(proposal.id)
    invariants(doc)
    expect(plainText(project(doc, 2))).toBe('The driver is paid seventy cents.')
    expect(plainText(project(doc, 1))).toBe('The driver is paid sixty cents.')
    expect(store.doubts().map((d) => d.message)).toContain(
      'Words that were put in and struck again in the file stood in no version of it and are left out.',
    )
    expect(store.sourceOf(item!, proposal.id)?.name).toBe('theirs.docx')
    store.close()
  })

  it('in an item without language its own marks say what stood before, tracked or made by hand', async () => {
    const store = newStore()
    addItem(store, '9', '')
    const body = p(
      run('The driver is paid ') +
        del('Ann', 3, gone('sixty')) +
        ins('Ann', 3, run('seventy')) +
        run(' cents for a ') +
        run('short ', '<w:strike/>') +
        run('mile.') +
        PICTURE,
    )
    const { item } = await importSource(store, request('proposal', wordFile(body), ours))
    expect(plainText(store.base(item!))).toBe('The driver is paid sixty cents for a short mile.')
    expect(documents(store, '9')[0].slice(1)).toEqual(['The driver is paid -1{sixty}+1{seventy} cents for a -1{short }mile.[picture]'])
    store.close()
  })
})

describe('what a file is', () => {
  it('is told by its first bytes, whatever it is called', async () => {
    const store = newStore()
    await importSource(store, request('negotiation', wordFile(TALKS), { name: 'talks.md' }))
    await importSource(store, request('base', strToU8('ARTICLE I HOURS\n\nThe day ends at four.'), { name: 'contract.docx' }))
    expect(store.items()).toHaveLength(3)
    store.close()
  })

  it('is refused in one sentence where it is no whole Word file, and nothing is changed', async () => {
    const store = newStore()
    const whole = wordFile(TALKS)
    const bad: [Uint8Array, string][] = [
      [
        whole.slice(0, whole.length >> 1),
        'bad-input: «theirs.docx» is not a Word file (DOCX): it is not a zip archive, or it is cut short.',
      ],
      [zipSync({ 'a.txt': strToU8('a') }), 'bad-input: «theirs.docx» is not a Word file (DOCX): it is another kind of zip archive.'],
      [wordFile(p('')), 'bad-input: theirs.docx holds no text.'],
    ]
    for (const [bytes, sentence] of bad) {
      for (const as of ['negotiation', 'base'] as const) expect(await said(importSource(store, request(as, bytes)))).toBe(sentence)
    }
    expect(store.items()).toEqual([])
    expect(store.sources()).toEqual([])
    store.close()
  })
})
