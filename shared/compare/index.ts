/** Comparison: text from outside, written as the switches of a round. */
export { pasteOver, stays } from './over.ts'
export { type InPlace, inPlace, type PlacedItem, type PlacedRound, type Placing, partsAt } from './place.ts'
export { type Found, isBlank, looseText, Quotable } from './quote.ts'
export { type BuiltProposal, buildStack, type GivenProposal, type StackDoubt } from './stack.ts'
export { tokens, words } from './token.ts'
export { type CompareOptions, compare, type Round, weave } from './weave.ts'
