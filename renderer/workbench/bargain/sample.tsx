import { Node } from 'prosemirror-model'
import { useEffect, useRef } from 'react'
import type { Legend } from '../../../shared/model/legend.ts'
import { schema } from '../../../shared/model/schema.ts'
import type { OpenedProposal } from '../../../shared/rpc/contract.ts'
import { PageView } from '../../editor/index.ts'
import { freshId } from '../ids.ts'

/** A proposal's language as its paper shows it: redlined against a baseline, only to look at. */
export function Sample({ opened, baseline, legend, label }: { opened: OpenedProposal; baseline: number; legend: Legend; label: string }) {
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: built anew for another document; its legend cannot change meanwhile
  useEffect(() => {
    const { chain } = opened.proposal
    const page = new PageView(place.current!, {
      doc: Node.fromJSON(schema, opened.doc),
      rounds: chain,
      editable: false,
      openRound: null,
      baseline,
      target: chain.length,
      mode: 'redline',
      legend,
      labels: false,
      ariaLabel: label,
      newId: freshId,
      onSteps: () => {},
      onState: () => {},
      onRefused: () => {},
      onHover: () => {},
    })
    return () => page.destroy()
  }, [opened, baseline])
  return <div ref={place} />
}
