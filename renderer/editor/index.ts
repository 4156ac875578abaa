/** The page: a ProseMirror view of a document that remembers its rounds. Its style is `page.css`, which the window loads once. */
export type { Finder, Found, Search } from './find.ts'
export type { Many } from './many.ts'
export { whereMoved } from './moved.ts'
export { PageView } from './page.ts'
export type { GridAt } from './pay.ts'
export type { ChangeAt, CommandName, Decision, Mode, PageOptions, PageState, WordCount } from './types.ts'
