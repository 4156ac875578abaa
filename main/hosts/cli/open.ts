import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ParleyError } from '../../../shared/rpc/contract.ts'

/** Opens the window, on a file where one is named, and resolves when it was closed. */
export async function openWindow(file: string | null): Promise<void> {
  if (file !== null && !existsSync(file)) throw new ParleyError('not-found', `There is no file ${basename(file)}.`)
  const start = fileURLToPath(new URL('../start.mjs', import.meta.url))
  const child = spawn(process.execPath, [start, ...(file === null ? [] : [file])], { stdio: 'inherit' })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('exit', done)
  })
  if (code !== 0) throw new ParleyError('io', 'The window could not be opened.')
}
