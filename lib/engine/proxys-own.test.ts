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

  it('are not listed for callers outside either', () => {
    const session = open(pods)
    const inward = session.connections.filter(
      ({ from, to }) => from.kind === 'outside' && to.kind === 'workload' && to.key === 'shop/api[Pod]',
    )
    expect(inward.length).toBeGreaterThan(0)
    expect(inward.some(({ ports }) => holds(ports, 15021))).toBe(false)
  })
})
