import type { Switch } from '../../shared/model/schema.ts'
import { ends, inlineOn, inlineSwitches, Refused, switchesOf } from '../../shared/redline/index.ts'
import { BASES, step, Table } from './harness.ts'
import type { Op } from './script.ts'

/** A table after a script, everything sealed and every end explicit; a new round is open. */
export function sealedTable(base: number, ops: readonly Op[]): Table {
  const T = new Table(BASES[base]())
  for (const op of ops) {
    try {
      const r = step(T, op)
      if (r) T.apply(r.tr)
    } catch (err) {
      if (!(err instanceof Refused)) throw err
    }
  }
  T.seal()
  return T
}

const insertedIn = (switches: readonly Switch[], r: number): boolean => switches[0]?.k === 'ins' && switches[0].r === r

/** What the open round put in or restored, as ranges for an ordinary deletion. `to` null: the end of the last paragraph. */
export function ownTokens(T: Table): { from: number; to: number | null; index: number; open: number }[] {
  const out: { from: number; to: number | null; index: number; open: number }[] = []
  const lastOn = ends(T.doc, T.round).lastIndexOf(true)
  let p = 0
  T.doc.forEach((b, _, i) => {
    b.forEach((n, o) => {
      if (!insertedIn(inlineSwitches(n), T.round)) return
      for (let k = 0; k < n.nodeSize; k++) out.push({ from: p + 1 + o + k, to: p + 2 + o + k, index: i, open: p })
    })
    const restored = switchesOf(b).some((s) => s.r === T.round && s.k === 'res')
    const standing = b.children.some((n) => inlineOn(n, T.round))
    if (insertedIn(switchesOf(b), T.round) || (restored && !standing)) {
      const from = p + b.nodeSize - 1
      out.push({ from, to: i !== lastOn && !restored ? from + 2 : null, index: i, open: p })
    }
    p += b.nodeSize
  })
  return out
}
