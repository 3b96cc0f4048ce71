import { describe, expect, it } from 'vitest'
import type { UnlistedWhy } from '../model/capture'
import { costText, gapWords, lackText, pluralOf, type Unlisted } from './gap'

const gap = (
  [group, kind]: readonly [string, string],
  of: { namespace?: string; name?: string; why?: UnlistedWhy; reason?: string } = {},
): Unlisted => ({
  kind: 'unlisted',
  object: {
    group,
    kind,
    ...(of.namespace !== undefined && { namespace: of.namespace }),
    name: of.name ?? '*',
  },
  ...(of.namespace !== undefined && { namespace: of.namespace }),
  why: of.why ?? 'forbidden',
  reason: of.reason ?? 'the API server answers 403',
})

const networkPolicy = ['networking.k8s.io', 'NetworkPolicy'] as const

describe('what could not be listed', () => {
  it.each<[string, readonly Unlisted[], string, string]>([
    [
      'a kind, anywhere',
      [gap(networkPolicy)],
      'cannot list all NetworkPolicies: forbidden (the API server answers 403)',
      'grant `list` on networkpolicies.networking.k8s.io, see deploy/rbac.yaml',
    ],
    [
      'a kind, in some namespaces',
      ['a', 'b', 'c', 'd', 'e'].map(namespace => gap(networkPolicy, { namespace })),
      'cannot list NetworkPolicies in a, b, c and 2 more: forbidden (the API server answers 403)',
      'grant `list` on networkpolicies.networking.k8s.io, see deploy/rbac.yaml',
    ],
    [
      'a kind that decides nothing, and what is lost with it',
      [gap(['', 'Namespace'])],
      'cannot list all Namespaces, so their labels are unknown: forbidden (the API server answers 403)',
      'grant `list` on namespaces, see deploy/rbac.yaml',
    ],
    [
      'one object',
      [gap(['', 'ConfigMap'], { namespace: 'kube-system', name: 'cilium-config' })],
      'cannot read ConfigMap cilium-config in kube-system: forbidden (the API server answers 403)',
      'grant `get` on configmaps `cilium-config` in `kube-system`, see deploy/rbac.yaml',
    ],
    [
      'the settings of the mesh, whose right stands in a file of its own',
      [gap(['', 'ConfigMap'], { namespace: 'istio-system', name: 'istio' })],
      'cannot read ConfigMap istio in istio-system: forbidden (the API server answers 403)',
      'grant `get` on configmaps `istio` in `istio-system`, `kubectl apply -f deploy/rbac-istio.yaml`',
    ],
    [
      'the settings of another revision',
      [gap(['', 'ConfigMap'], { namespace: 'istio-system', name: 'istio-canary' })],
      'cannot read ConfigMap istio-canary in istio-system: forbidden (the API server answers 403)',
      'grant `get` on configmaps `istio-canary` in `istio-system`, name `istio-canary` beside `istio` in deploy/rbac-istio.yaml, then `kubectl apply -f deploy/rbac-istio.yaml`',
    ],
    [
      'the settings of a control plane that lives elsewhere',
      [gap(['', 'ConfigMap'], { namespace: 'mesh', name: 'istio-x' })],
      'cannot read ConfigMap istio-x in mesh: forbidden (the API server answers 403)',
      'grant `get` on configmaps `istio-x` in `mesh`, name `istio-x` beside `istio` and write `mesh` for `istio-system` in deploy/rbac-istio.yaml, then `kubectl apply -f deploy/rbac-istio.yaml`',
    ],
    [
      'what only the file for Istio grants',
      [gap(['admissionregistration.k8s.io', 'MutatingWebhookConfiguration'])],
      'cannot list all MutatingWebhookConfigurations, so whether templates get sidecars is unknown: forbidden (the API server answers 403)',
      'grant `list` on mutatingwebhookconfigurations.admissionregistration.k8s.io, `kubectl apply -f deploy/rbac-istio.yaml`',
    ],
    [
      'a group',
      [gap(['cilium.io', '*'])],
      'cannot tell which kinds cilium.io has: forbidden (the API server answers 403)',
      'grant `get` on /apis/cilium.io, as `system:discovery` does',
    ],
    [
      'what nobody asked for',
      [gap(['', 'Pod'], { why: 'not-asked', reason: 'only the namespace shop was asked for' })],
      'Pods of other namespaces were not asked for: only the namespace shop was asked for',
      'name their namespaces with --namespaces, or leave the flag out',
    ],
    [
      'with a name that deceives',
      [gap(networkPolicy, { namespace: 'a\u202eb', why: 'timeout', reason: 'x\u202ey' })],
      'cannot list NetworkPolicies in a\\u202eb: no answer in time (x\\u202ey)',
      'read the cluster again, and look after its API server if that does not help',
    ],
  ])('says %s', (_, gaps, text, remedy) => {
    const [words, ...others] = gapWords(gaps)
    expect(others).toEqual([])
    expect(words).toMatchObject({ remedy, gaps })
    expect(`${words?.missing}: ${words?.cause}`).toBe(text)
  })

  it.each<[unknown: number | undefined, text: string]>([
    [undefined, 'cannot list all Pods'],
    [0, 'cannot list all Pods: no connection is unknown because of it alone'],
    [1, 'cannot list all Pods: 1 connection unknown'],
    [1041, 'cannot list all Pods: 1,041 connections unknown'],
  ])('says what it costs: %s', (unknown, text) => {
    expect(costText({ missing: 'cannot list all Pods', ...(unknown !== undefined && { unknown }) })).toBe(
      text,
    )
  })

  it('puts kinds that decide before those that are only missing', () => {
    const gaps = [gap(['', 'Pod']), gap(networkPolicy), gap(['gateway.networking.k8s.io', 'Gateway'])]
    expect(gapWords(gaps).map(({ gaps: [first], decides }) => [first?.object.kind, decides])).toEqual([
      ['NetworkPolicy', true],
      ['Pod', false],
      ['Gateway', false],
    ])
  })

  it('is one clause, by what became of it', () => {
    const pods = gap(['', 'Pod'], { why: 'not-asked', reason: 'only the namespace shop was asked for' })
    const said = (...gaps: Unlisted[]): string => lackText(gapWords(gaps))
    expect(said(gap(networkPolicy))).toBe('NetworkPolicies cannot be listed')
    expect(
      said(gap(networkPolicy), gap(['security.istio.io', 'PeerAuthentication'], { namespace: 'shop' }), pods),
    ).toBe(
      'NetworkPolicies and PeerAuthentications in shop cannot be listed, and Pods of other namespaces were not asked for',
    )
    expect(
      said(
        gap(['', 'ConfigMap'], { namespace: 'kube-system', name: 'a\u202eb' }),
        gap(['cilium.io', '*'], { reason: 'none' }),
      ),
    ).toBe('ConfigMap a\\u202eb in kube-system cannot be read, and the kinds of cilium.io are not known')
  })

  it('keeps reasons of different kinds apart', () => {
    const gaps = [gap(networkPolicy), gap(networkPolicy, { why: 'timeout', reason: 'none' })]
    expect(gapWords(gaps)).toHaveLength(2)
  })
})

it.each([
  ['NetworkPolicy', 'NetworkPolicies'],
  ['Gateway', 'Gateways'],
  ['Ingress', 'Ingresses'],
  ['ServiceIntentions', 'ServiceIntentions'],
  ['Pod', 'Pods'],
])('many a %s are %s', (one, many) => {
  expect(pluralOf(one)).toBe(many)
})
