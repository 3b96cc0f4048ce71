import { isMap, quote, type Json, type JsonMap } from '../../model/json'
import { below, type Path } from '../../model/object'
import { present, type Reading } from '../reading'
import { readTerm, type Attribute } from './attribute'
import type { Clause, Term } from './term'

/** A field, and the one that negates it: `ports`, `notPorts`. */
export interface Field {
  readonly name: string
  readonly attribute: Attribute
}

const negation = (name: string): string => `not${name.charAt(0).toUpperCase()}${name.slice(1)}`

/**
 * Reads one entry of `from` (`word` is `source`) or of `to` (`operation`). Without any field it would be refused, so that
 * it may mean everything or nothing.
 */
export function readClause(
  reading: Reading,
  entry: Json,
  path: Path,
  word: 'source' | 'operation',
  fields: readonly Field[],
): Clause {
  const doubt = { path, terms: [doubtful(fields, path)] }
  const refuse = (at: Path, message: string): Clause => {
    reading.refuse(`bad-${word}`, at, message, `write \`${word}\` with ${listed(fields)}`)
    return doubt
  }
  if (!isMap(entry)) return refuse(path, `${quote(entry)} is no map`)
  const understood = reading.onlyKeys(entry, path, [word])
  const at = below(path, word)
  const body = present(entry, word)
  if (body === undefined) return refuse(path, `has no \`${word}\``)
  if (!isMap(body)) return refuse(at, `${quote(body)} is no map`)
  const known = reading.onlyKeys(
    body,
    at,
    fields.flatMap(({ name }) => [name, negation(name)]),
  )
  const terms = fields.flatMap(field => readBoth(reading, field, body, at))
  if (terms.length === 0 && known) return refuse(at, 'is empty')
  return understood && known ? { path, terms } : { path, terms: [...terms, doubtful(fields, path)] }
}

function readBoth(reading: Reading, { name, attribute }: Field, body: JsonMap, path: Path): readonly Term[] {
  return [false, true].flatMap(negated => {
    const key = negated ? negation(name) : name
    const value = present(body, key)
    return value === undefined || isEmptyList(value)
      ? []
      : [readTerm(reading, attribute, value, below(path, key), negated)]
  })
}

/** An empty list is an absent one. */
export const isEmptyList = (value: Json): boolean => Array.isArray(value) && value.length === 0

/** Stands for a part that nobody can read. */
function doubtful(fields: readonly Field[], path: Path): Term {
  const blank = fields[0]?.attribute.blank ?? { kind: 'ports', ports: [] }
  return { ...blank, path, negated: false, atZtunnel: 'read', doubt: 'does not parse' }
}

const listed = (fields: readonly Field[]): string =>
  `one of ${fields.map(({ name }) => `\`${name}\``).join(', ')} at least`
