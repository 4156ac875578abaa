import { formatDayLong } from '../../../shared/model/labels.ts'
import { allRounds, project, redline } from '../../../shared/redline/index.ts'
import type { Store } from '../../store/index.ts'
import { ratified } from '../ratify.ts'
import { agreedIn } from './agreed.ts'
import { cleanLanguage, counted, fileName, finish, type MadePaper, type PaperRequest, partyNames, VIEW_NAME } from './part.ts'

/**
 * The agreement for the vote and for signing: a title page, a table of contents, the agreement and a page to sign. Redlined
 * against the old contract, or clean; what is to be looked at is said beside it, never in it.
 */
export function ratificationPaper(store: Store, { view }: PaperRequest): MadePaper {
  const { title, doc, rounds, findings } = ratified(store)
  const { years, title: negotiation } = store.negotiation()
  const agreed = agreedIn(store)
  const last = agreed.reduce<string | null>((day, { date }) => (date !== null && (day === null || date > day) ? date : day), null)
  const language =
    view === 'clean'
      ? cleanLanguage(project(doc, rounds.length))
      : (view === 'redline' ? redline : allRounds)(doc, rounds, 0, rounds.length)
  return {
    paper: finish(store, view, {
      title: title || negotiation,
      subtitle: `between ${partyNames(store)}`,
      date: last,
      sections: [
        {
          kind: 'cover',
          lines: [
            ...(years ? [`Term ${years}`] : []),
            'Ratification draft',
            view === 'clean' ? 'Clean, for signing' : 'Redlined against the contract in force, for the vote',
            ...(last ? [`${counted(agreed.length, 'tentative agreement')}, the last of ${formatDayLong(last)}`] : []),
          ],
        },
        { kind: 'contents', head: 'Contents' },
        { labels: null, redline: language },
        {
          kind: 'signatures',
          title: 'Signatures',
          about: 'The parties sign this agreement as ratified.',
          blocks: store.parties().map(({ name }) => ({
            head: `For ${name}`,
            role: 'Authorized representative',
            lines: [['Signature'], ['Name'], ['Title'], ['Date', 'Initials']],
          })),
        },
      ],
    }),
    name: fileName(['Ratification draft', VIEW_NAME[view]]),
    findings: findings.map(({ message }) => message),
  }
}
