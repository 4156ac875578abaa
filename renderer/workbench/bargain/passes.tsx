import { Download, FolderDown } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from 'react-aria-components'
import { momentInWords } from '../../../shared/model/moment.ts'
import type { PassInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { longDay } from '../dates.ts'
import { Party } from '../parts/party.tsx'
import { Window } from '../parts/window.tsx'

const HOW: Readonly<Record<PassInfo['how'], string>> = {
  passed: 'passed across',
  received: 'received',
  entered: 'entered without a pass',
}

/** The pass ledger: who put what across and when, with the hashes, and the papers as they left. */
export function PassesDialog({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const us = useAppState((s) => s.negotiation!.us)
  const passes = useAppState((s) => s.bargain?.passes)
  useEffect(() => {
    void app.bargain.load()
  }, [app])
  return (
    <Window
      title="Pass ledger"
      sub="What each party put across, the latest first. Papers come out byte for byte as they left."
      wide
      onClose={onClose}
      footer={
        <Button className="btn" onPress={onClose}>
          Close
        </Button>
      }
    >
      {passes?.length === 0 && <p className="muted">Nothing has been put across yet.</p>}
      <ul className="cards">
        {[...(passes ?? [])].reverse().map((p) => (
          <li key={p.id ?? `${p.party} ${p.date}`} className="card-row">
            <p className="hd">
              <Party label={p.party} us={us} /> <b>{longDay(p.date)}</b>
              <span className="muted">
                {HOW[p.how]}
                {p.at && p.zone && `, ${momentInWords(p.at, p.zone)}`}
              </span>
              <span className="grow" />
              {p.id && (
                <Button className="btn line small" onPress={() => void app.bargain.papers(p.id!)}>
                  <FolderDown className="i s" aria-hidden />
                  Write the papers again
                </Button>
              )}
            </p>
            <ul className="hashes">
              {p.items.map((i) => (
                <li key={i.proposal}>
                  <span className="ell">
                    {i.name} {i.title}
                  </span>
                  <code title={i.hash}>{i.hash.slice(0, 12)}</code>
                </li>
              ))}
              {p.papers.map((paper) => (
                <li key={paper.name}>
                  <Button className="link" onPress={() => void app.bargain.save(p.id!, paper.name)}>
                    <Download className="i xs" aria-hidden /> {paper.name}
                  </Button>
                  <code title={paper.sha256}>{paper.sha256.slice(0, 12)}</code>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Window>
  )
}
