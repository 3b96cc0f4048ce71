/** Characters that no XML document may hold, escaped or not. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as XML holds it, in elements and in attributes. */
export const xmlText = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, character => entities[character] ?? '')

type Attributes = Readonly<Record<string, string | number | undefined>>

/** One element; `inside` is XML already. */
export function tag(name: string, attributes: Attributes, inside?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : xmlText(value ?? '')}"`)
    .join('')
  return inside === undefined ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100)
