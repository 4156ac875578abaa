import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** A place with nothing in it yet: what belongs here, and the next step. */
export function Empty({ icon: Icon, title, text, children }: { icon: LucideIcon; title: string; text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon className="i l" aria-hidden />
      <b>{title}</b>
      <p>{text}</p>
      {children && <div className="bt">{children}</div>}
    </div>
  )
}
