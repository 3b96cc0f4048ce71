import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../test/kit/istio'
import { namespace } from '../../test/kit/manifests'
import { destinationRule, istioObject, meshPod, meshService } from '../../test/kit/mesh'
import { between, open, readQuestion, verdict } from '../../test/kit/world'
import type { Gap } from '../model/capture'
import type { Explanation } from '../model/explanation'
import type { Session } from '../model/session'

/**
 * Where a proxy may see requests or a stream of bytes, a rule about requests is another one in either reading (istio.md
 * section 5, "L7 fields on a TCP port"): surely is what both allow, possibly what either does (contract.md section 1).
 */

const pods = [
  ...['c', 'n', 'shop'].map(name => namespace(name)),
  meshPod('c/client', 'sidecar'),
  meshPod('n/naked', 'naked'),
  meshPod('shop/api', 'sidecar'),
  meshService('shop/api', { ports: ['any:7000', 'http:8080', 'tcp:9000'] }),
]
const clients = ['c/client', 'n/naked'] as const

/** What each client may do on the port, by the evaluator; and by the list of connections, which another engine makes. */
function verdicts(port: number, documents: readonly string[], ...gaps: readonly Gap[]): string {
  const session = open([...pods, ...documents], {}, gaps)
  const found = clients.map(client => verdict(session, `${client} -> shop/api ${port}`))
  expect(clients.map(client => listed(session, client, port))).toEqual(found)
  return found.join(' ')
}

/** The same of HTTP on the port that is sniffed, dialled by the Service. */
function verdictsOfHttp(documents: readonly string[], ...gaps: readonly Gap[]): string {
  const session = open([...pods, ...documents], {}, gaps)
  return clients.map(client => inHttp(session, client).verdict).join(' ')
}

function inHttp(session: Session, client: string): Explanation {
  const question = readQuestion(session, `${client} -> shop/api 7000`)
  const [answer] = session.explain({ ...question, dial: { speaks: 'http', address: 'service' } })
  if (!answer) throw new Error(`${client} has no answer`)
  return answer.explanation
}

const listed = (session: Session, client: string, port: number): string =>
  between(session, `${client}[Pod]`, 'shop/api[Pod]').find(({ ports }) =>
    ports.some(({ protocol, first, last }) => protocol === 'TCP' && first <= port && port <= last),
  )?.verdict ?? 'deny'

const unread = (kind: string, place: string): Gap => ({
  kind: 'policy',
  object: { group: 'networking.istio.io', kind, namespace: place, name: 'unread' },
  namespace: place,
  reason: 'forbidden',
})

const policy = (action: string, rule: string): string =>
  authorizationPolicy('shop/p', `{action: ${action}, rules: [${rule}]}`)
const reads = '{to: [{operation: {methods: [GET]}}]}'
const onPort = '{to: [{operation: {methods: [GET], ports: ["7000"]}}]}'
const elsewhere = '{to: [{operation: {methods: [GET], ports: ["1"]}}]}'
const noRequest = '{to: [{operation: {ports: ["7000"]}}]}'

const tls = (mode: string, name = 'tls'): string =>
  destinationRule(`shop/${name}`, `{host: api, trafficPolicy: {tls: {mode: ${mode}}}}`)

describe('a rule about requests where the proxy may see bytes', () => {
  /**
   * HTTP on a port that is sniffed, of client and naked client: with requests, with bytes, with a mode of TLS that could not be
   * read, and with a rule that could not (which may also have the handshake fail).
   */
  const rows: readonly [
    string,
    rule: string,
    requests: string,
    bytes: string,
    mode: string,
    unread: string,
  ][] = [
    ['lets some in', policy('ALLOW', reads), 'conditional', 'deny', 'unknown', 'unknown'],
    ['lets some in on the port', policy('ALLOW', onPort), 'conditional', 'deny', 'unknown', 'unknown'],
    ['lets some in elsewhere', policy('ALLOW', elsewhere), 'deny', 'deny', 'deny', 'deny'],
    ['keeps some out', policy('DENY', reads), 'conditional', 'deny', 'unknown', 'unknown'],
    ['keeps some out elsewhere', policy('DENY', elsewhere), 'allow', 'allow', 'allow', 'unknown'],
    ['asks for no request', policy('DENY', noRequest), 'deny', 'deny', 'deny', 'deny'],
  ]
  it.each(rows)('%s', (_, rule, requests, bytes, mode, unreadRule) => {
    expect(verdictsOfHttp([rule])).toBe(`${requests} ${requests}`)
    expect(verdictsOfHttp([rule, tls('SIMPLE')])).toBe(`${bytes} ${requests}`)
    expect(verdictsOfHttp([rule, tls('7')])).toBe(`${mode} ${requests}`)
    // It may wrap requests, or keep them from being wrapped.
    const gap = unread('DestinationRule', 'c')
    expect(verdictsOfHttp([rule], gap)).toBe(`${unreadRule} ${requests}`)
    expect(verdictsOfHttp([rule, tls('SIMPLE')], gap)).toBe(`${unreadRule} ${requests}`)
  })

  it('is the one for bytes on a port for bytes, whatever could not be read', () => {
    const rule = policy('ALLOW', reads)
    expect(verdicts(9000, [rule])).toBe('deny deny')
    expect(verdicts(9000, [rule], unread('DestinationRule', 'c'))).toBe('deny deny')
    expect(verdicts(9000, [rule, tls('7')])).toBe('deny deny')
  })

  it('is the one for requests on a port for HTTP, which takes no other TLS', () => {
    expect(verdicts(8080, [policy('ALLOW', reads)])).toBe('conditional conditional')
  })

  it('may be either where a Sidecar says what the port carries', () => {
    const listeners = istioObject(
      'networking.istio.io/v1',
      'Sidecar',
      'shop/listeners',
      '{ingress: [{port: {number: 8080, protocol: TCP, name: bytes}, defaultEndpoint: "127.0.0.1:80"}]}',
    )
    expect(verdicts(8080, [policy('ALLOW', reads), listeners])).toBe('unknown unknown')
    expect(verdicts(8080, [policy('ALLOW', reads)], unread('Sidecar', 'shop'))).toBe('unknown unknown')
    expect(verdicts(9000, [policy('ALLOW', reads)], unread('Sidecar', 'shop'))).toBe('deny deny')
  })

  it('is sure of a rule that both readings have', () => {
    const session = open([...pods, policy('DENY', '{to: [{operation: {paths: ["*"]}}]}'), tls('7')])
    const found = inHttp(session, 'c/client')
    expect(found).toMatchObject({ verdict: 'deny', transport: 'unknown' })
    expect(
      found.sides.filter(({ plane, direction }) => plane === 'authorization' && direction === 'ingress'),
    ).toMatchObject([{ verdict: 'deny', cause: 'explicit-deny' }])
  })
})
