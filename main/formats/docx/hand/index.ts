/** Redlines made by hand: strikes, underlines, colours and highlights that people put in as formatting. */

export { type Applied, applyMapping, type HandContext, settleMapping } from './apply.ts'
export { hueOf, keyOf, type Look } from './look.ts'
export { type HandMapping, type MappedLook, type Meaning, proposeMapping, remapped } from './mapping.ts'
