import type { Moment } from './negotiation.ts'

/** What one party keeps to itself. None of it is in the record, and none of it ever leaves in a paper. */

/** Somebody at the table. `role`: `spokesperson`, or what the person is called; empty where it is not said. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly party: string
  readonly role: string
}

/** The words of the language that a note is beside. `block` is the id of their block. */
export interface NotePlace {
  readonly block: string
  readonly text: string
}
/** A private note. `answers`: the note that it replies to. */
export interface Note {
  readonly id: string
  readonly item: string | null
  readonly proposal: string | null
  readonly session: string | null
  readonly answers: string | null
  readonly place: NotePlace | null
  readonly body: string
  readonly author: string
  readonly createdAt: Moment
  readonly editedAt: Moment | null
  readonly resolvedAt: Moment | null
}

/** Items thought of together in caucus: off the record until it is offered as a package. */
export interface WhatIf {
  readonly id: string
  readonly title: string
  /** Proposals and open drafts in it, by id. */
  readonly proposals: readonly string[]
  readonly note: string
  readonly createdAt: Moment
  readonly editedAt: Moment | null
}

/** How many people (FTE) stand in each cell of a salary grid: `cells` maps the id of a cell to a count. */
export interface Staff {
  readonly item: string
  /** The id of the grid's table in the base or proposal. */
  readonly grid: string
  readonly cells: Readonly<Record<string, number>>
}
