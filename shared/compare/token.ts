/** The tokens that comparison aligns are those of the engine, so that a figure is one token to both. */
export { isSpace, isWord, tokenAt, tokens, words } from '../redline/token.ts'
