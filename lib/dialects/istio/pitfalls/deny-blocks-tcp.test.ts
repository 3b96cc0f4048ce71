import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { meshPod, meshService } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-deny-blocks-tcp'
const deny = (rule: string, name = 'shop/a', action = 'DENY'): string =>
  authorizationPolicy(name, `{action: ${action}, rules: [${rule}]}`)
const onMethod = '{to: [{operation: {methods: [GET]}}]}'
const rule = 'AuthorizationPolicy shop/a spec.rules[0]: shop/db[Pod]'
const pods = [
  meshPod('shop/db', 'sidecar'),
  meshPod('shop/web', 'sidecar'),
  meshService('shop/db', { ports: ['tcp:5432', 'http:8080'] }),
  meshService('shop/web'),
]

describe(code, () => {
  it.each([
    ['methods alone', [deny(onMethod)], [rule]],
    [
      'paths in the second rule',
      [deny('{from: [{source: {namespaces: [x]}}]}, {to: [{operation: {paths: ["/a"]}}]}')],
      [rule.replace('[0]', '[1]')],
    ],
    ['a header', [deny('{when: [{key: "request.headers[x]", values: [a]}]}')], [rule]],
    [
      'with a source',
      [deny('{from: [{source: {namespaces: [x]}}], to: [{operation: {methods: [GET]}}]}')],
      [rule],
    ],
    [
      'from the root namespace',
      [deny(onMethod, 'istio-system/a')],
      ['AuthorizationPolicy istio-system/a spec.rules[0]: shop/db[Pod]'],
    ],
    ['with ports', [deny('{to: [{operation: {methods: [GET], ports: ["8080"]}}]}')], []],
    ['of addresses alone', [deny('{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}')], []],
    ['of sources alone', [deny('{from: [{source: {namespaces: [x]}}]}')], []],
    ['ALLOW', [deny(onMethod, 'shop/a', 'ALLOW')], []],
    ['elsewhere', [deny(onMethod, 'crm/a')], []],
    [
      'only tried out',
      [
        authorizationPolicy(
          'shop/a',
          `{action: DENY, rules: [${onMethod}]}`,
          'annotations: {istio.io/dry-run: "true"}',
        ),
      ],
      [],
    ],
    [
      'that Istio would refuse',
      [authorizationPolicy('shop/a', `{action: DENY, other: 1, rules: [${onMethod}]}`)],
      [`${rule} perhaps: Istio would refuse the policy as it is written, so that it may not be there`],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })

  it.each([
    [
      'a port that is sniffed',
      'other:7000',
      [`${rule} perhaps: whether these ports carry requests is found out by looking at them`],
    ],
    ['a port of HTTP', 'http:7000', []],
    ['a port of TLS', 'https:7000', [rule]],
  ])('%s', (_, port, expected) => {
    const documents = [
      meshPod('shop/db', 'sidecar'),
      meshService('shop/db', { ports: [port] }),
      deny(onMethod),
    ]
    expect(found(code, documents)).toEqual(expected)
  })

  it('is of no ztunnel', () => {
    const documents = [
      meshPod('shop/db', 'ambient'),
      meshService('shop/db', { ports: ['tcp:5432'] }),
      deny(onMethod),
    ]
    expect(found(code, documents)).toEqual([])
  })

  it('names the ports, and who is denied', () => {
    expect(findingsOf(code, [...pods, deny(onMethod)]).map(({ title }) => title)).toEqual([
      'AuthorizationPolicy shop/a denies by what requests say and names no port: where the proxy sees no requests it denies everybody all of TCP, db.shop.svc.cluster.local:5432 included',
    ])
  })
})
