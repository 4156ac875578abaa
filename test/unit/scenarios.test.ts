import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { IN_BROWSER, IN_ENGINE } from '../fixtures/scenarios.ts'

const TESTS = join(import.meta.dirname, '..')
const TITLE = /\b(?:it|test|describe)(?:\.each\([\s\S]*?\))?\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g

/** The titles of the tests in a folder. */
const titles = (folder: string): string[] =>
  globSync(join(TESTS, folder, '**/*.test.ts')).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(TITLE)].map(([, a, b, c]) => (a ?? b ?? c).replaceAll('\\', '')),
  )

it('every scenario has a test that bears its name', () => {
  const all = titles('.')
  expect(IN_ENGINE.length + IN_BROWSER.length).toBe(52)
  expect([...IN_ENGINE, ...IN_BROWSER].filter((name) => !all.some((title) => title.includes(name)))).toEqual([])
})

it('those that hang on keys, input methods or the clipboard have one in a real browser', () => {
  const all = titles('e2e')
  expect(IN_BROWSER.filter((name) => !all.some((title) => title.includes(name)))).toEqual([])
})
