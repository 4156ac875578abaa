import type { CSSProperties, ReactNode } from 'react'
import type { LookOf } from './coming.ts'

const LINES: Readonly<Record<string, CSSProperties['textDecorationStyle']>> = {
  double: 'double',
  dotted: 'dotted',
  dash: 'dashed',
  wave: 'wavy',
}

/** Words as the file shows them: struck, underlined, in their colour and on their paper. */
export function Looking({ look, children }: { look: LookOf['look']; children: ReactNode }) {
  const { strike, underline, color, paper } = look
  const lines = [...(strike ? ['line-through'] : []), ...(underline ? ['underline'] : [])]
  const style: CSSProperties = {
    color: color === null ? undefined : `#${color}`,
    backgroundColor: paper === null ? undefined : `#${paper}`,
    textDecorationLine: lines.join(' ') || undefined,
    textDecorationStyle: strike === 'double' ? 'double' : underline ? LINES[underline] : undefined,
  }
  return (
    <span className="looking" style={style}>
      {children}
    </span>
  )
}
