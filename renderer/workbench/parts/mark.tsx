import type { CSSProperties, ReactNode } from 'react'
import type { MarkStyle } from '../../../shared/model/legend.ts'
import { cssOf } from '../../editor/style.ts'

const declared = (css: string): CSSProperties =>
  Object.fromEntries(
    css
      .split(';')
      .filter(Boolean)
      .map((part) => part.split(/:(.*)/s).slice(0, 2)),
  ) as CSSProperties

/** Words drawn as the legend draws an insertion or a deletion. */
export function Mark({
  kind,
  style,
  restored,
  children,
}: {
  kind: 'insert' | 'delete'
  style: MarkStyle
  restored?: boolean
  children: ReactNode
}) {
  const look = declared(cssOf(style, kind))
  if (kind === 'delete')
    return (
      <del className="m" style={look}>
        {children}
      </del>
    )
  return (
    <ins className="m" style={look} data-kind={restored ? 'restored' : undefined}>
      {children}
    </ins>
  )
}
