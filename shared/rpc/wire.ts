import { z } from 'zod'

/**
 * Frames of the socket between a window and the browser host. A frame is a four-byte big-endian length of the JSON part,
 * the JSON part in UTF-8, and the byte arrays that the JSON part names by `{"$bytes": length}` in the order of their mention.
 */

const callFrame = z.object({ id: z.number().int().nonnegative(), method: z.string().max(100), input: z.unknown() })
const frame = z.union([
  callFrame,
  z.object({ id: z.number().int().nonnegative(), reply: z.unknown() }),
  z.object({ event: z.string().max(100), payload: z.unknown() }),
])
/** A call as it travels. */
export type CallFrame = z.output<typeof callFrame>
/** A call, a reply or an event as it travels. */
export type Frame = z.output<typeof frame>

/** The largest frame either side accepts: a negotiation of up to 60 MB that is brought in, with its envelope. */
export const MAX_FRAME = 64 * 1024 * 1024

/** A frame as bytes. Values must be JSON values or `Uint8Array`. */
export function encode(value: Frame): Uint8Array {
  const parts: Uint8Array[] = []
  const json = JSON.stringify(value, (_key, v: unknown) => {
    if (!(v instanceof Uint8Array)) return v
    parts.push(v)
    return { $bytes: v.byteLength }
  })
  const head = new TextEncoder().encode(json)
  const out = new Uint8Array(4 + head.byteLength + parts.reduce((n, p) => n + p.byteLength, 0))
  new DataView(out.buffer).setUint32(0, head.byteLength)
  out.set(head, 4)
  let at = 4 + head.byteLength
  for (const part of parts) {
    out.set(part, at)
    at += part.byteLength
  }
  return out
}

/** Reads a frame. Throws a RangeError on anything that is not one: too large, cut off, not JSON, lengths that do not add up. */
export function decode(bytes: Uint8Array): Frame {
  if (bytes.byteLength < 4 || bytes.byteLength > MAX_FRAME) throw new RangeError('frame size')
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  if (length > bytes.byteLength - 4) throw new RangeError('frame cut off')
  let at = 4 + length
  const attach = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(attach)
    if (typeof v !== 'object' || v === null) return v
    const size = Object.hasOwn(v, '$bytes') ? (v as { $bytes: unknown }).$bytes : null
    if (size !== null) {
      if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || at + size > bytes.byteLength)
        throw new RangeError('frame bytes')
      at += size
      return bytes.slice(at - size, at)
    }
    return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, attach(x)]))
  }
  let value: unknown
  try {
    value = attach(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4, 4 + length))))
  } catch (error) {
    throw error instanceof RangeError ? error : new RangeError('frame text')
  }
  if (at !== bytes.byteLength) throw new RangeError('frame length')
  const read = frame.safeParse(value)
  if (!read.success) throw new RangeError('frame shape')
  return read.data
}
