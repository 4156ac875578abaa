import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Ports } from '../../services/ports.ts'
import { freePath } from '../name.ts'

/** The folder that negotiations made in the browser window are kept in: `PARLEY_HOME`, or `Parley` in the person's home. */
const folder = (): string => process.env.PARLEY_HOME ?? join(homedir(), 'Parley')

/** Ports of the browser host: no dialogs of its own, files in one folder, papers sent down to the window. */
export function browserPorts(version: string, dir: string = folder()): Ports {
  mkdirSync(dir, { recursive: true })
  return {
    version,
    host: 'browser',
    dialogs: false,
    dataDir: dir,
    folder: dir,
    chooseNew: async (suggested) => freePath(dir, suggested),
    chooseOpen: async () => null,
    chooseSource: async () => null,
    deliver: async (name, mime, bytes) => ({ kind: 'download', name, mime, bytes }),
  }
}
