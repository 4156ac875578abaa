import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'

/** A change as a Word file holds it: what, by whom, on which day, and its words (empty for rows and cells). */
export interface Revision {
  readonly kind: string
  readonly party: string
  readonly date: string
  readonly text: string
}

interface Open {
  readonly name: string
  readonly by: { party: string; date: string } | null
}

/**
 * The changes of a Word file in the order of its text, read from its XML alone: words put in and struck, words put in by one and
 * struck by another (`insert+delete`), formatting, rows and cells. One entry for each run.
 */
export function revisionsOf(file: Uint8Array): Revision[] {
  const out: Revision[] = []
  const open: Open[] = []
  let words = ''
  let format: Open['by'] = null
  const within = (name: string): Open | undefined => open.findLast((x) => x.name === name)
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes: a }) => {
    const by = a['w:author'] === undefined ? null : { party: String(a['w:author']), date: String(a['w:date']).slice(0, 10) }
    open.push({ name, by })
    if (name === 'w:r') {
      words = ''
      format = null
    } else if (name === 'w:br') words += '\n'
    else if (name === 'w:tab') words += '\t'
    else if (name === 'w:rPrChange' && within('w:r')) format = by
    else if (by && within('w:trPr') && (name === 'w:ins' || name === 'w:del'))
      out.push({ kind: name === 'w:ins' ? 'insert-row' : 'delete-row', ...by, text: '' })
    else if (by && (name === 'w:cellIns' || name === 'w:cellDel'))
      out.push({ kind: name === 'w:cellIns' ? 'insert-cell' : 'delete-cell', ...by, text: '' })
  })
  parser.on('text', (text) => {
    const { name } = open[open.length - 1] ?? { name: '' }
    if (name === 'w:t' || name === 'w:delText') words += text
  })
  parser.on('closetag', ({ name }) => {
    open.pop()
    if (name !== 'w:r' || !words) return
    const put = within('w:ins')
    const struck = within('w:del')
    if (struck) out.push({ kind: put ? `insert ${put.by!.party}+delete` : 'delete', ...struck.by!, text: words })
    else if (put) out.push({ kind: 'insert', ...put.by!, text: words })
    else if (format) out.push({ kind: 'format', ...format, text: words })
  })
  parser.write(strFromU8(unzipSync(file)['word/document.xml'])).close()
  return out
}
