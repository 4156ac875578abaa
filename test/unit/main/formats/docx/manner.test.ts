import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { writeDocx } from '../../../../../main/formats/docx/index.ts'
import type { Manner } from '../../../../../main/formats/docx/manner.ts'
import { readDocx } from '../../../../../main/formats/docx/read/index.ts'
import { allRounds, plainText, project } from '../../../../../shared/redline/index.ts'
import { changesIn } from '../../../../fixtures/changes.ts'
import { moved } from '../../../../interop/moves.ts'
import { type allRoundsPaper, cell, doc, item, p, paperOf, ROUNDS, row, SAMPLES, t, table } from '../../../../interop/samples.ts'

const written = async (of: Parameters<typeof allRoundsPaper>[0], manner?: Manner): Promise<{ bytes: Uint8Array; xml: string }> => {
  const bytes = await writeDocx(paperOf(allRounds(of, ROUNDS, 0, 3), 'redline', null), undefined, manner)
  return { bytes, xml: strFromU8(unzipSync(bytes)['word/document.xml']) }
}
const read = async (bytes: Uint8Array) => {
  let n = 0
  return readDocx(bytes, 'x.docx', (prefix) => `${prefix}${++n}`)
}

describe('moves as Word’s own', () => {
  it('stand in ranges of a name, and are read as the same move', async () => {
    const { xml, bytes } = await written(moved(), { moves: 'word' })
    for (const half of ['From', 'To']) {
      const at = (what: string): number[] => [...xml.matchAll(new RegExp(`<w:move${half}${what}[ >]`, 'g'))].map((m) => m.index)
      expect(at('RangeStart')).toHaveLength(1)
      expect(at('RangeEnd')).toHaveLength(1)
      expect(at('').length).toBeGreaterThan(1)
      expect(at('').every((place) => place < at('RangeEnd')[0])).toBe(true)
    }
    expect(xml).not.toMatch(/half|delText>Moved/)
    expect(xml.match(/w:name="move1"/g)).toHaveLength(2)
    const ids = [...xml.matchAll(/w:id="(\d+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length - 2)
    const plain = await written(moved())
    expect(plain.xml).not.toContain('moveFrom')
    const [one, two] = [await read(bytes), await read(plain.bytes)]
    for (const v of [0, 1]) expect(plainText(project(one.doc, v))).toBe(plainText(project(two.doc, v)))
    expect(JSON.stringify(one.doc)).toMatch(/"id":"[^"]*\.from"/)
  })
  it('say the same changes as a deletion and an insertion do', async () => {
    const changes = async (manner: Manner) => {
      const { doc: of, rounds } = await read((await written(moved(), manner)).bytes)
      return changesIn({ blocks: allRounds(of, [], 0, rounds.length).blocks, rounds }, false)
    }
    expect(await changes({ moves: 'word' })).toEqual(await changes({}))
  })
})

describe('flat', () => {
  it('writes what one put in and another struck as struck alone', async () => {
    const of = SAMPLES['inserted by one, struck by the other']()
    expect((await written(of)).xml).toMatch(/<w:ins [^>]*><w:del /)
    const { xml } = await written(of, { passing: 'flat' })
    expect(xml).not.toMatch(/<w:ins [^>]*><w:del /)
    expect(xml).toContain('<w:del ')
  })
})

describe('colours', () => {
  const everything = () =>
    doc(
      p({}, t('Stays, '), t('new', 'ins1'), t('old', 'del2'), t('between', 'ins1 del2')),
      item('a.', { history: 'ins3' }, t('An item.', 'ins3')),
      table(
        row('', cell({}, t('1')), cell({ history: 'ins2' }, t('2', 'ins2'))),
        row('del2', cell({}, t('3', 'del2')), cell({}, t('4', 'del2'))),
      ),
      p({}, t('End.')),
    )
  it('tracks nothing and shows both texts with colour and line', async () => {
    const { xml, bytes } = await written(everything(), { changes: 'colours' })
    expect(xml).not.toMatch(/<w:(ins|del|moveFrom|moveTo|cellIns|cellDel|rPrChange|pPrChange)[ >/]|delText|w:author/)
    const { doc: of, rounds } = await read(bytes)
    expect(rounds).toEqual([])
    expect(plainText(of)).toMatch(/Stays, newoldbetween\na\.\s+An item\./)
    expect(xml).toMatch(/<w:(d?strike)\/>(?:(?!<w:r>).)*between/s)
    expect(xml).toMatch(/<w:u w:val="[a-z]+" w:color="[0-9A-F]{6}"\/>(?:(?!<w:r>).)*new/s)
  })
})
