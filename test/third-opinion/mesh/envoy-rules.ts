import { namespaceOf } from '../ends'
import { entriesAt, listAt, textAt, type Json, type RawObject } from '../raw'
import { fits, fitsPath, isIn, partsOf, withAliases } from './patterns'
import type { Request } from './requests'

/** What comes in at a proxy. */
export interface Arrival {
  /** Whom the transport proves, if anybody. */
  readonly identity: string | undefined
  readonly ip: string
  readonly port: number
  /** Absent: bytes. */
  readonly request: Request | undefined
  /** Trust domains of the mesh, the own one first. */
  readonly domains: readonly string[]
}

const HTTP_FIELDS = new Set(['methods', 'paths', 'hosts'])
const isHttp = (field: string): boolean => HTTP_FIELDS.has(plain(field)) || field.startsWith('request.')

/** `notPaths` without its negation. */
export const plain = (field: string): string =>
  /^not[A-Z]/.test(field) ? field.charAt(3).toLowerCase() + field.slice(4) : field

export type Field = readonly [name: string, values: readonly string[]]

const texts = (values: Json): string[] => listAt({ values }, 'values').map(String)

/** The field of a condition, or two: `values` and `notValues` are asked apart. */
const conditionFields = (condition: Json): Field[] => {
  const key = textAt(condition, 'key') ?? ''
  return entriesAt(condition)
    .filter(([name]) => name !== 'key')
    .map(([name, values]): Field => [name === 'values' ? key : `not ${key}`, texts(values)])
}

/** A rule as lists of alternatives: somebody of `from`, something of `to`, and every one of `when`. */
export function alternatives(rule: RawObject): Field[][][] {
  const fields = (entry: Json, of: string): Field[] =>
    entriesAt(entry, of).map(([name, values]) => [name, texts(values)])
  const from = listAt(rule, 'from').map(entry => fields(entry, 'source'))
  const to = listAt(rule, 'to').map(entry => fields(entry, 'operation'))
  const when = listAt(rule, 'when').map(condition => [conditionFields(condition)])
  return [from, to, ...when].filter(list => list.length > 0)
}

/** Section 5: whether a rule is met at an Envoy proxy. */
export function envoyMatches(
  policy: RawObject,
  rule: RawObject,
  action: 'ALLOW' | 'DENY',
  arrival: Arrival,
): boolean {
  const demands = alternatives(rule)
  const { request } = arrival
  const named = (field: Field): string => field[0].replace(/^not /, '')
  if (request === undefined && action === 'ALLOW')
    if (demands.flat(2).some(field => isHttp(named(field)))) return false
  return demands.every(list =>
    list.some(fields =>
      fields
        // What is about requests is left out of a denial where there are none.
        .filter(field => request !== undefined || !isHttp(named(field)))
        .every(field => holds(field, arrival, namespaceOf(policy))),
    ),
  )
}

function holds([name, values]: Field, arrival: Arrival, home: string): boolean {
  const negated = name.startsWith('not ') || plain(name) !== name
  const field = name.startsWith('not ') ? name.slice(4) : plain(name)
  return negated !== values.some(value => meets(field, value, arrival, home))
}

function meets(field: string, value: string, arrival: Arrival, home: string): boolean {
  const { identity, ip, port, request, domains } = arrival
  switch (field) {
    case 'principals':
    case 'source.principal':
      return identity !== undefined && withAliases(value, domains).some(each => fits(each, identity))
    case 'namespaces':
    case 'source.namespace': {
      // Every `*` stands for anything, anywhere in the identity behind `/ns/`.
      const source = value.split('*').join('.*')
      return identity !== undefined && new RegExp(`^.*/ns/${source}/.*$`).test(identity)
    }
    case 'serviceAccounts':
      return identity !== undefined && isAccount(value, identity, home)
    case 'ipBlocks':
    case 'source.ip':
      return isIn(value, ip)
    case 'ports':
    case 'destination.port':
      return value === String(port)
    case 'methods':
      return fits(value, request?.method ?? '')
    case 'paths':
      return fitsPath(value, request?.path ?? '')
    case 'hosts':
      return fits(value.toLowerCase(), (request?.host ?? '').toLowerCase())
    case 'request.headers[x-a]':
      return fits(value, request?.header ?? '')
    default:
      throw new Error(`the third opinion does not know the field \`${field}\``)
  }
}

/** `namespace/name`, or a name in the namespace of the policy. */
export function isAccount(value: string, identity: string, home: string): boolean {
  const { namespace, account } = partsOf(identity)
  return (value.includes('/') ? value : `${home}/${value}`) === `${namespace}/${account}`
}
