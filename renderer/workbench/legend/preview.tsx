import { Fragment } from 'react'
import { seen, type Way } from '../../../shared/model/colour.ts'
import { type Legend, type LegendRound, type MarkStyle, MONO, styleOf } from '../../../shared/model/legend.ts'
import { shortDay } from '../dates.ts'
import { Mark } from '../parts/mark.tsx'

/** A sentence with places for changes: what stands before, what is struck, what is put in. */
const SENTENCE: readonly (readonly [string, string, string])[] = [
  ['A mentor shall have ', 'four (4)', 'six (6)'],
  [' hours each semester, on days ', 'chosen by the principal', 'agreed by both'],
  [', in ', 'the same building', 'the same subject'],
  [', and meets ', 'at least twice', 'once'],
  [' a month, ', 'in person', 'by video'],
  [', for ', 'one year', 'two years'],
  [', with ', 'no', 'a'],
  [' substitute on ', 'one', 'two'],
]
const END = '.'

const TITLES: readonly (readonly [Way, string])[] = [
  ['deuteranopia', 'Green-blind (deuteranopia)'],
  ['protanopia', 'Red-blind (protanopia)'],
  ['tritanopia', 'Blue-blind (tritanopia)'],
]

/** One sentence in every way of seeing, side by side. `rounds`: those that the legend is to tell apart. */
export function Preview({ legend, rounds, labels }: { legend: Legend; rounds: readonly LegendRound[]; labels: boolean }) {
  const shown = rounds.slice(0, SENTENCE.length)
  const look = (way: Way) => (style: MarkStyle) => ({
    ...style,
    text: seen(way, style.text),
    highlight: style.highlight && seen(way, style.highlight),
  })
  const sample = { legend, rounds: shown }
  return (
    <div className="pv">
      <Sample title="In colour" wide {...sample} labels={labels} look={look('colour')} />
      <Sample title="Greyscale" {...sample} labels={labels} look={look('grey')} />
      <Sample title="Black and white print, with labels" {...sample} labels look={(style) => ({ ...MONO, line: style.line })} />
      {TITLES.map(([way, title]) => (
        <Sample key={way} title={title} wide={way === 'tritanopia'} {...sample} labels={labels} look={look(way)} />
      ))}
    </div>
  )
}

interface Props {
  title: string
  wide?: boolean
  legend: Legend
  rounds: readonly LegendRound[]
  labels: boolean
  look: (style: MarkStyle) => MarkStyle
}
function Sample({ title, wide, legend, rounds, labels, look }: Props) {
  return (
    <section className={wide ? 'pvw wide' : 'pvw'} aria-label={title}>
      <h3>{title}</h3>
      <p className="tx">
        {rounds.map(({ party, date }, i) => {
          const [lead, struck, inserted] = SENTENCE[i]
          return (
            <Fragment key={`${party} ${date}`}>
              {lead}
              <Mark kind="delete" style={look(styleOf(legend, 'delete', party, date))}>
                {struck}
              </Mark>{' '}
              <Mark kind="insert" style={look(styleOf(legend, 'insert', party, date))}>
                {inserted}
              </Mark>
              {labels && <span className="tag" data-tag={`${party} ${shortDay(date)}`} />}
            </Fragment>
          )
        })}
        {END}
      </p>
    </section>
  )
}
