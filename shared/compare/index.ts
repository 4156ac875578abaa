/** Comparison: text from outside, written as the switches of a round. */
export { diff, type Edit, type Flat } from './diff.ts'
export { type BuiltProposal, buildStack, type GivenProposal, type StackDoubt } from './stack.ts'
export { isSpace, isWord, tokens, words } from './token.ts'
export { compare, type Round, weave } from './weave.ts'
