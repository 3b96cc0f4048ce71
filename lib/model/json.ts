/** What YAML and JSON documents hold once parsed. Maps come with a null prototype or are only read by own keys. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export type JsonMap = { readonly [key: string]: Json }

export const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/** Own value of a key; `constructor` is a legal label key, `__proto__` stands in hostile files; neither must reach a prototype. */
export const own = (map: JsonMap, key: string): Json | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined

/** Own value of a key; undefined where it is missing or the value is no map. */
export const field = (value: Json | undefined, key: string): Json | undefined =>
  isMap(value) ? own(value, key) : undefined

/** Walks maps by own keys; undefined as soon as a step is missing or not a map. */
export function dig(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let at = value
  for (const key of keys) at = field(at, key)
  return at
}

export const asString = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/** The entries of a list; none where it is something else. */
export const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : [])

/** The texts among the entries of a list. */
export const textsOf = (value: Json | undefined): string[] =>
  listOf(value)
    .map(asString)
    .filter(text => text !== undefined)

/** A short, one-line rendering of a bad value for messages. */
export function quote(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text
  return `\`${short}\``
}
