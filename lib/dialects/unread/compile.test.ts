import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, node, object, pod } from '../../../test/kit/manifests'
import {
  between,
  causes,
  connections,
  explain,
  open,
  problems,
  trust,
  verdict,
  verdicts,
} from '../../../test/kit/world'
import type { Gap } from '../../model/capture'
import type { Session } from '../../model/session'
import { isPolicyGroup, reachOf } from '../../model/policy-kinds'

const cluster = [namespace('x'), namespace('y'), ...['x/a', 'x/b', 'y/a', 'y/b'].map(name => pod(name))]
const shut = (name: string): string =>
  networkPolicy(name, '{podSelector: {}, policyTypes: [Ingress, Egress]}')
const wide = (name: string): string => networkPolicy(name, '{podSelector: {}, ingress: [{}], egress: [{}]}')

/** What an unread object in `x` (or in no namespace) makes of: open and shut within x, into x, out of x, elsewhere; UDP. */
function effects(documents: readonly string[], gaps: readonly Gap[] = []): string {
  const inOpen = open([...cluster, ...documents], {}, gaps)
  const inShut = open([...cluster, ...documents, shut('x/shut')], {}, gaps)
  return [
    verdict(inOpen, 'x/a -> x/b 80'),
    verdict(inShut, 'x/a -> x/b 80'),
    verdict(inOpen, 'y/a -> x/b 80'),
    verdict(inOpen, 'x/a -> y/b 80'),
    verdict(inOpen, 'y/a -> y/b 80'),
    verdict(inOpen, 'x/a -> x/b UDP 53'),
  ]
    .map(word => ({ allow: '+', deny: '-', unknown: '?' })[word] ?? word)
    .join(' ')
}

describe('an unread object makes unknown exactly what it could change', () => {
  /** open, shut, into its namespace, out of it, elsewhere, UDP. */
  const rows: readonly [apiVersion: string, kind: string, name: string, effects: string][] = [
    // May allow and isolate, beside other NetworkPolicies: what those shut it may open.
    ['networking.k8s.io/v1beta1', 'NetworkPolicy', 'x/p', '? ? ? ? + ?'],
    ['networking.k8s.io/v9', 'SomethingPolicy', 'x/p', '? ? ? ? + ?'],
    ['policy.networking.k8s.io/v9', 'AdminNetworkPolicy', 'p', '? ? ? ? ? ?'],
    // Comes after NetworkPolicies: what they shut stays shut.
    ['policy.networking.k8s.io/v9', 'BaselineAdminNetworkPolicy', 'default', '? - ? ? ? ?'],
    ['policy.networking.k8s.io/v9', 'ClusterNetworkPolicy', 'p', '? ? ? ? ? ?'],
    ['cilium.io/v2', 'CiliumNetworkPolicy', 'x/p', '? ? ? ? + ?'],
    ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy', 'p', '? ? ? ? ? ?'],
    ['projectcalico.org/v3', 'NetworkPolicy', 'x/p', '? ? ? ? + ?'],
    ['projectcalico.org/v3', 'GlobalNetworkPolicy', 'p', '? ? ? ? ? ?'],
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy', 'p', '? ? ? ? ? ?'],
    ['crd.antrea.io/v1beta1', 'NetworkPolicy', 'x/p', '? ? ? ? + ?'],
    ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy', 'p', '? ? ? ? ? ?'],
    ['networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy', 'x/p', '? ? ? ? + ?'],
    // Can only take away: a deny stays a deny.
    ['k8s.ovn.org/v1', 'EgressFirewall', 'x/default', '? - + ? + ?'],
    ['k8s.ovn.org/v1', 'NetworkThing', 'x/p', '? - ? ? + ?'],
    ['kubeovn.io/v1', 'SecurityGroup', 'p', '? - ? ? ? ?'],
    ['vpcresources.k8s.aws/v1beta1', 'SecurityGroupPolicy', 'x/p', '? - ? ? + ?'],
    // Meshes: TCP only, and they cannot open what the network shuts.
    ['security.istio.io/v2', 'AuthorizationPolicy', 'x/p', '? - ? + + +'],
    ['security.istio.io/v2', 'RequestAuthentication', 'x/p', '? - ? + + +'],
    ['security.istio.io/v2', 'PeerAuthentication', 'x/p', '? - ? + + +'],
    ['security.istio.io/v2', 'AuthorizationPolicy', 'istio-system/p', '? - ? ? ? +'],
    ['networking.istio.io/v2', 'DestinationRule', 'x/p', '? - ? ? + +'],
    ['networking.istio.io/v2', 'Sidecar', 'x/p', '? - ? ? + +'],
    ['policy.linkerd.io/v1beta3', 'Server', 'x/p', '? - ? + + +'],
    ['policy.linkerd.io/v1alpha1', 'EgressNetwork', 'x/p', '? - + ? + +'],
    ['gateway.networking.k8s.io/v1', 'SomePolicy', 'x/p', '? - ? + + +'],
    ['kuma.io/v1alpha1', 'MeshTrafficPermission', 'x/p', '? - ? ? ? +'],
    ['consul.hashicorp.com/v1alpha1', 'ServiceIntentions', 'x/p', '? - ? ? ? +'],
    ['spire.spiffe.io/v1alpha1', 'SomethingNew', 'p', '? - ? ? ? +'],
    // Decide nothing by themselves.
    ['networking.k8s.io/v1', 'Ingress', 'x/p', '+ - + + + +'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'x/p', '+ - + + + +'],
    ['cilium.io/v2', 'CiliumEndpoint', 'x/p', '+ - + + + +'],
    ['projectcalico.org/v3', 'StagedNetworkPolicy', 'x/p', '+ - + + + +'],
    ['projectcalico.org/v3', 'Tier', 'p', '+ - + + + +'],
    ['networking.istio.io/v1alpha3', 'EnvoyFilter', 'x/p', '+ - + + + +'],
    ['networking.istio.io/v1', 'VirtualService', 'x/p', '+ - + + + +'],
    ['policy.linkerd.io/v1alpha1', 'MeshTLSAuthentication', 'x/p', '+ - + + + +'],
    ['spire.spiffe.io/v1alpha1', 'ClusterSPIFFEID', 'p', '+ - + + + +'],
    // Of no policy group.
    ['example.org/v1', 'FirewallPolicy', 'x/p', '+ - + + + +'],
    ['v1', 'ConfigMap', 'x/p', '+ - + + + +'],
  ]
  it.each(rows)('%s %s %s: %s', (apiVersion, kind, name, expected) => {
    expect(effects([object(apiVersion, kind, name)])).toBe(expected)
  })

  it('is told as a problem, and an inert one is not', () => {
    expect(problems(open([...cluster, object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p')]))).toEqual([
      'unread-kind: CiliumNetworkPolicy of cilium.io is not read yet; judge by hand what it decides, until podtrust reads this kind',
    ])
    expect(problems(open([...cluster, object('networking.k8s.io/v1beta1', 'NetworkPolicy', 'x/p')]))).toEqual(
      [
        'unread-kind: version v1beta1 of NetworkPolicy is not read here; judge by hand what it decides, until podtrust reads this kind',
      ],
    )
    expect(problems(open([...cluster, object('networking.k8s.io/v1', 'Ingress', 'x/p')]))).toEqual([])
    const other = open([...cluster, object('example.org/v1', 'FirewallPolicy', 'x/p')])
    expect(other.problems.filter(({ effect }) => effect !== 'none')).toEqual([])
  })
})

describe('what other policies are sure of', () => {
  it('an unread NetworkPolicy cannot close what another one opens', () => {
    const unread = object('networking.k8s.io/v1beta1', 'NetworkPolicy', 'x/p')
    const session = open([...cluster, unread, wide('x/wide')])
    const table = { 'x/a -> x/b 80': 'allow', 'y/a -> x/b 80': 'allow', 'x/a -> internet 80': 'allow' }
    expect(verdicts(session, table)).toEqual(table)
  })
  it('an unread Cilium policy can, because it may deny', () => {
    expect(
      verdict(
        open([...cluster, object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p'), wide('x/wide')]),
        'x/a -> x/b 80',
      ),
    ).toBe('unknown')
  })
  it('a deny of the other side stays a deny', () => {
    const session = open([...cluster, object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p'), shut('y/shut')])
    const table = {
      'x/a -> y/b 80': 'deny',
      'y/a -> x/b 80': 'deny',
      'y/a -> y/b 80': 'deny',
      'x/a -> x/b 80': 'unknown',
    }
    expect(verdicts(session, table)).toEqual(table)
  })
  it('the exemptions of the platform hold', () => {
    const documents = [
      namespace('x'),
      node('n1', '192.0.2.1'),
      pod('x/a', { node: 'n1' }),
      pod('x/host', { hostNetwork: true }),
    ]
    const session = open([...documents, object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', 'p')])
    expect(verdict(session, 'node:n1 -> x/a 80')).toBe('allow')
    expect(verdict(session, 'x/a -> x/a 80')).toBe('allow')
    expect(causes(session, 'x/a -> x/host 80')).toBe('egress unread, ingress bypass')
  })
  it('without a mesh plane, meshes do not count', () => {
    const session = open([...cluster, object('security.istio.io/v2', 'PeerAuthentication', 'x/p')], {
      plane: 'network',
    })
    expect(connections(session)).toContain('x/a[Pod] => x/b[Pod] : All Connections')
    expect(trust(session, 'x/a -> x/b 80')).toBe('implicit: no/no/no')
  })
})

describe('trust beside what could not be read', () => {
  it('an unread policy may be the rule that lets the connection through', () => {
    expect(
      trust(open([...cluster, object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p')]), 'x/a -> x/b 80'),
    ).toBe('unknown: no/unknown/no')
  })
  it('one that can only deny is never a permission', () => {
    const session = open([...cluster, object('k8s.ovn.org/v1', 'EgressFirewall', 'x/default')])
    expect(trust(session, 'x/a -> x/b 80')).toBe('implicit: no/no/no')
  })
  it('an unread PeerAuthentication hides what the wire is, for TCP', () => {
    const session = open([...cluster, object('security.istio.io/v2', 'PeerAuthentication', 'x/p')])
    expect(explain(session, 'y/a -> x/b 80')).toMatchObject({
      transport: 'unknown',
      serverAccepts: 'unknown',
    })
    expect(trust(session, 'y/a -> x/b 80')).toBe('implicit: unknown/no/unknown')
    expect(explain(session, 'y/a -> x/b UDP 53')).toMatchObject({
      transport: 'plaintext',
      serverAccepts: 'plaintext-only',
    })
    expect(explain(session, 'x/a -> y/b 80').transport).toBe('plaintext')
    expect(
      between(session, 'y/a[Pod]', 'x/b[Pod]').map(({ transport, verdict: answer }) => [transport, answer]),
    ).toEqual([
      ['plaintext', 'allow'],
      ['unknown', 'unknown'],
    ])
  })
  it('an AuthorizationPolicy says nothing about the wire', () => {
    const session = open([...cluster, object('security.istio.io/v2', 'AuthorizationPolicy', 'x/p')])
    expect(explain(session, 'y/a -> x/b 80').transport).toBe('plaintext')
    expect(trust(session, 'y/a -> x/b 80')).toBe('unknown: no/unknown/no')
  })
})

describe('gaps', () => {
  const gapOf = (
    object_: { group: string; kind: string; namespace?: string },
    reach: { namespace?: string } = {},
  ) => ({ kind: 'policy', object: { name: 'p', ...object_ }, reason: 'forbidden', ...reach }) as const
  it('reach as far as they say', () => {
    const here = gapOf(
      { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'x' },
      { namespace: 'x' },
    )
    const table = { 'x/a -> x/b 80': 'unknown', 'y/a -> x/b 80': 'unknown', 'y/a -> y/b 80': 'allow' }
    expect(verdicts(open(cluster, {}, [here]), table)).toEqual(table)
    const everywhere = gapOf({ group: 'networking.k8s.io', kind: 'NetworkPolicy' })
    expect(verdict(open(cluster, {}, [everywhere]), 'y/a -> y/b 80')).toBe('unknown')
  })
  it('reach the namespace that they say, also where the object itself names none', () => {
    const nameless = gapOf({ group: 'networking.k8s.io', kind: 'NetworkPolicy' }, { namespace: 'x' })
    const table = { 'x/a -> x/b 80': 'unknown', 'y/a -> y/b 80': 'allow' }
    expect(verdicts(open(cluster, {}, [nameless]), table)).toEqual(table)
  })
  it('of a kind that is not legible may decide anything', () => {
    const session = open([...cluster, shut('x/shut'), wide('y/wide')], {}, [
      gapOf({ group: '', kind: 'document' }),
    ])
    const table = { 'x/a -> x/b 80': 'unknown', 'y/a -> y/b 80': 'unknown' }
    expect(verdicts(session, table)).toEqual(table)
  })
  it('of an inert kind decide nothing', () => {
    expect(
      verdict(open(cluster, {}, [gapOf({ group: 'networking.k8s.io', kind: 'Ingress' })]), 'x/a -> x/b 80'),
    ).toBe('allow')
  })
  it('keep the reason', () => {
    const session = open(cluster, {}, [
      gapOf({ group: 'cilium.io', kind: 'CiliumNetworkPolicy', namespace: 'x' }, { namespace: 'x' }),
    ])
    expect(explain(session, 'y/a -> x/b 80').sides[1]?.steps).toMatchObject([
      { certain: false, detail: { kind: 'unread', reason: 'forbidden' } },
    ])
    expect(session.incomplete).toBe(true)
  })
})

describe('kinds that could not be listed', () => {
  const unlisted = (group: string, kind: string, namespace?: string): Gap => ({
    kind: 'unlisted',
    object: { group, kind, name: '*', ...(namespace !== undefined && { namespace }) },
    ...(namespace !== undefined && { namespace }),
    why: 'forbidden',
    reason: 'the API server answers 403',
  })
  const rows: readonly [group: string, kind: string, namespace: string | undefined, effects: string][] = [
    ['networking.k8s.io', 'NetworkPolicy', 'x', '? ? ? ? + ?'],
    ['networking.k8s.io', 'NetworkPolicy', undefined, '? ? ? ? ? ?'],
    ['policy.networking.k8s.io', 'AdminNetworkPolicy', undefined, '? ? ? ? ? ?'],
    ['security.istio.io', 'AuthorizationPolicy', 'x', '? - ? + + +'],
    // Of a kind that decides nothing, nothing that is missing decides.
    ['', 'Service', 'x', '+ - + + + +'],
    ['', 'Pod', undefined, '+ - + + + +'],
    ['apps', 'Deployment', undefined, '+ - + + + +'],
    ['networking.k8s.io', 'Ingress', 'x', '+ - + + + +'],
    ['example.org', 'FirewallPolicy', undefined, '+ - + + + +'],
  ]
  it.each(rows)('%s %s in %s: %s', (group, kind, namespace_, expected) => {
    const gaps = [unlisted(group, kind, namespace_)]
    expect(effects([], gaps)).toBe(expected)
    expect(open(cluster, {}, gaps).incomplete).toBe(true)
  })
  it('are the reason that is given, by kind and namespace', () => {
    const session = open(cluster, {}, [unlisted('networking.k8s.io', 'NetworkPolicy', 'x')])
    expect(explain(session, 'y/a -> x/b 80').sides[1]?.steps).toMatchObject([
      {
        object: { kind: 'NetworkPolicy', namespace: 'x', name: '*' },
        detail: { kind: 'unread', reason: 'the API server answers 403' },
      },
    ])
  })
  it('make unknown together what one gap of all these namespaces would', () => {
    const apart = ['x', 'y'].map(name => unlisted('networking.k8s.io', 'NetworkPolicy', name))
    const whole = [unlisted('networking.k8s.io', 'NetworkPolicy')]
    const unknown = (session: Session, gaps: readonly Gap[]): number =>
      session.unknownBecauseOf(gaps.flatMap(gap => (gap.kind === 'unlisted' ? [gap.object] : [])))
    const session = open(cluster, {}, apart)
    const both = unknown(session, apart)
    expect(both).toBe(session.tally.counts.unknown)
    expect(both).toBe(unknown(open(cluster, {}, whole), whole))
    // Pairs from one of the namespaces to the other hang on both, and count once.
    expect(both).toBeLessThan(unknown(session, apart.slice(0, 1)) + unknown(session, apart.slice(1)))
  })
  it('cannot close what a policy that was read opens', () => {
    const session = open([...cluster, wide('x/wide')], {}, [
      unlisted('networking.k8s.io', 'NetworkPolicy', 'x'),
    ])
    expect(verdict(session, 'y/a -> x/b 80')).toBe('allow')
  })
})

describe('the known policy groups', () => {
  const groups =
    'networking.k8s.io policy.networking.k8s.io gateway.networking.k8s.io cilium.io projectcalico.org crd.projectcalico.org security.istio.io networking.istio.io policy.linkerd.io spire.spiffe.io crd.antrea.io k8s.ovn.org kubeovn.io kuma.io consul.hashicorp.com networking.k8s.aws vpcresources.k8s.aws'.split(
      ' ',
    )
  it.each(groups)('%s: a kind of it that nobody knows may decide something', group => {
    expect(isPolicyGroup(group)).toBe(true)
    expect(reachOf(group, 'NeverHeardOf')).toMatchObject({
      tier: { plane: expect.stringMatching(/^(?:network|authorization)$/) as string },
    })
  })
  it.each(['', 'apps', 'extensions', 'cilium.io.example.org', 'constructor'])('%s is none', group => {
    expect(isPolicyGroup(group)).toBe(false)
    expect(reachOf(group, 'NetworkPolicy')).toBeUndefined()
  })
  it('kinds named like parts of the language are like any', () => {
    expect(reachOf('cilium.io', 'constructor')).toEqual(reachOf('cilium.io', 'NeverHeardOf'))
    expect(reachOf('cilium.io', '__proto__')).toEqual(reachOf('cilium.io', 'NeverHeardOf'))
  })
})
