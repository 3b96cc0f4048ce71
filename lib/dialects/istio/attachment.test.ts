import { describe, expect, it } from 'vitest'
import { answerAt, authorizationPolicy, governing, problemsOf, type Arrival } from '../../../test/kit/istio'

/** Everything that reaches a pod of the policy is denied. */
const deny = (name: string, whom: string, metadata?: string): string =>
  authorizationPolicy(name, `{action: DENY, rules: [{}]${whom === '' ? '' : `, ${whom}`}}`, metadata)

const sidecar: Arrival = { proxy: 'sidecar', namespace: 'x', labels: { app: 'a' } }
const ztunnel: Arrival = { ...sidecar, proxy: 'ztunnel' }
const gateway: Arrival = { ...sidecar, proxy: 'gateway', labels: gatewayOf('gw') }
const waypoint: Arrival = { ...sidecar, proxy: 'waypoint', labels: gatewayOf('wp') }

function gatewayOf(name: string): Record<string, string> {
  return { 'gateway.networking.k8s.io/gateway-name': name }
}

describe('which policies apply (istio.md section 5)', () => {
  const selector = 'selector: {matchLabels: {app: a}}'
  const gatewayRef = (name: string): string =>
    `targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: ${name}}]`
  const serviceRef = 'targetRefs: [{group: "", kind: Service, name: api}]'
  const classRef =
    'targetRefs: [{group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint}]'
  const rows: readonly [title: string, name: string, whom: string, at: Arrival, answer: string][] = [
    ['a selector at a sidecar', 'x/p', selector, sidecar, 'deny'],
    ['other labels', 'x/p', selector, { ...sidecar, labels: { app: 'b' } }, 'allow'],
    ['more labels than are asked', 'x/p', selector, { ...sidecar, labels: { app: 'a', v: '1' } }, 'deny'],
    ['another namespace', 'x/p', selector, { ...sidecar, namespace: 'y' }, 'allow'],
    ['no selector means the namespace', 'x/p', '', { ...sidecar, labels: {} }, 'deny'],
    ['and not others', 'x/p', '', { ...sidecar, namespace: 'y' }, 'allow'],
    ['the root namespace means the mesh', 'istio-system/p', '', { ...sidecar, namespace: 'y' }, 'deny'],
    ['its selectors too', 'istio-system/p', selector, sidecar, 'deny'],
    ['and choose', 'istio-system/p', selector, { ...sidecar, labels: { app: 'b' } }, 'allow'],
    ['ztunnel takes the same', 'x/p', selector, ztunnel, 'deny'],
    ['ztunnel without a selector', 'x/p', '', ztunnel, 'deny'],
    ['ztunnel for the mesh', 'istio-system/p', '', ztunnel, 'deny'],
    ['gateways take selectors', 'x/p', selector, { ...sidecar, proxy: 'gateway' }, 'deny'],
    ['gateways take the namespace', 'x/p', '', gateway, 'deny'],
    ['waypoints ignore selectors', 'x/p', selector, { ...sidecar, proxy: 'waypoint' }, 'allow'],
    ['waypoints ignore the namespace', 'x/p', '', waypoint, 'allow'],
    ['waypoints ignore the mesh', 'istio-system/p', '', waypoint, 'allow'],
    ['pods without a proxy have no policies', 'x/p', '', { ...sidecar, proxy: 'none' }, 'allow'],
    ['a Gateway', 'x/p', gatewayRef('gw'), gateway, 'deny'],
    ['another Gateway', 'x/p', gatewayRef('other'), gateway, 'allow'],
    ['a Gateway of another namespace', 'y/p', gatewayRef('gw'), gateway, 'allow'],
    ['a Gateway that is a waypoint', 'x/p', gatewayRef('wp'), waypoint, 'deny'],
    ['a Gateway is no sidecar', 'x/p', gatewayRef('gw'), { ...gateway, proxy: 'sidecar' }, 'allow'],
    ['a Service, at its waypoint', 'x/p', serviceRef, { ...waypoint, service: 'x/api' }, 'deny'],
    [
      'a waypoint of another namespace',
      'x/p',
      serviceRef,
      { ...waypoint, namespace: 'y', service: 'x/api' },
      'deny',
    ],
    ['another Service', 'x/p', serviceRef, { ...waypoint, service: 'x/web' }, 'allow'],
    ['one of another namespace', 'x/p', serviceRef, { ...waypoint, service: 'y/api' }, 'allow'],
    ['what is dialled by address', 'x/p', serviceRef, waypoint, 'allow'],
    ['a Service is no sidecar', 'x/p', serviceRef, { ...sidecar, service: 'x/api' }, 'allow'],
    ['every waypoint, from the root namespace', 'istio-system/p', classRef, waypoint, 'deny'],
    ['and no gateway', 'istio-system/p', classRef, gateway, 'allow'],
    ['from elsewhere it is ignored', 'x/p', classRef, waypoint, 'allow'],
    [
      'a ServiceEntry is no Service of its name',
      'x/p',
      'targetRefs: [{group: networking.istio.io, kind: ServiceEntry, name: api}]',
      { ...waypoint, service: 'x/api' },
      'allow',
    ],
    [
      'the older spelling',
      'x/p',
      'targetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: gw}',
      gateway,
      'deny',
    ],
    ['an empty list of references is none', 'x/p', 'targetRefs: []', sidecar, 'deny'],
    ['an empty selector at a sidecar', 'x/p', 'selector: {}', sidecar, 'deny'],
    ['an empty selector at ztunnel attaches nowhere', 'x/p', 'selector: {}', ztunnel, 'allow'],
    ['no labels at ztunnel attach nowhere', 'x/p', 'selector: {matchLabels: {}}', ztunnel, 'allow'],
  ]
  for (const [title, name, whom, at, answer] of rows)
    it(title, () => {
      expect(answerAt([deny(name, whom)], at)).toBe(answer)
    })
  it('the root namespace is told by the settings of the mesh', () => {
    const policy = [deny('mesh/p', '')]
    expect(answerAt(policy, { namespace: 'y' })).toBe('allow')
    expect(answerAt(policy, { namespace: 'y' }, { rootNamespace: 'mesh' })).toBe('deny')
    expect(answerAt([deny('istio-system/p', '')], { namespace: 'y' }, { rootNamespace: 'mesh' })).toBe(
      'allow',
    )
  })
  it('several references each have their own', () => {
    const both = deny(
      'x/p',
      'targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: gw}, {kind: Service, name: api}]',
    )
    expect(answerAt([both], gateway)).toBe('deny')
    expect(answerAt([both], { ...waypoint, service: 'x/api' })).toBe('deny')
    expect(answerAt([both], waypoint)).toBe('allow')
  })
  it('an empty selector and an ignored class are told', () => {
    expect(problemsOf([deny('x/p', 'selector: {}')])).toEqual([
      'empty-selector: spec.selector: names no label: sidecars take it for every pod, and ztunnel for none; leave `selector` out to mean every pod',
    ])
    expect(problemsOf([deny('x/p', classRef)])).toEqual([
      'ignored-target: spec.targetRefs[0]: `istio-waypoint` is ignored: of classes only `istio-waypoint` can be meant, and only from namespace `istio-system`; name the Gateway or the Service, or move the policy',
    ])
  })
  it('one ALLOW policy governs once for Envoy and once for ztunnel', () => {
    const policy = [authorizationPolicy('x/p', '{rules: [{}]}')]
    expect(governing(policy, sidecar)).toHaveLength(1)
    expect(governing(policy, ztunnel)).toHaveLength(1)
    expect(governing(policy, waypoint)).toHaveLength(0)
  })
})

describe('revisions of the control plane (istio.md section 5)', () => {
  it('what is denied by a policy that may be ignored may be let through', () => {
    expect(answerAt([deny('x/p', '')])).toBe('deny')
    expect(answerAt([deny('x/p', '', 'labels: {istio.io/rev: canary}')])).toBe('unknown')
  })
  it('an ALLOW policy that may be ignored may isolate', () => {
    const policy = authorizationPolicy('x/p', '{}', 'labels: {istio.io/rev: canary}')
    expect(answerAt([policy])).toBe('unknown')
    expect(problemsOf([policy])).toEqual([
      'other-revision: metadata.labels["istio.io/rev"]: names a revision, and whether the control plane has it is not known: the policy may be ignored; remove the label, or name the revision of the control plane',
    ])
  })
})
