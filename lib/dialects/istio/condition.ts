import { isMap, own, quote, type Json } from '../../model/json'
import { below, type Path } from '../../model/object'
import type { Tri } from '../../model/tri'
import { present, type Reading } from '../reading'
import {
  account,
  destinationAddress,
  destinationPort,
  identity,
  readTerm,
  remoteAddress,
  requestField,
  sourceAddress,
  unsureSettings,
  type Attribute,
} from './attribute'
import { isEmptyList } from './clause'
import { readHeaderPattern } from './patterns'
import type { RulePlace } from './rule-place'
import type { Clause, Term } from './term'

const unlike = Symbol('unlike')

/**
 * Reads one entry of `when` (istio.md section 5); undefined where the key is not known to Istio, which then skips the whole
 * rule.
 */
export function readCondition(
  reading: Reading,
  entry: Json,
  path: Path,
  place: RulePlace,
): Clause | undefined {
  const doubtful = (kind: Term): Clause => ({ path, terms: [kind] })
  const refuse = (at: Path, message: string, remedy: string): Clause => {
    reading.refuse('bad-condition', at, message, remedy)
    return doubtful(doubtfulTerm(path, 'the condition does not parse'))
  }
  if (!isMap(entry)) return refuse(path, `${quote(entry)} is no map`, 'write `key` and `values`')
  const known = reading.onlyKeys(entry, path, ['key', 'values', 'notValues'])
  const key = own(entry, 'key')
  if (typeof key !== 'string' || key === '')
    return refuse(below(path, 'key'), `${quote(key)} is no attribute`, 'name what to look at, `source.ip`')
  const attribute = attributeOf(key, place)
  if (attribute === unlike)
    return refuse(
      below(path, 'key'),
      `${quote(key)} names nothing in brackets`,
      `write ${quote(key.startsWith('request.headers') ? 'request.headers[NAME]' : 'request.auth.claims[NAME]')}`,
    )
  if (attribute === undefined) {
    reading.warn(
      'unknown-attribute',
      below(path, 'key'),
      `${quote(key)} is no attribute that Istio knows, so the whole rule is left out`,
      'correct the key, or remove the condition',
    )
    return undefined
  }
  if (attribute === 'metadata') return { path, terms: [metadataTerm(reading, key, path)] }
  const terms = (['values', 'notValues'] as const).flatMap(field => {
    const value = present(entry, field)
    return value === undefined || isEmptyList(value)
      ? []
      : [readTerm(reading, attribute, value, below(path, field), field === 'notValues')]
  })
  if (terms.length === 0)
    return refuse(path, 'has neither `values` nor `notValues`', 'list the values to compare with')
  return { path, terms: known ? terms : [...terms, doubtfulTerm(path, 'the condition does not parse')] }
}

/** What a filter of the proxy wrote beside the request; nothing tells what that will be. */
function metadataTerm(reading: Reading, key: string, path: Path): Term {
  reading.doubt(
    'unread-attribute',
    below(path, 'key'),
    `${quote(key)} is what another filter of the proxy says of a request, which cannot be read`,
    'judge by hand when the condition holds',
  )
  return doubtfulTerm(path, 'what a filter of the proxy says cannot be read')
}

const doubtfulTerm = (path: Path, reason: string): Term => ({
  kind: 'request',
  field: { kind: 'unreadable', reason },
  patterns: [],
  httpOnly: false,
  path,
  negated: false,
  atZtunnel: 'request',
  doubt: reason,
})

/** Undefined: unknown to Istio; `unlike`: known, and lacks its name in brackets; `metadata`: of another filter. */
function attributeOf(
  key: string,
  { namespace, wordClaims, config }: RulePlace,
): Attribute | undefined | typeof unlike | 'metadata' {
  if (key.startsWith('experimental.envoy.filters.')) return 'metadata'
  if (key.startsWith('request.headers')) {
    const [name, ...more] = inBrackets(key.slice('request.headers'.length)) ?? []
    if (name === undefined || more.length > 0) return unlike
    return requestField({ kind: 'header', name: name.toLowerCase() }, { pattern: readHeaderPattern })
  }
  if (key.startsWith('request.auth.claims')) {
    const path = inBrackets(key.slice('request.auth.claims'.length))
    if (!path) return unlike
    const words = isWords(path, wordClaims)
    return requestField(
      { kind: 'claim', path, ...(words === 'yes' && { words: true }) },
      words === 'maybe' ? { doubt: unsureSettings } : {},
    )
  }
  switch (key) {
    case 'source.ip':
      return sourceAddress
    case 'remote.ip':
      return remoteAddress(config)
    case 'source.namespace':
      return identity('namespace')
    case 'source.principal':
      return identity('principal')
    // ztunnel would understand these two, and yet they are not handed to it as conditions.
    case 'source.serviceAccount':
      return account(namespace, 'request')
    case 'source.trustDomain':
      return identity('trust-domain', 'request')
    case 'destination.ip':
      return destinationAddress
    case 'destination.port':
      return destinationPort
    case 'connection.sni':
      return requestField({ kind: 'server-name' }, { httpOnly: false })
    case 'request.auth.principal':
      return requestField({ kind: 'request-principal' })
    case 'request.auth.audiences':
      return requestField({ kind: 'audience' })
    case 'request.auth.presenter':
      return requestField({ kind: 'presenter' })
  }
  return undefined
}

const isWords = ([name, ...rest]: readonly string[], wordClaims: RulePlace['wordClaims']): Tri => {
  if (name === undefined || rest.length > 0) return 'no'
  const { sure, possible } = wordClaims()
  return sure.has(name) ? 'yes' : possible.has(name) ? 'maybe' : 'no'
}

/** `[a][b]` as `a`, `b`; undefined where it is nothing like that. */
function inBrackets(text: string): readonly string[] | undefined {
  if (!/^(\[[^[\]]+\])+$/.test(text)) return undefined
  return text.slice(1, -1).split('][')
}
