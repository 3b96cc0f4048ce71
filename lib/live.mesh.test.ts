import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../test/kit/istio'
import { namespace, networkPolicy, object } from '../test/kit/manifests'
import { meshPod, meshService, peerAuthentication } from '../test/kit/mesh'
import { meshObject } from '../test/kit/mesh-edits'
import { byPair, changed, text } from '../test/kit/told-changes'
import { captureOf } from '../test/kit/world'
import { randomMesh } from '../test/third-opinion/random-mesh'
import { analyze } from './analyze'
import { Connections } from './engine/relation/connections'
import { LiveAnalysis } from './live'
import type { Connection } from './model/connection'
import type { KubeObject } from './model/object'
import { defaultSettings } from './model/settings'

// Each is analysed as a whole several times over, beside what is followed.
const clusters = Math.ceil(Number(process.env['PODTRUST_SEEDS'] ?? 500) / 5)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

const texts = (connections: Iterable<Connection>): string[] => [...connections].map(each => text(each)).sort()

const listed = ({ relation }: LiveAnalysis): Connection[] => [
  ...new Connections(relation).all(relation.world.inventory.workloads),
]

const readAll = (objects: readonly unknown[]): readonly KubeObject[] =>
  captureOf(objects.map(object => JSON.stringify(object))).objects

describe('a live analysis of a mesh', () => {
  /** Puts documents one after the other; what is said goes on being right, and changes each time. */
  function follow(documents: readonly string[], edits: readonly string[]): void {
    const live = new LiveAnalysis(captureOf(documents))
    const { relation } = live
    for (const edit of edits) {
      const [object] = captureOf([edit]).objects
      if (!object) throw new Error('there is an object')
      const before = texts(listed(live))
      live.apply({ kind: 'put', object })
      expect(live.relation).toBe(relation)
      expect(texts(listed(live))).toEqual(texts(analyze(live.now, defaultSettings).connections))
      expect(texts(listed(live))).not.toEqual(before)
    }
  }

  const shop = [
    namespace('shop', 'istio.io/use-waypoint: wp'),
    meshPod('c/client', 'ambient'),
    meshPod('shop/api', 'ambient'),
    meshService('shop/api', { ports: ['http:80>8080'] }),
    `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {namespace: shop, name: wp, labels: {istio.io/waypoint-for: all}}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
status: {addresses: [{value: 10.0.0.1}]}`,
    `apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: wp-pod, labels: {gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller}}
spec: {containers: [{name: istio-proxy}], serviceAccountName: wp}`,
    // Nobody but its waypoint comes to it, so that nothing is left where that is shut.
    networkPolicy(
      'shop/api',
      '{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {matchLabels: {gateway.networking.k8s.io/gateway-name: wp}}}]}]}',
    ),
  ]
  const atWaypoint = (direction: 'ingress' | 'egress', rules: string): string =>
    networkPolicy(
      'shop/wp',
      `{podSelector: {matchLabels: {gateway.networking.k8s.io/gateway-name: wp}}, policyTypes: [${direction === 'ingress' ? 'Ingress' : 'Egress'}], ${direction}: ${rules}}`,
    )

  it('lets nobody through a waypoint to which the network is shut, or from which it is', () => {
    follow(shop, [
      atWaypoint('ingress', '[]'),
      atWaypoint('ingress', '[{}]'),
      atWaypoint('egress', '[]'),
      atWaypoint('egress', '[{}]'),
    ])
  })

  it('lets nobody through a waypoint whom a policy for its Gateway denies', () => {
    const policy = (action: string): string =>
      authorizationPolicy(
        'shop/p',
        `{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: wp}], action: ${action}, rules: [{}]}`,
      )
    follow(shop, [policy('DENY'), policy('ALLOW'), policy('DENY')])
  })

  const pair = [
    object(
      'v1',
      'ConfigMap',
      'istio-system/istio',
      'data: {mesh: "{extensionProviders: [{name: one, envoyExtAuthzGrpc: {}}, {name: other, envoyExtAuthzGrpc: {}}]}"}',
    ),
    namespace('shop'),
    meshPod('shop/cart', 'sidecar'),
    meshPod('shop/api', 'sidecar'),
    meshService('shop/api', { ports: ['http:80>8080'] }),
  ]
  const custom = (name: string, provider: string): string =>
    authorizationPolicy(
      `shop/${name}`,
      `{selector: {matchLabels: {app: api}}, action: CUSTOM, provider: {name: ${provider}}, rules: [{}]}`,
    )

  it('reads a policy again that asks an authorizer, once another policy asks another one', () => {
    follow([...pair, custom('a', 'one')], [custom('b', 'other'), custom('b', 'one')])
  })

  it('reads a policy about claims again, once another object says which of them are lists of words', () => {
    const words = (list: string): string =>
      object(
        'security.istio.io/v1',
        'RequestAuthentication',
        'shop/tokens',
        `spec: {jwtRules: [{issuer: a, spaceDelimitedClaims: [${list}]}]}`,
      )
    const claims = (action: string, value: string): string =>
      authorizationPolicy(
        `shop/${action.toLowerCase()}`,
        `{action: ${action}, rules: [{when: [{key: "request.auth.claims[group]", values: [${value}]}]}]}`,
      )
    const live = new LiveAnalysis(captureOf([...pair, words(''), claims('ALLOW', 'a')]))
    const kinds = (): string[] =>
      live.relation.world.compiled.policies.flatMap(({ rules }) =>
        rules.map(({ request }) => JSON.stringify(request?.key ?? '')),
      )
    const before = kinds()
    const [read] = captureOf([words('group')]).objects
    if (!read) throw new Error('there is an object')
    live.apply({ kind: 'put', object: read })
    expect(kinds()).not.toEqual(before)
    expect(texts(listed(live))).toEqual(texts(analyze(live.now, defaultSettings).connections))
  })

  it('changes the wire of those for whom a mode is meant, and what clients send them', () => {
    const mode = (name: string, said: string): string => peerAuthentication(name, `{mtls: {mode: ${said}}}`)
    follow(
      [...pair, meshPod('shop/naked', 'naked')],
      [
        mode('shop/own', 'STRICT'),
        mode('shop/own', 'DISABLE'),
        mode('shop/own', 'UNSET'),
        mode('istio-system/mesh', 'STRICT'),
      ],
    )
  })

  it('knows nobody any more by the identity that he had before his trust domain got another name', () => {
    const settings = (domain: string): string =>
      object('v1', 'ConfigMap', 'istio-system/istio', `data: {mesh: "{trustDomain: ${domain}}"}`)
    const live = new LiveAnalysis(
      captureOf([
        settings('old.example'),
        ...pair.slice(1),
        authorizationPolicy(
          'shop/cart',
          '{action: ALLOW, rules: [{from: [{source: {principals: [old.example/ns/shop/sa/cart]}}]}]}',
        ),
      ]),
    )
    const before = texts(listed(live))
    const [read] = captureOf([settings('new.example')]).objects
    if (!read) throw new Error('there is an object')
    live.apply({ kind: 'put', object: read })
    expect(texts(listed(live))).toEqual(texts(analyze(live.now, defaultSettings).connections))
    expect(texts(listed(live))).not.toEqual(before)
  })

  it('makes slots anew where a mode tells apart what shares one', () => {
    const live = new LiveAnalysis(
      captureOf([
        ...pair,
        meshPod('shop/naked', 'naked'),
        ...['x', 'y'].map(version =>
          meshPod(`shop/web-${version}`, 'sidecar', {
            labels: `version: ${version}`,
            account: 'web',
          }).replace(
            'metadata: {',
            'metadata: {ownerReferences: [{kind: ReplicaSet, name: web, controller: true}], ',
          ),
        ),
      ]),
    )
    const { relation } = live
    const [read] = captureOf([
      peerAuthentication('shop/x', '{selector: {matchLabels: {version: x}}, mtls: {mode: STRICT}}'),
    ]).objects
    if (!read) throw new Error('there is an object')
    live.apply({ kind: 'put', object: read })
    expect(live.relation).not.toBe(relation)
    expect(texts(listed(live))).toEqual(texts(analyze(live.now, defaultSettings).connections))
  })

  const followed = new Map<string, { inPlace: number; anew: number }>()

  it(`after edits of its objects says what an analysis of the whole would, and what changed, on ${clusters} meshes`, () => {
    fc.assert(
      fc.property(
        randomMesh,
        randomMesh,
        fc.array(meshObject, { maxLength: 4, size: 'max' }),
        fc.array(fc.tuple(fc.nat(1000), fc.nat(3)), { minLength: 2, maxLength: 6, size: 'max' }),
        (first, second, more, edits) => {
          const objects = [...first.objects, ...more.map((make, index) => make(index))]
          const capture = captureOf(objects.map(object => JSON.stringify(object)))
          const pool = [
            ...capture.objects,
            ...readAll(second.objects),
            ...readAll(more.map((make, index) => make(index + 1))),
          ].filter(({ ref }) => !['Pod', 'Namespace', 'Service'].includes(ref.kind))
          const live = new LiveAnalysis(capture)
          let before = byPair(listed(live))
          for (const [pick, remove] of edits) {
            const picked = pool[pick % pool.length]
            if (!picked) continue
            const held = live.relation
            const { ref } = picked
            const result = live.apply(
              remove === 0 ? { kind: 'delete', ref } : { kind: 'put', object: picked },
            )
            const count = followed.get(ref.kind) ?? { inPlace: 0, anew: 0 }
            if (live.relation === held) count.inPlace++
            else count.anew++
            followed.set(ref.kind, count)
            const wanted = analyze(live.now, defaultSettings).connections
            expect(texts(listed(live))).toEqual(texts(wanted))
            const after = byPair(wanted)
            expect(changed(before, result.changes())).toEqual(after)
            before = after
          }
        },
      ),
      { numRuns: clusters, seed },
    )
    for (const [kind, { inPlace, anew }] of followed) expect([kind, inPlace > anew]).toEqual([kind, true])
  }, 600_000)
})
