import { ArrowLeft, Plus, Redo2, Undo2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Button } from 'react-aria-components'
import { labelsNeeded } from '../../../shared/model/apart.ts'
import { type Legend, type LegendRound, type LegendRule, preset, styleOf, withRules } from '../../../shared/model/legend.ts'
import type { Input } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { today } from '../dates.ts'
import { Tool } from '../parts/tool.tsx'
import { Window } from '../parts/window.tsx'
import { LabelChoice, PresetChoice } from './choices.tsx'
import { named, RuleForm } from './form.tsx'
import { begin, redo, step, undo } from './history.ts'
import { Notes } from './notes.tsx'
import { Preview } from './preview.tsx'
import { Rules } from './rules.tsx'
import { ruleName } from './words.ts'

/** The legend: its rules in order, how each draws, and how that is seen. Nothing is kept until it is used. */
export function LegendScreen() {
  const app = useApp()
  const { title, legend: kept, parties, readOnly } = useAppState((s) => s.negotiation!)
  const labels = useMemo(() => parties.map((p) => p.label), [parties])
  const rounds = useRounds(labels)
  const [history, setHistory] = useState(() => begin(kept))
  const [at, setAt] = useState(0)
  const [leaving, setLeaving] = useState(false)
  const legend = history.now
  const changed = JSON.stringify(legend) !== JSON.stringify(kept)
  const put = (next: Legend) => setHistory((h) => step(h, next))
  const putRules = (rules: readonly LegendRule[], pick = at) => {
    put(withRules(legend, rules))
    setAt(Math.max(0, Math.min(pick, rules.length - 1)))
  }
  const move = (from: number, to: number) => {
    if (to < 0 || to >= legend.rules.length || from === to) return
    const rules = legend.rules.toSpliced(from, 1)
    putRules(rules.toSpliced(to, 0, legend.rules[from]), to)
  }
  const take = async () => {
    const { file } = app.store.get().negotiation!
    const set = await app.notices.ask(
      'The legend was not kept',
      app.host.call('negotiation.setLegend', { file, legend: legend as Input<'negotiation.setLegend'>['legend'] }),
    )
    if (!set) return false
    app.store.set({ negotiation: set })
    app.notices.say('The legend is kept in the file. Every export is drawn by it.')
    return true
  }
  const takeAndLeave = async () => {
    if (await take()) await app.screens.leave()
  }
  const leave = () => (changed ? setLeaving(true) : void app.screens.leave())
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const mod = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      if (event.defaultPrevented || leaving || (event.target instanceof Element && event.target.closest('.menu'))) return
      if (key === 'escape') leave()
      else if (mod && !event.shiftKey && key === 'z') setHistory(undo)
      else if (mod && (key === 'y' || (event.shiftKey && key === 'z'))) setHistory(redo)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  const rule = legend.rules[at] ?? null
  return (
    <div className="screen lg">
      <header className="topbar" data-region="bar">
        <div className="file">
          <Tool icon={ArrowLeft} label="Back to the page" keys="Esc" onPress={leave} />
          <h1 className="name ell" title={title}>
            {title}
          </h1>
          <span className="muted">Legend</span>
        </div>
        <span className="sep" />
        <Tool icon={Undo2} label="Undo" keys="Ctrl Z" disabled={!history.past.length} onPress={() => setHistory(undo)} />
        <Tool icon={Redo2} label="Redo" keys="Ctrl Y" disabled={!history.future.length} onPress={() => setHistory(redo)} />
        <span className="grow" />
        <span className="muted lg-said">The legend is kept in the file and printed on every export.</span>
        <Button className="btn" isDisabled={!changed} onPress={() => put(kept)}>
          Revert
        </Button>
        <Button className="btn primary" isDisabled={!changed || readOnly} onPress={() => void take()}>
          Use this legend
        </Button>
      </header>
      <main className="cols">
        <section className="col scroll" aria-label="Rules" data-region="rules">
          <h2>Rules</h2>
          <p className="hint">The first rule that fits a change draws it.</p>
          <PresetChoice
            legend={legend}
            parties={labels}
            rounds={rounds}
            onPick={(name) => {
              put(preset(name, labels, rounds))
              setAt(0)
            }}
          />
          <Rules
            legend={legend}
            rounds={rounds}
            at={at}
            onPick={setAt}
            onMove={move}
            onRemove={() => putRules(legend.rules.toSpliced(at, 1))}
          />
          <Button
            className="btn line small add"
            onPress={() => putRules(legend.rules.toSpliced(at, 0, freshRule(legend, rule?.party ?? labels[0], rounds)))}
          >
            <Plus className="i s" aria-hidden />
            Add a rule
          </Button>
          <Notes legend={legend} rounds={rounds} onMend={(place, mended) => putRules(legend.rules.with(place, mended), place)} />
        </section>
        <section className="col scroll" aria-label="Rule" data-region="rule">
          {rule ? (
            <RuleForm
              rule={rule}
              name={ruleName(legend, at, rounds)}
              at={at}
              last={legend.rules.length - 1}
              parties={labels}
              rounds={rounds}
              onChange={(next) => putRules(legend.rules.with(at, next))}
              onMove={(by) => move(at, at + by)}
              onRemove={() => putRules(legend.rules.toSpliced(at, 1))}
            />
          ) : (
            <p className="hint">Without a rule every change is drawn in ink, with one line.</p>
          )}
          <LabelChoice legend={legend} rounds={rounds} onChange={put} />
        </section>
        <section className="col scroll look" aria-label="Preview" data-region="preview">
          <div className="lg-head">
            <h2>Preview</h2>
            <span className="muted">Ways of seeing, side by side</span>
          </div>
          <Preview legend={legend} rounds={rounds} labels={labelsNeeded(legend, rounds)} />
        </section>
      </main>
      {leaving && (
        <Window
          role="alertdialog"
          title="Use the changed legend?"
          onClose={() => setLeaving(false)}
          footer={
            <>
              <Button className="btn" autoFocus onPress={() => setLeaving(false)}>
                Stay here
              </Button>
              <span className="grow" />
              <Button className="btn line" onPress={() => void app.screens.leave()}>
                Leave it as it was
              </Button>
              <Button className="btn primary" isDisabled={readOnly} onPress={() => void takeAndLeave()}>
                Use this legend
              </Button>
            </>
          }
        >
          <p>The changes are not in the file yet. Until they are, every page and export is drawn as before.</p>
        </Window>
      )}
    </div>
  )
}

/** A rule for the last round of a party, which draws it as it is drawn so far. */
function freshRule(legend: Legend, party: string, rounds: readonly LegendRound[]): LegendRule {
  const date = rounds.filter((r) => r.party === party).at(-1)?.date ?? null
  return named({ party, kind: 'insert', from: date, to: date, label: '', style: styleOf(legend, 'insert', party, date ?? '') })
}

/** The rounds of the negotiation, our drafts too; before there are any, one of each party as of today. */
function useRounds(labels: readonly string[]): readonly LegendRound[] {
  const app = useApp()
  const file = useAppState((s) => s.negotiation!.file)
  const none = useMemo(() => labels.map((party) => ({ party, date: today() })), [labels])
  const [rounds, setRounds] = useState<readonly LegendRound[]>(none)
  useEffect(() => {
    let shown = true
    void app.host.call('board.get', { file, today: today() }).then((reply) => {
      if (!shown || !reply.ok) return
      const found = new Map<string, LegendRound>()
      for (const row of reply.value.rows)
        row.cells.forEach((cell, i) => {
          for (const { kind, party } of cell)
            if (party && (kind === 'given' || kind === 'draft')) found.set(`${party} ${i}`, { party, date: reply.value.columns[i].date })
        })
      const order = (r: LegendRound) => `${labels.indexOf(r.party)} ${r.date}`
      if (found.size) setRounds([...found.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1)))
    })
    return () => {
      shown = false
    }
  }, [app, file, labels])
  return rounds
}
