import { addressText, contains, parseAddress, rangeOf, type Address, type Block } from '../model/address'
import type { AskedRequest, RequestField, RequestMatch, RequestTest } from '../model/request'
import { patternText } from '../model/text-pattern'
import { and, or, type Tri } from '../model/tri'
import { someRequest } from './request-search'
import { holds, valuesOf } from './request-values'

/**
 * Whether a request meets the match. What is not given is absent from it, and meets only what is negated.
 * `directAddress` is whoever sends on the last stretch, whose address counts where no other is told.
 */
export const meetsRequest = (match: RequestMatch, request: AskedRequest, directAddress?: Address): Tri =>
  match.tests.reduce<Tri>((met, test) => and(met, meetsTest(test, request, directAddress)), 'yes')

function meetsTest(test: RequestTest, request: AskedRequest, directAddress: Address | undefined): Tri {
  const { field, negated, values } = test
  if (field.kind === 'unreadable') return 'maybe'
  if (field.kind === 'remote-address')
    return comesFrom(test, firstClients(request, field.trustedProxies, directAddress))
  const met = valuesOf(field, request).some(value => holds(field, values, value))
  return met === negated ? 'no' : 'yes'
}

/** Every request comes from somewhere, so that nothing is known where no address is. */
function comesFrom({ blocks = [], negated }: RequestTest, clients: readonly (Address | undefined)[]): Tri {
  const met = clients.map((address): Tri => {
    if (!address) return 'maybe'
    return blocks.some(block => contains(block, rangeOf(address))) === negated ? 'no' : 'yes'
  })
  return met.every(one => one === met[0]) ? (met[0] ?? 'maybe') : 'maybe'
}

/**
 * Who may count as the first client. A gateway believes as many entries of `x-forwarded-for` as there are proxies before
 * it, and a sidecar the last one; which of them asks is not known here.
 */
function firstClients(
  { remoteIp, headers }: AskedRequest,
  trustedProxies: number,
  directAddress: Address | undefined,
): readonly (Address | undefined)[] {
  if (remoteIp !== undefined) return [parseAddress(remoteIp)]
  const told = (headers.get('x-forwarded-for') ?? '').split(',').map(text => text.trim())
  const entry = (fromBehind: number): Address | undefined => {
    const text = told.at(-fromBehind)
    return text ? parseAddress(text) : directAddress
  }
  return [trustedProxies > 0 ? entry(trustedProxies) : directAddress, entry(1)]
}

/** Requests that rules let through: whatever meets one of `allowed` and none of `denied`. */
export interface LetThrough {
  readonly allowed: 'everything' | readonly RequestMatch[]
  readonly denied: readonly RequestMatch[]
}

/**
 * Whether all requests are let through, some, or none. Where it cannot be told (templates against prefixes, more choices
 * than are tried, tests that do not parse) the answer is `some`.
 */
export function coverage({ allowed, denied }: LetThrough): 'all' | 'some' | 'none' {
  const through =
    allowed === 'everything'
      ? someRequest([], denied)
      : allowed.reduce<Tri>(
          (met, { tests }) => or(met, met === 'yes' ? met : someRequest(tests, denied)),
          'no',
        )
  if (through === 'no') return 'none'
  const isAnyDenied = denied.some(({ tests }) => someRequest(tests, []) !== 'no')
  const isAll = !isAnyDenied && (allowed === 'everything' || someRequest([], allowed) === 'no')
  return isAll ? 'all' : 'some'
}

/** Whether a part of the match does not parse, so that it holds in one reading and not in another. */
export const isDoubtful = ({ tests }: RequestMatch): boolean => tests.some(isUnreadable)

/** The match in the reading in which whatever does not parse holds; undefined where it then demands nothing. */
export function withoutDoubts(match: RequestMatch): RequestMatch | undefined {
  const tests = match.tests.filter(test => !isUnreadable(test))
  return tests.length === 0 ? undefined : { key: `${match.key} without doubts`, tests }
}

const isUnreadable = ({ field }: RequestTest): boolean => field.kind === 'unreadable'

/** `GET /api/*`, `any method but DELETE`, `host a.example with header x-token`: what a match demands, for a sentence. */
export function requestText({ tests }: RequestMatch): string {
  const line = (['method', 'path'] as const).flatMap(kind =>
    tests.filter(({ field }) => field.kind === kind).map(lineText),
  )
  const others = tests
    .filter(({ field }) => field.kind !== 'method' && field.kind !== 'path')
    .map(conditionText)
  return [...(line.length > 0 ? [line.join(' ')] : []), ...others].join(' with ')
}

/** Values that are written out. */
const mostTold = 3

function valuesText({ values, blocks }: RequestTest): string {
  const texts = [...values.map(patternText), ...(blocks ?? []).map(blockText)]
  const told = texts.slice(0, mostTold).join(' or ')
  return texts.length > mostTold ? `${told} or ${texts.length - mostTold} more` : told
}

const blockText = (block: Block): string =>
  `${addressText({ family: block.family, value: block.first })}/${block.prefix}`

function lineText(test: RequestTest): string {
  const values = valuesText(test)
  if (test.negated) return `any ${test.field.kind} but ${values}`
  return values === '*' ? `any ${test.field.kind}` : values
}

function conditionText(test: RequestTest): string {
  const { field, negated } = test
  if (field.kind === 'unreadable') return 'what does not parse'
  const name = fieldText(field)
  const values = valuesText(test)
  if (values === '*') return negated ? `no ${name}` : name
  return negated ? `${name} other than ${values}` : `${name} ${values}`
}

function fieldText(field: Exclude<RequestField, { kind: 'unreadable' }>): string {
  switch (field.kind) {
    case 'header':
      return `header ${field.name}`
    case 'claim':
      return `claim ${field.path.join('.')}`
    case 'request-principal':
      return 'token'
    case 'audience':
      return 'audience'
    case 'presenter':
      return 'presenter'
    case 'remote-address':
      return 'client address'
    case 'server-name':
      return 'server name'
    case 'method':
    case 'path':
    case 'host':
      return field.kind
  }
}
