#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { main } from './program.ts'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
// In a checkout, npm starts us in the project's folder and keeps where the person called from here.
const from = process.env.npm_lifecycle_event === 'parley' && process.env.INIT_CWD ? process.env.INIT_CWD : process.cwd()

process.exitCode = await main(process.argv.slice(2), {
  version,
  from,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
})
