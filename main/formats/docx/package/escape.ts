const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}
/** Characters that XML cannot hold in any form (1.0, 2.2): what was typed or pasted may have them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu
/** Text as character data. A character that XML cannot hold becomes U+FFFD: it is seen, never dropped in silence. */
export const escapeText = (value: string): string => value.replace(FORBIDDEN, '\ufffd').replace(/[&<>\r]/g, (c) => ESCAPES[c])
/** Text as the value of an attribute in double quotes, under the same rule; tabs and line ends are kept by number. */
export const escapeAttribute = (value: string): string => value.replace(FORBIDDEN, '\ufffd').replace(/[&<>"\t\n\r]/g, (c) => ESCAPES[c])
