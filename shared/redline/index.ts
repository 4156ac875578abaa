/** The redline engine: a tree whose tokens remember when they came and went, and everything that is read from or written to it. */

export { blockName, missingOf, takenAway } from './agreed.ts'
export { openOf, type Paragraph, paragraphAt, type Standing, typingMarks } from './caret.ts'
export { cellSlice, emptyCells, idsInCells, nextCell, pasteCells, restoreCells, typeOverCells } from './cells.ts'
export { type Change, type ChangeKind, changes, type MoveEnd } from './change.ts'
export {
  deleteSelection,
  deleteWordBackward,
  deleteWordForward,
  hardBreak,
  insertText,
  joinBackward,
  joinForward,
  makeLabel,
  type Round,
  setBlock,
  splitBlock,
  toggleFormat,
} from './commands.ts'
export { type Context, context, Refused, refuse } from './context.ts'
export { type CutOut, cutOut, pasteCut } from './cut.ts'
export { type Extent, type PropsChange, reformat, reshape, restore, revert, settleAll, strike, takeBack } from './decide.ts'
export { moveRange } from './drag.ts'
export { type FindOptions, find, type Match, replaceAll, replaceMatch } from './find.ts'
export { type Area, areaOf, type Grid, type GridCell, gridOf, isCells } from './grid.ts'
export { type Bypass, bypass, trackingGuard } from './guard.ts'
export { ensureIds } from './ids.ts'
export { invariants } from './invariant.ts'
export { withLabels } from './labels.ts'
export { moveBack, moveDown, moveUp } from './move.ts'
export { nextLabel, typedLabel } from './numbering.ts'
export type { Line, Stays } from './overwrite.ts'
export { type How, paste, pasteComparing } from './paste.ts'
export { type PayCell, payCells, putPayRule } from './pay.ts'
export {
  cellOn,
  endOn,
  ends,
  existed,
  formatAt,
  hasText,
  inlineOn,
  inlineSwitches,
  isTracked,
  lastSwitch,
  propsAt,
  propsOf,
  rowOn,
  sameMarks,
  sameProps,
  standsAt,
  switchesOf,
  tableOn,
} from './present.ts'
export { project, readsAlike, sharedEnds } from './project.ts'
export { allRounds, redline } from './redline.ts'
export { accept, reject } from './resolve.ts'
export { renumber, repeatedLabel } from './series.ts'
export {
  deleteColumns,
  deleteRows,
  deleteTable,
  insertColumn,
  insertRow,
  insertTable,
  MOST_COLUMNS,
  MOST_ROWS,
  mergeCells,
  type NewTable,
} from './table.ts'
export { blockText, countWords, plainText } from './text.ts'
export { track } from './track.ts'
export type { Block, Cause, CellBlock, Redline, RowBlock, Run, RunKind, TableBlock, TextBlock, Version } from './types.ts'
export { type Choice, chosen, decideAll, preview, type Tally, tally, type Verdict } from './verdict.ts'
