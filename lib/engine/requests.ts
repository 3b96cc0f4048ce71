import type { Address } from '../model/address'
import type { AskedRequest, RequestMatch } from '../model/request'
import type { Tri } from '../model/tri'

/** What rules let through: everything or what some demand, less what others demand. */
export interface LetThrough {
  readonly allowed: 'everything' | readonly RequestMatch[]
  readonly denied: readonly RequestMatch[]
}

/** Whether all requests come through, some, or none. */
export function coverage({ allowed, denied }: LetThrough): 'all' | 'some' | 'none' {
  if (allowed === 'everything') return denied.length === 0 ? 'all' : 'some'
  return allowed.length === 0 ? 'none' : 'some'
}

/** Whether a request meets a demand; `directAddress` is that of whoever sends it to the proxy. */
export function meetsRequest(_match: RequestMatch, _request: AskedRequest, _directAddress?: Address): Tri {
  return 'maybe'
}
