import { Info, TriangleAlert } from 'lucide-react'
import { Button } from 'react-aria-components'
import { alike, contrastOf, isReadable, mend } from '../../../shared/model/apart.ts'
import { isCovered, type Legend, type LegendRound, type LegendRule } from '../../../shared/model/legend.ts'
import { alikeWords, ruleName } from './words.ts'

/** What is wrong with the legend, and how to mend it. */
export function Notes({
  legend,
  rounds,
  onMend,
}: {
  legend: Legend
  rounds: readonly LegendRound[]
  onMend: (place: number, rule: LegendRule) => void
}) {
  const pairs = alike(legend, rounds)
  return (
    <div className="lg-notes" role="status">
      {legend.rules.map((rule, place) => {
        if (isReadable(rule.style)) return null
        const mended = mend(rule.style)
        const under = rule.style.highlight ? 'on its highlight' : 'on the paper'
        return (
          <div key={ruleKey(rule, place)} className="note warn">
            <TriangleAlert className="i" aria-hidden />
            <div>
              <b>{ruleName(legend, place, rounds)} is hard to read.</b>{' '}
              {`Its text stands at ${contrastOf(rule.style).toFixed(1)} : 1 ${under}; 4.5 : 1 is needed.`}
              {mended && (
                <Button className="link" onPress={() => onMend(place, { ...rule, style: mended.style })}>
                  {mended.change === 'text' ? 'Darken the text' : 'Lighten the highlight'} to {mended.to}
                </Button>
              )}
            </div>
          </div>
        )
      })}
      {pairs.map((pair) => (
        <div key={`${pair.kind} ${pair.a.party} ${pair.a.date} ${pair.b.party} ${pair.b.date}`} className="note">
          <Info className="i" aria-hidden />
          <div>{alikeWords(pair)} Change labels will be printed.</div>
        </div>
      ))}
      {legend.rules.map((rule, place) =>
        isCovered(legend.rules, place) ? (
          <div key={ruleKey(rule, place)} className="note">
            <Info className="i" aria-hidden />
            <div>The rule for {ruleName(legend, place, rounds)} is never asked: one before it takes all its changes.</div>
          </div>
        ) : null,
      )}
    </div>
  )
}
const ruleKey = (rule: LegendRule, place: number): string => `${place} ${rule.party} ${rule.kind}`
