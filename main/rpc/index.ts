import type { z } from 'zod'
import { type EventName, type EventOf, METHODS, type Method, ParleyError, type Reply } from '../../shared/rpc/contract.ts'
import type { Services } from '../services/index.ts'
import type { Dispatcher } from './dispatch.ts'

export type { Dispatcher } from './dispatch.ts'

const failed = (code: ParleyError['code'], message: string): Reply<never> => ({ ok: false, code, message })

/** Puts the contract before the services: a method by its own name only, input checked, every failure an answer. */
export function createDispatcher(services: Services): Dispatcher {
  return {
    call: async (method, input) => {
      if (!Object.hasOwn(METHODS, method)) return failed('bad-input', 'There is no such method.')
      const name = method as Method
      const checked = METHODS[name].input.safeParse(input)
      if (!checked.success) return failed('bad-input', complaint(name, checked.error))
      try {
        // The pairing of name and input is the contract's; the type checker cannot follow it through the look-up.
        const handler = services.handlers[name] as (input: unknown) => Promise<unknown>
        return { ok: true, value: await handler(checked.data) }
      } catch (error) {
        if (error instanceof ParleyError) return failed(error.code, error.message)
        console.error(error)
        return failed('internal', `Something went wrong in Parley itself (${name}); what was saved before is kept.`)
      }
    },
    on: (listener: <E extends EventName>(event: E, payload: EventOf<E>) => void) => services.on(listener),
    close: async () => services.close(),
  }
}

/** The first thing that is wrong with an input, by the name of its field. */
function complaint(method: Method, error: z.ZodError): string {
  const issue = error.issues[0]
  const field = issue?.path.map(String).join('.') ?? ''
  return `${field || 'The input'} of ${method} is not as it must be (${issue?.message ?? 'unknown'}).`
}
