import type { Day } from '../../shared/model/negotiation.ts'

/** A day as the table writes it: `2023-09-20` is `9.20`. */
export const shortDay = (day: Day): string => {
  const [, month, date] = day.split('-')
  return `${Number(month)}.${Number(date)}`
}

/** A day in full: `December 6, 2023`. */
export const longDay = (day: Day): string =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString('en-US', { month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' })

/** A moment's time of day where the window stands: `10:52 p.m.` */
export const clock = (moment: string): string => {
  const at = new Date(moment)
  const hour = at.getHours() % 12 || 12
  return `${hour}:${String(at.getMinutes()).padStart(2, '0')} ${at.getHours() < 12 ? 'a.m.' : 'p.m.'}`
}

/** Today where the window stands, as an ISO day. */
export const today = (now = new Date()): Day =>
  `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`

/** How long ago a file was opened: `Today`, `Yesterday`, `December 18`, or with its year where that is another one. */
export function whenOpened(moment: string, now = new Date()): string {
  const at = new Date(moment)
  const days = Math.round((Date.parse(today(now)) - Date.parse(today(at))) / 86_400_000)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return at.toLocaleDateString('en-US', { month: 'long', day: 'numeric', year })
}

/** When a round was sealed, as the record says it: the time where that was on its own day, else the day it was entered. */
export function whenSealed(date: Day, sealedAt: string | null): string {
  if (sealedAt === null) return 'Sealed'
  const day = today(new Date(sealedAt))
  return day === date ? `Sealed at ${clock(sealedAt)}` : `Sealed, entered ${shortDay(day)}`
}
