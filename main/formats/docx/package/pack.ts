import { type Zippable, zipSync } from 'fflate'

/** Pictures and the like that are packed by themselves: packing them again takes long and saves nothing. */
const PACKED = /\.(jpe?g|png|gif|webp|heic|mp4|m4a|mp3|zip|docx|xlsx|pptx)$/i

/** Packs parts in the order given, all with the first moment that a zip can hold (local, as zip counts it): the same parts give the same bytes. */
export function pack(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const mtime = new Date(1980, 0, 1)
  const packed: Zippable = {}
  for (const [path, bytes] of parts) packed[path] = [bytes, { mtime, level: PACKED.test(path) ? 0 : 6 }]
  return zipSync(packed)
}
