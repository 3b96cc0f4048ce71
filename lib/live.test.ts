import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomCase, type RandomCase } from '../test/third-opinion/random-cluster'
import {
  clusterNetworkPolicy,
  controller,
  injector,
  labelledNode,
  namespace,
  networkPolicy,
  object,
  pod,
} from '../test/kit/manifests'
import { captureOf } from '../test/kit/world'
import { analyze } from './analyze'
import { Connections } from './engine/relation/connections'
import { LiveAnalysis } from './live'
import type { Capture } from './model/capture'
import type { Connection } from './model/connection'
import { refKey } from './model/object'
import { defaultSettings } from './model/settings'
import { Collector } from './sources/collect'
import { readText } from './sources/read-text'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 500)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

function readObjects(objects: RandomCase['objects']): Capture {
  const collector = new Collector()
  for (const _ of readText(
    objects.map(object => JSON.stringify(object)).join('\n---\n'),
    'a.yaml',
    collector,
  ));
  return collector.capture({ kind: 'manifests', label: 'random' })
}

const texts = (connections: Iterable<Connection>): string[] =>
  [...connections]
    .map(each =>
      JSON.stringify(each, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
    )
    .sort()

const listed = ({ relation }: LiveAnalysis): string[] =>
  texts(new Connections(relation).all(relation.world.inventory.workloads))

describe('a live analysis', () => {
  it('tells which connections an edit closes, and which it opens again', () => {
    const capture = captureOf([namespace('shop'), pod('shop/web'), pod('shop/db')])
    const [deny] = captureOf([networkPolicy('shop/deny', '{podSelector: {matchLabels: {app: db}}}')]).objects
    if (!deny) throw new Error('there is a policy')
    const live = new LiveAnalysis(capture)
    const told = (): string[] =>
      live
        .apply(
          live.now.objects.some(({ ref }) => refKey(ref) === refKey(deny.ref))
            ? { kind: 'delete', ref: deny.ref }
            : { kind: 'put', object: deny },
        )
        .changes()
        .map(
          ({ kind, from, to }) =>
            `${kind} ${[from, to].map(end => (end.kind === 'workload' ? end.key : 'outside')).join(' -> ')}`,
        )
        .sort()
    expect(told()).toEqual([
      'removed outside -> shop/db[Pod]',
      'removed outside -> shop/db[Pod]',
      'removed shop/web[Pod] -> shop/db[Pod]',
    ])
    expect(told()).toEqual([
      'added outside -> shop/db[Pod]',
      'added outside -> shop/db[Pod]',
      'added shop/web[Pod] -> shop/db[Pod]',
    ])
  })

  /** Puts documents one after the other; after each the analysis says what one of the whole would. */
  function follow(live: LiveAnalysis, edits: readonly string[]): void {
    for (const edit of edits) {
      const [read] = captureOf([edit]).objects
      if (!read) throw new Error('there is an object')
      live.apply({ kind: 'put', object: read })
      expect(listed(live)).toEqual(texts(analyze(live.now, defaultSettings).connections))
    }
  }

  /** The same, and the relation is the one that was there: nothing was made anew. */
  function followInPlace(live: LiveAnalysis, edits: readonly string[]): void {
    const { relation } = live
    follow(live, edits)
    expect(live.relation).toBe(relation)
  }

  it('lets in whoever comes to be meant by the labels of a namespace, and nobody who was before', () => {
    const live = new LiveAnalysis(
      captureOf([
        namespace('shop'),
        namespace('ops', 'team: a'),
        pod('shop/web'),
        pod('ops/probe'),
        networkPolicy(
          'shop/from-a',
          '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]}',
        ),
      ]),
    )
    followInPlace(live, [namespace('ops', 'team: b'), namespace('ops', 'team: a'), namespace('ops')])
  })

  const closed = networkPolicy('shop/closed', '{podSelector: {matchLabels: {app: web}}}')
  const agent = (name: string, node: string): string =>
    pod(`shop/${name}`, { labels: 'app: agent', owner: 'DaemonSet/agent', hostNetwork: true, node })

  it('lets a node talk to a pod that comes to it, and not to one that has left it', () => {
    const web = (node: string): string => pod('shop/web', { node })
    const live = new LiveAnalysis(captureOf([namespace('shop'), web('n1'), agent('one', 'n1'), closed]))
    followInPlace(live, [web('n2'), web('n1')])
  })

  it('lets pods of the host network talk to a pod only while all of them share its node', () => {
    const live = new LiveAnalysis(
      captureOf([
        namespace('shop'),
        pod('shop/web', { node: 'n1' }),
        agent('one', 'n1'),
        agent('two', 'n1'),
        closed,
      ]),
    )
    followInPlace(live, [agent('two', 'n2'), agent('two', 'n1')])
  })

  it('does not know whether a policy governs a new kind of pod where the labels of its namespace are hidden', () => {
    const live = new LiveAnalysis(
      captureOf(
        [
          pod('shop/web'),
          clusterNetworkPolicy(
            'closed',
            '{tier: Admin, priority: 1, subject: {pods: {namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchExpressions: [{key: app, operator: Exists}]}}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}',
          ),
        ],
        [{ kind: 'namespace-labels', namespace: 'shop', reason: 'forbidden' }],
      ),
    )
    followInPlace(live, [pod('shop/db')])
  })

  it('takes a namespace apart from those whose names begin with its own', () => {
    const others = ['shop', 'shop-eu', 'shop1'].map(name => pod(`${name}/web`))
    followInPlace(new LiveAnalysis(captureOf(others)), [
      pod('shop/web', { labels: 'app: new' }),
      pod('shop/db'),
    ])
  })

  it('takes the whole cluster into account once something in it is meant to be in a mesh', () => {
    const live = new LiveAnalysis(
      captureOf([namespace('shop'), controller('Deployment', 'shop/cart'), pod('x/a'), injector()]),
    )
    const cart = (): string | undefined =>
      live.relation.world.inventory.pods.find(({ name }) => name === 'cart')?.proxy
    const edits: readonly (readonly [document: string, proxy: string])[] = [
      [namespace('shop', 'istio-injection: enabled'), 'sidecar'],
      [pod('shop/web'), 'sidecar'],
      [namespace('shop'), 'none'],
      [pod('shop/db'), 'none'],
    ]
    for (const [document, proxy] of edits) {
      follow(live, [document])
      expect(cart()).toBe(proxy)
    }
  })

  it('knows of webhooks that inject where no label speaks of it', () => {
    const everywhere = object(
      'admissionregistration.k8s.io/v1',
      'MutatingWebhookConfiguration',
      'istio-sidecar-injector',
      'webhooks: [{failurePolicy: Fail}]',
    )
    const live = new LiveAnalysis(captureOf([namespace('shop'), pod('x/a'), everywhere]))
    follow(live, [controller('Deployment', 'shop/cart')])
    const { pods } = live.relation.world.inventory
    expect(pods.map(({ name, proxy }) => `${name} ${proxy}`)).toEqual(['cart sidecar', 'a none'])
  })

  it('forgets a policy of a kind that is not read when it is deleted', () => {
    const unread = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/closed')
    const live = new LiveAnalysis(captureOf([pod('shop/web'), pod('shop/db'), unread]))
    const [policy] = captureOf([unread]).objects
    if (!policy) throw new Error('there is a policy')
    live.apply({ kind: 'delete', ref: policy.ref })
    expect(listed(live)).toEqual(texts(analyze(live.now, defaultSettings).connections))
  })

  it('denies nothing any more once the engine is told to enforce nothing', () => {
    const config = (audit: string): string =>
      object('v1', 'ConfigMap', 'kube-system/cilium-config', `data: {policy-audit-mode: "${audit}"}`)
    const live = new LiveAnalysis(
      captureOf([
        pod('shop/web'),
        pod('shop/db'),
        networkPolicy('shop/closed', '{podSelector: {}}'),
        config('false'),
      ]),
    )
    const before = listed(live)
    follow(live, [config('true')])
    expect(listed(live)).not.toEqual(before)
    follow(live, [config('false')])
    expect(listed(live)).toEqual(before)
  })

  it('judges as another engine does once that engine is seen, and no other once it is', () => {
    const live = new LiveAnalysis(
      captureOf([
        pod('shop/web', { ip: '10.0.0.1' }),
        pod('shop/db', { ip: '10.0.0.2' }),
        networkPolicy('shop/block', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}'),
      ]),
    )
    const before = listed(live)
    follow(live, [object('apps/v1', 'DaemonSet', 'kube-system/calico-node')])
    // Calico agrees with what was assumed; that another engine would not is no longer worth knowing.
    expect(listed(live)).not.toEqual(before)
  })

  it('knows a namespace from its first policy on', () => {
    const live = new LiveAnalysis(captureOf([namespace('shop'), pod('shop/web')]))
    follow(live, [networkPolicy('ops/closed', '{podSelector: {}}')])
    expect([...live.relation.world.inventory.namespaces.keys()].sort()).toEqual(['ops', 'shop'])
    follow(live, [pod('ops/probe')])
  })

  it('denies what is denied by the labels of a node once the node bears them', () => {
    const labelled = (zone: string): string => labelledNode('n1', `zone: ${zone}`, '192.168.7.10')
    const live = new LiveAnalysis(
      captureOf([
        labelled('a'),
        pod('shop/web'),
        pod('mon/agent', { hostNetwork: true, node: 'n1', ip: '192.168.7.10' }),
        clusterNetworkPolicy(
          'no-zone-b',
          '{tier: Admin, priority: 1, subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}}, egress: [{action: Deny, to: [{nodes: {matchLabels: {zone: b}}}]}]}',
        ),
      ]),
    )
    const [relabelled] = captureOf([labelled('b')]).objects
    if (!relabelled) throw new Error('there is a node')
    const before = listed(live)
    live.apply({ kind: 'put', object: relabelled })
    expect(listed(live)).not.toEqual(before)
    expect(listed(live)).toEqual(texts(analyze(live.now, defaultSettings).connections))
  })

  it(`after edits of any object says what an analysis of the whole would, on ${clusters} clusters`, () => {
    fc.assert(
      fc.property(
        randomCase,
        randomCase,
        fc.array(fc.tuple(fc.nat(1000), fc.boolean()), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (first, second, edits, cramped) => {
          const capture = readObjects(first.objects)
          const pool = [...capture.objects, ...readObjects(second.objects).objects]
          const live = new LiveAnalysis(capture, defaultSettings, ...(cramped ? [() => 0] : []))
          for (const [pick, remove] of edits) {
            const picked = pool[pick % pool.length]
            if (!picked) continue
            live.apply(remove ? { kind: 'delete', ref: picked.ref } : { kind: 'put', object: picked })
            expect(live.compact()).toBe(cramped)
            expect(listed(live)).toEqual(texts(analyze(live.now, defaultSettings).connections))
          }
        },
      ),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})
