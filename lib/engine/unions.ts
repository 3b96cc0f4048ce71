import type { RequestMatch } from '../model/request'
import { naming, type Naming } from '../model/verdict'
import { coverage } from './requests'

/**
 * What the policies of a tier in which denies win say together, in one reading. Most say nothing of requests: then it is
 * a number, as bits: isolated, denied, and from bit 2 on the naming.
 */
export type Union = number | OfRequests

/** Beside the bits, rules that are about some requests only. */
interface OfRequests {
  readonly bits: number
  /** Keys in order, so that equal texts say the same. */
  readonly text: string
  readonly denied: ReadonlyMap<string, RequestMatch>
  readonly allowed: ReadonlyMap<string, { readonly request: RequestMatch; readonly namings: Naming }>
}

const isolatedBit = 1
const deniedBit = 2
const namingShift = 2

export const emptyUnion: Union = 0
export const isolatedUnion: Union = isolatedBit

export const denyUnion = (request?: RequestMatch): Union =>
  request ? ofRequests(0, new Map([[request.key, request]]), new Map()) : deniedBit

export const allowUnion = (namings: Naming, request?: RequestMatch): Union =>
  request ? ofRequests(0, new Map(), new Map([[request.key, { request, namings }]])) : namings << namingShift

/** Equal texts say the same. */
export const unionText = (union: Union): string | number => (typeof union === 'number' ? union : union.text)

export function joinUnions(a: Union, b: Union): Union {
  if (typeof a === 'number' && typeof b === 'number') return a | b
  const [one, other] = [parts(a), parts(b)]
  const allowed = new Map(one.allowed)
  for (const [key, { request, namings }] of other.allowed)
    allowed.set(key, { request, namings: namings | (allowed.get(key)?.namings ?? 0) })
  return ofRequests(one.bits | other.bits, new Map([...one.denied, ...other.denied]), allowed)
}

/** Whether the tier would deny something without its allow rules, whatever the request. */
export const shuts = (union: Union): boolean => (parts(union).bits & (isolatedBit | deniedBit)) !== 0

/** What a tier decides. */
interface DecidedBy {
  readonly decided: 'open' | 'deny' | Naming
  /** Which requests come through, of those that its rules tell apart; empty: all of them. */
  readonly requests: string
}

/** Denies beat allows, request by request; where nobody isolates, what is not denied stays open. */
export function decidedBy(union: Union): DecidedBy {
  const { bits, denied, allowed, text } = parts(union)
  if (bits & deniedBit) return shut
  const everything = bits >> namingShift
  const closed = (bits & isolatedBit) !== 0
  if (closed && everything === 0 && allowed.size === 0) return shut
  const some = closed && everything === 0 ? [...allowed.values()] : undefined
  const decided = !closed ? 'open' : some ? weakest(some.map(({ namings }) => namings)) : everything
  if (!some && denied.size === 0) return { decided, requests: '' }
  const covered = coverage({
    allowed: some ? some.map(({ request }) => request) : 'everything',
    denied: [...denied.values()],
  })
  if (covered === 'none') return shut
  return { decided, requests: covered === 'all' ? '' : requestsText(some !== undefined, text, denied) }
}

const shut: DecidedBy = { decided: 'deny', requests: '' }

/** Allow rules do not show in what is let through where everything is allowed but what is denied. */
const requestsText = (byRules: boolean, text: string, denied: OfRequests['denied']): string =>
  byRules ? `[${text}]` : `[-${[...denied.keys()].sort().join('|')}]`

/** Of rules that let different requests through, what can be relied on for any of them. */
function weakest(all: readonly Naming[]): Naming {
  const order = [naming.neither, naming.port, naming.peer, naming.peerAndPort]
  const best = all.map(namings => Math.max(...order.map((bit, rank) => (namings & bit ? rank : -1))))
  return order[Math.min(...best)] ?? naming.neither
}

const nothing = new Map<never, never>()

const parts = (union: Union): OfRequests =>
  typeof union === 'number' ? { bits: union, text: '', denied: nothing, allowed: nothing } : union

function ofRequests(bits: number, denied: OfRequests['denied'], allowed: OfRequests['allowed']): OfRequests {
  const texts = [
    String(bits),
    ...[...denied.keys()].sort().map(key => `-${key}`),
    ...[...allowed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { namings }]) => `+${namings} ${key}`),
  ]
  return { bits, text: texts.join('|'), denied, allowed }
}
