import { describe, expect, it } from 'vitest'
import { verdictSentence } from '../words/verdict'
import { authorizationPolicy } from '../../test/kit/istio'
import { namespace, networkPolicy } from '../../test/kit/manifests'
import { meshPod, meshService, peerAuthentication } from '../../test/kit/mesh'
import { between, causes, explain, open, trust, verdicts } from '../../test/kit/world'
import type { PortRange } from '../model/port'
import type { Session } from '../model/session'

/** contract.md section 1: the mesh proxy's own ports have cause `bypass`, no class, and are not listed. */

const pods = [
  namespace('shop'),
  meshPod('shop/client', 'sidecar'),
  meshPod('shop/api', 'sidecar'),
  meshPod('shop/ambient', 'ambient'),
  meshPod('shop/naked', 'naked'),
  meshService('shop/api'),
]
const own = [15020, 15021, 15090]

const holds = (ports: readonly PortRange[], port: number): boolean =>
  ports.some(({ protocol, first, last }) => protocol === 'TCP' && first <= port && port <= last)

const isListed = (session: Session, to: string, port: number): boolean =>
  between(session, 'shop/client[Pod]', to).some(({ ports }) => holds(ports, port))

describe('the own ports of a sidecar', () => {
  it('are open without a class, past every policy of the mesh', () => {
    const session = open([
      ...pods,
      peerAuthentication('shop/strict', '{mtls: {mode: STRICT}}'),
      authorizationPolicy('shop/nothing', '{}'),
    ])
    for (const port of own) {
      const question = `shop/client -> shop/api ${port}`
      expect(trust(session, question)).toBe('exempt')
      expect(causes(session, question)).toBe(
        'egress default-allow, ingress default-allow, mesh ingress bypass',
      )
      expect(isListed(session, 'shop/api[Pod]', port)).toBe(false)
    }
    expect(verdictSentence(explain(session, 'shop/client -> shop/api 15020'))).toContain(
      'the proxy of shop/api answers here about its own health and metrics, which no policy of the mesh governs',
    )
    expect(verdicts(session, { 'shop/client -> shop/api 15022': 'deny' })).toEqual({
      'shop/client -> shop/api 15022': 'deny',
    })
  })

  it('are still behind the network, which does not know whose they are', () => {
    const session = open([...pods, networkPolicy('shop/shut', '{podSelector: {}, policyTypes: [Ingress]}')])
    const table = { 'shop/client -> shop/api 15020': 'deny', 'shop/client -> shop/api 15090': 'deny' }
    expect(verdicts(session, table)).toEqual(table)
  })

  it('are TCP: the same numbers of UDP are anybody’s', () => {
    const session = open(pods)
    expect(trust(session, 'shop/client -> shop/api UDP 15020')).toBe('implicit: no/no/no')
    expect(isListed(session, 'shop/api[Pod]', 15019)).toBe(true)
    expect(isListed(session, 'shop/api[Pod]', 15022)).toBe(true)
  })

  it('belong to pods with such a proxy, surely: an application may listen there elsewhere', () => {
    const session = open(pods)
    for (const to of ['shop/naked', 'shop/ambient'])
      for (const port of own) {
        expect(trust(session, `shop/client -> ${to} ${port}`)).toMatch(/^implicit/)
        expect(isListed(session, `${to}[Pod]`, port)).toBe(true)
      }
  })

  describe('with an agent that listens elsewhere (annotation status.sidecar.istio.io/port)', () => {
    /** `own`, or the class of a connection, on the agent's usual port, on 15030 and on a port of Envoy. */
    const told = (annotations: string, meshed: 'sidecar' | 'ambient' = 'sidecar'): string => {
      const session = open([
        namespace('shop'),
        meshPod('shop/client', 'sidecar'),
        meshPod('shop/api', meshed, { annotations }),
        peerAuthentication('shop/strict', '{mtls: {mode: STRICT}}'),
        // The address of a pod is dialled in plaintext, which a sidecar that takes in the port refuses.
        authorizationPolicy('shop/anybody', '{action: ALLOW, rules: [{}]}'),
      ])
      return [15020, 15030, 15090]
        .map(port => {
          const question = `shop/client -> shop/api ${port}`
          const { verdict } = explain(session, question)
          const isOwn = verdict !== 'deny' && trust(session, question) === 'exempt'
          expect(isListed(session, 'shop/api[Pod]', port)).toBe(!isOwn && verdict !== 'deny')
          return isOwn ? 'own' : verdict
        })
        .join(' ')
    }
    const moved = (to: string, besides = ''): string => `status.sidecar.istio.io/port: ${to}${besides}`

    it.each([
      ['says nothing', 'a: b', 'own deny own'],
      ['says what holds anyway', moved('"15020"'), 'own deny own'],
      ['moves it', moved('"15030"'), 'unknown own own'],
      ['shares a port with Envoy', moved('"15090"'), 'unknown deny own'],
      ['has none', moved('"0"'), 'unknown deny own'],
      ['does not parse', moved('"15030, 15020"'), 'unknown deny own'],
      ['is no port', moved('"70000"'), 'unknown deny own'],
      ['is no number', moved('"-1"'), 'unknown deny own'],
      [
        'moves it from a port that is taken past the proxy',
        moved('"15030"', ', traffic.sidecar.istio.io/excludeInboundPorts: "15020"'),
        'allow own own',
      ],
      [
        'moves it from a port that is not among those which are taken in',
        moved('"15030"', ', traffic.sidecar.istio.io/includeInboundPorts: "8080"'),
        'allow own own',
      ],
      [
        'moves it from a port that is among them',
        moved('"15030"', ', traffic.sidecar.istio.io/includeInboundPorts: "15020"'),
        'deny own own',
      ],
    ])('%s', (_, annotations, expected) => {
      expect(told(annotations)).toBe(expected)
    })

    it('says why its usual port is doubtful', () => {
      const api = meshPod('shop/api', 'sidecar', { annotations: moved('"15030"') })
      const { route } = explain(
        open([namespace('shop'), meshPod('shop/client', 'sidecar'), api]),
        'shop/client -> shop/api 15020',
      )
      expect(route?.because.flat().map(({ text }) => text)).toContain(
        'whether the server’s proxy takes in this port is unknown',
      )
    })

    it('has none in a pod without such a proxy', () => {
      expect(told(moved('"15030"'), 'ambient')).toBe('deny deny deny')
    })
  })

  it('are not listed for callers outside either', () => {
    const session = open(pods)
    const inward = session.connections.filter(
      ({ from, to }) => from.kind === 'outside' && to.kind === 'workload' && to.key === 'shop/api[Pod]',
    )
    expect(inward.length).toBeGreaterThan(0)
    expect(inward.some(({ ports }) => holds(ports, 15021))).toBe(false)
  })
})
