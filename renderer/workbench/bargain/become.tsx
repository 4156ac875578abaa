import { Node } from 'prosemirror-model'
import { useEffect, useState } from 'react'
import { schema } from '../../../shared/model/schema.ts'
import { project } from '../../../shared/redline/index.ts'
import type { ItemDetail, ProposalInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { shortDay, today } from '../dates.ts'
import { Answer } from '../parts/answer.tsx'
import { DateInput } from '../parts/dateinput.tsx'
import { Choose } from '../parts/select.tsx'
import { Tick } from '../parts/tick.tsx'
import { Window } from '../parts/window.tsx'
import { latestFirst, proposalName } from '../versions.ts'
import { count } from '../words.ts'
import type { Becoming } from './kept.ts'

interface Words {
  readonly title: string
  readonly act: string
  /** What the act does, in a sentence. */
  readonly does: string
  /** What is said when it is done, after the item's name. */
  readonly done: string
}
const WORDS: Readonly<Record<Becoming, Words>> = {
  ta: {
    title: 'Agree',
    act: 'Record the TA',
    does: 'A tentative agreement on the whole item. Its language is frozen from then on; no word is changed by it.',
    done: 'is agreed',
  },
  part: {
    title: 'Agree in part',
    act: 'Record the TA',
    does: 'A tentative agreement on the parts that you tick. They are frozen; the rest of the item stays open.',
    done: 'is agreed in part',
  },
  drop: { title: 'Drop', act: 'Record the drop', does: 'The proposal is withdrawn. It stays in the record.', done: 'is dropped' },
  hold: { title: 'Hold', act: 'Set aside', does: 'The item is set aside: it takes no proposal until it is reopened.', done: 'is on hold' },
  reopen: {
    title: 'Reopen',
    act: 'Reopen',
    does: 'The item takes proposals again. What was agreed stays in the record.',
    done: 'is open again',
  },
  settle: {
    title: 'Settle',
    act: 'Record as settled',
    does: 'The agreement was ratified. What is settled is not reopened.',
    done: 'is settled',
  },
}

/** Records what becomes of the picked item: when, who, and for an agreement which language and how much of it. */
export function BecomeDialog({ becoming, onClose }: { becoming: Becoming; onClose: () => void }) {
  const detail = useAppState((s) => s.detail)
  return detail && <Become key={detail.item.id} detail={detail} becoming={becoming} onClose={onClose} />
}

function Become({ detail, becoming, onClose }: { detail: ItemDetail; becoming: Becoming; onClose: () => void }) {
  const app = useApp()
  const { us, parties } = useAppState((s) => s.negotiation!)
  const bargain = useAppState((s) => s.bargain)
  const given = useAppState((s) => s.roundDate)
  const { item } = detail
  const words = WORDS[becoming]
  const agreeing = becoming === 'ta' || becoming === 'part'
  const standing = latestFirst(detail.proposals).filter((p) => p.sealed && p.status !== 'dropped')
  const [date, setDate] = useState(given ?? today())
  const [proposal, setProposal] = useState<string | null>(agreeing ? (standing[0]?.id ?? null) : null)
  const picked = standing.find((p) => p.id === proposal)
  const mine = (p: ProposalInfo | undefined) => parties.find((x) => x.label !== p?.party)?.label ?? null
  const holders = parties.filter((p) => standing.some((s) => s.party === p.label))
  const [party, setParty] = useState(becoming === 'drop' ? (holders.find((p) => p.label === us) ?? holders[0] ?? parties[0]).label : us)
  const [whole, setWhole] = useState<boolean | null>(null)
  const [both, setBoth] = useState(false)
  const [parts, setParts] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void app.bargain.load()
  }, [app])
  const name = item.kind === 'norms' ? 'Meeting norms' : `Item ${item.number}`
  const session = bargain?.sessions.filter((s) => s.date === date && !s.cancelled)
  const agreed = item.status === 'ta' || (item.status === 'open' && (detail.parts ?? 0) > 0)
  const rule = becoming === 'reopen' && agreed ? bargain?.rules.reopen : undefined
  const alone = standing.every((p) => p.party === party)
  const nothing = (agreeing || becoming === 'drop') && !standing.length
  const submit = async () => {
    if (!date || nothing || busy) return
    setBusy(true)
    const done = await app.bargain.set(
      {
        items: [item.id],
        kind: becoming === 'part' ? 'ta' : becoming,
        date,
        party: agreeing ? mine(picked) : party,
        ...(agreeing ? { proposal } : {}),
        ...(becoming === 'part' ? { blocks: [...parts] } : {}),
        ...(becoming === 'drop' ? { whole: whole ?? alone } : {}),
        ...(becoming === 'reopen' ? { both } : {}),
      },
      `${name} ${words.done}, ${shortDay(date)}.`,
    )
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Window
      title={`${words.title}: ${name}`}
      sub={item.title}
      small={becoming !== 'part'}
      onClose={onClose}
      onSubmit={() => void submit()}
      footer={<Answer act={words.act} disabled={nothing || (becoming === 'part' && !parts.size)} onBack={onClose} />}
    >
      <p>{words.does}</p>
      {nothing && <p className="warn">{name} has no proposal on the table.</p>}
      <DateInput label="Date" value={date} autoFocus onChange={setDate} />
      {session && session.length > 0 && (
        <p className="muted">
          In the session of {shortDay(date)}
          {session.length === 1 && session[0].place ? `, ${session[0].place}` : ''}.
        </p>
      )}
      {agreeing && proposal && (
        <>
          <Choose
            label="Language that is agreed"
            value={proposal}
            choices={standing.map((p) => ({ id: p.id, name: proposalName(p) }))}
            onChange={(id) => {
              setProposal(id)
              setParts(new Set())
            }}
          />
          <p className="muted">
            {mine(picked)} agrees to what {picked?.party} gave.
          </p>
        </>
      )}
      {becoming === 'part' && proposal && <Parts key={proposal} proposal={proposal} parts={parts} onChange={setParts} />}
      {becoming === 'drop' && holders.length > 1 && (
        <Choose
          label="Who withdraws"
          value={party}
          choices={holders.map((p) => ({ id: p.label, name: p.label }))}
          onChange={(next) => {
            setParty(next)
            setWhole(null)
          }}
        />
      )}
      {becoming === 'drop' && !nothing && (
        <Tick selected={whole ?? alone} onChange={setWhole}>
          Take the item off the table{alone ? '' : ', though the other party holds a proposal in it'}
        </Tick>
      )}
      {(becoming === 'hold' || becoming === 'reopen') && (
        <Choose label="Who says so" value={party} choices={parties.map((p) => ({ id: p.label, name: p.label }))} onChange={setParty} />
      )}
      {rule === 'both' && (
        <Tick selected={both} onChange={setBoth}>
          Both parties say so
        </Tick>
      )}
      {rule === 'never' && <p className="warn">The parties’ rule is that a tentative agreement is never reopened.</p>}
    </Window>
  )
}

/** The paragraphs of a proposal, to be ticked. */
function Parts({
  proposal,
  parts,
  onChange,
}: {
  proposal: string
  parts: ReadonlySet<string>
  onChange: (parts: ReadonlySet<string>) => void
}) {
  const app = useApp()
  const file = useAppState((s) => s.negotiation!.file)
  const [blocks, setBlocks] = useState<readonly Node[]>([])
  useEffect(() => {
    let there = true
    void app.host.call('proposal.open', { file, proposal }).then((reply) => {
      if (!there || !reply.ok) return
      const { doc, proposal: info } = reply.value
      setBlocks(project(Node.fromJSON(schema, doc), info.chain.length).children)
    })
    return () => {
      there = false
    }
  }, [app, file, proposal])
  const toggle = (id: string, on: boolean) => {
    const next = new Set(parts)
    if (on) next.add(id)
    else next.delete(id)
    onChange(next)
  }
  return (
    <fieldset className="parts scroll">
      <legend>
        What is agreed <span className="muted num">{parts.size ? count(parts.size, 'part') : ''}</span>
      </legend>
      {blocks.map((block) => {
        const id = String(block.attrs.id)
        const label = String(block.attrs.label ?? '')
        const text = block.type.name === 'table' ? `Table: ${block.firstChild?.textContent ?? ''}` : block.textContent
        return (
          <Tick key={id} selected={parts.has(id)} label={`${label} ${text}`.trim().slice(0, 120)} onChange={(on) => toggle(id, on)}>
            <span className="part">
              {label && <b>{label} </b>}
              {text}
            </span>
          </Tick>
        )
      })}
    </fieldset>
  )
}
