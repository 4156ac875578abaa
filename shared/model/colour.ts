import {
  clampChroma,
  converter,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  formatHex,
  modeLab65,
  modeLrgb,
  modeOklch,
  modeRgb,
  useMode as register,
  wcagContrast,
} from 'culori/fn'

/** How colours are seen and how far apart they are. Colours are `#RRGGBB`; every function throws on anything else. */

register(modeRgb)
register(modeLrgb)
register(modeLab65)
register(modeOklch)
const linear = converter('lrgb')
const oklch = converter('oklch')
const ciede2000 = differenceCiede2000()

/** The ways in which a page is seen: as it is, without colour, and by people who are blind to green, red or blue. */
export const WAYS = ['colour', 'grey', 'deuteranopia', 'protanopia', 'tritanopia'] as const
export type Way = (typeof WAYS)[number]

/** White paper. */
export const PAPER = '#FFFFFF'
/** Contrast that text needs on what is under it (WCAG 2.2, 1.4.3, level AA). */
export const ENOUGH = 4.5

/**
 * The matrices of Machado, Oliveira and Fernandes (2009) hold for light, so they are applied to linear values; the library applies
 * what it is given to, which is why linear values are handed to it as if they were encoded ones.
 */
const BLIND = {
  deuteranopia: filterDeficiencyDeuter(1),
  protanopia: filterDeficiencyProt(1),
  tritanopia: filterDeficiencyTrit(1),
} as const

const known = new Map<string, string>()

/** A colour as it is seen in one of the ways. */
export function seen(way: Way, colour: string): string {
  if (way === 'colour') return valid(colour).toUpperCase()
  const key = `${way} ${colour}`
  const there = known.get(key)
  if (there) return there
  const { r, g, b } = linear(valid(colour))!
  const light = way === 'grey' ? grey(r, g, b) : BLIND[way]({ mode: 'rgb', r, g, b })
  const made = hex({ mode: 'lrgb', r: within(light.r), g: within(light.g), b: within(light.b) })
  known.set(key, made)
  return made
}
/** The luminance of a colour (Rec. 709) as a grey. */
function grey(r: number, g: number, b: number) {
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return { r: y, g: y, b: y }
}
const within = (v: number): number => Math.min(1, Math.max(0, v))

/** How far apart two colours are to the eye (CIEDE2000): 1 is just seen side by side, 100 is black and white. */
export const difference = (a: string, b: string): number => ciede2000(valid(a), valid(b))

/** Contrast of text on what is under it, from 1 to 21 (WCAG 2.2). */
export const contrast = (text: string, under: string): number => wcagContrast(valid(text), valid(under))

/** The same hue, only as much darker as it must be to be read on `under`; null where even black is not read there. */
export function darkened(text: string, under: string, ratio = ENOUGH): string | null {
  return stepped(text, -0.01, (colour) => contrast(colour, under) >= ratio)
}
/** The same hue, only as much lighter as it must be for `text` to be read on it; null where even white is not light enough. */
export function lightened(under: string, text: string, ratio = ENOUGH): string | null {
  return stepped(under, 0.01, (colour) => contrast(text, colour) >= ratio)
}
function stepped(colour: string, by: number, enough: (colour: string) => boolean): string | null {
  const from = oklch(valid(colour))!
  for (let l = from.l; l >= 0 && l <= 1; l += by) {
    const tried = hex(clampChroma({ ...from, l }, 'oklch'))
    if (enough(tried)) return tried
  }
  const end = by < 0 ? '#000000' : PAPER
  return enough(end) ? end : null
}

const hex = (colour: Parameters<typeof formatHex>[0]): string => formatHex(colour)!.toUpperCase()
function valid(colour: string): string {
  if (!/^#[0-9A-Fa-f]{6}$/.test(colour)) throw new RangeError(`${colour} is not a colour`)
  return colour
}
