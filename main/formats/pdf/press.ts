import { Worker } from 'node:worker_threads'
import { ParleyError } from '../../../shared/rpc/contract.ts'
import type { Progress } from '../paper.ts'
import type { Answer, Order } from './worker.ts'

/** How often a waiting caller is asked whether it still waits, and how long an idle press is kept warm, in milliseconds. */
const ASK_EVERY = 100
const KEEP_WARM = 60_000
/** A press that holds more than this, in bytes, is ended after its order: what it remembers of old papers only grows. */
const MOST_HELD = 1024 ** 3

let worker: Worker | null = null
let idle: NodeJS.Timeout | null = null
let orders = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * Sets a sheet and gives the PDF's bytes. One at a time: the press is a worker thread that is kept between orders, and ended when
 * nobody has wanted it for a minute; it never keeps the process alive. Where `progress` throws, the thread is ended on the spot
 * and that error is thrown. `size` says how large the sheet is, so that progress moves at about the right pace.
 */
export async function press(sheet: Uint8Array, progress: Progress | undefined): Promise<Uint8Array> {
  const turn = last.then(
    () => print(sheet, progress),
    () => print(sheet, progress),
  )
  last = turn.catch(() => undefined)
  return turn
}

/** Ends the worker thread now; the next order starts a new one. */
export async function stopPress(): Promise<void> {
  if (idle) clearTimeout(idle)
  idle = null
  const ended = worker
  worker = null
  await ended?.terminate()
}

function running(): Worker {
  if (idle) clearTimeout(idle)
  idle = null
  if (worker) return worker
  // As it is written in a checkout, as it is compiled in the packed program.
  const script = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js'
  const made = new Worker(new URL(script, import.meta.url), { name: 'pdf', execArgv: [] })
  made.on('exit', () => {
    if (worker === made) worker = null
  })
  worker = made
  return made
}

async function print(sheet: Uint8Array, progress: Progress | undefined): Promise<Uint8Array> {
  await progress?.(0.1, NOTE)
  const thread = running()
  const id = ++orders
  let stop = () => {}
  try {
    thread.ref()
    const answer = new Promise<Printed>((resolve, reject) => {
      const heard = (a: Answer) => {
        if (a.id !== id) return
        if ('pdf' in a) resolve(a)
        else reject(notWritten(a.error))
      }
      const failed = (e: unknown) => reject(notWritten(e instanceof Error ? e.message : String(e)))
      const ended = () => reject(notWritten('its thread ended'))
      thread.on('message', heard).on('error', failed).on('exit', ended)
      stop = () => thread.off('message', heard).off('error', failed).off('exit', ended)
    })
    thread.postMessage({ id, sheet } satisfies Order)
    const { pdf, held } = await (progress ? Promise.race([answer, watched(progress, sheet.length, answer)]) : answer)
    if (held > MOST_HELD) await stopPress()
    await progress?.(1, NOTE)
    return pdf
  } catch (e) {
    await stopPress()
    throw e
  } finally {
    stop()
    if (worker === thread) {
      thread.unref()
      idle = setTimeout(() => void stopPress(), KEEP_WARM)
      idle.unref()
    }
  }
}

type Printed = Extract<Answer, { readonly pdf: Uint8Array }>

const notWritten = (why: string): ParleyError => new ParleyError('internal', `The PDF was not written: ${why}.`)

const NOTE = 'Setting the pages'
/** Asks the caller again and again while the press works; rejects with what it throws. Nears 0.95 and never gets there. */
async function watched(progress: Progress, size: number, until: Promise<unknown>): Promise<never> {
  let done = false
  const finish = () => {
    done = true
  }
  until.then(finish, finish)
  const expected = 800 + size / 600
  for (let waited = 0; !done; waited += ASK_EVERY) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY))
    if (!done) await progress(0.1 + 0.85 * (1 - Math.exp(-waited / expected)), NOTE)
  }
  return new Promise<never>(() => {})
}
