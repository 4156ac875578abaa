import { describe, expect, it } from 'vitest'
import { readNegotiation } from '../../../../../main/formats/markdown/index.ts'
import { plainText, project } from '../../../../../shared/redline/index.ts'
import type { ParleyError } from '../../../../../shared/rpc/contract.ts'
import { ledger, outline, read } from './helpers.ts'

const only = (...lines: string[]) => {
  const n = read(...lines)
  expect(n.items.flatMap((i) => i.proposals)).toHaveLength(1)
  return { n, item: n.items[0]!, proposal: n.items[0]!.proposals[0]!, lines: outline(n.items[0]!.proposals[0]!.marked) }
}
const table = (...rows: string[]): string[] => ['', '| | |', '|---|---|', ...rows, '']
const doubts = (n: ReturnType<typeof read>) => n.doubts.map((d) => `${d.item ?? '-'} ${d.kind}`)

describe('item tables', () => {
  it('reads labels from the left column and language from the right, row by row', () => {
    const { item, lines } = only(
      ...table(
        '| Item 5 | ARTICLE VI HOURS |',
        '| LTA | Section 2. Lunch: A teacher has thirty minutes. |',
        '| 9.20 | Subd. 1. No duty then. |',
      ),
    )
    expect(item).toMatchObject({ number: '5', title: 'Lunch', place: 'Article VI, Section 2' })
    expect(lines).toEqual([
      'h1 ARTICLE VI HOURS',
      'h2 Section 2. Lunch:',
      'p0 A teacher has thirty minutes.',
      'p0 <Subd. 1.> No duty then.',
    ])
  })

  it('reads several labels in one cell, and several proposals in one table', () => {
    const n = read(
      ...table(
        '| Item 5 | One rule. |',
        '| LTA 9.20 | |',
        '| Item 5 | Another rule. |',
        '| 88 | |',
        '| 12.6 TA | |',
        '| Item 6 | A third rule. |',
        '| LTA | |',
        '| 9.20 | |',
        '| TA | |',
        '| 10.25 | |',
      ),
    )
    expect(ledger(n)).toEqual([
      '5 LTA 2023-09-20 open - amended',
      '5 88 2023-12-06 ta 2023-12-06 amended',
      '6 LTA 2023-09-20 ta 2023-10-25 amended',
    ])
  })

  it('keeps no proposal for an empty place, in a table or on lines', () => {
    const n = read(
      ...table('| Item 1 | A rule. |', '| LTA | |', '| 9.20 | |', '| Item 1 | |', '| | |'),
      ...['| |', '|---|', '| Item 1 |', '| |', ''],
      ...['Item', '1', '', 'Item'],
    )
    expect(ledger(n)).toEqual(['1 LTA 2023-09-20 open - amended'])
    expect(n.placeholders.map((p) => p.text)).toEqual(['Item 1', 'Item 1', 'Item 1', 'Item'])
  })

  it('makes no proposal of labels without language, and says so', () => {
    const n = read(...table('| Item 1 | Words here. |', '| LTA 9.20 | |', '| Item 1 | |', '| 88 | |', '| 12.6 | |'))
    expect(ledger(n)).toEqual(['1 LTA 2023-09-20 open - amended'])
    expect(n.doubts.filter((d) => d.kind === 'structure').map((d) => d.excerpt)).toEqual(['Item 1 / 88 / 12.6'])
  })

  it('takes a title row for the item that follows', () => {
    const { item, proposal } = only(...table('| General dates | |', '| Item 1 | Change the years everywhere. |', '| 88 | |', '| 9.20 | |'))
    expect(item.title).toBe('General dates')
    expect(proposal.labels).toEqual(['General dates', 'Item 1', '88', '9.20'])
  })

  it('begins a proposal of its own where a second party stands under the same item', () => {
    const n = read(...table('| Item 1 | First words. |', '| LTA | |', '| 9.20 | |', '| 88 | Second words. |', '| 12.6 | |'))
    expect(ledger(n)).toEqual(['1 LTA 2023-09-20 open - amended', '1 88 2023-12-06 open - amended'])
  })

  it('does not take a table of figures for one, even with two columns', () => {
    const { lines } = only(
      ...table('| Item 9 | APPENDIX B |', '| LTA | |', '| 9.20 | |'),
      ...['| Step | Pay |', '|---|---|', '| 1 | \\$40,000 |', '| 88 | \\$41,000 |'],
    )
    expect(lines).toEqual(['h1 APPENDIX B', '| #Step | #Pay |', '| 1 | $40,000 |', '| 88 | $41,000 |'])
  })
})

describe('page breaks', () => {
  it('carries an item on after its table, and in a next table with an empty left column', () => {
    const { lines } = only(
      ...table('| Item 2 | Section 1. Leave: |', '| LTA | |', '| 9.20 | <p>Subd. 1. Two days.</p> |'),
      'Subd. 2. Three days.',
      ...table('| | <p>Subd. 3. Four days.</p> |'),
    )
    expect(lines.slice(1)).toEqual(['p0 <Subd. 1.> Two days.', 'p0 <Subd. 2.> Three days.', 'p0 <Subd. 3.> Four days.'])
  })

  it('joins a sentence that runs on in lower case, and no other', () => {
    const cut = 'The committee that the parties name shall meet at least four times in each school year and shall report to the'
    const { lines } = only(...table('| Item 2 | x |', '| LTA | |', `| 9.20 | ${cut} |`), 'board in June.', '', 'Its report is public.')
    expect(lines.slice(1)).toEqual([`p0 ${cut} board in June.`, 'p0 Its report is public.'])
  })

  it('finds a date that stands in the next table beside the rest of the sentence', () => {
    const cut = 'A list of all teachers with the years that each of them has served in the schools shall be posted on the'
    const { n, lines } = only(...table('| Item 20 | x |', `| LTA | ${cut} |`), ...table('| 9.20 | public board. |'))
    expect(ledger(n)).toEqual(['20 LTA 2023-09-20 open - amended'])
    expect(lines[1]).toBe(`p0 ${cut} public board.`)
  })
})

describe('items without tables', () => {
  it('reads label lines among the first lines of language', () => {
    const { n, lines } = only('Item 5', '', 'ARTICLE VI HOURS', '', 'LTA', '', 'Section 2. Lunch:', '', '1.3 TA', '', 'Thirty minutes.')
    expect(ledger(n)).toEqual(['5 LTA 2024-01-03 ta 2024-01-03 amended'])
    expect(lines).toEqual(['h1 ARTICLE VI HOURS', 'h2 Section 2. Lunch:', 'p0 Thirty minutes.'])
    expect(doubts(n)).toContain('5 status')
  })

  it('reads a date that runs into the language, and a number on the line after Item', () => {
    const a = only('Item 10', '**ARTICLE VII', ' INSURANCE**', '', '88', ' 9.20 Section 1. Plans: Two plans are offered.')
    expect(ledger(a.n)).toEqual(['10 88 2023-09-20 open - amended'])
    expect(a.lines).toEqual(['h1 **ARTICLE VII INSURANCE**', 'h2 Section 1. Plans:', 'p0 Two plans are offered.'])
    expect(ledger(only('Item', '13', 'LTA', '1.3', '', 'Some words.').n)).toEqual(['13 LTA 2024-01-03 open - amended'])
  })

  it('leaves numbers in the language alone once the labels are known', () => {
    const { lines } = only('Item 1', 'LTA', '9.20', '', 'Some words.', '', '88', '', '1.3 Leave of absence is unpaid.')
    expect(lines).toEqual(['p0 Some words.', 'p0 88', 'p0o <1.3> Leave of absence is unpaid.'])
  })

  it('splits numbered lines, and joins wrapped ones', () => {
    const { lines } = only(
      'Item 1',
      'LTA 9.20',
      '',
      '1. This line is long enough that an editor must have wrapped it before',
      'its end came.',
      '2. The second.',
      '3. The third.',
    )
    expect(lines).toEqual([
      'p0o <1.> This line is long enough that an editor must have wrapped it before its end came.',
      'p0o <2.> The second.',
      'p0o <3.> The third.',
    ])
  })
})

describe('what stands in a cell', () => {
  const cell = (html: string): string[] => only(...table('| Item 1 | Head. |', `| LTA 9.20 | ${html} |`)).lines.slice(1)

  it('splits lists that are run together, with unclosed tags', () => {
    expect(
      cell('<p>Days are given for:</p> <ul> a. a parent b. a child, i.e. one of the house c. a friend <p>Subd. 2. No more.</p>'),
    ).toEqual([
      'p0 Days are given for:',
      'p0o <a.> a parent',
      'p0o <b.> a child, i.e. one of the house',
      'p0o <c.> a friend',
      'p0 <Subd. 2.> No more.',
    ])
  })

  it('nests by the order in which labels first stand, and takes a count up again', () => {
    expect(cell('<ol> 1. One <ul> ● two ■ three ○ four ● five 2. Six of 3. and 9. <p>So:</p> <ul> ● seven 3. Eight')).toEqual([
      'p0o <1.> One',
      'p1b <●> two',
      'p2b <■> three',
      'p3b <○> four',
      'p1b <●> five',
      'p0o <2.> Six of',
      'p0o <3.> and 9.',
      'p0 So:',
      'p0b <●> seven 3. Eight',
    ])
    expect(cell('<ol> 1. One <ul> ● two 2. Six. <p>So:</p> <ul> ● seven 3. Eight')).toEqual([
      'p0o <1.> One',
      'p1b <●> two',
      'p0o <2.> Six.',
      'p0 So:',
      'p0b <●> seven',
      'p0o <3.> Eight',
    ])
  })

  it('reads proper lists, bold, breaks, entities and escapes', () => {
    expect(cell('<ul><li>one</li><li>two<ol><li>inner</li></ol></li></ul>')).toEqual(['p0b <•> one', 'p0b <•> two', 'p1o <1.> inner'])
    expect(cell('<b>Bold</b> and **bold**; A &amp; B;<br>next \\$5 \\* x')).toEqual(['p0 **Bold** and **bold**; A & B;/next $5 * x'])
  })

  it('keeps as text what is no tag or mark', () => {
    expect(cell('see <page 4> and 3 < 4, note** here, a * b, <!-- kept -->')).toEqual([
      'p0 see <page 4> and 3 < 4, note** here, a * b, <!-- kept -->',
    ])
  })

  it('cuts captions off the text they run into', () => {
    expect(cell('ARTICLE XVI Copies of this contract are printed.')).toEqual(['h1 ARTICLE XVI', 'p0 Copies of this contract are printed.'])
    expect(cell('Section 1. A duty day has eight hours in it and no more than that.')).toEqual([
      'p0 <Section 1.> A duty day has eight hours in it and no more than that.',
    ])
    expect(cell('ARTICLE IV Section 11. Union Leave Subd. 5. The president is released.')).toEqual([
      'h1 ARTICLE IV',
      'h2 Section 11. Union Leave',
      'p0 <Subd. 5.> The president is released.',
    ])
    expect(cell('Article V, Section 12 applies to travel.')).toEqual(['p0 Article V, Section 12 applies to travel.'])
  })
})

describe('marks', () => {
  const marks = (...lines: string[]) => only('Item 1', 'LTA 9.20', '', ...lines)

  it('reads strikes as deletions and underlines as insertions', () => {
    const { proposal, lines, n } = marks('Leave is ~~four~~ <u>six</u> days, ~~w~~When asked for.')
    expect(lines).toEqual(['p0 Leave is [-four-]{+six+} days, [-w-]When asked for.'])
    expect(plainText(proposal.before!)).toBe('Leave is four days, wWhen asked for.')
    expect(plainText(proposal.after)).toBe('Leave is six days, When asked for.')
    expect(doubts(n)).toEqual([])
  })

  it.each([
    // A replacement: the lone space between its halves goes.
    ['pays ~~\\$140~~ <u>\\$125</u> a day', 'pays [-$140-]{+$125+} a day', 'pays $140 a day', 'pays $125 a day'],
    ['pays <u>\\$125</u> ~~\\$140~~ a day', 'pays {+$125+}[-$140-] a day', 'pays $140 a day', 'pays $125 a day'],
    ['is due by ~~May~~ <u>June</u>.', 'is due by [-May-]{+June+}.', 'is due by May.', 'is due by June.'],
    ['has days (~~four~~ <u>six</u>) off', 'has days ([-four-]{+six+}) off', 'has days (four) off', 'has days (six) off'],
    ['is ~~a~~ <u>b</u> ~~c~~ <u>d</u> on', 'is [-a-]{+b+} [-c-]{+d+} on', 'is a c on', 'is b d on'],
    // Without it two words of a version would run together.
    ['up to A~~ four~~ <u>six</u> days', 'up to A[- four-] {+six +}days', 'up to A four days', 'up to A six days'],
    ['is pre~~four~~ <u>six</u>post here', 'is pre[-four-] {+six+}post here', 'is prefour post here', 'is pre sixpost here'],
    // One of the two spaces around a run of one kind goes or comes with it.
    ['a word ~~gone~~ next', 'a word [-gone -]next', 'a word gone next', 'a word next'],
    ['a word <u>come</u> next', 'a word {+come +}next', 'a word next', 'a word come next'],
    ['a word ~~gone~~', 'a word[- gone-]', 'a word gone', 'a word'],
    ['a word~~ gone ~~ next', 'a word[- gone-] next', 'a word gone next', 'a word next'],
    ['a word~~ gone ~~<u> come</u> next', 'a word[- gone -]{+ come +}next', 'a word gone next', 'a word come next'],
  ])('leaves single spaces in both versions of %s', (source, line, before, after) => {
    const { proposal, lines } = marks(`It ${source}`)
    const [was, is] = [plainText(proposal.before!), plainText(proposal.after)]
    expect({ was, is }).toEqual({ was: `It ${before}`, is: `It ${after}` })
    expect(lines).toEqual([`p0 It ${line}`])
  })

  it.each([
    ['at ten;~~ and~~ more', 'p0 at ten;[- and-] more'],
    ['at ~~ten ~~more', 'p0 at [-ten -]more'],
    ['at ~~ ten ~~ more', 'p0 at [-ten -]more'],
    ['at~~ ten and ~~one~~ or ~~more', 'p0 at[- ten and -]one[- or -]more'],
    ['at <u> ten </u> more', 'p0 at {+ten +}more'],
    ['at<u> ten </u> more', 'p0 at{+ ten+} more'],
    ['at ~~ ten or ~~more~~ or not', 'p0 at ~~ ten or [-more -]or not'],
    ['about ~~ ten', 'p0 about ~~ ten'],
    ['<p>about ~~ten</p><p>or ~~eleven</p>', 'p0 about ~~ten|p0 or ~~eleven'],
  ])('reads %s with white space inside its marks, and leaves what never closes', (source, line) => {
    expect(marks(source).lines.join('|')).toBe(line)
  })

  it('switches the ends of paragraphs that are struck or inserted as a whole', () => {
    const { proposal, lines } = marks('Stays.', '', '~~Subd. 1. Goes.~~', '', '<u>Subd. 2. This paragraph comes in.</u>')
    expect(lines).toEqual(['p0 Stays.', 'p0del <Subd. 1.> [-Goes.-]', 'p0ins <Subd. 2.> {+This paragraph comes in.+}'])
    expect(plainText(proposal.before!)).toBe('Stays.\nSubd. 1. Goes.')
    expect(plainText(proposal.after)).toBe('Stays.\nSubd. 2. This paragraph comes in.')
  })

  it('changes a label that is struck or inserted apart from its paragraph', () => {
    const { proposal, lines } = marks('~~Subd. 2.~~ <u>Subd. 5.</u> A teacher may apply.', '', '~~a.~~ Other words.')
    expect(lines).toEqual(['p0 <Subd. 2.>Subd. 5.> A teacher may apply.', 'p0o <a.>> Other words.'])
    expect(plainText(proposal.before!)).toBe('Subd. 2. A teacher may apply.\na. Other words.')
    expect(plainText(proposal.after)).toBe('Subd. 5. A teacher may apply.\nOther words.')
  })

  it('leaves a label in the text whose characters differ', () => {
    const { proposal } = marks('Subd. ~~2~~<u>5</u>. A teacher may apply.')
    expect(plainText(proposal.before!)).toBe('Subd. 2. A teacher may apply.')
    expect(plainText(proposal.after)).toBe('Subd. 5. A teacher may apply.')
  })

  it('takes an underline that covers only a caption for its look, and says so', () => {
    const { lines, n } = marks('Section 3. <u>Other Leave:</u> Given ~~once~~ <u>twice a year</u>.', '', 'Subd. 2. <u>Limits.</u> None.')
    expect(lines).toEqual(['h2 Section 3. _Other Leave:_', 'p0 Given [-once-]{+twice a year+}.', 'p0 <Subd. 2.> _Limits._ None.'])
    expect(n.doubts.map((d) => [d.kind, d.excerpt])).toEqual([['marks', 'Other Leave: | Limits.']])
  })

  it('says which marks the source has lost', () => {
    const message = (text: string) => marks(text).n.doubts.map((d) => `${d.kind}: ${d.message.slice(0, 40)}`)
    expect(message('Plain words only here.')).toEqual(['marks: No strikes or insertions survive in the sou'.slice(0, 47)])
    expect(message('Some ~~old~~ words stand here.')[0]).toMatch(/^marks: Strikes are marked/)
    expect(message('Some <u>quite new</u> words stand here.')[0]).toMatch(/^marks: Insertions are marked/)
  })

  it('doubts an underline under words that another proposal of the item has as old', () => {
    const old = 'each mentor is given one free hour in every week of the school year'
    const item = (party: string, text: string) => ['Item 1', `${party} 9.20`, '', text, '']
    const about = (...lines: string[]) =>
      read(...lines)
        .doubts.filter((d) => /another proposal/.test(d.message))
        .map((d) => [d.proposal, d.excerpt])
    expect(about(...item('LTA', `Rules: ~~no~~ <u>${old} and two</u>.`), ...item('88', `Rules: ${old}, ~~no~~ <u>more</u>.`))).toEqual([
      [0, `${old} and two`],
    ])
    expect(about(...item('LTA', `Rules: ~~no~~ <u>${old} and two</u>.`), ...item('88', 'Rules: none.'))).toEqual([])
    const answer = (date: string, text: string) => ['Item 1', `88 ${date}`, '', text, '']
    expect(about(...item('LTA', `Rules: ~~no~~ <u>${old} and two</u>.`), ...answer('11.1', `Rules: ${old}, ~~no~~ <u>more</u>.`))).toEqual(
      [],
    )
    expect(about(...item('LTA', `Rules: ~~${old}~~ <u>none</u>.`), ...answer('11.1', `Rules: ~~none~~ <u>${old}</u>.`))).toEqual([])
    expect(about(...item('LTA', `Rules: ${old}, ~~no~~ <u>more</u>.`), ...answer('11.1', `Rules: ~~no~~ <u>${old} and two</u>.`))).toEqual([
      [1, `${old} and two`],
    ])
  })

  it('takes words both underlined and struck as struck, with a doubt', () => {
    const { lines, n } = marks('Words <u>that ~~came and~~ stay</u> on, ~~not~~ here.')
    expect(lines).toEqual(['p0 Words {+that +}[-_came and_-]{+stay+} on, [-not -]here.'])
    expect(n.doubts.map((d) => d.excerpt)).toEqual(['came and'])
  })

  it('marks a struck and an inserted row of a table as a whole', () => {
    const { proposal } = marks('| Step | Pay |', '|---|---|', '| ~~1~~ | ~~\\$40~~ |', '| <u>1</u> | <u>\\$50</u> |')
    expect(plainText(proposal.before!)).toBe('Step\tPay\n1\t$40')
    expect(plainText(proposal.after)).toBe('Step\tPay\n1\t$50')
  })
})

describe('kinds', () => {
  it('reads a memorandum, all of it new', () => {
    const { proposal } = only('Item 4', '', 'MEMORANDUM OF UNDERSTANDING', '', '88', '11.1', '', 'The parties agree:', '', 'Dated: _____')
    expect(proposal).toMatchObject({ kind: 'mou', before: null, party: '88', date: '2023-11-01' })
    expect(plainText(project(proposal.marked, 0))).toBe('')
    expect(plainText(proposal.after)).toBe('MEMORANDUM OF UNDERSTANDING\nThe parties agree:\nDated: _____')
  })

  it('reads a rule, and an instruction as a rule with a doubt', () => {
    expect(ledger(only('Item 4', 'LTA 9.20', '', '5 % increase, round up to the nearest 10.').n)).toEqual(['4 LTA 2023-09-20 open - rule'])
    const { n } = only('Item 4', 'LTA 9.20', '', 'Strike the hourly scale.')
    expect([...ledger(n), ...doubts(n)]).toEqual(['4 LTA 2023-09-20 open - rule', '4 kind'])
  })

  it('takes language that is inserted as a whole, or stated to be new, as new', () => {
    expect(ledger(only('Item 4', 'LTA 9.20', '', '<u>All of this is put in.</u>').n)).toEqual(['4 LTA 2023-09-20 open - new'])
    expect(only('Item 4', 'LTA 9.20', '', 'Section 4. Mentors (new)', '', 'Each has one.').proposal).toMatchObject({
      kind: 'new',
      before: null,
    })
  })
})

describe('what is not certain', () => {
  it('doubts a party, a date, a status that the labels do not give', () => {
    const n = read(
      ...table('| Item 1 | These are the words of it. |'),
      ...table('| Item 2 | Other words are these. |', '| LTA | |', '| 13.45 | |'),
      ...table('| Item 3 | Third words. |', '| LTA | |', '| 9.20 | |', '| 11.1 | |', '| Item 4 | Fourth words. |', '| LTA TA | |'),
    )
    expect(ledger(n)).toEqual(['1 - - open - amended', '2 LTA - open - amended', '3 LTA 2023-09-20 open - amended', '4 LTA - ta - amended'])
    expect(doubts(n).filter((d) => !d.endsWith('marks'))).toEqual(['1 party', '1 date', '2 date', '2 date', '3 date', '4 date', '4 status'])
  })

  it('doubts values that may be two, and keeps them as written', () => {
    const value = (text: string): string[] =>
      only('Item 1', 'LTA 9.20', '', 'Some ~~old~~ <u>new one</u> words.', '', text)
        .n.doubts.filter((d) => d.kind === 'value')
        .map((d) => d.excerpt)
    for (const text of [
      'It pays \\$1,500,000 a year.',
      'It pays \\$1,500 \\$2,000 a year.',
      'It pays \\$27.50-38.00 an hour.',
      'It pays \\$25.00-Pro Rata now.',
      'In the 2021-2022-2023-2024 year.',
      'From July 1, 2014-2023 on.',
      'From July 1, 2014 2023 on.',
      'In the 2024-2024 school year.',
      'In the fourth-first year.',
      'Section 4.5. Credits',
      'Subd. 4⁵. A teacher.',
      'Subd. 24. A teacher.',
      'Section 34. Credits',
    ])
      expect(value(text), text).toHaveLength(1)
    for (const text of [
      'It pays \\$15,000 a year.',
      'In the 2023-2024 year.',
      'Subd. 12. A teacher.',
      'Section 7. Credits',
      'A one-third share.',
      'July 1, 2023 - June 30, 2025',
    ])
      expect(value(text), text).toEqual([])
  })

  it.each([
    'A day costs ~~\\$140~~ <u>\\$125</u> now, ~~and~~ <u>or</u> less.',
    'From ~~2021~~ <u>2023</u> on, and in ~~2023-~~<u>2031</u> too.',
    'Subd. ~~4~~<u>2</u>. Pay is ~~low~~ <u>high</u>.',
    '~~Subd. 4.~~ <u>Subd. 2.</u> Pay is ~~\\$900~~ <u>\\$1,400</u>.',
    '| ~~\\$41,200~~ <u>\\$42,030</u> | ~~1~~ <u>2</u> |',
  ])('does not doubt values that carry their marks: %s', (text) => {
    expect(only('Item 1', 'LTA 9.20', '', 'Subd. 1. Stays.', '', text).n.doubts).toEqual([])
  })
  it('doubts two values of which one at most is marked', () => {
    const about = (text: string) =>
      only('Item 1', 'LTA 9.20', '', text)
        .n.doubts.filter((d) => d.kind === 'value')
        .map((d) => d.excerpt)
    expect(about('Costs \\$140 \\$125 ~~and~~ <u>or</u> less.')).toEqual(['Costs $140 $125 and or less.'])
    expect(about('Subd. 2. Costs ~~\\$140~~ \\$125 <u>or</u> less.')).toEqual(['Subd. 2. Costs $140 $125 or less.'])
    expect(about('~~Subd. 3.~~ Costs \\$140 \\$125 <u>or</u> less.')).toEqual(['Subd. 3. Costs $140 $125 or less.'])
  })

  it('reads a percentage with a point as a rule, not as a list', () => {
    const { proposal, lines } = only(...table('| Item 1 | 1.5 % increase and round up to the nearest ten. |', '| LTA | |', '| 9.20 | |'))
    expect(lines).toEqual(['p0 {+1.5 % increase and round up to the nearest ten.+}'])
    expect(proposal.kind).toBe('rule')
  })

  it('follows a count of subdivisions past twenty', () => {
    const lines = Array.from({ length: 24 }, (_, i) => [`Subd. ${i + 1}. Some words.`, '']).flat()
    expect(only('Item 1', 'LTA 9.20', '', ...lines).n.doubts.filter((d) => d.kind === 'value')).toEqual([])
  })

  it('keeps text that belongs to no item, and says so', () => {
    const n = read(
      'Notes of the clerk',
      '',
      ...table('| Item 1 | Words. |', '| LTA | |', '| 9.20 | |', '| Item 1 | |'),
      'ARTICLE VIII Section 1. Leave',
      ...table('| Item 2 | Words. |', '| LTA 9.20 | |'),
    )
    expect(n.leftovers.map((l) => l.text)).toEqual(['Notes of the clerk', 'ARTICLE VIII\nSection 1. Leave'])
    expect(doubts(n).filter((d) => d === '- structure')).toHaveLength(2)
  })
})

describe('legend and norms', () => {
  it('reads the statements, not as language, and doubts a day without a proposal', () => {
    const { n, lines } = only(
      'Item 1',
      'LTA 9.20',
      '',
      'Some words.',
      '',
      'Red strikeouts are what LTA takes out.',
      'Blue highlight with red text is new from LTA. Green highlight is new from the LTA 12/4/2023',
      'Violet underline marks what 88 puts in.',
    )
    expect(lines).toEqual(['p0 Some words.'])
    expect(n.legend!.rules.map((r) => [r.party, r.kind, r.date, r.text, r.highlight])).toEqual([
      ['LTA', 'delete', null, 'red', null],
      ['LTA', 'insert', null, 'red', 'blue'],
      ['LTA', 'insert', '2023-12-04', null, 'green'],
      ['88', 'insert', null, 'violet', null],
    ])
    expect(n.doubts.filter((d) => d.kind === 'date').map((d) => d.excerpt)).toEqual(['Green highlight is new from the LTA 12/4/2023'])
  })

  it('does not take a sentence about a colour for one', () => {
    expect(only('Item 1', 'LTA 9.20', '', 'Red text books shall be replaced.').n.legend).toBeNull()
  })

  it('reads the norms as a numbered list', () => {
    const n = read(
      ...table('| Meeting Norms | |', '| 1. | Begin on time. |', '| 2. | One speaks at a time. |'),
      'Item 1',
      'LTA 9.20',
      '',
      'Words.',
    )
    expect(outline(n.norms!.doc)).toEqual(['h1 Meeting Norms', 'p0o <1.> Begin on time.', 'p0o <2.> One speaks at a time.'])
  })
})

describe('bad input', () => {
  const code = (text: string): string => {
    try {
      readNegotiation(text, { parties: [], years: null, name: 'notes.txt' })
    } catch (error) {
      expect((error as Error).message).toContain('notes.txt')
      return (error as ParleyError).code
    }
    return 'read'
  }
  it('refuses what is empty or no text', () => {
    expect(code(' \n\n')).toBe('bad-input')
    expect(code('a\0b')).toBe('not-text')
  })
  it('reads a text without items into leftovers', () => expect(read('Just a letter.').leftovers).toHaveLength(1))

  it.each([
    ['marks without partners', '~~'.repeat(40_000) + '**x'.repeat(40_000)],
    ['tags that never close', '<p><ul><ol>'.repeat(20_000)],
    ['white space', `${' '.repeat(200_000)}x${'\t'.repeat(200_000)}`],
    ['a list on one line', `| Item 1 | <ul>${' a. x ● y'.repeat(10_000)} |\n`],
    ['figures and commas', `Item 1\nLTA 9.20\n\n$${'1,'.repeat(100_000)} Subd. ${'1.'.repeat(50_000)}`],
    ['label lines', 'Item\n'.repeat(20_000)],
    ['pipes', '|'.repeat(50_000)],
    ['line breaks', `Item 1\nLTA 9.20\n\n${'<br>'.repeat(30_000)}x${'<br>'.repeat(30_000)}`],
    ['capitals', `Item 1\nLTA 9.20\n\nARTICLE V ${'SECTION A '.repeat(20_000)}`],
    ['spans', `Item 1\nLTA 9.20\n\n${'~~a~~ <u>b</u> '.repeat(10_000)}`],
    ['colours', `Item 1\nLTA 9.20\n\n${'Red text is red text '.repeat(10_000)}`],
  ])('reads %s in time that grows with the text', (_, hostile) => {
    const text = `Item 1\nLTA\n9.20\n\nWords.\n\n${hostile}`
    const started = performance.now()
    read(text)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
