import type { Node } from 'prosemirror-model'
import { readNegotiation } from '../../../../../main/formats/markdown/index.ts'

/** The labels and text of every text block of a tree, earlier labels included: each word that the tree holds. */
export function allText(node: Node): string {
  const lines: string[] = []
  node.descendants((block) => {
    if (!block.isTextblock) return true
    const was = (block.attrs.was as { attrs: { label?: string | null } }[]).map((w) => w.attrs.label ?? '')
    lines.push([...was.filter((label) => label !== block.attrs.label), block.attrs.label ?? '', block.textContent].join(' '))
    return false
  })
  return lines.join('\n')
}

/** Each word (letters and figures) with its number of times. */
export function wordCounts(text: string): Map<string, number> {
  const out = new Map<string, number>()
  for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) out.set(word, (out.get(word) ?? 0) + 1)
  return out
}

/** The words of a source without its marks: tags, strikes, bold, escapes. */
export const sourceWords = (source: string): Map<string, number> =>
  wordCounts(
    source
      .replace(/<\/?(?:p|ul|ol|li|br|div)\b[^<>]*>/g, ' ')
      .replace(/<\/?(?:u|b|i|em|strong|sup|sub|ins|del|s)\b[^<>]*>/g, '')
      .replace(/~~|\*\*/g, '')
      .replace(/\^\{([^{}]*)\}/g, '$1'),
  )

/** Words whose counts differ: `word: source/read`. */
export function difference(source: Map<string, number>, read: Map<string, number>): string[] {
  const words = new Set([...source.keys(), ...read.keys()])
  return [...words].flatMap((w) => (source.get(w) === read.get(w) ? [] : [`${w}: ${source.get(w) ?? 0}/${read.get(w) ?? 0}`]))
}

/**
 * A document in one line a block: type and level, list (`b`, `o`), label in angle brackets, text with `[-struck-]`, `{+inserted+}`,
 * `_underlined_`, `**strong**`. A block whose end is switched shows it behind its type; a table shows its rows.
 */
export function outline(doc: Node): string[] {
  const lines: string[] = []
  const text = (block: Node): string => {
    let out = ''
    block.forEach((node) => {
      const marks = new Set(node.marks.map((m) => m.type.name))
      let run = node.isText ? node.text! : '/'
      if (marks.has('strong')) run = `**${run}**`
      if (marks.has('em')) run = `*${run}*`
      if (marks.has('underline')) run = `_${run}_`
      if (marks.has('superscript')) run = `^${run}^`
      if (marks.has('deletion')) run = `[-${run}-]`
      if (marks.has('insertion')) run = `{+${run}+}`
      out += run
    })
    return out
  }
  doc.forEach((block) => {
    if (block.type.name === 'table') {
      block.forEach((row) => {
        const cells = row.children.map((cell) => (cell.type.name === 'table_header' ? '#' : '') + cell.children.map(text).join('/'))
        lines.push(`| ${cells.join(' | ')} |`)
      })
      return
    }
    const { level, list, label, sw, was } = block.attrs
    const end = sw.length ? sw[0].k : ''
    const before = was.length ? `${was[0].attrs.label ?? ''}>` : ''
    const labels = label || before ? `<${before}${label ?? ''}> ` : ''
    lines.push(`${block.type.name[0]}${level}${list?.[0] ?? ''}${end} ${labels}${text(block)}`)
  })
  return lines
}

const OPTIONS = {
  parties: [
    { label: 'LTA', name: 'Lakeside Teachers Association' },
    { label: '88', name: 'School District 88' },
  ],
  years: '2023-2025',
}
/** Reads a negotiation between `LTA` and `88`. */
export const read = (...lines: string[]) => readNegotiation(lines.join('\n'), OPTIONS)

/** `item party date status statusDate kind`, one line a proposal. */
export const ledger = (n: ReturnType<typeof readNegotiation>): string[] =>
  n.items.flatMap((i) => i.proposals.map((p) => [i.number, p.party ?? '-', p.date ?? '-', p.status, p.statusDate ?? '-', p.kind].join(' ')))
