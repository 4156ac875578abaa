import { describe, expect, it } from 'vitest'
import { offered, redlinedWord, scopeOf, viewsOf } from '../../../../renderer/workbench/exports.ts'
import { PAPERS } from '../../../../shared/model/paper.ts'
import type { ItemSummary } from '../../../../shared/rpc/contract.ts'

const item = (number: string, status: ItemSummary['status'], kind: ItemSummary['kind'] = 'item'): ItemSummary => ({
  id: number,
  number,
  title: '',
  place: null,
  kind,
  status,
  statusDate: null,
  move: null,
  last: null,
  draft: null,
  doubts: 0,
})

describe('the papers that the export dialog offers', () => {
  const open = item('12', 'open')
  const agreed = item('13', 'ta')
  const base = item('base', 'open', 'base')

  it('are all there are, those of the item on the page first', () => {
    const names = offered([open, agreed, base], agreed).map((p) => p.name)
    expect(names.slice(0, 2)).toEqual(['Item 13', 'Stack of Item 13'])
    expect(names).toContain('TA sign-off sheet, Item 13')
    expect(names).toHaveLength(PAPERS.length + 1)
    expect(offered([open, agreed, base], open).map((p) => p.name)).not.toContain('TA sign-off sheet, Item 12')
    expect(offered([open, agreed, base], base).some((p) => p.kind.of === 'item')).toBe(false)
  })

  it('say why one cannot be made', () => {
    const why = Object.fromEntries(offered([agreed], null).map((p) => [p.id, p.why]))
    expect(why).toMatchObject({
      ratification: 'There is no base agreement yet.',
      'final-positions': 'No item is open.',
      'sign-off': null,
      table: null,
    })
    expect(offered([open, base], null).every((p) => p.why === null)).toBe(true)
  })

  it('are asked for with the number of the item where they are of one', () => {
    const choice = { view: 'redline', format: 'pdf' } as const
    expect(scopeOf({ ...choice, scope: 'stack' }, open)).toBe('stack:12')
    expect(scopeOf({ ...choice, scope: 'item' }, base)).toBe('base')
    expect(scopeOf({ ...choice, scope: 'sign-off' }, agreed)).toBe('sign-off')
    expect(scopeOf({ ...choice, scope: 'sign-off', own: true }, agreed)).toBe('sign-off:13')
    expect(scopeOf({ ...choice, scope: 'item' }, null)).toBeNull()
  })

  it('take a manner of changes where they are Word files with changes', () => {
    const formats = ['docx', 'pdf', 'md'] as const
    const taking = formats.flatMap((format) =>
      (['redline', 'clean', 'all-rounds'] as const).filter((view) => redlinedWord({ view, format })),
    )
    expect(taking).toEqual(['redline', 'all-rounds'])
  })

  it('offer views where they hold language', () => {
    const views = (scope: string) => viewsOf(PAPERS.find((p) => p.scope === scope)!)
    expect([views('board'), views('sign-off'), views('table')]).toEqual([
      ['clean'],
      ['redline', 'clean'],
      ['redline', 'clean', 'all-rounds'],
    ])
  })
})
