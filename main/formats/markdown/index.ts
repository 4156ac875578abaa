/** Reading (and writing) of the Markdown-like form in which contracts and negotiations come. */

export { type BaseOptions, headingLevels, type OutlineEntry, type PlainBlock, type ReadBase, type RemovedText, readBase } from './base.ts'
export type { Chunk, SourceLine, SourceRow } from './chunk.ts'
export type { ReadDoubt } from './doubt.ts'
export type { ReadLegend, ReadLegendRule } from './legend.ts'
export {
  type NegotiationOptions,
  type ReadItem,
  type ReadNegotiation,
  type ReadProposal,
  readChunks,
  readNegotiation,
  type SourceText,
} from './negotiation.ts'
export { type ProposalOptions, type ReadText, readProposal, readProposalChunks } from './proposal.ts'
export { decodeText, MAX_SOURCE, refuseForeign, tooLarge } from './text.ts'
export { writeMarkdown } from './write.ts'
