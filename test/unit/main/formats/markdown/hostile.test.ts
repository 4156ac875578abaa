import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBase, readNegotiation, readProposal } from '../../../../../main/formats/markdown/index.ts'
import { invariants, plainText, project } from '../../../../../shared/redline/index.ts'
import { ParleyError } from '../../../../../shared/rpc/contract.ts'
import { allText } from './helpers.ts'

/** Pieces of the form in any order: what a converter may make of a document, and what it should not. */
const PIECES = [
  ...['\n', '\n\n', ' ', ' | ', '\n| ', ' |\n', '\n| | |\n|---|---|\n', '|--|\n', '\n- ', '\n - ', '\n1. ', '\n# '],
  ...[
    '~~',
    '**',
    '*',
    '<u>',
    '</u>',
    '<b>',
    '</b>',
    '<p>',
    '</p>',
    '<ul>',
    '<ol>',
    '<li>',
    '</ul>',
    '<br>',
    '<!--',
    '-->',
    '<script>',
    '<x y>',
    '&amp;',
    '\\',
    '\\$',
    '^{',
    '}',
  ],
  ...['Item 1', 'Item\n2', 'Item', 'LTA', '88', '9.20', '13.9', 'TA', '1.3 Drop', 'LTA 9.20', 'Meeting Norms'],
  ...[
    'ARTICLE V',
    'ARTICLE 2. LEAVES',
    'Section 3.',
    'Section 34. Pay:',
    'SECTION 1. TERMS',
    'Subd. 2.',
    'Subd. 4⁵.',
    'APPENDIX A',
    ' (continued)',
    '(cont.)',
  ],
  ...[
    'a. ',
    'b. ',
    '2. ',
    '(a) ',
    '● ',
    '■ ',
    '• ',
    'o ',
    '$1,500,000',
    '$10 $20',
    'MEMORANDUM OF UNDERSTANDING',
    '5 % increase',
    'Red text is new from LTA',
    '12',
    'Strike ',
  ],
]
/** Text made of pieces and of words that stand once each (`zq1zq`, `zq2zq`, …). */
const source = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PIECES) }, { weight: 2, arbitrary: fc.constant(null) }), {
    minLength: 1,
    maxLength: 60,
    size: 'max',
  })
  .map((pieces) => {
    let n = 0
    return pieces.map((piece) => piece ?? ` zq${++n}zq `).join('')
  })

const words = (text: string): string[] => (text.match(/zq\d+zq/g) ?? []).sort()
const OPTIONS = {
  parties: [
    { label: 'LTA', name: 'a' },
    { label: '88', name: 'b' },
  ],
  years: '2023-2025',
}

/** Runs a reader; a text that it refuses with a message for people is no fault. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof ParleyError) return null
    throw error
  }
}

describe('any text', () => {
  it('is read as a negotiation without losing a word, into documents that hold together', () => {
    fc.assert(
      fc.property(source, (text) => {
        const n = attempt(() => readNegotiation(text, OPTIONS))
        if (!n) return
        const proposals = n.items.flatMap((i) => i.proposals)
        for (const { marked, before, after } of proposals) {
          invariants(marked)
          expect(plainText(project(marked, 1))).toBe(plainText(after))
          expect(plainText(project(marked, 0))).toBe(before ? plainText(before) : '')
        }
        const found = [
          ...proposals.flatMap((p) => [...p.labels, allText(p.marked)]),
          ...(n.norms ? [allText(n.norms.doc)] : []),
          ...[...(n.legend?.lines ?? []), ...n.leftovers, ...n.placeholders].map((l) => l.text),
        ]
        expect(words(found.join('\n'))).toEqual(words(text))
      }),
      { numRuns: Number(process.env.PARLEY_RUNS ?? 500) },
    )
  }, 300_000)

  it('is read as a contract without losing a word', () => {
    fc.assert(
      fc.property(source, (text) => {
        const read = attempt(() => readBase(text))
        if (!read) return
        invariants(read.doc)
        expect(words([allText(read.doc), ...read.removed.map((r) => r.text)].join('\n'))).toEqual(words(text))
      }),
      { numRuns: Number(process.env.PARLEY_RUNS ?? 500) },
    )
  }, 300_000)

  it('is read as one proposal without losing a word', () => {
    fc.assert(
      fc.property(source, (text) => {
        const read = attempt(() => readProposal(text, { party: 'LTA', parties: ['LTA', '88'], years: '2023-2025' }))
        if (!read || read.labels) return
        invariants(read.marked)
        expect(words(allText(read.marked))).toEqual(words(text))
      }),
      { numRuns: Number(process.env.PARLEY_RUNS ?? 500) },
    )
  }, 300_000)
})
