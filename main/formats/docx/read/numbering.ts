import type { Element } from '../package/tree.ts'
import { numeral } from './numeral.ts'
import { attribute, child, childrenOf, integer, onOff, valOf } from './word.ts'

/** One level of a list (ECMA-376 part 1, 17.9.6). */
interface Level {
  readonly start: number
  readonly format: string
  readonly custom: string | null
  /** The label with `%1` to `%9` for the numbers of the levels. */
  readonly text: string
  /** The level that makes this one start again (0: none ever does); null: any level above it. */
  readonly restart: number | null
  /** Whether the numbers of other levels are written in figures here. */
  readonly legal: boolean
  /** The paragraph style that is tied to the level. */
  readonly style: string | null
  /** Left indentation, in twentieths of a point; null where it does not say. */
  readonly indent: number | null
}
interface Definition {
  readonly levels: ReadonlyMap<number, Level>
  /** The list style that holds the levels instead (17.9.21). */
  readonly link: string | null
  /** The list style whose levels these are (17.9.27). */
  readonly is: string | null
}
interface Instance {
  readonly definition: number
  /** Levels that differ in this list, and numbers that it starts with. */
  readonly levels: ReadonlyMap<number, Level>
  readonly starts: ReadonlyMap<number, number>
}

/** What a list gives a paragraph. */
export interface ListItem {
  /** The label as people see it, such as `a.`, `2.1`, `•`; empty where the level shows none. */
  readonly label: string
  /** Level of the list, from 0. */
  readonly level: number
  readonly bullet: boolean
  readonly indent: number | null
}
/** The lists of a file. */
export interface Numbering {
  /** The level that a paragraph style is tied to in a list; null where none is. */
  levelOf(list: number, style: string | null): number | null
  /** A fresh count from the start of the document. */
  count(language: string): Counter
}
/** Counts through a document: asked once for each item, in order. */
export interface Counter {
  /** The next item of a list at a level; null where there is no such list. */
  next(list: number, level: number): ListItem | null
}

const DEEPEST = 8
/** Signs that a label may have: more than anybody reads is no label. */
const LONGEST = 255
/** Signs of symbol fonts that lists use, and what people see. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '\uf0b7': '•',
  '\uf0a7': '▪',
  '\uf0a8': '▪',
  '\uf06e': '▪',
  '\uf0d8': '➢',
  '\uf0fc': '✓',
  '\uf076': '❖',
  '\uf0e0': '→',
  '\uf02d': '–',
  '\uf06f': '○',
  '\uf0a3': '☐',
  '\uf0fe': '☑',
}
const seen = (text: string): string => text.replace(/[\uf000-\uf0ff]/g, (sign) => SYMBOLS[sign] ?? '•')

function readLevel(element: Element): Level {
  const format = child(element, 'numFmt')
  const indent = child(child(element, 'pPr'), 'ind')
  return {
    start: integer(valOf(element, 'start')) ?? 0,
    format: attribute(format, 'val') ?? 'decimal',
    custom: attribute(format, 'format'),
    text: seen(valOf(element, 'lvlText') ?? ''),
    restart: integer(valOf(element, 'lvlRestart')),
    legal: onOff(element, 'isLgl') ?? false,
    style: valOf(element, 'pStyle'),
    indent: integer(attribute(indent, 'left') ?? attribute(indent, 'start')),
  }
}
const levelsOf = (parent: Element): Map<number, Level> =>
  new Map(childrenOf(parent, 'lvl').map((element) => [integer(attribute(element, 'ilvl')) ?? 0, readLevel(element)]))

function readInstance(element: Element): Instance {
  const levels = new Map<number, Level>()
  const starts = new Map<number, number>()
  for (const override of childrenOf(element, 'lvlOverride')) {
    const at = integer(attribute(override, 'ilvl')) ?? 0
    const start = integer(valOf(override, 'startOverride'))
    if (start !== null) starts.set(at, start)
    const level = child(override, 'lvl')
    if (level) levels.set(at, readLevel(level))
  }
  return { definition: integer(valOf(element, 'abstractNumId')) ?? -1, levels, starts }
}

/** Reads `word/numbering.xml`; null for a file without one. */
export function readNumbering(root: Element | null): Numbering {
  const definitions = new Map<number, Definition>()
  for (const element of childrenOf(root, 'abstractNum'))
    definitions.set(integer(attribute(element, 'abstractNumId')) ?? -1, {
      levels: levelsOf(element),
      link: valOf(element, 'numStyleLink'),
      is: valOf(element, 'styleLink'),
    })
  const homes = new Map<string, number>()
  for (const [id, { is }] of definitions) if (is !== null && !homes.has(is)) homes.set(is, id)
  const instances = new Map<number, Instance>()
  for (const element of childrenOf(root, 'num')) instances.set(integer(attribute(element, 'numId')) ?? -1, readInstance(element))
  /** The definition that holds a list's levels: its own, or the one that its list style names. */
  const definitionOf = (id: number): number => {
    const link = definitions.get(id)?.link
    return (link ? homes.get(link) : undefined) ?? id
  }
  const levelAt = (list: Instance, at: number): Level | undefined =>
    list.levels.get(at) ?? definitions.get(definitionOf(list.definition))?.levels.get(at)
  return {
    levelOf: (list, style) => {
      const instance = instances.get(list)
      if (!instance || style === null) return null
      for (let at = 0; at <= DEEPEST; at++) if (levelAt(instance, at)?.style === style) return at
      return null
    },
    count: (language) => {
      /** Numbers reached, by definition and level; lists of one definition count on together. */
      const reached = new Map<number, (number | null)[]>()
      const started = new Set<number>()
      return {
        next: (id, wanted) => {
          const list = instances.get(id)
          const at = Math.max(0, Math.min(wanted, DEEPEST))
          const level = list && levelAt(list, at)
          if (!list || !level) return null
          const key = definitionOf(list.definition)
          const counts = reached.get(key) ?? new Array<number | null>(DEEPEST + 1).fill(null)
          reached.set(key, counts)
          if (!started.has(id)) {
            started.add(id)
            for (const [k, start] of list.starts) counts[k] = start - 1
          }
          const startOf = (k: number): number => list.starts.get(k) ?? levelAt(list, k)?.start ?? 1
          counts[at] = (counts[at] ?? startOf(at) - 1) + 1
          for (let k = at + 1; k <= DEEPEST; k++) {
            const restart = levelAt(list, k)?.restart ?? null
            if (restart === null || (restart > 0 && at < restart)) counts[k] = null
          }
          const label = level.text.replace(/%([1-9])/g, (_, digit: string) => {
            const k = Number(digit) - 1
            const other = levelAt(list, k)
            if (!other) return ''
            const value = counts[k] ?? startOf(k)
            return level.legal && k !== at && other.format !== 'bullet'
              ? String(value)
              : numeral(value, level.legal && other.format !== 'decimalZero' ? 'decimal' : other.format, language, other.custom)
          })
          return { label: label.trim().slice(0, LONGEST), level: at, bullet: level.format === 'bullet', indent: level.indent }
        },
      }
    },
  }
}
