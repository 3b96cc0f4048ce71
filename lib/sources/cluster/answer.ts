import { isMap, type Json, type JsonMap } from '../../model/json'
import type { Failure, Got } from './client'

export type Read =
  | { readonly kind: 'map'; readonly map: JsonMap }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What a body says, which must be a map, as all that an API server answers is. */
export function readMap(got: Got): Read {
  if (got.kind !== 'body') return got
  let value: Json
  try {
    value = JSON.parse(got.body.toString('utf8')) as Json
  } catch {
    return {
      kind: 'failed',
      failure:
        got.body[0] === openBrace
          ? { why: 'cut-off', reason: 'the answer ends in the middle' }
          : { why: 'server-error', reason: 'the answer is no JSON, so no API server gave it' },
    }
  }
  return isMap(value)
    ? { kind: 'map', map: value }
    : { kind: 'failed', failure: { why: 'server-error', reason: 'the answer is no Kubernetes object' } }
}

const openBrace = 0x7b
