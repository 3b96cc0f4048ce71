import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../test/kit/istio'
import { controller, namespace, pod } from '../../test/kit/manifests'
import { meshPod, meshSettings } from '../../test/kit/mesh'
import { captureOf } from '../../test/kit/world'
import { analyze } from '../analyze'
import type { IdentityReport } from '../model/identities'
import { defaultSettings } from '../model/settings'

const report = (...documents: readonly string[]): IdentityReport =>
  analyze(captureOf(documents), defaultSettings).identityReport()

const presented = ({ identities }: IdentityReport): string[] =>
  identities.map(
    ({ identity, presenters }) =>
      `${identity}: ${presenters.map(({ workload, pods, of }) => `${workload} ${pods}/${of}`).join(', ')}`,
  )

const nameless = (found: IdentityReport): string[] =>
  found.nameless.map(
    ({ workload, pods, of, why, othersDo }) =>
      `${workload} ${pods}/${of} ${why}${othersDo ? ', others do' : ''}`,
  )

/** `identity: ACTION object by text`, one line for each rule that names it. */
const namedBy = ({ identities }: IdentityReport): string[] =>
  identities.flatMap(({ identity, named }) =>
    named.flatMap(({ by, text, rules }) =>
      rules.map(
        ({ object, action, certain }) =>
          `${identity.slice('cluster.local/ns/'.length)}: ${action} ${object.name} by ${by} ${text}${certain ? '' : '?'}`,
      ),
    ),
  )

const owned = (document: string, owner: string): string =>
  document.replace(
    'metadata: {',
    `metadata: {ownerReferences: [{kind: Deployment, name: ${owner}, controller: true}], `,
  )

describe('who presents an identity', () => {
  it('is a pod with a proxy, by its trust domain, namespace and service account', () => {
    const found = report(
      meshSettings('trustDomain: shop.example'),
      meshPod('shop/cart', 'sidecar'),
      meshPod('shop/api', 'ambient', { account: 'default' }),
      meshPod('data/etl', 'sidecar', { account: 'default' }),
      meshPod('data/cron', 'sidecar', { account: 'default' }),
    )
    expect(presented(found)).toEqual([
      'shop.example/ns/data/sa/default: data/cron[Pod] 1/1, data/etl[Pod] 1/1',
      'shop.example/ns/shop/sa/cart: shop/cart[Pod] 1/1',
      'shop.example/ns/shop/sa/default: shop/api[Pod] 1/1',
    ])
    expect(found.identities[0]).toMatchObject({
      trustDomain: 'shop.example',
      namespace: 'data',
      serviceAccount: 'default',
    })
    expect(found.nameless).toEqual([])
  })

  it('may be some pods of a workload and not the others', () => {
    const found = report(
      namespace('shop', 'istio-injection: enabled'),
      owned(meshPod('shop/cart-1', 'sidecar', { account: 'cart' }), 'cart'),
      owned(meshPod('shop/cart-2', 'naked', { account: 'cart' }), 'cart'),
    )
    expect(presented(found)).toEqual(['cluster.local/ns/shop/sa/cart: shop/cart[Deployment] 1/2'])
    expect(nameless(found)).toEqual(['shop/cart[Deployment] 1/2 not-captured, others do'])
  })

  it('is only meant to where nobody is seen who would inject', () => {
    const found = report(
      namespace('shop', 'istio-injection: enabled'),
      controller('Deployment', 'shop/cart', { account: 'cart' }),
    )
    expect(found.identities.map(({ presenters }) => presenters)).toEqual([
      [{ workload: 'shop/cart[Deployment]', pods: 1, of: 1, proxies: ['unknown'] }],
    ])
  })

  it('is nobody without a mesh', () => {
    const found = report(pod('shop/a'))
    expect(presented(found)).toEqual([])
    expect(nameless(found)).toEqual(['shop/a[Pod] 1/1 outside'])
  })
})

describe('who presents none', () => {
  const enabled = namespace('shop', 'istio-injection: enabled')
  it.each([
    ['a pod older than the label of its namespace', enabled, {}, 'not-captured'],
    ['a pod of a revision', namespace('shop', 'istio.io/rev: canary'), {}, 'not-captured'],
    ['a pod not captured yet', namespace('shop', 'istio.io/dataplane-mode: ambient'), {}, 'not-captured'],
    ['a pod that asks to stay out', enabled, { labels: 'sidecar.istio.io/inject: "false"' }, 'left-out'],
    ['the same by annotation', enabled, { annotations: 'sidecar.istio.io/inject: "false"' }, 'left-out'],
    [
      'a pod that is no ambient one',
      namespace('shop', 'istio.io/dataplane-mode: ambient'),
      { labels: 'istio.io/dataplane-mode: none' },
      'left-out',
    ],
    ['a pod in the network of its node', enabled, { hostNetwork: true }, 'host-network'],
    ['a pod that nobody wants in', namespace('shop'), {}, 'outside'],
    [
      'one that asks to stay out where nobody is in',
      namespace('shop'),
      { labels: 'sidecar.istio.io/inject: "false"' },
      'outside',
    ],
    [
      'a namespace that is switched off',
      namespace('shop', 'istio-injection: disabled, istio.io/rev: canary'),
      {},
      'outside',
    ],
    [
      'a pod that asks in by itself',
      namespace('shop'),
      { labels: 'sidecar.istio.io/inject: "true"' },
      'not-captured',
    ],
  ])('%s', (_, ofNamespace, options, why) => {
    expect(report(ofNamespace, meshPod('shop/a', 'naked', options)).nameless).toMatchObject([{ why }])
  })
})

describe('which rules name an identity', () => {
  const pods = [
    meshPod('shop/cart', 'sidecar'),
    meshPod('shop/web', 'sidecar'),
    meshPod('data/etl', 'sidecar'),
    meshPod('shop/api', 'sidecar'),
  ]
  const names = (action: string, ...sources: readonly string[]): string[] =>
    namedBy(
      report(
        ...pods,
        authorizationPolicy(
          'shop/p',
          `{action: ${action}, rules: [{from: [${sources.map(source => `{source: {${source}}}`).join(', ')}]}]}`,
        ),
      ),
    )

  it.each([
    [
      'a principal',
      ['principals: [cluster.local/ns/shop/sa/cart]'],
      ['shop/sa/cart: allow p by account cluster.local/ns/shop/sa/cart'],
    ],
    [
      'an open principal',
      ['principals: [cluster.local/ns/data/*]'],
      ['data/sa/etl: allow p by pattern cluster.local/ns/data/*'],
    ],
    ['a namespace', ['namespaces: [data]'], ['data/sa/etl: allow p by namespace data']],
    ['a service account', ['serviceAccounts: [cart]'], ['shop/sa/cart: allow p by account shop/cart']],
    [
      'both must hold',
      ['principals: [cluster.local/ns/shop/sa/cart, cluster.local/ns/data/sa/etl], namespaces: [data]'],
      ['data/sa/etl: allow p by account cluster.local/ns/data/sa/etl'],
    ],
    [
      'what is left of a namespace',
      ['namespaces: [shop], notPrincipals: [cluster.local/ns/shop/sa/cart]'],
      ['shop/sa/api: allow p by namespace shop', 'shop/sa/web: allow p by namespace shop'],
    ],
    ['an exclusion names nobody', ['notNamespaces: [data]'], []],
    ['nor does an address', ['ipBlocks: [10.0.0.0/8]'], []],
    ['nobody is there', ['principals: [cluster.local/ns/shop/sa/nobody]'], []],
  ])('%s', (_, sources, expected) => {
    expect(names('ALLOW', ...sources)).toEqual(expected)
  })

  it('may also deny', () => {
    expect(names('DENY', 'namespaces: [data]')).toEqual(['data/sa/etl: deny p by namespace data'])
  })

  it('is none that only watches', () => {
    expect(names('AUDIT', 'namespaces: [data]')).toEqual([])
  })

  it('is doubtful where the object would be refused', () => {
    expect(names('ALLOW', 'namespaces: [data], serviceAccounts: [data/etl]')).toEqual([
      'data/sa/etl: allow p by account data/etl?',
    ])
  })

  it('is looked at once for all rules that say the same', () => {
    const rule = '{rules: [{from: [{source: {namespaces: [shop]}}]}]}'
    const { identities } = report(
      ...pods,
      authorizationPolicy('shop/a', rule),
      authorizationPolicy('data/b', rule),
    )
    const lists = identities.flatMap(({ named }) => named.map(({ rules }) => rules))
    expect(lists).toHaveLength(3)
    expect(new Set(lists).size).toBe(1)
    expect(lists[0]?.map(({ object }) => object.name)).toEqual(['a', 'b'])
  })
})
