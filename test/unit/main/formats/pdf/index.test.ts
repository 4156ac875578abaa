import { spawnSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { stopPress, writePdf } from '../../../../../main/formats/pdf/index.ts'
import { contract, mentors, paperOf, para, run, section } from './papers.ts'

afterAll(stopPress)
const small = () => paperOf([section(['Item 13', 'LTA', '1.3'], ...mentors()), section(null, ...mentors())])
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

describe('writePdf', { timeout: 60_000 }, () => {
  it('gives the same bytes again, in the same thread, after another paper, and in a new thread', async () => {
    const first = await writePdf(small())
    expect(text(first.slice(0, 5))).toBe('%PDF-')
    expect(Buffer.compare(first, await writePdf(small()))).toBe(0)
    const other = await writePdf(paperOf([section(null, para('Something else.'))]))
    expect(Buffer.compare(first, other)).not.toBe(0)
    expect(Buffer.compare(first, await writePdf(small()))).toBe(0)
    await stopPress()
    expect(Buffer.compare(first, await writePdf(small()))).toBe(0)
  })

  it('dates the document with the day of the paper and not with the clock', async () => {
    const bytes = text(await writePdf(small()))
    expect(bytes).toContain('/CreationDate (D:20240103')
    expect(bytes).not.toContain(`(D:${new Date().getUTCFullYear()}`)
  })

  it('reports progress that only rises, to 1', async () => {
    const seen: number[] = []
    await writePdf(paperOf([section(null, ...contract(120, 60))]), (done) => void seen.push(done))
    expect(seen.at(-1)).toBe(1)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen[0]).toBe(0)
  })

  it('stops within moments where progress throws in the middle of the work, and writes the next paper all the same', async () => {
    const stop = new Error('cancelled')
    let asked = 0
    let thrown = 0
    const running = writePdf(paperOf([section(null, ...contract(1500, 1000))]), () => {
      if (++asked < 4) return
      thrown = performance.now()
      throw stop
    })
    const next = writePdf(small())
    await expect(running).rejects.toBe(stop)
    expect(performance.now() - thrown).toBeLessThan(500)
    expect(text((await next).slice(0, 5))).toBe('%PDF-')
  })

  it('writes several papers that are asked for at once', async () => {
    const papers = ['one', 'two', 'three'].map((title) => paperOf([section(null, para(title))], { title }))
    const written = await Promise.all(papers.map((p) => writePdf(p)))
    for (const [i, paper] of papers.entries()) expect(Buffer.compare(written[i], await writePdf(paper))).toBe(0)
    expect(new Set(written.map((w) => Buffer.from(w).toString('hex'))).size).toBe(3)
  })

  it('writes papers with nothing in them', async () => {
    for (const sections of [
      [],
      [section(null)],
      [section([])],
      [section(['Item 1'], para(''))],
      [section(null, para([run('same', '\n')]))],
    ])
      expect((await writePdf(paperOf(sections, { title: '', subtitle: '', key: [], date: '' }))).length).toBeGreaterThan(500)
  })

  it('does not keep a process alive', () => {
    const code = `
      import { writePdf } from './main/formats/pdf/index.ts'
      import { paperOf, para, section } from './test/unit/main/formats/pdf/papers.ts'
      console.log((await writePdf(paperOf([section(null, para('x'))]))).length)`
    const ended = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', code], { encoding: 'utf8', timeout: 30_000 })
    expect(ended).toMatchObject({ status: 0, signal: null })
    expect(Number(ended.stdout)).toBeGreaterThan(1000)
  })
})
