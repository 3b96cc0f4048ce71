/** Parsed JSON or YAML, exactly as it was written. Nothing in this folder sees the product's model. */
export type Json = null | boolean | number | string | Json[] | RawObject
export interface RawObject {
  [key: string]: Json
}

export type Family = 4 | 6
export type Protocol = 'TCP' | 'UDP' | 'SCTP'
export type Direction = 'ingress' | 'egress'

export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']

/**
 * The value at a path of own keys; rule 12: `null` reads as absent.
 * Throws where the path leads through something that is no mapping: what the API server could not even decode is
 * not for this evaluator, and must not pass for an absent (that is: wide open) field.
 */
export function at(node: Json | undefined, ...path: string[]): Json | undefined {
  let here = node ?? undefined
  for (const key of path) {
    if (here === undefined) return undefined
    if (typeof here !== 'object' || Array.isArray(here))
      throw new Error(`no mapping where \`${key}\` is looked up`)
    here = Object.hasOwn(here, key) ? (here[key] ?? undefined) : undefined
  }
  return here
}

export function listAt(node: Json | undefined, ...path: string[]): Json[] {
  const found = at(node, ...path) ?? []
  if (!Array.isArray(found)) throw new Error(`no list at \`${path.join('.')}\``)
  return found
}

export function textAt(node: Json | undefined, ...path: string[]): string | undefined {
  const found = at(node, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The own entries of a mapping, whatever its keys are called (`__proto__` and `constructor` included). */
export function entriesAt(node: Json | undefined, ...path: string[]): [string, Json][] {
  const found = at(node, ...path) ?? {}
  if (typeof found !== 'object' || Array.isArray(found))
    throw new Error(`no mapping at \`${path.join('.')}\``)
  return Object.entries(found)
}

/**
 * Every way to pick one element of each list: the readings of a whole from the readings of its parts.
 * One reading per part gives one reading of the whole; an empty list of parts has the one empty reading.
 */
export function product<T>(parts: readonly (readonly T[])[]): T[][] {
  return parts.reduce<T[][]>(
    (sofar, part) => sofar.flatMap(chosen => part.map(pick => [...chosen, pick])),
    [[]],
  )
}
