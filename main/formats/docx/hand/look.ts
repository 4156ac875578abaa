import { type RunLook, type Styles, withDirect } from '../read/style.ts'

/** How marked text looks, less what only emphasises (bold, italic). */
export interface Look {
  readonly strike: 'single' | 'double' | null
  /** By its name in Word (`single`, `double`, `wave`). */
  readonly underline: string | null
  /** `RRGGBB`; null for the colour of text. */
  readonly color: string | null
  /** What lies behind the text, of a highlighting pen or of shading: `RRGGBB`. */
  readonly paper: string | null
}

const PENS: Readonly<Record<string, string>> = {
  yellow: 'FFFF00',
  green: '00FF00',
  cyan: '00FFFF',
  magenta: 'FF00FF',
  blue: '0000FF',
  red: 'FF0000',
  darkBlue: '000080',
  darkCyan: '008080',
  darkGreen: '008000',
  darkMagenta: '800080',
  darkRed: '800000',
  darkYellow: '808000',
  darkGray: '808080',
  lightGray: 'C0C0C0',
  black: '000000',
}
/** Styles whose line and colour only dress the text: headings, links, captions. */
const DRESS =
  /^(?:heading \d|title|subtitle|toc \d|toc heading|caption|header|footer|hyperlink|followedhyperlink|.*(?:emphasis|reference|title|strong))$/

/** A colour as `RRGGBB`; null for that of plain text. */
const ink = (color: string | null): string | null => {
  const hex = color?.toUpperCase() ?? ''
  return /^[\dA-F]{6}$/.test(hex) && hex !== '000000' ? hex : null
}
/** A fill as `RRGGBB`; null for none and for white. */
const fill = (color: string | null): string | null => {
  const hex = color?.toUpperCase() ?? ''
  return /^[\dA-F]{6}$/.test(hex) && hex !== 'FFFFFF' ? hex : null
}

/**
 * The look of a run by which somebody may have marked it; null where nothing sets it apart. What its paragraph's or its own style
 * says as the dress of a heading or a link is no mark; a strike always is.
 */
export function lookOf(styles: Styles, paragraphStyle: string | null, runStyle: string | null, direct: RunLook): Look | null {
  const dress = (style: string | null): boolean => style !== null && DRESS.test(styles.nameOf(style))
  const plain = styles.run(null, null)
  const base = dress(runStyle) ? styles.run(paragraphStyle, runStyle) : dress(paragraphStyle) ? styles.run(paragraphStyle, null) : plain
  const full = withDirect(styles.run(paragraphStyle, runStyle), direct)
  const apart = (value: string | null, usual: string | null): string | null => (value === usual ? null : value)
  const line = apart(full.underline, base.underline)
  const look: Look = {
    strike: full.doubleStrike ? 'double' : full.strike ? 'single' : null,
    underline: line === 'none' ? null : line,
    color: apart(ink(full.color), ink(base.color)),
    paper: apart(
      fill(full.highlight === null ? full.shade : Object.hasOwn(PENS, full.highlight) ? PENS[full.highlight] : null),
      fill(base.shade),
    ),
  }
  return look.strike || look.underline || look.color || look.paper ? look : null
}

/** What a look is called in lists and options: `strike red`, `underline red on cyan`. Equal for equal looks alone. */
export function keyOf(look: Look): string {
  const strike = look.strike && (look.strike === 'double' ? 'double strike' : 'strike')
  const line = look.underline && (look.underline === 'single' ? 'underline' : `${look.underline} underline`)
  const color = look.color && named(look.color)
  return [strike, line, color, look.paper && `on ${named(look.paper)}`].filter((part) => part !== null && part !== '').join(' ')
}
const EXACT: readonly (readonly [string, string])[] = [
  ...Object.entries(PENS).map(([name, hex]) => [hex, name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)] as const),
]
const named = (hex: string): string => EXACT.find(([known]) => known === hex)?.[1] ?? `#${hex}`

/** The hue of a colour in a word of legends; null for black, white and what has none to speak of. */
export function hueOf(hex: string): string {
  const [r, g, b] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)]
  const span = most - least
  if (span < 0.12) return most < 0.2 ? 'black' : most > 0.95 ? 'white' : 'gray'
  const turn = most === r ? ((g - b) / span + 6) % 6 : most === g ? (b - r) / span + 2 : (r - g) / span + 4
  const degrees = turn * 60
  if (degrees < 15 || degrees >= 345) return least > 0.5 ? 'pink' : 'red'
  if (degrees < 45) return most < 0.65 ? 'brown' : 'orange'
  if (degrees < 70) return 'yellow'
  if (degrees < 165) return 'green'
  if (degrees < 185) return 'teal'
  if (degrees < 255) return 'blue'
  return degrees < 290 ? 'purple' : 'pink'
}
/** Names that people use for one hue: cyan paper is `blue` or `teal` to most. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  teal: ['blue', 'green'],
  blue: ['purple', 'violet', 'teal'],
  purple: ['violet', 'pink', 'blue'],
  pink: ['red', 'purple', 'violet'],
  orange: ['red', 'brown', 'yellow'],
  gray: ['grey'],
}
/** Whether a colour can be meant by a word: 2 where it is its own name, 1 where some call it so, 0 otherwise. */
export const calls = (word: string, hex: string): 0 | 1 | 2 => {
  const hue = hueOf(hex)
  return hue === word ? 2 : Object.hasOwn(ALSO, hue) && ALSO[hue].includes(word) ? 1 : 0
}
