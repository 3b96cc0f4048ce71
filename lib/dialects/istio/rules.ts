import { isList, isMap, quote, type Json, type JsonMap } from '../../model/json'
import { below, type Path } from '../../model/object'
import { present, type Reading } from '../reading'
import { readCondition } from './condition'
import { readOperation } from './operation'
import type { RulePlace } from './rule-place'
import { readSource } from './source'
import type { Clause, ReadRule } from './term'

/** A rule that does not parse: it may be any. */
export interface Illegible {
  readonly path: Path
  readonly reason: string
}

export const isLegible = (rule: ReadRule | Illegible): rule is ReadRule => !('reason' in rule)

/** The rules of a policy, less those that Istio skips; undefined where there is no field `rules`. */
export function readRules(
  reading: Reading,
  body: JsonMap,
  place: RulePlace,
): readonly (ReadRule | Illegible)[] | undefined {
  const path: Path = ['spec', 'rules']
  const value = present(body, 'rules')
  if (value === undefined) return undefined
  if (!isList(value)) {
    reading.refuse('bad-rules', path, `${quote(value)} is no list of rules`, 'start each rule with a dash')
    return [{ path, reason: 'the rules do not parse' }]
  }
  return value.flatMap((rule, at) => readRule(reading, rule, below(path, at), place) ?? [])
}

function readRule(
  reading: Reading,
  value: Json,
  path: Path,
  place: RulePlace,
): ReadRule | Illegible | undefined {
  if (!isMap(value)) {
    reading.refuse(
      'bad-rules',
      path,
      `${quote(value)} is no rule`,
      'write `from`, `to` and `when`, or `{}` for a rule that always matches',
    )
    return { path, reason: 'the rule does not parse' }
  }
  const understood = reading.onlyKeys(value, path, ['from', 'to', 'when'])
  const from = readEntries(reading, value, 'from', path)?.map(({ entry, at }) =>
    readSource(reading, entry, at, place),
  )
  const to = readEntries(reading, value, 'to', path)?.map(({ entry, at }) =>
    readOperation(reading, entry, at, place),
  )
  const when = (readEntries(reading, value, 'when', path) ?? []).map(({ entry, at }) =>
    readCondition(reading, entry, at, place),
  )
  const known = when.filter((condition): condition is Clause => condition !== undefined)
  // A key that Istio does not know takes the whole rule with it, whatever the action.
  if (known.length < when.length) return undefined
  return {
    path,
    ...(from && { from }),
    ...(to && { to }),
    when: known,
    present: understood ? 'yes' : 'maybe',
  }
}

/** Undefined for a list that is absent or empty, which demands nothing. */
function readEntries(
  reading: Reading,
  rule: JsonMap,
  field: 'from' | 'to' | 'when',
  path: Path,
): readonly { readonly entry: Json; readonly at: Path }[] | undefined {
  const value = present(rule, field)
  const at = below(path, field)
  if (value === undefined) return undefined
  if (isList(value))
    return value.length === 0 ? undefined : value.map((entry, i) => ({ entry, at: below(at, i) }))
  reading.refuse('bad-rules', at, `${quote(value)} is no list`, 'start each entry with a dash')
  return [{ entry: value, at }]
}
