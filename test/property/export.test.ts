import fc from 'fast-check'
import { describe, it } from 'vitest'
import { writeDocx } from '../../main/formats/docx/index.ts'
import { writeMarkdown } from '../../main/formats/markdown/index.ts'
import { allRoundsPaper, cleanOf, cleanPaper, redlinePaper } from '../interop/samples.ts'
import { BASES, show } from './harness.ts'
import { checkAsync, script } from './script.ts'
import { sealedTable } from './table.ts'

describe('exports after random scripts', () => {
  it('never change the document, and give the same bytes twice (property 13)', async () => {
    await checkAsync(
      fc.tuple(fc.nat(BASES.length - 1), script(20), fc.nat(3), fc.nat(3)),
      async ([b, ops, x, y]) => {
        const { doc } = sealedTable(b, ops)
        const before = JSON.stringify(doc.toJSON())
        const papers = () => [redlinePaper(doc, x, y), allRoundsPaper(doc, x, y), cleanPaper(cleanOf(doc, y))]
        for (const write of [writeDocx, writeMarkdown]) {
          const [first, second] = [await Promise.all(papers().map((p) => write(p))), await Promise.all(papers().map((p) => write(p)))]
          first.forEach((bytes, i) => {
            if (Buffer.compare(bytes, second[i]) !== 0) throw new Error(`paper ${i} of ${x} to ${y} differs\n ${show(doc)}`)
          })
        }
        if (JSON.stringify(doc.toJSON()) !== before) throw new Error(`an export changed the document\n ${show(doc)}`)
      },
      0.3,
    )
  })
})
