import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readDocx } from '../../../../../main/formats/docx/read/index.ts'
import { main } from '../../../../../main/hosts/cli/program.ts'
import { plainText, project } from '../../../../../shared/redline/index.ts'
import { p, run, wordFile } from '../../formats/docx/word.ts'
import { tempDir } from '../../store/made.ts'

async function compare(dir: string, ...args: readonly string[]): Promise<{ code: number; err: string }> {
  const said: string[] = []
  const code = await main(['compare', ...args], { version: '0.0.0', from: dir, out: () => {}, err: (text) => said.push(text) })
  return { code, err: said.join('') }
}
/** A folder with the same clause before and after, as Word files and as text. */
function clauses(): string {
  const dir = tempDir()
  writeFileSync(join(dir, 'old.docx'), wordFile(p(run('The notice is three days.'))))
  writeFileSync(join(dir, 'new.docx'), wordFile(p(run('The notice is four days.')) + p(run('It is given in writing.'))))
  writeFileSync(join(dir, 'old.md'), 'The notice is three days.\n')
  writeFileSync(join(dir, 'new.txt'), 'The notice is four days.\n\nIt is given in writing.\n')
  return dir
}
const WHO = ['--party', '300', '--date', '2023-11-01']

test.each([
  ['old.docx', 'new.docx'],
  ['old.docx', 'new.txt'],
  ['old.md', 'new.docx'],
])('%s and %s: a Word file with tracked changes of the party and day', async (before, after) => {
  const dir = clauses()
  expect(await compare(dir, before, after, ...WHO, '-o', 'r.docx')).toEqual({ code: 0, err: '' })
  let n = 0
  const { doc, rounds } = await readDocx(readFileSync(join(dir, 'r.docx')), 'r.docx', (prefix) => `${prefix}${++n}`)
  expect(rounds).toEqual([{ r: 1, author: '300', date: '2023-11-01' }])
  expect(plainText(project(doc, 0))).toContain('The notice is three days.')
  expect(plainText(project(doc, 0))).not.toContain('writing')
  expect(plainText(project(doc, 1))).toMatch(/The notice is four days\.\nIt is given in writing\./)
})

test('as data: blocks of runs with whose they are', async () => {
  const dir = clauses()
  expect(await compare(dir, 'old.md', 'new.docx', ...WHO, '-o', 'r.json')).toEqual({ code: 0, err: '' })
  const blocks = JSON.parse(readFileSync(join(dir, 'r.json'), 'utf8'))
  const by = { party: '300', date: '2023-11-01' }
  expect(blocks[0]).toEqual([
    { text: 'The notice is ', kind: 'same' },
    { text: 'three', kind: 'delete', ...by },
    { text: 'four', kind: 'insert', ...by },
    { text: ' days.', kind: 'same' },
  ])
})

test('a party is called on one line, by what an author of a Word file can be called', async () => {
  const dir = clauses()
  expect(await compare(dir, 'old.docx', 'new.docx', '--party', ' A\u0001<&"B\n', '-o', 'r.docx')).toEqual({ code: 0, err: '' })
  const xml = strFromU8(unzipSync(readFileSync(join(dir, 'r.docx')))['word/document.xml'])
  expect(new Set(xml.match(/w:author="[^"]*"/g))).toEqual(new Set(['w:author="A &lt;&amp;&quot;B"']))
})

test('what cannot be read, told or written is one sentence, and nothing is written', async () => {
  const dir = clauses()
  writeFileSync(join(dir, 'broken.docx'), readFileSync(join(dir, 'old.docx')).subarray(0, 100))
  expect(await compare(dir, 'old.docx', 'broken.docx', ...WHO, '-o', 'r.docx')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^parley: «broken\.docx» .*\n$/),
  })
  expect((await compare(dir, 'old.docx', 'new.docx', ...WHO, '-o', 'r.rtf')).err).toMatch(/^parley: What r\.rtf is to be cannot be told/)
  expect((await compare(dir, 'old.docx', 'new.docx', '--party', ' ', '-o', 'r.docx')).err).toBe('parley: Say whose the changes are.\n')
  expect((await compare(dir, 'old.docx', 'new.docx', '--party', 'B'.repeat(61), '-o', 'r.docx')).err).toMatch(/60 characters at most/)
  expect((await compare(dir, 'old.docx', 'new.docx', '--date', 'soon', '-o', 'r.docx')).err).toMatch(/^parley: soon is no day/)
  expect(existsSync(join(dir, 'r.docx'))).toBe(false)
})

/** A clause in a file of somebody: with a remark, a name and words that are hidden. */
function lent(dir: string): void {
  const remark = '<w:comment w:id="0" w:author="Jane Doe"><w:p><w:r><w:t>ask counsel</w:t></w:r></w:p></w:comment>'
  const hidden = run('we would take two', '<w:vanish/>')
  writeFileSync(join(dir, 'theirs.docx'), wordFile(p(`${run('The notice is three days.')}${hidden}`), { comments: remark }))
}
const partsOf = (file: string): string =>
  Object.values(unzipSync(readFileSync(file)))
    .map((part) => strFromU8(part))
    .join('')

test('nothing private of the files is in it, and one line says what was left out; unscrubbed where that is asked for', async () => {
  const dir = clauses()
  lent(dir)
  const said = await compare(dir, 'theirs.docx', 'new.docx', ...WHO, '-o', 'r.docx')
  expect(said).toEqual({
    code: 0,
    err: 'Left out of what is sent of «theirs.docx»: a comment, a stretch of hidden text.\n',
  })
  expect(partsOf(join(dir, 'r.docx'))).not.toMatch(/Jane|counsel|take two/)
  expect(await compare(dir, 'theirs.docx', 'new.docx', ...WHO, '--unscrubbed', '-o', 'u.docx')).toEqual({ code: 0, err: '' })
  expect(partsOf(join(dir, 'u.docx'))).toMatch(/counsel/)
})

test('moves as Word’s own, or changes in colours; what says nothing is refused', async () => {
  const dir = clauses()
  const [one, two, three] = [
    'The first rule is here to stay, whatever becomes of the others that came to stand after it in the end.',
    'The second rule moves about from one place of the contract to another, and nobody minds at all.',
    'The third rule is last.',
  ]
  writeFileSync(join(dir, 'a.docx'), wordFile([one, two, three].map((text) => p(run(text))).join('')))
  writeFileSync(join(dir, 'b.docx'), wordFile([two, one, three].map((text) => p(run(text))).join('')))
  writeFileSync(join(dir, 'a.md'), [one, two, three].join('\n\n'))
  for (const before of ['a.docx', 'a.md']) {
    expect(await compare(dir, before, 'b.docx', ...WHO, '--moves', 'word', '-o', 'm.docx')).toEqual({ code: 0, err: '' })
    expect(partsOf(join(dir, 'm.docx'))).toMatch(/move(From|To)RangeStart.*move(From|To)RangeEnd/s)
    expect(await compare(dir, before, 'b.docx', ...WHO, '--colours', '-o', 'c.docx')).toEqual({ code: 0, err: '' })
    const coloured = partsOf(join(dir, 'c.docx'))
    expect(coloured).not.toMatch(/<w:(ins|del|moveFrom) /)
    expect(coloured).toMatch(/<w:strike\/>.*rule/s)
  }
  expect((await compare(dir, 'a.docx', 'b.docx', '--flat', '-o', 'x.pdf')).err).toBe(
    'parley: --flat is for Word files (docx), not for pdf.\n',
  )
  expect((await compare(dir, 'a.docx', 'b.docx', '--flat', '--colours', '-o', 'x.docx')).err).toMatch(/^parley: --flat says how changes/)
})
