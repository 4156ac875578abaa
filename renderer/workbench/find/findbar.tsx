import { ArrowDown, ArrowUp, CaseSensitive, Replace, Search, Strikethrough, WholeWord, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button, Input, TextField } from 'react-aria-components'
import type { Found } from '../../editor/index.ts'
import { useApp, useAppState } from '../app.ts'
import { isEditing } from '../commands.ts'
import { CommandTool } from '../parts/commandtool.tsx'
import { Tool } from '../parts/tool.tsx'
import type { FindState } from '../state.ts'

/** The bar for finding and replacing on the page; it stands between the view bar and the paper while it is open. */
export function FindBar() {
  const find = useAppState((s) => s.find)
  return find && <Bar find={find} />
}

function Bar({ find }: { find: FindState }) {
  const app = useApp()
  const found = useAppState((s) => s.found)
  const page = useAppState((s) => (s.page ? (s.paper?.key ?? null) : null))
  const clean = useAppState((s) => s.mode === 'clean')
  const editing = useAppState(isEditing)
  const query = useRef<HTMLInputElement>(null)
  const text = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, the field takes the focus again
  useEffect(() => {
    const field = find.replacing && find.query && editing ? text.current : query.current
    field?.focus()
    field?.select()
  }, [find.asked])
  useEffect(() => {
    if (page !== null) app.finding.attach()
  }, [app, page])
  // A button that is off cannot hold the focus.
  const keepFocus = () => {
    if (app.store.get().found.standing === 0) query.current?.focus()
  }
  const none = find.query !== '' && found.total === 0
  return (
    <search
      className="findbar"
      aria-label="Find on the page"
      data-region="find"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        app.finding.close()
      }}
    >
      <div className="row">
        <TextField
          className="field"
          aria-label="Find on the page"
          value={find.query}
          isInvalid={none}
          onChange={(value) => app.finding.seek({ query: value })}
        >
          <Search className="i s" aria-hidden />
          <Input
            ref={query}
            placeholder="Find"
            maxLength={200}
            data-region-start
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              app.finding.step(event.shiftKey ? -1 : 1)
            }}
          />
          <span className={none ? 'num none' : 'num'} role="status">
            {sayFound(find.query, found)}
          </span>
        </TextField>
        <span className="pairs">
          <CommandTool name="find.previous" icon={ArrowUp} />
          <CommandTool name="find.next" icon={ArrowDown} />
        </span>
        <span className="sep" />
        <Tool
          icon={CaseSensitive}
          label="Match capital letters"
          on={find.caseSensitive}
          onPress={() => app.finding.seek({ caseSensitive: !find.caseSensitive })}
        />
        <Tool
          icon={WholeWord}
          label="Whole words"
          on={find.wholeWords}
          onPress={() => app.finding.seek({ wholeWords: !find.wholeWords })}
        />
        <Tool
          icon={Strikethrough}
          label="Struck text too"
          on={find.struck}
          disabled={clean}
          onPress={() => app.finding.seek({ struck: !find.struck })}
        />
        {!find.replacing && <CommandTool name="find.replace" icon={Replace} />}
        <span className="grow" />
        <Tool icon={X} label="Close" keys="Esc" onPress={() => app.finding.close()} />
      </div>
      {find.replacing && (
        <div className="row">
          <TextField
            className="field"
            aria-label="Replace by"
            value={find.text}
            isDisabled={!editing}
            onChange={(value) => app.finding.setText(value)}
          >
            <Replace className="i s" aria-hidden />
            <Input
              ref={text}
              placeholder="Replace by"
              maxLength={2000}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                event.preventDefault()
                app.finding.replace()
              }}
            />
          </TextField>
          <Button
            className="btn line"
            isDisabled={!editing || found.standing === 0}
            onPress={() => {
              app.finding.replace()
              keepFocus()
            }}
          >
            Replace
          </Button>
          <Button
            className="btn line"
            isDisabled={!editing || found.standing === 0}
            onPress={() => {
              app.finding.replaceAll()
              keepFocus()
            }}
          >
            Replace all
          </Button>
          {!editing && <span className="muted">This version is read only. Draft a counter to replace words in it.</span>}
        </div>
      )}
    </search>
  )
}

/** `3 of 17`; how many there are where none is selected. */
export function sayFound(query: string, { total, at }: Found): string {
  if (!query) return ''
  if (!total) return 'None found'
  const all = total.toLocaleString('en-US')
  return at >= 0 ? `${(at + 1).toLocaleString('en-US')} of ${all}` : `${all} found`
}
