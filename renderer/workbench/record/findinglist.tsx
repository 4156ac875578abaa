import { ArrowRightLeft, CalendarX2, CheckCheck, Hash, ListChecks, type LucideIcon, SpellCheck, Unlink, WholeWord } from 'lucide-react'
import { useEffect } from 'react'
import { Button, ListBox, ListBoxItem } from 'react-aria-components'
import type { FindingsInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { longDay } from '../dates.ts'
import { Empty } from '../parts/empty.tsx'
import { count } from '../words.ts'

type Finding = FindingsInfo['findings'][number]
const ICON: Readonly<Record<Finding['kind'], LucideIcon>> = {
  date: CalendarX2,
  term: CalendarX2,
  reference: Unlink,
  moved: ArrowRightLeft,
  numbering: Hash,
  spelling: SpellCheck,
  amount: WholeWord,
}

/** What somebody should look at in the language that is shown. Nothing in it is changed by itself. */
export function FindingList() {
  const app = useApp()
  const item = useAppState((s) => s.item)
  const target = useAppState((s) => s.target)
  const checked = useAppState((s) => s.checked)
  const checking = useAppState((s) => s.checking)
  const paper = useAppState((s) => s.paper?.key)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new paper is looked at anew
  useEffect(() => {
    void app.checks.run()
  }, [app, item, target, paper])
  const own = checked?.item === item && checked?.version === target ? checked : null
  return (
    <section className="changes" aria-label="Checks">
      <div className="block-h">
        <h2 className="sec">To look at</h2> <span className="muted num">{own?.findings.length ?? ''}</span>
        <span className="grow" />
        <Button className="pick" isDisabled={checking} onPress={() => void app.checks.run()}>
          {checking ? 'Looking…' : 'Look again'}
        </Button>
      </div>
      {own && own.findings.length > 0 && (
        <ListBox
          className="chlist scroll findings"
          aria-label={count(own.findings.length, 'finding')}
          items={own.findings.map((finding, at) => ({ ...finding, key: `${at}` }))}
          selectionMode="single"
          selectionBehavior="replace"
          onSelectionChange={(keys) => {
            const [key] = keys
            const found = key === undefined ? undefined : own.findings[Number(key)]
            if (found) app.page.current?.scrollTo(found.block)
          }}
        >
          {(finding) => {
            const Icon = ICON[finding.kind]
            return (
              <ListBoxItem id={finding.key} className="finding" textValue={finding.message}>
                <Icon className="i s" aria-hidden />
                <span>
                  <span className="said">{finding.message}</span>
                  <small className="muted">{app.page.current?.place(finding.block) ?? ''}</small>
                </span>
              </ListBoxItem>
            )
          }}
        </ListBox>
      )}
      {own && own.findings.length === 0 && (
        <Empty
          icon={CheckCheck}
          title="Nothing to look at"
          text="Dates, references, numbers, defined terms and amounts agree with each other."
        />
      )}
      {!own && (
        <Empty icon={ListChecks} title="Checks" text="Dates, references, numbers, terms and amounts are looked at; nothing is changed." />
      )}
      {own && (
        <p className="muted term">
          {own.term
            ? `Dates are held against ${longDay(own.term.from)} to ${longDay(own.term.to)}.`
            : 'Dates are not checked: the years of the agreement are not known.'}
        </p>
      )}
    </section>
  )
}
