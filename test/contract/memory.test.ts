import { describe, expect, it, vi } from 'vitest'
import { createDispatcher } from '../../main/rpc/index.ts'
import { createServices, type Services } from '../../main/services/index.ts'
import type { Bridge, EventName } from '../../shared/rpc/contract.ts'
import { METHODS } from '../../shared/rpc/contract.ts'
import { contractSuite } from './contract.ts'

contractSuite('memory', async (ports) => {
  const dispatcher = createDispatcher(createServices(ports))
  const bridge: Bridge = {
    call: (method, input) => dispatcher.call(method, input) as never,
    on: (event, handler) => dispatcher.on((name: EventName, payload) => name === event && handler(payload as never)),
  }
  return { bridge, close: () => dispatcher.close() }
})

describe('the dispatcher', () => {
  it('says nothing of what went wrong inside', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
    const handlers = { 'app.info': () => Promise.reject(new Error('/home/somebody/secret.parley')) } as unknown as Services['handlers']
    const reply = await createDispatcher({ handlers, on: () => () => {}, register: () => '', close: () => {} }).call('app.info', {})
    expect(reply).toMatchObject({ ok: false, code: 'internal' })
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect(quiet).toHaveBeenCalledOnce()
    quiet.mockRestore()
  })

  it('has a handler for every method of the contract, and no other', () => {
    const services = createServices({ dataDir: '.' } as never)
    expect(Object.keys(services.handlers).sort()).toEqual(Object.keys(METHODS).sort())
  })
})
