import { Lock, NotebookPen } from 'lucide-react'
import { useState } from 'react'
import { Button, Label, TextArea, TextField } from 'react-aria-components'
import type { NoteInfo } from '../../../shared/rpc/contract.ts'
import { useApp, useAppState } from '../app.ts'
import { clock, shortDay, today } from '../dates.ts'
import { Empty } from '../parts/empty.tsx'

/** A note with the replies to it, oldest first. */
export interface Thread {
  readonly note: NoteInfo
  readonly replies: readonly NoteInfo[]
}

/** The notes beside an item: open ones first, then settled ones, each with its replies. */
export function threadsOf(notes: readonly NoteInfo[], item: string | null): Thread[] {
  const threads = notes
    .filter((n) => n.item === item && n.answers === null)
    .map((note) => ({ note, replies: notes.filter((n) => n.answers === note.id) }))
  return [...threads.filter((t) => t.note.resolvedAt === null), ...threads.filter((t) => t.note.resolvedAt !== null)]
}

/** The private notes beside the picked item, and a field for a new one. */
export function NoteList() {
  const notes = useAppState((s) => s.notes)
  const item = useAppState((s) => s.item)
  const writable = useAppState((s) => s.negotiation!.readOnly === false)
  const threads = threadsOf(notes, item)
  return (
    <>
      <p className="private">
        <Lock className="i s" aria-hidden />
        <span>Private. Notes never leave in a paper and never stand in the room view.</span>
      </p>
      <div className="notes scroll">
        {threads.length ? (
          threads.map((t) => <ThreadRow key={t.note.id} thread={t} writable={writable} />)
        ) : (
          <Empty
            icon={NotebookPen}
            title="No notes here"
            text="What your team thinks of this item, and how far it would go, is written here."
          />
        )}
      </div>
      {writable && <Composer />}
    </>
  )
}

function ThreadRow({ thread: { note, replies }, writable }: { thread: Thread; writable: boolean }) {
  const app = useApp()
  const [answering, setAnswering] = useState(false)
  const settled = note.resolvedAt !== null
  return (
    <article className={settled ? 'note settled' : 'note'} aria-label={settled ? 'Settled note' : 'Note'}>
      {note.place?.text && (
        <Button className="quote" onPress={() => app.page.current?.scrollTo(note.place!.block)}>
          <span className="ell">“{note.place.text}”</span>
        </Button>
      )}
      <Words note={note} writable={writable} />
      {replies.map((reply) => (
        <div key={reply.id} className="reply">
          <Words note={reply} writable={writable} />
        </div>
      ))}
      {writable && !answering && (
        <div className="bt">
          <Button className="link" onPress={() => setAnswering(true)}>
            Reply
          </Button>
          <Button className="link" onPress={() => void app.notes.resolve(note.id, !settled)}>
            {settled ? 'Open again' : 'Settle'}
          </Button>
        </div>
      )}
      {answering && (
        <Field
          label="Reply"
          act="Reply"
          onBack={() => setAnswering(false)}
          onKeep={async (body) => {
            const kept = await app.notes.add(body, null, note.id)
            if (kept) setAnswering(false)
            return kept
          }}
        />
      )}
    </article>
  )
}

const written = ({ createdAt, editedAt }: NoteInfo): string => {
  const day = today(new Date(createdAt))
  return `${shortDay(day)}, ${clock(createdAt)}${editedAt ? ', changed since' : ''}`
}

function Words({ note, writable }: { note: NoteInfo; writable: boolean }) {
  const app = useApp()
  const [doing, setDoing] = useState<'edit' | 'remove' | null>(null)
  if (doing === 'edit')
    return (
      <Field
        label="Note"
        act="Keep"
        value={note.body}
        onBack={() => setDoing(null)}
        onKeep={async (body) => {
          const kept = await app.notes.edit(note.id, body)
          if (kept) setDoing(null)
          return kept
        }}
      />
    )
  return (
    <>
      <p className="body">{note.body}</p>
      <div className="foot">
        <small className="muted">{written(note)}</small>
        {writable && doing === null && (
          <>
            <span className="grow" />
            <Button className="link" onPress={() => setDoing('edit')}>
              Edit
            </Button>
            <Button className="link" onPress={() => setDoing('remove')}>
              Remove…
            </Button>
          </>
        )}
      </div>
      {doing === 'remove' && (
        <div className="sure" role="alert">
          <span>{note.answers === null ? 'Remove this note and its replies?' : 'Remove this reply?'}</span>
          <Button className="btn small" autoFocus onPress={() => setDoing(null)}>
            Keep it
          </Button>
          <Button className="btn line danger small" onPress={() => void app.notes.remove(note.id)}>
            Remove
          </Button>
        </div>
      )}
    </>
  )
}

/** A new note, beside the words that are selected on the page when it is begun. */
function Composer() {
  const app = useApp()
  const item = useAppState((s) => s.item)
  const [place, setPlace] = useState<NoteInfo['place']>(null)
  return (
    <div className="composer" data-item={item}>
      {place?.text && (
        <div className="beside">
          <span className="ell">Beside “{place.text}”</span>
          <Button className="link" onPress={() => setPlace(null)}>
            Beside the item
          </Button>
        </div>
      )}
      <Field
        key={item}
        label="New private note"
        act="Add the note"
        onBegin={() => {
          const words = app.page.current?.words() ?? null
          setPlace(words?.text ? words : null)
        }}
        onKeep={async (body) => {
          const kept = await app.notes.add(body, place, null)
          if (kept) setPlace(null)
          return kept
        }}
      />
    </div>
  )
}

interface FieldProps {
  readonly label: string
  readonly act: string
  readonly value?: string
  readonly onBegin?: () => void
  readonly onBack?: () => void
  /** Resolves to whether it was kept; the field is emptied then. */
  readonly onKeep: (body: string) => Promise<boolean>
}

/** A field of several lines; Ctrl Enter keeps it, Escape goes back. */
function Field({ label, act, value = '', onBegin, onBack, onKeep }: FieldProps) {
  const [body, setBody] = useState(value)
  const [busy, setBusy] = useState(false)
  const keep = async () => {
    if (!body.trim() || busy) return
    setBusy(true)
    if (await onKeep(body.trim())) setBody('')
    setBusy(false)
  }
  return (
    <form
      className="noteform"
      onSubmit={(event) => {
        event.preventDefault()
        void keep()
      }}
    >
      <TextField className="labelled" value={body} onChange={setBody} maxLength={10_000} autoFocus={onBack !== undefined}>
        <Label className={onBack ? 'vh' : undefined}>{label}</Label>
        <TextArea
          className="input area"
          rows={3}
          onFocus={body ? undefined : onBegin}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault()
              event.stopPropagation()
              void keep()
            }
            if (event.key === 'Escape' && onBack) {
              event.stopPropagation()
              onBack()
            }
          }}
        />
      </TextField>
      {(body.trim() || onBack) && (
        <div className="bt">
          {onBack && (
            <Button className="btn small" onPress={onBack}>
              Cancel
            </Button>
          )}
          <Button className="btn line small" type="submit" isDisabled={busy || !body.trim()}>
            {act}
          </Button>
        </div>
      )}
    </form>
  )
}
