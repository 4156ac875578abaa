import { TriangleAlert } from 'lucide-react'

/** The words beside an edit that a file held without tracking it. */
export function Untracked() {
  return (
    <span className="untracked">
      <TriangleAlert className="i xs" aria-hidden />
      not tracked
    </span>
  )
}
