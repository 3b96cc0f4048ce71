import yaml from 'js-yaml'
import { isList, isMap, type Json } from '../model/json'
import { faultOf, Refusal, type Fault } from './fault'
import { parseJson } from './parse-json'
import { schema } from './schema'

export type Parsed =
  { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'fault'; readonly fault: Fault }

/** Levels of maps and lists that a document may have. */
export const maxDepth = 64
const maxAliases = 100
/** By how many values and characters the aliases of one document may make it grow. */
const maxGrowth = 1_000_000
/** Maps, lists, texts and numbers of one object: what etcd takes, 1.5 MiB, holds fewer. */
const maxValues = 200_000
/** With their keys. */
const maxNodes = 2 * maxValues

/** How many aliases a document may still have; the parts of a document that is parsed in parts share one. */
export interface AliasBudget {
  left: number
}

export const newBudget = (): AliasBudget => ({ left: maxAliases })

/**
 * Parses one document, or a part of one that stands `maxDepth - levels` levels deep. Refused, with the place: what is
 * no YAML, a key given twice, tags beyond the core schema, more than 64 levels, more than 200,000 values, more than 100
 * aliases, and aliases that contain themselves or multiply (checklist-security.md 4.3).
 */
export function parse(text: string, levels = maxDepth, budget = newBudget()): Parsed {
  const json = parseJson(text, levels, maxNodes)
  if (json !== undefined) return { kind: 'value', value: json }
  try {
    return { kind: 'value', value: parseYaml(text, levels, budget) }
  } catch (error) {
    return { kind: 'fault', fault: faultOf(error, text) }
  }
}

function parseYaml(text: string, levels: number, budget: AliasBudget): Json {
  const limits = { schema, maxDepth: levels, ...(text.length > maxNodes && { listener: counting() }) }
  const value = text.includes('&')
    ? loadAliased(text, limits, budget)
    : ((yaml.load(text, limits) ?? null) as Json)
  if (text.includes('{{') && hasMapAsKey(value)) throw new Refusal('template', text.indexOf('{{'))
  return value
}

/** Stops a parser at a key or value too many, before it has made more of them than memory holds. */
function counting(): (event: yaml.EventType, state: yaml.State) => void {
  let nodes = 0
  return (event, { position }) => {
    if (event === 'open' && ++nodes > maxNodes) throw new Refusal('too-many-values', position)
  }
}

function loadAliased(text: string, limits: yaml.LoadOptions, budget: AliasBudget): Json {
  let aliases = 0
  const closed = new Set<unknown>()
  const value = (yaml.load(text, {
    ...limits,
    listener(event, state) {
      limits.listener?.call(this, event, state)
      // Of all nodes only an alias leaves a result without a kind of its own.
      if (event !== 'close') return
      if (state.kind !== null || state.result === null) {
        closed.add(state.result)
        return
      }
      if (typeof state.result === 'object' && !closed.has(state.result))
        throw new Refusal('cyclic-anchor', text.indexOf('&'))
      aliases += 1
      if (budget.left-- <= 0) throw new Refusal('too-many-aliases', state.position)
    },
  }) ?? null) as Json
  if (aliases > 0) checkExpansion(value, text)
  return value
}

/**
 * Adds up the values and characters of a value once every alias is written out. Without aliases values and characters
 * together could be no more than twice the text's length, so that bounds what aliases do and not how long a text may be.
 */
function checkExpansion(value: Json, text: string): void {
  const anchor = text.indexOf('&')
  const limit = 2 * text.length + maxGrowth
  const measured = new Map<Json, Measure>()
  const measure = (part: Json): Measure => {
    if (typeof part === 'string') return { size: 1 + part.length, values: 1, depth: 1 }
    if (!isList(part) && !isMap(part)) return { size: 1, values: 1, depth: 1 }
    const known = measured.get(part)
    if (known) return known
    const sum = { size: 1, values: 1, depth: 1 }
    for (const [key, entry] of Object.entries(part)) {
      const { size, values, depth } = measure(entry)
      sum.size += size + (isList(part) ? 0 : key.length)
      sum.values += values
      sum.depth = Math.max(sum.depth, depth + 1)
      if (sum.size > limit || sum.values > maxValues) throw new Refusal('alias-bomb', anchor)
    }
    if (sum.depth > maxDepth) throw new Refusal('too-deep', anchor)
    measured.set(part, sum)
    return sum
  }
  measure(value)
}

interface Measure {
  /** Values and their characters. */
  readonly size: number
  readonly values: number
  readonly depth: number
}

/** `name: {{ x }}` is YAML for a map with a map as its key, which js-yaml writes so; no Kubernetes object has one. */
function hasMapAsKey(value: Json): boolean {
  if (isList(value)) return value.some(hasMapAsKey)
  if (!isMap(value)) return false
  return Object.hasOwn(value, '[object Object]') || Object.values(value).some(hasMapAsKey)
}
