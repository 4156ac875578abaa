import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { resource } from '../formats/resource.ts'
import { createNegotiation } from './beginning.ts'
import { importSource } from './intake.ts'

/** What the sample is about; its texts are of our own writing, under `resources/sample`. */
const SAMPLE = {
  title: 'Lakeview teachers, 2023-2025',
  years: '2023-2025',
  us: 'LTA',
  parties: [
    { label: 'LTA', name: 'Lakeview Teachers Association', role: 'association' },
    { label: '300', name: 'Lakeview Public Schools, District 300', role: 'employer' },
  ],
} as const
const SOURCES = [
  ['agreement.md', 'base'],
  ['negotiation.md', 'negotiation'],
] as const

/** The path of the sample negotiation in the data folder. Made on first use by the ordinary import, whole or not at all. */
export async function samplePath(dataDir: string): Promise<string> {
  const path = join(dataDir, 'Lakeview sample.parley')
  if (existsSync(path)) return path
  mkdirSync(dataDir, { recursive: true })
  const draft = join(dataDir, `.Lakeview sample.${process.pid}.${Date.now()}`)
  try {
    const store = createNegotiation(draft, SAMPLE)
    try {
      for (const [name, as] of SOURCES)
        await importSource(store, { as, name, bytes: resource(`sample/${name}`), item: null, party: null, date: null, answers: null })
    } finally {
      store.close()
    }
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return path
}
