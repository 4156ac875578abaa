import type { Moment } from './negotiation.ts'

/**
 * A moment as a paper or a person says it, by the clock of a zone (IANA name): `January 3, 2024, 5:12 p.m. Central`. A zone that is
 * not known reads as UTC.
 */
export function momentInWords(at: Moment, zone: string): string {
  const known = isZone(zone) ? zone : 'UTC'
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: known,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZoneName: 'longGeneric',
  }).formatToParts(new Date(at))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((p) => p.type === type)?.value ?? ''
  const half = part('dayPeriod').toLowerCase() === 'am' ? 'a.m.' : 'p.m.'
  const name = known === 'UTC' || part('timeZoneName') === 'GMT' ? 'UTC' : part('timeZoneName').replace(/ Time$/, '')
  return `${part('month')} ${part('day')}, ${part('year')}, ${part('hour')}:${part('minute')} ${half} ${name}`
}

/** The day on which a moment falls by the clock of a zone, as `2024-01-03`. */
export function dayAt(at: Moment, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: isZone(zone) ? zone : 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(at))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((p) => p.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
