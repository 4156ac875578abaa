import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { readDocx, type WordFile } from '../../../../../main/formats/docx/read/index.ts'
import { moveOf } from '../../../../../shared/model/move.ts'
import { inlineText, type Switch, schema } from '../../../../../shared/model/schema.ts'
import { inlineSwitches, invariants, project, propsAt, switchesOf } from '../../../../../shared/redline/index.ts'
import { changed, del, gone, ins, type More, p, run, wordFile } from './word.ts'

const read = async (body: string, more?: More): Promise<WordFile> => {
  let n = 0
  const file = await readDocx(wordFile(body, more), 'theirs.docx', (prefix) => `${prefix}${++n}`)
  invariants(file.doc)
  return file
}
const said = (node: Node): string => {
  let out = ''
  node.descendants((child) => {
    if (child.isInline)
      out += child.type === schema.nodes.object ? `[${child.attrs.what}${child.attrs.text && ` ${child.attrs.text}`}]` : inlineText(child)
    return true
  })
  return out
}
const lines = (doc: Node): string[] => {
  const out: string[] = []
  doc.descendants((node) => {
    if (node.isTextblock) out.push(`${node.attrs.label ? `${node.attrs.label}|` : ''}${said(node)}`)
    return !node.isTextblock
  })
  return out
}
/** A document in one line a paragraph, each token with the history that it has: `+1` put in by round 1, `-2` struck by round 2. */
const history = (switches: readonly Switch[]): string => switches.map((s) => `${s.k === 'ins' ? '+' : '-'}${s.r}`).join('')
const histories = (doc: Node): string[] => {
  const out: string[] = []
  doc.descendants((node) => {
    if (node.isTextblock) {
      const inside = node.children.map(
        (child) => `${inlineText(child)}${history(inlineSwitches(child)) && `{${history(inlineSwitches(child))}}`}`,
      )
      out.push(`${inside.join('')}¶${history(switchesOf(node))}`)
    }
    return !node.isTextblock
  })
  return out
}

test('runs that are split by the spelling check or by saves are one text; tabs, breaks, hyphens and symbols are characters', async () => {
  const { doc, rounds } = await read(
    p(
      `${run('four')}<w:proofErr w:type="spellStart"/><w:r w:rsidR="00A"><w:t xml:space="preserve"> (4)</w:t></w:r><w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:sym w:font="Wingdings" w:char="F0FC"/><w:lastRenderedPageBreak/></w:r>`,
    ),
  )
  expect(rounds).toEqual([])
  expect(lines(doc)).toEqual(['four (4)\ta\nb\u2011c\uf0fc'])
  expect(doc.firstChild!.childCount).toBe(3)
})

test('insertions and deletions of several authors and days become rounds in the order of the days', async () => {
  const { doc, rounds } = await read(
    p(`${run('The ')}${del('191', 20, gone('three'))}${ins('BEA', 12, run('four'))}${run(' days')}`) +
      p(`${ins('BEA', 12, `${run('all ')}${del('191', 20, gone('of it'))}`)}`),
  )
  expect(rounds).toEqual([
    { r: 1, author: 'BEA', date: '2025-11-12' },
    { r: 2, author: '191', date: '2025-11-20' },
  ])
  expect(histories(doc)).toEqual(['The three{-2}four{+1} days¶', 'all {+1}of it{+1-2}¶'])
  expect(lines(project(doc, 0))).toEqual(['The three days', ''])
  expect(lines(project(doc, 1))).toEqual(['The threefour days', 'all of it'])
  expect(lines(project(doc, 2))).toEqual(['The four days', 'all '])
})

test('who takes out what came in the same round, or in a later one by the dates, does so in a further round', async () => {
  const { doc, rounds } = await read(
    p(ins('BEA', 12, `a${''}`)) +
      p(`${ins('BEA', 12, del('BEA', 12, gone('own')))}${ins('191', 20, del('BEA', 12, gone('before')))}${run('x')}`),
  )
  expect(rounds.map((r) => `${r.r} ${r.author} ${r.date}`)).toEqual(['1 BEA 2025-11-12', '2 191 2025-11-20', '3 BEA 2025-11-12'])
  expect(histories(doc)[1]).toBe('own{+1-3}before{+2-3}x¶')
})

test('authors and dates that are missing stay missing', async () => {
  const { rounds } = await read(p(`<w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins>${ins('BEA', 3, run('y'))}`))
  expect(rounds).toEqual([
    { r: 1, author: 'BEA', date: '2025-11-03' },
    { r: 2, author: '', date: null },
  ])
})

test('a paragraph mark that was put in or deleted splits and joins', async () => {
  const { doc } = await read(p(run('one'), '', ins('BEA', 1)) + p(run('two'), '', del('BEA', 1)) + p(run('three')))
  expect(histories(doc)).toEqual(['one¶+1', 'two¶-1', 'three¶'])
  expect(lines(project(doc, 0))).toEqual(['onetwo', 'three'])
  expect(lines(project(doc, 1))).toEqual(['one', 'twothree'])
})

test('a move is two halves that know each other, whatever else they hold', async () => {
  const range = (kind: string, end: 'Start' | 'End'): string =>
    `<w:move${kind}Range${end} w:id="9" w:name="m1" w:author="BEA" w:date="2025-11-01T00:00:00Z"/>`
  const half = (kind: string): string =>
    `<w:move${kind} w:id="2" w:author="BEA" w:date="2025-11-01T00:00:00Z">${run('Moved.')}</w:move${kind}>`
  const { doc } = await read(
    `${range('From', 'Start')}${p(half('From'), '', '<w:moveFrom w:id="3" w:author="BEA" w:date="2025-11-01T00:00:00Z"/>')}${range('From', 'End')}` +
      p(run('Stays.')) +
      `${range('To', 'Start')}${p(half('To'), '', '<w:moveTo w:id="4" w:author="BEA" w:date="2025-11-01T00:00:00Z"/>')}${range('To', 'End')}` +
      p(''),
  )
  expect(histories(doc)).toEqual(['Moved.{-1}¶-1', 'Stays.¶', 'Moved.{+1}¶+1', '¶'])
  const ids = doc.children.flatMap((block) => block.children.flatMap((n) => inlineSwitches(n).map((s) => s.id)))
  expect(ids.map((id) => moveOf(id)?.half)).toEqual(['from', 'to'])
  expect(moveOf(ids[0])!.move).toBe(moveOf(ids[1])!.move)
})

test('earlier properties are the old ones: of paragraphs and of runs', async () => {
  const { doc } = await read(
    p(run('x'), `<w:jc w:val="center"/>${changed('pPrChange', 'BEA', 1, '<w:pPr><w:jc w:val="right"/></w:pPr>')}`) +
      p(run('y', `<w:b/>${changed('rPrChange', 'BEA', 1, '<w:rPr><w:i/></w:rPr>')}`)) +
      p(ins('BEA', 1, run('z', `<w:b/>${changed('rPrChange', 'BEA', 1, '<w:rPr/>')}`))),
  )
  const [first, second, third] = doc.children
  expect(propsAt(first, 0).attrs.align).toBe('right')
  expect(propsAt(first, 1).attrs.align).toBe('center')
  const marks = (v: number, block: Node) =>
    project(schema.nodes.doc.create(null, block), v).firstChild!.firstChild?.marks.map((m) => m.type.name)
  expect(marks(0, second)).toEqual(['em'])
  expect(marks(1, second)).toEqual(['strong'])
  expect(third.firstChild!.marks.map((m) => m.type.name)).toEqual(['strong', 'insertion'])
})

const NUMBERED = {
  numbering:
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
}
const item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'

test('labels are what people see at each version: what was struck does not count', async () => {
  const { doc } = await read(
    p(run('one'), item) +
      p(del('BEA', 1, gone('two')), item, del('BEA', 1)) +
      p(run('three'), item) +
      p(ins('191', 2, run('new')), item, ins('191', 2)) +
      p(run('four'), item),
    NUMBERED,
  )
  expect(lines(project(doc, 0))).toEqual(['a.|one', 'b.|two', 'c.|three', 'd.|four'])
  expect(lines(project(doc, 1))).toEqual(['a.|one', 'b.|three', 'c.|four'])
  expect(lines(project(doc, 2))).toEqual(['a.|one', 'b.|three', 'c.|new', 'd.|four'])
})

test('headings have their level by style; bold that the style brings is not bold by hand', async () => {
  const styles =
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
  const { doc } = await read(
    p(run('Section'), '<w:pStyle w:val="H2"/>') +
      p(run('bold', '<w:rStyle w:val="S"/>') + run('not', '<w:rStyle w:val="S"/><w:b w:val="0"/>')),
    { styles },
  )
  expect(doc.firstChild!.type.name).toBe('heading')
  expect(doc.firstChild!.attrs.level).toBe(2)
  expect(doc.firstChild!.firstChild!.marks).toEqual([])
  expect(doc.child(1).children.map((n) => n.marks.map((m) => m.type.name))).toEqual([['strong'], []])
})

test('rows and cells that came and went; merged cells; a table stays one table', async () => {
  const cell = (inside: string, properties = ''): string => `<w:tc><w:tcPr>${properties}</w:tcPr>${p(inside)}</w:tc>`
  const row = (cells: string, properties = ''): string => `<w:tr><w:trPr>${properties}</w:trPr>${cells}</w:tr>`
  const { doc } = await read(
    `<w:tbl><w:tblPr/><w:tblGrid/>${row(cell(run('a')) + cell(run('b'), changed('cellDel', 'BEA', 1, '')))}${row(cell(ins('BEA', 1, run('c'))) + cell(ins('BEA', 1, run('d')), changed('cellDel', 'BEA', 1, '')), ins('BEA', 1))}${row(cell(run('e')) + cell(run('f'), changed('cellDel', 'BEA', 1, '')), del('BEA', 1))}</w:tbl>${p('')}` +
      `<w:tbl><w:tblPr/><w:tblGrid/>${row(cell(run('wide'), '<w:gridSpan w:val="2"/>'))}${row(cell(run('tall'), '<w:vMerge w:val="restart"/>') + cell(run('x')))}${row(cell('', '<w:vMerge/>') + cell(run('y')))}</w:tbl>${p('')}`,
  )
  const table = (v: number, at: number): string[] => {
    const found = project(doc, v).children.filter((n) => n.type === schema.nodes.table)[at]
    return found.children.map((r) =>
      r.children
        .map((c) => `${said(c)}${c.attrs.colspan > 1 ? `→${c.attrs.colspan}` : ''}${c.attrs.rowspan > 1 ? `↓${c.attrs.rowspan}` : ''}`)
        .join(' '),
    )
  }
  expect(table(0, 0)).toEqual(['a b', 'e f'])
  expect(table(1, 0)).toEqual(['a', 'c'])
  expect(table(1, 1)).toEqual(['wide→2', 'tall↓2 x', 'y'])
})

test('fields read as their result and are one thing; notes, equations and pictures stand as things with their names', async () => {
  const char = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
  const code = (text: string): string => `<w:r><w:instrText>${text}</w:instrText></w:r>`
  const { doc } = await read(
    p(
      `${run('See ')}${char('begin')}${code(' RE')}${code('F x ')}${char('separate')}${run('Sec')}${run('tion 5')}${char('end')}${run('.')}`,
    ) +
      p(
        `<w:fldSimple w:instr=" PAGE ">${run('7')}</w:fldSimple><w:r><w:footnoteReference w:id="2"/></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:drawing><x/></w:drawing></w:r>`,
      ) +
      p(`${char('begin')}${code(' TOC ')}${char('separate')}${run('Article I')}`) +
      p(`${run('Article II')}${char('end')}`),
    { footnotes: `<w:footnote w:id="2">${p(run('A note.'))}</w:footnote>` },
  )
  expect(lines(doc)).toEqual(['See [field Section 5].', '[field 7][footnote][equation x=1][picture]', 'Article I', 'Article II'])
})

test('the same note or picture is the same thing in two files, another is another', async () => {
  const of = async (note: string, id: string): Promise<string> => {
    const { doc } = await read(p(`<w:r><w:footnoteReference w:id="${id}"/></w:r>`), {
      footnotes: `<w:footnote w:id="${id}">${p(run(note))}</w:footnote>`,
    })
    return doc.firstChild!.firstChild!.attrs.key
  }
  expect(await of('A note.', '2')).toBe(await of('A note.', '7'))
  expect(await of('A note.', '2')).not.toBe(await of('Another.', '2'))
})

test('content controls, hyperlinks and smart tags are looked through; alternatives are read once', async () => {
  const { doc } = await read(
    `<w:sdt><w:sdtPr/><w:sdtContent>${p(`<w:hyperlink r:id="x">${run('linked')}</w:hyperlink><w:smartTag>${run(' and ')}</w:smartTag><w:sdt><w:sdtContent>${run('held')}</w:sdtContent></w:sdt>`)}</w:sdtContent></w:sdt>` +
      p(
        `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing/></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>`,
      ),
  )
  expect(lines(doc)).toEqual(['linked and held', '[picture]'])
})

test('an empty body is one empty paragraph; a body that is missing is refused', async () => {
  expect(lines((await read('')).doc)).toEqual([''])
})
