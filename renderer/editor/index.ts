import './page.css'

/** The page: a ProseMirror view of a document that remembers its rounds. */
export { PageView } from './page.ts'
export { cssOf, inkOf, shortDate } from './style.ts'
export type { ChangeAt, CommandName, Decision, Mode, PageOptions, PageState, WordCount } from './types.ts'
