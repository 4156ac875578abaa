import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readBase, readNegotiation } from '../../../../main/formats/markdown/index.ts'
import { buildStack, weave, words } from '../../../../shared/compare/index.ts'
import { allRounds, type Block, invariants, plainText, project, withLabels } from '../../../../shared/redline/index.ts'
import { counter } from './helpers.ts'

const NEGOTIATION = '../shared/seeds/003_8c71727a8495bf5e.txt'
const CONTRACT = '../shared/seeds/004_34ef1510ad821e84.txt'

const runs = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'table'
      ? block.rows.flatMap((row) => row.cells.flatMap((cell) => runs(cell.blocks)))
      : [block.runs.map((r) => r.node.text ?? ' ').join(''), ...block.runs.map((r) => r.node.text ?? ' ')],
  )

describe('the seeds', () => {
  it.skipIf(!existsSync(NEGOTIATION))(
    `every stack of ${NEGOTIATION} is built, and no word of it is lost (skipped where it is absent)`,
    () => {
      const table = readNegotiation(readFileSync(NEGOTIATION, 'utf8'), {
        parties: [
          { label: 'BEA', name: 'BEA' },
          { label: '191', name: '191' },
        ],
        years: '2023-2025',
      })
      let proposals = 0
      for (const { number, proposals: stack } of table.items) {
        const given = stack.map((p) => ({ ...p, party: p.party ?? 'BEA', date: p.date ?? '2023-09-20' }))
        buildStack(given, counter()).forEach(({ doc, chain }, i) => {
          proposals++
          invariants(doc)
          const n = chain.length
          expect(plainText(project(doc, n)), `item ${number}`).toBe(plainText(given[i].after))
          const held = new Set(runs(withLabels(allRounds(doc, [], 0, n).blocks)).flatMap(words))
          for (let v = 0; v <= n; v++) for (const word of words(plainText(project(doc, v)))) held.add(word)
          const lost = [0, 1].flatMap((v) => words(plainText(project(given[i].marked, v)))).filter((word) => !held.has(word))
          expect(lost, `item ${number}`).toEqual([])
        })
      }
      expect(proposals).toBeGreaterThan(40)
    },
  )
  it.skipIf(!existsSync(CONTRACT))(`a revision of ${CONTRACT} is woven into it (skipped where it is absent)`, () => {
    const { doc } = readBase(readFileSync(CONTRACT, 'utf8'))
    const revised = readBase(readFileSync(CONTRACT, 'utf8').replaceAll('teacher', 'educator').replaceAll('2022', '2024')).doc
    const woven = weave(doc, revised, { r: 1, p: 'LTA' }, counter())
    invariants(woven)
    expect(project(woven, 0).eq(doc)).toBe(true)
    expect(plainText(project(woven, 1))).toBe(plainText(revised))
  })
})
