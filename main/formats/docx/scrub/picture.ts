/**
 * Pictures without what they say of who took them, when, where and with what: JPEG, PNG, TIFF, GIF and EMF, by their own
 * segments, chunks and tags. Nothing is decoded, so pixels and colours stay the same bytes. What does not hold together as its
 * kind is left as it is from there on.
 */

/** A picture without its metadata; the same object where it has none, or is of a kind that is not known. */
export function barePicture(bytes: Uint8Array): Uint8Array {
  const strip = KINDS.find(([magic]) => magic.every((byte, i) => byte === null || bytes[i] === byte))?.[1]
  if (!strip) return bytes
  const bare = strip(bytes)
  return bare.length === bytes.length && Buffer.compare(bare, bytes) === 0 ? bytes : bare
}

const ascii = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('latin1')
const starts = (bytes: Uint8Array, at: number, text: string): boolean => ascii(bytes, at, at + text.length) === text

// JPEG (ITU T.81, annex B)

/** Segments that pictures need: tables and frames, JFIF's header, colour profiles, Adobe's colour transform. */
function needed(bytes: Uint8Array, at: number, marker: number): boolean {
  if (marker === 0xfe) return false
  if (marker < 0xe0 || marker > 0xef) return true
  if (marker === 0xe0) return starts(bytes, at + 4, 'JFIF\0')
  if (marker === 0xe2) return starts(bytes, at + 4, 'ICC_PROFILE\0')
  return marker === 0xee && starts(bytes, at + 4, 'Adobe')
}

function jpeg(bytes: Uint8Array): Uint8Array {
  const out: Uint8Array[] = [bytes.subarray(0, 2)]
  let turned = 1
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xda) {
      const end = scanEnd(bytes, at)
      out.push(bytes.subarray(at, end))
      if (turned !== 1) out.splice(1, 0, orientation(turned))
      return Buffer.concat(out)
    }
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9)
    const next = alone ? at + 2 : at + 2 + ((bytes[at + 2] << 8) | bytes[at + 3])
    if (next <= at + 1 || next > bytes.length) return bytes
    if (needed(bytes, at, marker)) out.push(bytes.subarray(at, next))
    else if (marker === 0xe1 && starts(bytes, at + 4, 'Exif\0\0')) turned = orientationOf(bytes.subarray(at + 10, next))
    at = next
  }
  return bytes
}
/** The end of the picture: what stands behind it (another picture, a film) does not belong to it. */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at + 2
  return bytes.length
}
/** EXIF with nothing but how the picture is turned: without it, it would lie on its side. */
function orientation(turned: number): Uint8Array {
  const data = Buffer.from('ffe100224578696600004d4d002a000000080001011200030000000100000000000000000000', 'hex')
  data.writeUInt16BE(turned, 28)
  return data.subarray(0, 36)
}
function orientationOf(exif: Uint8Array): number {
  let turned = 1
  eachEntry(exif, (view, place, little) => {
    if (view.getUint16(place, little) === 0x112) turned = view.getUint16(place + 8, little)
  })
  return turned >= 1 && turned <= 8 ? turned : 1
}

// PNG (ISO/IEC 15948)

const CHUNKS: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
)
function png(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const out: Uint8Array[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const next = at + 12 + view.getUint32(at)
    const type = ascii(bytes, at + 4, at + 8)
    if (next > bytes.length) return bytes
    if (CHUNKS.has(type)) out.push(bytes.subarray(at, next))
    if (type === 'IEND') return Buffer.concat(out)
    at = next
  }
  return bytes
}

// TIFF (revision 6.0)

/** Tags that say how the pixels are laid out and coloured; every other one goes. */
const TAGS: ReadonlySet<number> = new Set([
  254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 286, 287, 288, 289, 290, 291,
  292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 338, 339, 340, 341, 342, 347, 512, 513, 514, 515,
  517, 518, 519, 520, 521, 529, 530, 531, 532, 34675,
])
const WIDTHS: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]
const MOST_PAGES = 4096
/** Tags whose value is the place of further entries: of EXIF, of a place on earth, of how files fit together. */
const FOLDERS: ReadonlySet<number> = new Set([34665, 34853, 40965])

type OnEntry = (view: DataView, place: number, little: boolean) => void
const littleOf = (bytes: Uint8Array): boolean => bytes[0] === 0x49
function eachEntry(bytes: Uint8Array, visit: OnEntry): void {
  if (bytes.length < 8) return
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = littleOf(bytes)
  const at = view.getUint32(4, little)
  if (at + 2 > bytes.length) return
  const count = view.getUint16(at, little)
  for (let i = 0; i < count && at + 14 + 12 * i <= bytes.length; i++) visit(view, at + 2 + 12 * i, little)
}

/** Entries that are not needed go, and what they pointed at is blanked: nothing moves, so every place stays right. */
function tiff(given: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(given)
  const view = new DataView(bytes.buffer)
  const little = littleOf(bytes)
  const pages = new Set<number>()
  const blank = (from: number, size: number): void => {
    bytes.fill(0, Math.min(from, bytes.length), Math.min(from + size, bytes.length))
  }
  const dataOf = (place: number): readonly [number, number] => {
    const size = (WIDTHS[view.getUint16(place + 2, little)] ?? 1) * view.getUint32(place + 4, little)
    return size <= 4 ? [place + 8, 0] : [view.getUint32(place + 8, little), size]
  }
  const folder = (at: number, keep: (tag: number) => boolean): void => {
    if (at < 8 || at + 2 > bytes.length || pages.has(at) || pages.size > MOST_PAGES) return
    pages.add(at)
    const count = view.getUint16(at, little)
    const end = at + 2 + 12 * count
    if (end > bytes.length) return
    const kept: Uint8Array[] = []
    for (let place = at + 2; place < end; place += 12) {
      const tag = view.getUint16(place, little)
      if (keep(tag)) kept.push(bytes.slice(place, place + 12))
      else if (FOLDERS.has(tag)) folder(view.getUint32(place + 8, little), () => false)
      else blank(...dataOf(place))
    }
    if (kept.length === count) return
    const next = end + 4 <= bytes.length ? bytes.slice(end, end + 4) : new Uint8Array()
    blank(at, end - at + next.length)
    view.setUint16(at, kept.length, little)
    kept.forEach((entry, i) => {
      bytes.set(entry, at + 2 + 12 * i)
    })
    bytes.set(next, at + 2 + 12 * kept.length)
  }
  if (bytes.length < 8) return given
  for (let at = view.getUint32(4, little); at >= 8 && at + 2 <= bytes.length && !pages.has(at) && pages.size <= MOST_PAGES; ) {
    folder(at, (tag) => TAGS.has(tag))
    const end = at + 2 + 12 * view.getUint16(at, little)
    at = end + 4 <= bytes.length ? view.getUint32(end, little) : 0
  }
  return bytes
}

// GIF (89a)

function gif(bytes: Uint8Array): Uint8Array {
  const table = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)
  const blocks = (from: number): number => {
    let at = from
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at] + 1
    return at + 1
  }
  let at = 13 + table(bytes[10])
  const out: Uint8Array[] = [bytes.subarray(0, at)]
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === 0x3b) {
      out.push(bytes.subarray(at, at + 1))
      return Buffer.concat(out)
    }
    const next = kind === 0x21 ? blocks(at + 2) : kind === 0x2c ? blocks(at + 11 + table(bytes[at + 9])) : 0
    if (!next || next > bytes.length) return bytes
    const label = bytes[at + 1]
    const loops = label === 0xff && starts(bytes, at + 3, 'NETSCAPE2.0')
    if (kind === 0x2c || label === 0xf9 || label === 0x01 || loops) out.push(bytes.subarray(at, next))
    at = next
  }
  return bytes
}

// EMF ([MS-EMF] 2.2.9): its header may name a program and a picture

function emf(given: Uint8Array): Uint8Array {
  if (given.length < 88 || !starts(given, 40, ' EMF')) return given
  const bytes = new Uint8Array(given)
  const view = new DataView(bytes.buffer)
  const [letters, from] = [view.getUint32(60, true), view.getUint32(64, true)]
  const most = Math.min(view.getUint32(4, true), bytes.length)
  if (from >= 88 && from < most) bytes.fill(0, from, Math.min(from + 2 * letters, most))
  return bytes
}

type Magic = readonly (number | null)[]
const KINDS: readonly (readonly [Magic, (bytes: Uint8Array) => Uint8Array])[] = [
  [[0xff, 0xd8, 0xff], jpeg],
  [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], png],
  [[0x49, 0x49, 42, 0], tiff],
  [[0x4d, 0x4d, 0, 42], tiff],
  [[0x47, 0x49, 0x46, 0x38], gif],
  [[1, 0, 0, 0], emf],
]
