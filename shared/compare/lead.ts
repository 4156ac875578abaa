/** What a paragraph may begin with and be known by: `ARTICLE VIII`, `Section 9.`, `Subd. 2.`, `5.4.9`, `c.`, `(iv)`, a bullet. */
const LEAD = new RegExp(
  '^(?:' +
    [
      '(?:article|section|sec\\.|subd\\.|subdivision|appendix|schedule|part|chapter|clause|item|§)\\s*(?:\\d[\\w.-]*|[ivxlcdm]+\\b|[a-z]\\b)[.:)]?',
      '\\(?(?:\\d{1,3}(?:\\.\\d+)*|[a-z]|[ivxl]{1,6})[.)](?=\\s)',
      '\\d+(?:\\.\\d+)+\\.?(?=\\s)',
      '[•–—*-](?=\\s)',
    ].join('|') +
    ')\\s*',
  'i',
)

/** A text as its lead (lower case, without brackets and closing mark; empty for none) and what follows it. */
export function splitLead(text: string): { readonly lead: string; readonly rest: string } {
  const found = LEAD.exec(text)
  if (!found || found[0].length === text.length) return { lead: '', rest: text }
  return { lead: plainLead(found[0]), rest: text.slice(found[0].length) }
}
/** A label as leads are compared. */
export const plainLead = (label: string): string =>
  label
    .trim()
    .replace(/^\(|[.:)]+$/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase()
