import { parseBlock } from '../../lib/model/address'
import type { AskedRequest, RequestField, RequestMatch, RequestTest } from '../../lib/model/request'
import type { TextPattern } from '../../lib/model/text-pattern'

/** `a*`, `*a`, `*` or `a`, as policies write them. */
export function pattern(text: string): TextPattern {
  if (text === '*') return { kind: 'any' }
  if (text.startsWith('*')) return { kind: 'suffix', text: text.slice(1) }
  if (text.endsWith('*')) return { kind: 'prefix', text: text.slice(0, -1) }
  return { kind: 'exact', text }
}

/** `method`, `path`, `host`, `header x`, `claim a.b`, `words scope`, `principal`, `audience`, `presenter`, `remote`, `sni`. */
export function requestField(text: string): RequestField {
  const [kind = '', name = ''] = text.split(' ')
  switch (kind) {
    case 'method':
    case 'host':
    case 'audience':
    case 'presenter':
      return { kind }
    case 'path':
      return { kind: 'path', normalization: 'base' }
    case 'header':
      return { kind, name }
    case 'claim':
      return { kind, path: name.split('.') }
    case 'words':
      return { kind: 'claim', path: name.split('.'), words: true }
    case 'principal':
      return { kind: 'request-principal' }
    case 'remote':
      return { kind: 'remote-address', trustedProxies: Number(name) }
    case 'sni':
      return { kind: 'server-name' }
  }
  throw new Error(`no field: ${text}`)
}

/** `method: GET, POST`; `!path: /admin*`; `remote: 10.0.0.0/8`. */
export function requestTest(text: string): RequestTest {
  const [, not, name = '', values = ''] = /^(!?)(.+?): (.+)$/.exec(text) ?? []
  const field = requestField(name)
  const list = values.split(', ')
  const common = { path: ['test'], field, negated: not === '!' }
  if (field.kind !== 'remote-address') return { ...common, values: list.map(pattern) }
  return { ...common, values: [], blocks: list.flatMap(block => parseBlock(block) ?? []) }
}

export const requestMatch = (...tests: readonly string[]): RequestMatch => ({
  key: [...tests].sort().join('; '),
  tests: tests.map(requestTest),
})

export const asked = (request: Partial<AskedRequest> = {}): AskedRequest => ({
  headers: new Map(),
  ...request,
})
