import { expect, it } from 'vitest'
import { authorizationPolicy } from '../../test/kit/istio'
import { namespace } from '../../test/kit/manifests'
import { destinationRule, istioObject, meshPod, meshService } from '../../test/kit/mesh'
import { open, readQuestion } from '../../test/kit/world'
import type { AskedRequest } from '../model/request'

/**
 * A token that does not verify is refused where a proxy sees requests; in a stream of bytes there is no token to verify
 * (istio.md section 6, RequestAuthentication: "HTTP only"). Where readings differ in what is seen, the answer is unknown.
 */

const pods = [
  namespace('c'),
  namespace('shop'),
  meshPod('c/client', 'sidecar'),
  meshPod('shop/api', 'sidecar'),
  meshService('shop/api', { ports: ['http:8080', 'tcp:9000', 'any:7000'] }),
]
const tokens = istioObject(
  'security.istio.io/v1',
  'RequestAuthentication',
  'shop/tokens',
  '{jwtRules: [{issuer: a}]}',
)
const policy = (action: string, rule: string): string =>
  authorizationPolicy('shop/p', `{action: ${action}, rules: [${rule}]}`)
const anything = policy('ALLOW', '{}')
const withToken = policy('ALLOW', '{from: [{source: {requestPrincipals: ["*"]}}]}')
const sure = policy('DENY', '{to: [{operation: {ports: ["8080", "9000", "7000"]}}]}')

const bare: AskedRequest = { method: 'GET', path: '/', headers: new Map() }
const jwt = (iss: string, valid: boolean): AskedRequest => ({
  ...bare,
  jwt: { valid, iss, sub: 'somebody', aud: [], claims: {} },
})
const asked = {
  good: jwt('a', true),
  bad: jwt('a', false),
  'of another issuer': jwt('b', true),
  none: bare,
} as const

/** A mode that cannot be read: the client may wrap requests into TLS that no proxy opens, or not. */
const mode = destinationRule('shop/tls', '{host: api, trafficPolicy: {tls: {mode: 7}}}')

/** By what the proxy sees: the port, and what makes it so. */
const ports = { requests: [8080], bytes: [9000], unknown: [7000, mode] } as const

/** The verdict on one request, by what is seen. */
function verdicts(documents: readonly string[], token: keyof typeof asked): string {
  return Object.entries(ports)
    .map(([seen, [port, ...wire]]) => {
      const session = open([...pods, ...wire, ...documents])
      const dial = { address: 'service', request: asked[token] } as const
      const question = readQuestion(session, `c/client -> shop/api ${port}`)
      const [answer] = session.explain({ ...question, dial })
      return `${seen} ${answer?.explanation.verdict ?? 'none'}`
    })
    .join(', ')
}

it.each<[string, readonly string[], keyof typeof asked, requests: string, bytes: string, unknown: string]>([
  ['passes', [tokens], 'good', 'allow', 'allow', 'allow'],
  ['is refused where it is seen', [tokens], 'bad', 'deny', 'allow', 'unknown'],
  ['is refused where it is seen', [tokens], 'of another issuer', 'deny', 'allow', 'unknown'],
  ['is asked of nobody', [tokens], 'none', 'allow', 'allow', 'allow'],
  ['is looked at by nobody', [], 'bad', 'allow', 'allow', 'allow'],
  ['passes with everything', [tokens, anything], 'good', 'allow', 'allow', 'allow'],
  ['is refused, whatever a rule lets in', [tokens, anything], 'bad', 'deny', 'allow', 'unknown'],
  ['is asked for, and bytes have none', [tokens, withToken], 'good', 'allow', 'deny', 'unknown'],
  ['is asked for, and is refused', [tokens, withToken], 'bad', 'deny', 'deny', 'deny'],
  ['is asked for, and missing', [tokens, withToken], 'none', 'deny', 'deny', 'deny'],
  ['opens nothing', [tokens, sure], 'good', 'deny', 'deny', 'deny'],
  ['closes nothing more', [tokens, sure], 'bad', 'deny', 'deny', 'deny'],
])('a token %s: %#', (_, documents, token, requests, bytes, unknown) => {
  expect(verdicts(documents, token)).toBe(`requests ${requests}, bytes ${bytes}, unknown ${unknown}`)
})
