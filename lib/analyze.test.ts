import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy, object, pod } from '../test/kit/manifests'
import { captureOf, connections, open } from '../test/kit/world'
import { analyze, analyzeWithPolicies } from './analyze'
import { finish } from './model/stepwise'

const documents = [
  namespace('x'),
  pod('x/a', { ip: '10.0.0.1' }),
  controller('Deployment', 'x/b'),
  networkPolicy(
    'x/p',
    '{podSelector: {matchLabels: {app: a}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}',
  ),
  object('cilium.io/v2', 'CiliumCIDRGroup', 'g'),
]

describe('analyze', () => {
  it('is pure: the same capture gives the same session, and stays as it is', () => {
    const capture = captureOf(documents)
    const before = JSON.stringify(capture)
    const [one, other] = [analyze(capture), analyze(capture)]
    expect(one.connections).toEqual(other.connections)
    expect(one.problems).toEqual(other.problems)
    expect(JSON.stringify(capture)).toBe(before)
  })

  it('does not hang on the order of the objects', () => {
    const texts = (order: readonly string[]): string[] => connections(open(order), { outside: true })
    expect(texts([...documents].reverse())).toEqual(texts(documents))
  })

  it('hands objects to the dialect of their kind and version, and the rest to nobody', () => {
    const { policies, session } = analyzeWithPolicies(
      captureOf([
        ...documents,
        object('networking.k8s.io/v2', 'NetworkPolicy', 'x/later'),
        object('security.istio.io/v2', 'PeerAuthentication', 'x/mtls'),
        object('networking.k8s.io/v1', 'Ingress', 'x/in'),
        object('v1', 'Service', 'x/a'),
      ]),
    )
    expect(
      policies.map(({ dialect, object: { name }, direction }) => `${dialect} ${name} ${direction}`),
    ).toEqual([
      'networkpolicy p ingress',
      'unread later egress',
      'unread later ingress',
      'unread mtls ingress',
    ])
    expect(
      session.problems.filter(({ effect }) => effect === 'unknown').map(({ object: of }) => of?.name),
    ).toEqual(['later', 'mtls'])
  })

  it.each([
    ['networking.istio.io/v1alpha3', 'EnvoyFilter'],
    ['extensions.istio.io/v1alpha1', 'WasmPlugin'],
    ['extensions.istio.io/v1alpha1', 'TrafficExtension'],
  ])('tells that %s %s may alter what proxies do, and lets verdicts stand', (version, kind) => {
    const session = open([pod('x/a'), object(version, kind, 'x/filter')])
    expect(session.problems.find(({ code }) => code === 'may-alter')?.object).toMatchObject({ kind })
    expect(session.connections.every(({ verdict }) => verdict === 'allow')).toBe(true)
  })

  it('assumes kubernetes and both planes unless told', () => {
    expect(analyze(captureOf(documents)).engine).toEqual({
      engine: 'cilium',
      known: 'seen',
      evidence: [{ group: 'cilium.io', kind: 'CiliumCIDRGroup', name: 'g' }],
    })
    expect(analyze(captureOf(documents.slice(0, 4))).engine.engine).toBe('kubernetes')
  })

  it('has nothing to say of an empty capture', () => {
    const session = analyze(captureOf([]))
    expect([session.connections, finish(session.findings()).findings, session.inventory.workloads]).toEqual([
      [],
      [],
      [],
    ])
    expect(session.incomplete).toBe(false)
  })
})
