import { asString, dig, isMap, own, type Json, type JsonMap } from '../model/json'
import { endOfString, skipBlanks } from './json-scan'
import { scopeOf, splitApiVersion } from './kinds'

/** What says which object a document is about: several where the document mixes them up, none where none is legible. */
export interface Head {
  readonly kinds: readonly string[]
  readonly apiVersions: readonly string[]
  /** Only where exactly one is legible. */
  readonly namespace?: string
  readonly name?: string
}

/** The head of a document that parses. */
export function headOf(value: JsonMap): Head {
  const kind = asString(own(value, 'kind'))
  const apiVersion = asString(own(value, 'apiVersion'))
  const name = asString(dig(value, 'metadata', 'name'))
  const metadata = own(value, 'metadata') ?? null
  const namespace =
    metadata === null || isMap(metadata)
      ? namespaceOf(dig(metadata, 'namespace'), kind, apiVersion)
      : undefined
  return {
    kinds: kind ? [kind] : [],
    apiVersions: apiVersion ? [apiVersion] : [],
    ...(namespace && { namespace }),
    ...(name && { name }),
  }
}

/**
 * A namespaced object without a namespace is in `default`. One whose namespace is a map or a list could be meant for any,
 * and so could one whose namespace is a truth value: `no` is false, and so are `off` and `n`.
 */
function namespaceOf(written: Json | undefined, kind = '', apiVersion = ''): string | undefined {
  if ((typeof written === 'object' && written !== null) || typeof written === 'boolean') return undefined
  if (written !== undefined && written !== null && written !== '') return String(written)
  return scopeOf(splitApiVersion(apiVersion).group, kind) === 'namespace' ? 'default' : undefined
}

/** Characters of the longest text that is searched for its head: three times what etcd takes of an object. */
const longest = 1 << 22

/**
 * The head of a document that does not parse, from the lines (or JSON keys) that are legible all the same. A very long
 * text counts as illegible.
 */
export function legibleHead(text: string): Head {
  if (text.length > longest) return { kinds: [], apiVersions: [] }
  const open = skipBlanks(text, text.startsWith('---') ? 3 : 0)
  return text[open] === '{' ? jsonHead(text, open) : yamlHead(text)
}

const scalar = /^(["']?)([\w./-]+)\1\s*(?:#.*)?$/

function yamlHead(text: string): Head {
  const lines = text.split('\n').filter(line => !/^\s*(?:#|$)|^(?:---|\.\.\.|%)|^ *\t/.test(line))
  // An item of a list begins with a dash, which counts as indentation.
  const [first = ''] = lines
  const body = /^ *- /.test(first) ? [first.replace('-', ' '), ...lines.slice(1)] : lines
  const margin = leastIndent(body)
  const top = body.flatMap((line, at) => (indentOf(line) === margin ? [{ line: line.trim(), at }] : []))
  const values = (key: string): (string | undefined)[] =>
    top.flatMap(({ line }) => {
      const match = new RegExp(`^(["']?)${key}\\1\\s*:\\s*(.*)$`).exec(line)
      return match ? [scalar.exec(match[2] ?? '')?.[2]] : []
    })
  const kinds = values('kind')
  const metadata = top.flatMap(({ line, at }) => {
    const inline = /^metadata\s*:\s*\{(.*)\}\s*(?:#.*)?$/.exec(line)?.[1]
    if (inline !== undefined) return inline.split(',').map(field => field.trim())
    return /^metadata\s*:\s*(?:#.*)?$/.test(line) ? childrenOf(body, at, margin) : []
  })
  const inside = (key: string): string | undefined => {
    const found = metadata.flatMap(line => {
      const match = new RegExp(`^(["']?)${key}\\1\\s*:\\s*(.*)$`).exec(line)
      return match ? [scalar.exec(match[2] ?? '')?.[2]] : []
    })
    return found.length === kinds.length && new Set(found).size === 1 ? found[0] : undefined
  }
  return head(kinds, values('apiVersion'), inside('namespace'), inside('name'))
}

const indentOf = (line: string): number => line.length - line.trimStart().length

/** Infinity where there are no lines; a file may have more of them than a call takes arguments. */
const leastIndent = (lines: readonly string[]): number =>
  lines.reduce((least, line) => Math.min(least, indentOf(line)), Infinity)

/** The lines of the map that line `at` opens, without what is nested in them. */
function childrenOf(lines: readonly string[], at: number, margin: number): string[] {
  const rest = lines.slice(at + 1)
  const end = rest.findIndex(line => indentOf(line) <= margin)
  const children = end < 0 ? rest : rest.slice(0, end)
  const indent = leastIndent(children)
  return children.filter(line => indentOf(line) === indent).map(line => line.trim())
}

function jsonHead(text: string, open: number): Head {
  const found = new Map<string, (string | undefined)[]>()
  const path: string[] = []
  let key: string | undefined
  for (let at = open; at < text.length; at++) {
    const char = text[at]
    if (char === '{' || char === '[') {
      path.push(char === '[' ? '[' : (key ?? ''))
      key = undefined
    } else if (char === '}' || char === ']') path.pop()
    else if (char === '"') {
      const end = endOfString(text, at)
      if (end === undefined) break
      const word = text.slice(at + 1, end - 1)
      const after = skipBlanks(text, end)
      if (text[after] === ':') {
        key = word
        const value = /^\s*"([\w./-]+)"/.exec(text.slice(after + 1, after + 400))?.[1]
        const full = path.length > 2 ? '' : [...path.slice(1), word].join('.')
        if (interesting.has(full)) found.set(full, [...(found.get(full) ?? []), value])
      }
      at = end - 1
    }
  }
  const only = (full: string): string | undefined => {
    const values = found.get(full) ?? []
    return values.length === 1 ? values[0] : undefined
  }
  return head(
    found.get('kind') ?? [],
    found.get('apiVersion') ?? [],
    only('metadata.namespace'),
    only('metadata.name'),
  )
}

const interesting: ReadonlySet<string> = new Set([
  'kind',
  'apiVersion',
  'metadata.namespace',
  'metadata.name',
])

/** A kind that is there and not legible may be any: then none counts as legible. */
function head(
  kinds: readonly (string | undefined)[],
  apiVersions: readonly (string | undefined)[],
  namespace: string | undefined,
  name: string | undefined,
): Head {
  const legible = (values: readonly (string | undefined)[]): readonly string[] =>
    values.every(value => value !== undefined) ? values : []
  return {
    kinds: legible(kinds),
    apiVersions: legible(apiVersions),
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  }
}
