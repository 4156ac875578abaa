import { escapeAttribute, escapeText } from './package/escape.ts'

declare const brand: unique symbol
/** Markup that is safe to write as it stands. Only this module makes it, so text can never become markup by accident. */
export type Xml = string & { readonly [brand]: 'xml' }

/** Values of attributes by name; an absent one is left out. Names without a prefix get `w:`. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Text as character data (see `escapeText`). */
export const text = (value: string): Xml => escapeText(value) as Xml

/** Markup in a row; what is null is left out. */
export const join = (parts: readonly (Xml | null)[]): Xml => parts.filter((part) => part !== null).join('') as Xml

/** An element of WordprocessingML, its attributes in the order given: `w('jc', { val: 'center' })`. */
export function w(name: string, attributes: Attributes = {}, ...children: readonly (Xml | null)[]): Xml {
  let open = `<w:${name}`
  for (const key of Object.keys(attributes)) {
    const value = attributes[key]
    if (value !== undefined) open += ` ${key.includes(':') ? key : `w:${key}`}="${escapeAttribute(String(value))}"`
  }
  const inside = join(children)
  return (inside === '' ? `${open}/>` : `${open}>${inside}</w:${name}>`) as Xml
}

/**
 * A part of the package with its `{{name}}` places filled by text. Throws where the part asks for a name that is not given.
 */
export function fill(template: string, values: Readonly<Record<string, string>>): Xml {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (!Object.hasOwn(values, name)) throw new Error(`the package asks for «${name}», which is not known`)
    return text(values[name])
  }) as Xml
}
