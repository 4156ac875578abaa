import { Fragment, type Node, Slice } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import { addColumnAfter, addRowAfter, CellSelection, deleteColumn, mergeCells as merge, setCellAttr, splitCell } from 'prosemirror-tables'
import { describe, expect, it } from 'vitest'
import { schema } from '../../../../shared/model/schema.ts'
import {
  accept,
  allRounds,
  cellSlice,
  deleteColumns,
  deleteRows,
  deleteTable,
  emptyCells,
  insertColumn,
  insertRow,
  insertTable,
  joinForward,
  mergeCells,
  nextCell,
  pasteCells,
  plainText,
  project,
  Refused,
  redline,
  reject,
  restoreCells,
  revert,
  type TableBlock,
  type TextBlock,
  takeBack,
  typeOverCells,
} from '../../../../shared/redline/index.ts'
import { cell, Desk, p, row, table } from './desk.ts'

const N = schema.nodes
const grid = (rows: readonly (readonly string[])[], id = 't'): Node =>
  table(id, ...rows.map((cells, y) => row(`${id}r${y}`, ...cells.map((text, x) => cell(`${id}c${y}${x}`, p(`${id}p${y}${x}`, text))))))
const pay = (): Desk =>
  new Desk(
    p('a', 'Salaries.'),
    grid([
      ['Step', 'BA', 'MA'],
      ['1', '40', '45'],
      ['2', '42', '47'],
    ]),
    p('z', 'End.'),
  )
/** Selects from the cell that holds one text to the cell that holds another. */
function selectCells(desk: Desk, from: string, to = from): Desk {
  const at = (text: string): number => {
    const $pos = desk.doc.resolve(desk.find(text))
    return $pos.before($pos.depth - 1)
  }
  desk.state = desk.state.apply(desk.state.tr.setSelection(CellSelection.create(desk.doc, at(from), at(to))))
  return desk
}
const kinds = (desk: Desk): string[] => desk.changes.map((c) => c.kinds.join('+'))
/** Accepted and rejected, a redline of any two versions is what the two versions are. */
function resolves(desk: Desk): void {
  for (let a = 0; a <= desk.r; a++)
    for (let b = 0; b <= desk.r; b++) {
      const view = redline(desk.doc, desk.rounds, a, b)
      expect(accept(view.blocks).eq(project(desk.doc, b))).toBe(true)
      expect(reject(view.blocks).eq(project(desk.doc, a))).toBe(true)
    }
}

describe('insert and delete rows and columns', () => {
  it('puts a row in below and above, with the caret in it, as one change', () => {
    const desk = pay().caret('40')
    expect(desk.run(insertRow(desk.cx, 'below'))).toBe(true)
    desk.type('41')
    expect(desk.clean()).toEqual(['Salaries.', 'Step\tBA\tMA', '1\t40\t45', '\t41\t', '2\t42\t47', 'End.'])
    expect(desk.clean(0)).toEqual(['Salaries.', 'Step\tBA\tMA', '1\t40\t45', '2\t42\t47', 'End.'])
    expect(desk.changes).toHaveLength(1)
    expect(kinds(desk)[0]).toContain('insert-row')
    expect(desk.changes[0].grid).toEqual({ what: 'row', count: 1 })
    desk.caret('Step')
    desk.run(insertRow(desk.cx, 'above'))
    desk.type('x')
    expect(desk.clean()[1]).toBe('x\t\t')
    expect(desk.changes).toHaveLength(2)
    resolves(desk)
  })

  it('puts a column in left and right, as one change', () => {
    const desk = pay().caret('BA')
    desk.run(insertColumn(desk.cx, 'right'))
    desk.type('BA+15')
    expect(desk.clean().slice(1, 4)).toEqual(['Step\tBA\tBA+15\tMA', '1\t40\t\t45', '2\t42\t\t47'])
    expect(desk.changes).toHaveLength(1)
    desk.caret('Step')
    desk.run(insertColumn(desk.cx, 'left'))
    expect(desk.clean()[1]).toBe('\tStep\tBA\tBA+15\tMA')
    expect(desk.changes).toHaveLength(2)
    resolves(desk)
  })

  it('strikes rows with one switch each and leaves what they hold untouched', () => {
    const desk = pay()
    selectCells(desk, '40', '42').run(deleteRows(desk.cx))
    expect(desk.clean().slice(1, -1)).toEqual(['Step\tBA\tMA'])
    expect(desk.changes.map((c) => c.grid)).toEqual([{ what: 'row', count: 2 }])
    expect(desk.picture).toContain('[[1¶] [40¶] [45¶]]{del1}')
    resolves(desk)
  })

  it('strikes columns as a whole, one change', () => {
    const desk = pay().caret('40')
    desk.run(deleteColumns(desk.cx))
    expect(desk.clean().slice(1, -1)).toEqual(['Step\tMA', '1\t45', '2\t47'])
    expect(desk.changes).toHaveLength(1)
    expect(kinds(desk)[0]).toMatch(/^delete-cell/)
    expect(desk.changes[0].grid).toEqual({ what: 'column', count: 1 })
    resolves(desk)
  })

  it('inserted and then deleted in one round, a row or column is no change at all', () => {
    const desk = pay().caret('40')
    const before = desk.doc
    desk.run(insertRow(desk.cx, 'below'))
    desk.type('x')
    desk.run(deleteRows(desk.cx))
    expect(desk.doc.eq(before)).toBe(true)
    desk.caret('40').run(insertColumn(desk.cx, 'left'))
    desk.type('y')
    desk.run(deleteColumns(desk.cx))
    expect(desk.doc.eq(before)).toBe(true)
    desk.caret('40').run(deleteColumns(desk.cx))
    desk.apply(takeBack(desk.state, desk.cx))
    expect(desk.doc.eq(before)).toBe(true)
  })

  it('across rounds and parties every version stays rectangular', () => {
    const desk = pay().caret('40')
    desk.run(deleteColumns(desk.cx))
    desk.seal().caret('45')
    desk.run(insertRow(desk.cx, 'below'))
    desk.type('46')
    desk.caret('45').run(insertColumn(desk.cx, 'right'))
    desk.seal()
    desk.caret('Step').run(deleteRows(desk.cx))
    desk.caret('46').run(insertColumn(desk.cx, 'left'))
    desk.seal()
    expect(desk.clean(0).slice(1, -1)).toEqual(['Step\tBA\tMA', '1\t40\t45', '2\t42\t47'])
    expect(desk.clean(1).slice(1, -1)).toEqual(['Step\tMA', '1\t45', '2\t47'])
    expect(desk.clean(2).slice(1, -1)).toEqual(['Step\tMA\t', '1\t45\t', '\t46\t', '2\t47\t'])
    expect(desk.clean(3).slice(1, -1)).toEqual(['1\t\t45\t', '\t\t46\t', '2\t\t47\t'])
    resolves(desk)
  })

  it('decided one by one, in any order, end in the same place', () => {
    const make = (): Desk => {
      const desk = pay().caret('40')
      desk.run(insertRow(desk.cx, 'below'))
      desk.type('41').caret('MA').run(insertColumn(desk.cx, 'right'))
      desk.type('PhD').caret('42').run(deleteColumns(desk.cx))
      desk.caret('47').run(deleteRows(desk.cx))
      return desk.seal()
    }
    const base = make()
    const ids = base.changesSince(0).map((c) => c.ids)
    expect(ids).toHaveLength(4)
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 3, 0, 2],
    ]
    for (const order of orders) {
      const desk = make()
      for (const i of order) {
        desk.apply(revert(desk.state, 0, desk.cx, new Set(ids[i])))
        resolves(desk)
      }
      expect(project(desk.doc, desk.r).eq(desk.base)).toBe(true)
    }
  })

  it('the last standing row or column struck strikes the table', () => {
    const desk = new Desk(p('a', 'A.'), grid([['x']]))
    desk.caret('x').run(deleteColumns(desk.cx))
    expect(desk.clean()).toEqual(['A.'])
    resolves(desk)
    desk.caret('x')
    expect(() => desk.run(insertRow(desk.cx, 'below'))).toThrow(/Restore it/)
  })

  it('a table that is all there is cannot be struck', () => {
    const desk = new Desk(grid([['x', 'y']]))
    desk.caret('x')
    expect(() => desk.run(deleteRows(desk.cx))).toThrow(/all that stands here/)
    expect(() => desk.run(deleteTable(desk.cx))).toThrow(/all that stands here/)
    expect(desk.run(deleteColumns(desk.cx))).toBe(true)
    expect(desk.clean()).toEqual(['y'])
  })

  it('a tracked row deletion loses no data: undo and the other party bring it back', () => {
    const desk = pay().caret('40')
    const before = desk.doc
    desk.run(deleteRows(desk.cx))
    desk.undo()
    expect(desk.doc.eq(before)).toBe(true)
    desk.redo()
    desk.seal()
    const [change] = desk.changesSince(0)
    desk.apply(revert(desk.state, 0, desk.cx, new Set(change.ids)))
    expect(desk.clean()).toEqual(desk.clean(0))
    resolves(desk)
  })
})

describe('rows and columns beside merged cells', () => {
  const merged = (): Desk => {
    const wide = N.table_cell.create({ id: 'w', colspan: 2 }, p('wp', 'wide'))
    const tall = N.table_cell.create({ id: 'h', rowspan: 2 }, p('hp', 'tall'))
    return new Desk(
      p('a', 'A.'),
      table(
        't',
        row('r0', wide, cell('x02', p('y02', 'one'))),
        row('r1', tall, cell('x11', p('y11', 'two')), cell('x12', p('y12', 'three'))),
        row('r2', cell('x21', p('y21', 'four')), cell('x22', p('y22', 'five'))),
        row('r3', cell('x30', p('y30', 'six')), cell('x31', p('y31', 'seven')), cell('x32', p('y32', 'eight'))),
      ),
      p('z', 'Z.'),
    )
  }
  it('what would change how far a cell reaches is refused', () => {
    const desk = merged().caret('two')
    expect(() => desk.run(insertRow(desk.cx, 'below'))).toThrow(Refused)
    expect(() => desk.run(deleteRows(desk.cx))).toThrow(/merged cell/)
    expect(() => desk.run(insertColumn(desk.cx, 'left'))).toThrow(/merged cell/)
    expect(() => desk.run(deleteColumns(desk.cx))).toThrow(/merged cell/)
    expect(desk.changes).toEqual([])
  })
  it('what leaves it as it is, or holds it whole, goes', () => {
    const desk = merged().caret('seven')
    desk.run(insertRow(desk.cx, 'above'))
    desk.type('N')
    expect(desk.clean().slice(1, -1)).toEqual(['wide\tone', 'tall\ttwo\tthree', 'four\tfive', '\tN\t', 'six\tseven\teight'])
    selectCells(desk, 'two', 'four').run(deleteRows(desk.cx))
    expect(desk.clean().slice(1, -1)).toEqual(['wide\tone', '\tN\t', 'six\tseven\teight'])
    selectCells(desk, 'six', 'seven').run(deleteColumns(desk.cx))
    expect(desk.clean().slice(1, -1)).toEqual(['one', '', 'eight'])
    desk.caret('eight').run(insertColumn(desk.cx, 'right'))
    expect(desk.clean().slice(1, -1)).toEqual(['one\t', '\t', 'eight\t'])
    resolves(desk)
  })
  it('merging, splitting, widths and the grid edits of others are refused with a sentence', () => {
    const desk = merged()
    selectCells(desk, 'six', 'seven')
    expect(() => desk.run(mergeCells)).toThrow(/merged or split/)
    for (const command of [merge, setCellAttr('colwidth', [100]), addColumnAfter, addRowAfter, deleteColumn])
      expect(() => desk.run(command)).toThrow(Refused)
    selectCells(desk, 'wide')
    expect(() => desk.run(splitCell)).toThrow(Refused)
    expect(desk.changes).toEqual([])
  })
})

describe('insert, delete, empty a table', () => {
  it('puts an empty table in after the paragraph, with a head, as one change that goes without a trace', () => {
    const desk = new Desk(p('a', 'One.'), p('b', 'Two.')).caret('One.', 2)
    const before = desk.doc
    expect(desk.run(insertTable(desk.cx, { rows: 2, columns: 3, header: true }))).toBe(true)
    desk.type('H')
    expect(desk.clean()).toEqual(['One.', 'H\t\t', '\t\t', 'Two.'])
    expect(desk.doc.child(1).child(0).child(0).type.name).toBe('table_header')
    expect(desk.changes).toHaveLength(1)
    resolves(desk)
    desk.run(insertColumn(desk.cx, 'right'))
    desk.run(insertRow(desk.cx, 'below'))
    expect(desk.changes).toHaveLength(1)
    desk.run(deleteColumns(desk.cx))
    desk.apply(takeBack(desk.state, desk.cx, new Set(desk.changes[0].ids)))
    expect(desk.doc.eq(before)).toBe(true)
  })
  it('goes before the paragraph where the caret is at its start, and is refused in a cell', () => {
    const desk = new Desk(p('a', 'One.'), p('b')).caret('One.')
    desk.run(insertTable(desk.cx, { rows: 1, columns: 1, header: false }))
    expect(desk.clean()).toEqual(['', 'One.', ''])
    expect(() => desk.run(insertTable(desk.cx, { rows: 1, columns: 1, header: false }))).toThrow(/another table/)
    expect(() => new Desk(p('a', 'x')).run(insertTable(desk.cx, { rows: 0, columns: 1, header: false }))).toThrow(/1 to 100 rows/)
  })
  it('deletes a table, and its own without a trace', () => {
    const desk = pay().caret('42')
    desk.run(deleteTable(desk.cx))
    expect(desk.clean()).toEqual(['Salaries.', 'End.'])
    expect(kinds(desk)).toEqual([expect.stringMatching(/^delete-row/)])
    expect(desk.changes[0].grid).toEqual({ what: 'table', count: 1 })
    resolves(desk)
    desk.seal()
    const [change] = desk.changesSince(0)
    desk.apply(revert(desk.state, 0, desk.cx, new Set(change.ids)))
    expect(desk.clean()).toEqual(desk.clean(0))
  })
  it('empties a table and keeps its grid', () => {
    const desk = pay()
    selectCells(desk, 'Step', '47').run(emptyCells(desk.cx))
    expect(desk.clean()).toEqual(['Salaries.', '\t\t', '\t\t', '\t\t', 'End.'])
    resolves(desk)
    desk.seal()
    desk.apply(revert(desk.state, 0, desk.cx))
    expect(desk.clean()).toEqual(desk.clean(0))
  })
})

describe('delete a cell selection', () => {
  it('strikes the text of the cells in one step of undo', () => {
    const desk = pay()
    const before = desk.doc
    selectCells(desk, '40', '47').run(emptyCells(desk.cx))
    expect(desk.clean().slice(1, -1)).toEqual(['Step\tBA\tMA', '1\t\t', '2\t\t'])
    expect(desk.changes).toHaveLength(1)
    desk.undo()
    expect(desk.doc.eq(before)).toBe(true)
  })
  it('is typed over in its first cell', () => {
    const desk = pay()
    selectCells(desk, '40', '47').run(typeOverCells(desk.cx, '5'))
    desk.type('0')
    expect(desk.clean().slice(1, -1)).toEqual(['Step\tBA\tMA', '1\t50\t', '2\t\t'])
  })
  it('leaves struck rows and columns in it alone', () => {
    const desk = pay().caret('42')
    desk.run(deleteRows(desk.cx))
    selectCells(desk, '40', '47').run(emptyCells(desk.cx))
    desk.apply(takeBack(desk.state, desk.cx, new Set(desk.changes.flatMap((c) => (c.kinds.includes('delete-row') ? c.ids : [])))))
    expect(desk.clean().slice(1, -1)).toEqual(['Step\tBA\tMA', '1\t\t', '2\t42\t47'])
  })
  it('restored, brings back the text, rows and columns that are in it', () => {
    const desk = pay().caret('40')
    desk.run(deleteColumns(desk.cx))
    desk.caret('47').run(deleteRows(desk.cx))
    desk.strikeText('45').seal()
    selectCells(desk, '40', '47')
    desk.apply(restoreCells(desk.state, desk.cx)!)
    expect(desk.clean()).toEqual(desk.clean(0))
    expect(desk.changesSince(1)).toHaveLength(1)
    resolves(desk)
  })
})

describe('tracked text in a removed and in a kept table', () => {
  it('struck and inserted words in cells outlive the row that is struck around them', () => {
    const desk = pay()
    desk.strikeText('40').caret('45', 2).type('0').seal()
    desk.caret('45').run(deleteRows(desk.cx))
    desk.seal()
    desk.apply(revert(desk.state, 1, desk.cx))
    expect(desk.clean()).toEqual(desk.clean(1))
    resolves(desk)
    const kept = pay()
    kept.strikeText('40').seal().caret('42').run(deleteRows(kept.cx))
    expect(kept.clean().slice(1, -1)).toEqual(['Step\tBA\tMA', '1\t\t45'])
    resolves(kept)
  })
  it('what a round wrote into a row, column or table that it then struck is not passed across', () => {
    const desk = pay().caret('40').type('secret ')
    desk.run(deleteRows(desk.cx))
    desk.caret('MA').type('private ').run(deleteColumns(desk.cx))
    desk.seal()
    expect(desk.picture).not.toMatch(/secret|private/)
    const whole = pay().caret('40')
    whole.run(insertColumn(whole.cx, 'right'))
    whole.type('fallback').run(deleteTable(whole.cx))
    whole.seal()
    expect(whole.picture).not.toContain('fallback')
    whole.apply(revert(whole.state, 0, whole.cx))
    expect(whole.clean()).toEqual(whole.clean(0))
  })
  it('all rounds: what came into a row that was struck then is told with who struck the row', () => {
    const desk = pay().caret('40').type('1').seal().caret('45')
    desk.run(deleteRows(desk.cx))
    desk.seal().caret('MA').run(insertColumn(desk.cx, 'right'))
    const shown = allRounds(desk.doc, desk.rounds, 0, 3).blocks[1] as TableBlock
    const [, ba, , fresh] = shown.rows[1].cells
    expect(fresh.absent).toBe(true)
    const typed = (ba.blocks[0] as TextBlock).runs.find((r) => r.inserted)!
    expect([typed.inserted?.p, typed.by?.p]).toEqual(['BEA', '191'])
  })
  it('a row that is brought back has what it is shown with', () => {
    const desk = pay().caret('40').type('1').seal().caret('40')
    desk.run(deleteRows(desk.cx))
    const [change] = desk.changesSince(0)
    desk.seal()
    desk.apply(revert(desk.state, 0, desk.cx, new Set(change.ids)))
    expect(desk.clean()).toEqual(desk.clean(0))
  })
  it('nothing is written into a struck row or column, nor struck in it', () => {
    const desk = pay().caret('40')
    desk.run(deleteRows(desk.cx))
    const before = desk.doc
    desk.caret('40')
    expect(() => desk.type('x')).toThrow(/This row is struck/)
    expect(() => desk.strikeText('40')).toThrow(/This row is struck/)
    desk.seal().caret('MA').run(deleteColumns(desk.cx))
    desk.caret('47')
    expect(() => desk.type('x')).toThrow(/This column is struck/)
    desk.undo()
    expect(desk.doc.eq(before)).toBe(true)
  })
  it('formatting a selection passes over struck rows', () => {
    const desk = pay().caret('40')
    desk.run(deleteRows(desk.cx))
    desk.edit((tr) => tr.addMark(desk.find('Step'), desk.find('47') + 2, schema.mark('strong')))
    desk.apply(takeBack(desk.state, desk.cx, new Set(desk.changes.flatMap((c) => (c.kinds.includes('delete-row') ? c.ids : [])))))
    const bold: string[] = []
    project(desk.doc, desk.r).descendants((node) => void (node.isText && node.marks.length && bold.push(node.text!)))
    expect(bold).toEqual(['Step', 'BA', 'MA', '2', '42', '47'])
  })
})

describe('last paragraph of a cell, of the document', () => {
  it('emptied and struck, a cell keeps one paragraph', () => {
    const desk = new Desk(p('a', 'A.'), table('t', row('r', cell('c', p('p1', 'one'), p('p2', 'two')), cell('d', p('q', 'x')))))
    selectCells(desk, 'one').run(emptyCells(desk.cx))
    expect(desk.clean()).toEqual(['A.', '\tx'])
    resolves(desk)
    expect(project(desk.doc, 1).child(1).child(0).child(0).childCount).toBe(1)
  })
  it('Delete before a struck table joins the paragraph after it', () => {
    const desk = pay().caret('40')
    desk.run(deleteTable(desk.cx))
    desk.caret('Salaries.', 9).run(joinForward(desk.cx))
    expect(desk.clean()).toEqual(['Salaries.End.'])
    resolves(desk)
  })
  it('a document that ends in a struck table keeps its last paragraph', () => {
    const desk = new Desk(p('a', 'A.'), grid([['x']]))
    desk.caret('x').run(deleteTable(desk.cx))
    desk.strikeText('A.')
    expect(desk.clean()).toEqual([''])
    resolves(desk)
  })
})

describe('walking through a table', () => {
  it('Tab goes to the next cell that stands and selects its words; from the last one it adds a row', () => {
    const desk = pay().caret('BA')
    desk.run(deleteColumns(desk.cx))
    desk.caret('Step').run(nextCell(desk.cx, 1))
    const { from, to } = desk.state.selection
    expect(desk.doc.textBetween(from, to)).toBe('MA')
    desk.run(nextCell(desk.cx, 1))
    expect(desk.state.selection.$from.parent.textContent).toBe('1')
    desk.run(nextCell(desk.cx, -1))
    expect(desk.state.selection.$from.parent.textContent).toBe('MA')
    desk.caret('47').run(nextCell(desk.cx, 1))
    desk.type('3')
    expect(desk.clean().slice(1, -1)).toEqual(['Step\tMA', '1\t45', '2\t47', '3\t'])
    desk.caret('Step').run(nextCell(desk.cx, -1))
    expect(desk.state.selection.$from.parent.textContent).toBe('Step')
    expect(desk.caret('End.').run(nextCell(desk.cx, 1))).toBe(false)
    resolves(desk)
  })
})

describe('copying and pasting cells', () => {
  const lines = (...texts: string[]): Slice => new Slice(Fragment.from(texts.map((text) => p('', text))), 1, 1)

  it('copies what stands as a table of its own', () => {
    const desk = pay().caret('45')
    desk.run(deleteColumns(desk.cx))
    desk.strikeText('40').caret('42', 2).type('9')
    selectCells(desk, '1', '47')
    const copied = cellSlice(desk.state, desk.r)!
    expect(plainText(N.doc.create(null, copied.content))).toBe('1\t\n2\t429')
    expect(JSON.stringify(copied.toJSON())).not.toMatch(/insertion|deletion|"id":"[^"]/)
    selectCells(desk, '42')
    expect(cellSlice(desk.state, desk.r)!.content.firstChild!.type.name).toBe('paragraph')
  })
  it('pastes lines parted by tabs cell by cell, and adds the rows that do not fit', () => {
    const desk = pay().caret('42')
    expect(desk.run(pasteCells(desk.cx, lines('50\t47', '51\t52')))).toBe(true)
    expect(desk.clean().slice(1, -1)).toEqual(['Step\tBA\tMA', '1\t40\t45', '2\t50\t47', '\t51\t52'])
    expect(desk.picture).toContain('47¶')
    resolves(desk)
    desk.undo()
    expect(desk.changes).toEqual([])
  })
  it('pastes a table over selected cells, and refuses what is too wide', () => {
    const desk = pay()
    selectCells(desk, '45', '47')
    const wide = new Slice(Fragment.from(grid([['7', '8']], 'n')), 0, 0)
    expect(() => desk.run(pasteCells(desk.cx, wide))).toThrow(/has 2 columns, and there is 1 column/)
    const tall = new Slice(Fragment.from(grid([['7'], ['8']], 'n')), 0, 0)
    desk.run(pasteCells(desk.cx, tall))
    expect(desk.clean().slice(2, 4)).toEqual(['1\t40\t7', '2\t42\t8'])
    selectCells(desk, '40', '42').run(pasteCells(desk.cx, lines('n/a')))
    expect(desk.clean().slice(2, 4)).toEqual(['1\tn/a\t7', '2\tn/a\t8'])
    resolves(desk)
  })
  it('ordinary text at a caret in a cell is left to ordinary paste', () => {
    const desk = pay().caret('42')
    expect(desk.run(pasteCells(desk.cx, lines('one', 'two')))).toBe(false)
    desk.state = desk.state.apply(desk.state.tr.setSelection(TextSelection.create(desk.doc, 1)))
    expect(desk.run(pasteCells(desk.cx, lines('1\t2')))).toBe(false)
  })
  it('passes over struck rows and columns', () => {
    const desk = pay().caret('BA')
    desk.run(deleteColumns(desk.cx))
    desk.caret('45').run(deleteRows(desk.cx))
    desk.caret('Step').run(pasteCells(desk.cx, lines('Year\tPhD', '3\t60')))
    expect(desk.clean().slice(1, -1)).toEqual(['Year\tPhD', '3\t60'])
    resolves(desk)
  })
})

describe('a table of the round itself', () => {
  it('takes a column in and out again without a trace', () => {
    const d = new Desk(p('a', 'one')).caret('one', 3)
    d.run(insertTable(d.cx, { rows: 2, columns: 2, header: false }))
    const before = plainText(d.doc)
    d.run(insertColumn(d.cx, 'right'))
    expect(plainText(d.doc)).not.toBe(before)
    d.run(deleteColumns(d.cx))
    expect(plainText(d.doc)).toBe(before)
    expect(d.changes.length).toBe(1)
  })
})
