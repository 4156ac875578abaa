import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SaveQueue, type SaveState, type SaveTarget, type Step } from '../../../../renderer/workbench/save.ts'
import type { Reply } from '../../../../shared/rpc/contract.ts'

const step = (n: number): Step => ({ n })
type Answer = Reply<{ seq: number; savedAt: string }>

/** A disk that holds what it acknowledged, and answers when the test says so. */
function disk() {
  const held: Step[] = []
  const calls: { seq: number; steps: Step[]; answer: (how?: 'ok' | 'full' | 'cut' | 'cut after') => Promise<void> }[] = []
  const target: SaveTarget = {
    append: (seq, steps) =>
      new Promise<Answer>((done) => {
        calls.push({
          seq,
          steps: [...steps],
          answer: async (how = 'ok') => {
            if (how === 'ok' || how === 'cut after') held.push(...steps)
            if (how === 'ok') done({ ok: true, value: { seq: held.length, savedAt: `t${held.length}` } })
            else if (how === 'full') done({ ok: false, code: 'disk-full', message: 'The disk is full.' })
            else done({ ok: false, code: 'io', message: 'Cut.' })
            await vi.advanceTimersByTimeAsync(0)
          },
        })
      }),
    reached: async () => held.length,
  }
  return { held, calls, target }
}

describe('the save queue', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const begin = () => {
    const d = disk()
    const states: SaveState[] = []
    return { ...d, states, queue: new SaveQueue(d.target, 0, (s) => states.push(s)), last: () => states[states.length - 1] }
  }

  it('says saved only after the disk has answered', async () => {
    const { queue, calls, last } = begin()
    queue.push([step(1)])
    expect(last()).toEqual({ kind: 'saving' })
    expect(queue.pending).toBe(true)
    await calls[0].answer()
    expect(queue.pending).toBe(false)
    expect(last()).toEqual({ kind: 'saved', savedAt: 't1' })
  })

  it('has one call in flight and sends what came meanwhile in one more, in order', async () => {
    const { queue, calls, held } = begin()
    queue.push([step(1)])
    queue.push([step(2)])
    queue.push([step(3), step(4)])
    expect(calls.length).toBe(1)
    await calls[0].answer()
    expect(calls.length).toBe(2)
    expect(calls[1]).toMatchObject({ seq: 1, steps: [step(2), step(3), step(4)] })
    await calls[1].answer()
    expect(held).toEqual([1, 2, 3, 4].map(step))
  })

  it('keeps what failed, tells it, and tries again by itself with what was typed since', async () => {
    const { queue, calls, held, last } = begin()
    queue.push([step(1)])
    await calls[0].answer('full')
    expect(last()).toEqual({ kind: 'failed', since: null, message: 'The disk is full.' })
    queue.push([step(2)])
    expect(calls.length).toBe(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(calls[1]).toMatchObject({ seq: 0, steps: [step(1), step(2)] })
    await calls[1].answer()
    expect(held).toEqual([step(1), step(2)])
    expect(last().kind).toBe('saved')
  })

  it('does not write twice what was on disk when the connection was cut', async () => {
    const { queue, calls, held, last } = begin()
    queue.push([step(1)])
    await calls[0].answer('cut after')
    queue.push([step(2)])
    const flushed = queue.flush()
    await vi.advanceTimersByTimeAsync(0)
    expect(calls[1]).toMatchObject({ seq: 1, steps: [step(2)] })
    await calls[1].answer()
    expect(await flushed).toBe(true)
    expect(held).toEqual([step(1), step(2)])
    expect(last()).toMatchObject({ kind: 'saved' })
  })

  it('sends again what was not on disk when the connection was cut', async () => {
    const { queue, calls, held } = begin()
    queue.push([step(1)])
    await calls[0].answer('cut')
    const flushed = queue.flush()
    await vi.advanceTimersByTimeAsync(0)
    await calls[1].answer()
    expect(await flushed).toBe(true)
    expect(held).toEqual([step(1)])
  })

  it('flush answers false while the disk refuses', async () => {
    const { queue, calls } = begin()
    queue.push([step(1)])
    const flushed = queue.flush()
    await vi.advanceTimersByTimeAsync(0)
    for (const call of calls) await call.answer('full')
    expect(await flushed).toBe(false)
  })

  it('cuts a paste of many steps at the limit of one call', async () => {
    const { queue, calls } = begin()
    queue.push(Array.from({ length: 5001 }, (_, i) => step(i)))
    expect(calls[0].steps.length).toBe(5000)
    await calls[0].answer()
    expect(calls[1].steps).toEqual([step(5000)])
  })
})
