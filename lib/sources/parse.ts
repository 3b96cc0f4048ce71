import yaml from 'js-yaml'
import { isList, isMap, type Json } from '../model/json'
import { faultOf, Refusal, type Fault } from './fault'
import { parseJson } from './parse-json'

export type Parsed =
  { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'fault'; readonly fault: Fault }

const maxDepth = 64
const maxAliases = 100
/** How many values the aliases of one document may make of it. */
const maxExpansion = 200_000

/** YAML 1.2's core schema with the merge key, which the Kubernetes tools understand too; no other tags. */
const schema = yaml.CORE_SCHEMA.extend(
  new yaml.Type('tag:yaml.org,2002:merge', {
    kind: 'scalar',
    resolve: data => data === '<<' || data === null,
  }),
)

/**
 * Parses one document. Refused, with the place: what is no YAML, a key given twice, tags beyond the core schema, more
 * than 64 levels, more than 100 aliases, and aliases that contain themselves or multiply (checklist-security.md 4.3).
 */
export function parse(text: string): Parsed {
  const json = parseJson(text, maxDepth)
  if (json !== undefined) return { kind: 'value', value: json }
  try {
    return { kind: 'value', value: parseYaml(text) }
  } catch (error) {
    return { kind: 'fault', fault: faultOf(error, text) }
  }
}

function parseYaml(text: string): Json {
  const limits = { schema, maxDepth }
  const anchor = text.search(/(?:^|[\s,[{:-])&[^\s,[\]{}]/)
  if (anchor < 0) return (yaml.load(text, limits) ?? null) as Json
  let aliases = 0
  const value = (yaml.load(text, {
    ...limits,
    listener(event, state) {
      // Of all nodes only an alias leaves a result without a kind of its own.
      if (event === 'close' && state.kind === null && state.result !== null && ++aliases > maxAliases)
        throw new Refusal('too-many-aliases', state.position)
    },
  }) ?? null) as Json
  if (aliases > 0) checkExpansion(value, anchor)
  return value
}

/** Adds up what a value holds once every alias is written out, each shared part once. */
function checkExpansion(value: Json, offset: number): void {
  const measured = new Map<Json, { size: number; depth: number } | 'open'>()
  const measure = (part: Json): { size: number; depth: number } => {
    if (!isList(part) && !isMap(part)) return { size: 1, depth: 1 }
    const known = measured.get(part)
    if (known === 'open') throw new Refusal('cyclic-anchor', offset)
    if (known) return known
    measured.set(part, 'open')
    const sum = { size: 1, depth: 1 }
    for (const entry of isList(part) ? part : Object.values(part)) {
      const { size, depth } = measure(entry)
      sum.size += size
      sum.depth = Math.max(sum.depth, depth + 1)
    }
    if (sum.size > maxExpansion) throw new Refusal('alias-bomb', offset)
    if (sum.depth > maxDepth) throw new Refusal('too-deep', offset)
    measured.set(part, sum)
    return sum
  }
  measure(value)
}
