import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { meshPod } from '../../test/kit/mesh'
import { open } from '../../test/kit/world'
import type { Isolation } from '../model/connection'
import { refText } from '../model/object'
import type { Session } from '../model/session'
import { finish } from '../model/stepwise'

const replicas = ['blue', 'green'].map(track =>
  pod(`x/a-${track}`, { labels: `app: a, track: ${track}`, owner: 'ReplicaSet/a' }),
)
const cluster = [namespace('x'), ...replicas, pod('x/b')]

const isolation = (session: Session): Isolation | undefined => session.isolation.get('x/a[ReplicaSet]')

describe('isolation', () => {
  const rows: readonly [title: string, documents: readonly string[], expected: Isolation][] = [
    ['no policy', [], { ingress: 'no', egress: 'no' }],
    ['one direction', [networkPolicy('x/p', '{policyTypes: [Egress]}')], { ingress: 'no', egress: 'yes' }],
    [
      'even if it allows everything',
      [networkPolicy('x/p', '{ingress: [{}]}')],
      { ingress: 'yes', egress: 'no' },
    ],
    [
      'some pods',
      [networkPolicy('x/p', '{podSelector: {matchLabels: {track: blue}}}')],
      { ingress: 'partly', egress: 'no' },
    ],
    [
      'a policy that may not exist',
      [networkPolicy('x/p', '{policyTypes: [Ingress, Nonsense]}')],
      { ingress: 'unknown', egress: 'unknown' },
    ],
    [
      'an unread one',
      [object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p')],
      { ingress: 'unknown', egress: 'unknown' },
    ],
    [
      'an unread one that could only deny',
      [object('k8s.ovn.org/v1', 'EgressFirewall', 'x/default')],
      { ingress: 'no', egress: 'no' },
    ],
    [
      'an unread one beside a sound one',
      [object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p'), networkPolicy('x/q', '{}')],
      { ingress: 'yes', egress: 'unknown' },
    ],
  ]
  it.each(rows)('%s', (_, documents, expected) => {
    expect(isolation(open([...cluster, ...documents]))).toEqual(expected)
  })
})

describe('policies of a workload', () => {
  it('are those that select some pod of it, each once', () => {
    const session = open([
      ...cluster,
      networkPolicy('x/both', '{policyTypes: [Ingress, Egress]}'),
      networkPolicy('x/blue', '{podSelector: {matchLabels: {track: blue}}, policyTypes: [Egress]}'),
      networkPolicy('x/b', '{podSelector: {matchLabels: {app: b}}}'),
      networkPolicy('y/other', '{}'),
    ])
    expect(session.policiesOf('x/a[ReplicaSet]').map(({ object }) => refText(object))).toEqual([
      'NetworkPolicy x/both',
      'NetworkPolicy x/blue',
    ])
    expect(session.policiesOf('x/nobody[Pod]')).toEqual([])
  })
})

describe('findings', () => {
  const codes = (...documents: string[]): string[] =>
    finish(open([...cluster, ...documents]).findings()).findings.map(({ title }) => title)
  it('pause before each of the checks, after those of the mesh', () => {
    const stages = (...documents: string[]): unknown[] => [...open([...cluster, ...documents]).findings()]
    expect(stages()).toEqual([{ done: 0, of: 1 }])
    const ofMesh = stages(meshPod('x/meshed', 'sidecar'))
    expect(ofMesh.slice(-4)).toEqual([0, 1, 2, 3].map(done => ({ done, of: 4 })))
    expect(ofMesh.length).toBeGreaterThan(4)
  })

  it('name the policy that selects nobody, with the place', () => {
    const session = open([
      ...cluster,
      networkPolicy('x/typo', '{podSelector: {matchLabels: {app: bb}}, policyTypes: [Ingress, Egress]}'),
    ])
    expect(finish(session.findings()).findings).toEqual([
      {
        code: 'governs-nobody',
        severity: 'medium',
        about: {
          kind: 'object',
          object: { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'x', name: 'typo' },
          path: ['spec', 'podSelector'],
        },
        title: 'NetworkPolicy x/typo selects app=bb, which no pod has',
        workloads: [],
        evidence: [],
        remedy: 'correct the selector, or delete the policy',
      },
    ])
  })
  it('name the policy that selects pods of the host network alone, which it does not govern', () => {
    const agent = pod('x/agent', { hostNetwork: true })
    expect(codes(agent, networkPolicy('x/p', '{podSelector: {matchLabels: {app: agent}}}'))).toEqual([
      'NetworkPolicy x/p selects app=agent, which only host-network pods have, and no policy governs those',
    ])
  })
  it('are silent on policies that select somebody, perhaps select somebody, or were not read', () => {
    expect(codes(networkPolicy('x/p', '{}'))).toEqual([])
    expect(codes(networkPolicy('x/p', '{podSelector: {matchLabels: {app: 1}}}'))).toEqual([])
    expect(codes(object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p'))).toEqual([])
  })
})

describe('a session', () => {
  it('is incomplete where something could not be read at the source', () => {
    expect(open(cluster).incomplete).toBe(false)
    expect(
      open(cluster, {}, [{ kind: 'namespace-labels', namespace: 'x', reason: 'forbidden' }]).incomplete,
    ).toBe(true)
  })
  it('tells problems of loading before those of compiling', () => {
    const session = open([...cluster, networkPolicy('x/p', '[]'), 'a: [', pod('x/b')])
    expect(session.problems.map(({ code }) => code).at(-1)).toBe('bad-type')
    expect(session.problems.length).toBeGreaterThan(2)
  })
})
