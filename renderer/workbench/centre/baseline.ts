import { useMemo } from 'react'
import { useApp, useAppState } from '../app.ts'
import { shortDay } from '../dates.ts'
import { BASE, lastOf, proposalName, type VersionId } from '../versions.ts'

const ANY = 'any'
export interface BaselineChoice {
  readonly id: VersionId
  readonly label: string
}

/** The baselines that are one press away, which of them holds, and how to change it. `any` opens the list of all versions. */
export function useBaseline(): { value: string; choices: BaselineChoice[]; pick: (id: string) => void } {
  const app = useApp()
  const detail = useAppState((s) => s.detail)
  const us = useAppState((s) => s.negotiation!.us)
  const target = useAppState((s) => s.target)
  const value = useAppState((s) => s.baseline)
  const choices = useMemo(() => {
    const list: BaselineChoice[] = [{ id: BASE, label: 'Current language' }]
    if (!detail) return list
    const { ours, theirs } = lastOf(detail, us, target)
    if (ours) list.push({ id: ours.id, label: `Our last ${shortDay(ours.date)}` })
    if (theirs) list.push({ id: theirs.id, label: `Their last ${shortDay(theirs.date)}` })
    const other = detail.proposals.find((p) => p.id === value)
    if (other && !list.some((c) => c.id === value)) list.push({ id: value, label: proposalName(other) })
    if (detail.proposals.filter((p) => p.id !== target).length > list.length - 1) list.push({ id: ANY, label: 'Any version…' })
    return list
  }, [detail, us, target, value])
  const pick = (id: string) => (id === ANY ? app.store.set({ dialog: { kind: 'version' } }) : void app.items.show(target, id))
  return { value, choices, pick }
}
