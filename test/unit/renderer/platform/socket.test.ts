import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryBridge, socketHost, type Wire } from '../../../../renderer/platform/index.ts'
import { decode, encode, type Frame } from '../../../../shared/rpc/wire.ts'

/** A socket that the test opens, feeds and cuts. */
class Fake implements Wire {
  binaryType = ''
  onopen: (() => void) | null = null
  onclose: (() => void) | null = null
  onmessage: ((message: { data: unknown }) => void) | null = null
  readonly sent: Frame[] = []
  send(data: Uint8Array<ArrayBuffer>) {
    this.sent.push(decode(data))
  }
  give(frame: Frame) {
    const bytes = encode(frame)
    this.onmessage?.({ data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) })
  }
}

describe('the socket bridge', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const begin = () => {
    const wires: Fake[] = []
    const host = socketHost(() => {
      wires.push(new Fake())
      return wires[wires.length - 1]
    })
    return { wires, host }
  }

  it('sends a call once the socket is open, and answers it by its number', async () => {
    const { wires, host } = begin()
    const first = host.call('app.recent', {})
    const second = host.call('app.info', {})
    expect(wires[0].sent).toEqual([])
    wires[0].onopen?.()
    expect(wires[0].sent).toEqual([
      { id: 0, method: 'app.recent', input: {} },
      { id: 1, method: 'app.info', input: {} },
    ])
    wires[0].give({ id: 1, reply: { ok: true, value: 'second' } })
    wires[0].give({ id: 0, reply: { ok: true, value: 'first' } })
    expect(await first).toEqual({ ok: true, value: 'first' })
    expect(await second).toEqual({ ok: true, value: 'second' })
  })

  it('says that the connection is lost, answers what was under way, keeps what is asked meanwhile, and comes back', async () => {
    const { wires, host } = begin()
    const states: string[] = []
    host.watch((now) => states.push(now))
    wires[0].onopen?.()
    const cut = host.call('app.info', {})
    wires[0].onclose?.()
    expect(await cut).toMatchObject({ ok: false, code: 'io' })
    expect(host.connection()).toBe('lost')
    const later = host.call('app.recent', {})
    await vi.advanceTimersByTimeAsync(300)
    wires[1].onopen?.()
    expect(wires[1].sent).toEqual([{ id: 1, method: 'app.recent', input: {} }])
    wires[1].give({ id: 1, reply: { ok: true, value: [] } })
    expect(await later).toEqual({ ok: true, value: [] })
    expect(states).toEqual(['lost', 'up'])
  })

  it('waits longer after each failed attempt', async () => {
    const { wires } = begin()
    wires[0].onclose?.()
    await vi.advanceTimersByTimeAsync(250)
    wires[1].onclose?.()
    await vi.advanceTimersByTimeAsync(499)
    expect(wires.length).toBe(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(wires.length).toBe(3)
  })

  it('brings events to who asked for them, until they stop', () => {
    const { wires, host } = begin()
    const seen: unknown[] = []
    const end = host.on('menu.command', (payload) => seen.push(payload))
    wires[0].onopen?.()
    wires[0].give({ event: 'menu.command', payload: { command: 'undo' } })
    end()
    wires[0].give({ event: 'menu.command', payload: { command: 'redo' } })
    expect(seen).toEqual([{ command: 'undo' }])
  })
})

describe('the memory bridge', () => {
  it('carries bytes and shares nothing', async () => {
    const kept = { kind: 'download', name: 'a.md', mime: 'text/markdown', bytes: new Uint8Array([1, 2]) }
    const bridge = memoryBridge({ call: async () => ({ ok: true, value: kept }), on: () => () => undefined })
    const reply = await bridge.call('export.run', {
      file: 'f',
      job: 'j',
      scope: 'base',
      view: 'clean',
      baseline: null,
      version: null,
      format: 'md',
    })
    expect(reply).toEqual({ ok: true, value: kept })
    expect(reply.ok && reply.value).not.toBe(kept)
  })
})
