import { type Zippable, zipSync } from 'fflate'

/** Packs parts in the order given, all with the first moment that a zip can hold (local, as zip counts it): the same parts give the same bytes. */
export function pack(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const options = { mtime: new Date(1980, 0, 1), level: 6 } as const
  const packed: Zippable = {}
  for (const [path, bytes] of parts) packed[path] = [bytes, options]
  return zipSync(packed)
}
