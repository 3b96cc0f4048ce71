import { describe, expect, it } from 'vitest'
import { destinationRule, meshPod, meshService, meshSettings, openMesh } from '../../../test/kit/mesh'

// One TLS mode per rule, so that the wire tells which rule counts; the server takes both, and `mtls` means that none does.
const off = 'trafficPolicy: {tls: {mode: DISABLE}}'
const own = 'trafficPolicy: {tls: {mode: SIMPLE}}'
const full = 'api.shop.svc.cluster.local'

const seen = (documents: readonly string[], labels = ''): string =>
  openMesh([
    meshPod('c/client', 'sidecar', { labels }),
    meshPod('istio-system/root', 'sidecar'),
    meshPod('shop/near', 'sidecar'),
    meshPod('shop/api', 'sidecar'),
    meshService('shop/api', { ports: ['tcp:9000'] }),
    ...documents,
  ])
    .wire('c/client -> shop/api 9000 service')
    .split(' ')[0] ?? ''

describe('1. the client’s namespace, that of the Service, the root; the first with a rule decides', () => {
  const rule = (namespace: string, spec: string): string => destinationRule(`${namespace}/r`, spec)
  it.each([
    [
      'the client’s',
      [rule('c', `{host: ${full}, ${off}}`), rule('shop', `{host: ${full}, ${own}}`)],
      'plaintext',
    ],
    [
      'the Service’s',
      [rule('shop', `{host: ${full}, ${off}}`), rule('istio-system', `{host: ${full}, ${own}}`)],
      'plaintext',
    ],
    ['the root’s', [rule('istio-system', `{host: ${full}, ${off}}`)], 'plaintext'],
    ['another’s', [rule('other', `{host: ${full}, ${off}}`)], 'mtls'],
    // Nothing is merged: a wildcard of the client's own namespace wins over the Service's exact rule.
    [
      'a wildcard of the client’s',
      [rule('c', `{host: "*.local", ${off}}`), rule('shop', `{host: ${full}, ${own}}`)],
      'plaintext',
    ],
    [
      'one that says nothing about TLS',
      [rule('c', `{host: ${full}}`), rule('shop', `{host: ${full}, ${off}}`)],
      'mtls',
    ],
  ])('%s', (_, documents, expected) => {
    expect(seen(documents)).toBe(expected)
  })

  it('for clients in the root namespace only rules for it alone come first', () => {
    const ask = (exportTo: string): string =>
      openMesh([
        meshPod('istio-system/root', 'sidecar'),
        meshPod('shop/api', 'sidecar'),
        meshService('shop/api', { ports: ['tcp:9000'] }),
        destinationRule('istio-system/r', `{host: ${full}, ${off}${exportTo}}`),
        destinationRule('shop/r', `{host: ${full}, ${own}}`),
      ]).wire('istio-system/root -> shop/api 9000 service')
    expect(ask(', exportTo: ["."]')).toBe('plaintext any')
    expect(ask('')).toBe('app-tls any')
  })
})

describe('2. the most specific host', () => {
  it.each([
    [
      'exact before wildcard',
      [`{host: ${full}, ${off}}`, `{host: "*.shop.svc.cluster.local", ${own}}`],
      'plaintext',
    ],
    [
      'the longer wildcard',
      [`{host: "*.cluster.local", ${own}}`, `{host: "*.shop.svc.cluster.local", ${off}}`],
      'plaintext',
    ],
    // An exact rule that is shown to others hides a wildcard that would be seen; a rule for its own namespace does not.
    [
      'hidden by a rule for others',
      [`{host: ${full}, exportTo: [x], ${own}}`, `{host: "*.local", ${off}}`],
      'mtls',
    ],
    [
      'not hidden by a private rule',
      [`{host: ${full}, exportTo: ["."], ${own}}`, `{host: "*.local", ${off}}`],
      'plaintext',
    ],
    // A short host is one of the rule's own namespace; one with a dot is taken as written.
    ['a short host', [`{host: api, ${off}}`], 'plaintext'],
    ['half a host', [`{host: api.shop, ${off}}`], 'mtls'],
  ])('%s', (_, specs, expected) => {
    expect(seen(specs.map((spec, at) => destinationRule(`shop/r${at}`, spec)))).toBe(expected)
  })

  it('a short host of the client’s namespace is not the Service', () => {
    expect(seen([destinationRule('c/r', `{host: api, ${off}}`)])).toBe('mtls')
  })
})

describe('3. who sees a rule', () => {
  it.each([
    ['', 'plaintext'],
    [', exportTo: ["*"]', 'plaintext'],
    [', exportTo: [c, x]', 'plaintext'],
    [', exportTo: ["."]', 'mtls'],
    [', exportTo: [x]', 'mtls'],
  ])('exportTo%s: %s', (exportTo, expected) => {
    expect(seen([destinationRule('shop/r', `{host: ${full}, ${off}${exportTo}}`)])).toBe(expected)
  })

  it.each([
    ['', 'mtls'],
    [', exportTo: ["*"]', 'plaintext'],
  ])('the mesh may say what an empty one means, which is not `*`%s', (exportTo, expected) => {
    expect(
      seen([
        meshSettings('defaultDestinationRuleExportTo: ["."]'),
        destinationRule('shop/r', `{host: ${full}, ${off}${exportTo}}`),
      ]),
    ).toBe(expected)
  })

  it.each([
    ['', 'plaintext'],
    [', exportTo: ["."]', 'plaintext'],
    [', exportTo: [c]', 'plaintext'],
    [', exportTo: [x]', 'mtls'],
  ])('in its own namespace: %s', (exportTo, expected) => {
    expect(seen([destinationRule('c/r', `{host: ${full}, ${off}${exportTo}}`)])).toBe(expected)
  })
})

describe('4. the same host twice in a namespace', () => {
  const at = (minute: number): string => `2026-01-01T00:0${minute}:00Z`
  const two = (first: string, second: string): readonly string[] => [
    destinationRule('shop/b', `{host: ${full}${first}}`, at(1)),
    destinationRule('shop/a', `{host: ${full}${second}}`, at(2)),
  ]

  it.each([
    ['the oldest decides where both are shown to the same', two(`, ${off}`, `, ${own}`), 'plaintext'],
    ['one without a policy takes that of the younger', two('', `, ${off}`), 'plaintext'],
    ['else the newest that is seen', two(`, ${own}`, `, ${off}, exportTo: ["*"]`), 'plaintext'],
    ['a younger one that is not seen', two(`, ${off}`, `, ${own}, exportTo: [x]`), 'plaintext'],
  ])('%s', (_, documents, expected) => {
    expect(seen(documents)).toBe(expected)
  })

  it('of one age, either may be the older', () => {
    const same = (other: string): string =>
      seen([
        destinationRule('shop/a', `{host: ${full}, ${off}}`),
        destinationRule('shop/b', `{host: ${full}, ${other}}`),
      ])
    expect(same(own)).toBe('unknown')
    expect(same(off)).toBe('plaintext')
  })

  it('rules for some workloads go first there, and are nothing to anybody else', () => {
    const rules = (namespace: string): readonly string[] => [
      destinationRule(
        `${namespace}/some`,
        `{host: ${full}, ${off}, workloadSelector: {matchLabels: {v: a}}}`,
        at(1),
      ),
      destinationRule(`${namespace}/all`, `{host: ${full}, ${own}}`, at(2)),
    ]
    expect(seen(rules('c'), 'v: a')).toBe('plaintext')
    expect(seen(rules('c'), 'v: b')).toBe('app-tls')
    expect(seen(rules('shop'), 'v: a')).toBe('app-tls')
    const hides = [
      destinationRule('shop/some', `{host: ${full}, ${own}, workloadSelector: {matchLabels: {v: a}}}`),
      destinationRule('istio-system/all', `{host: "*.local", ${off}}`),
    ]
    expect(seen(hides, 'v: a')).toBe('plaintext')
  })
})

describe('a rule that Istio would refuse', () => {
  it('makes the answer unknown where it would count', () => {
    const bad = (namespace: string, host: string): string =>
      seen([destinationRule(`${namespace}/r`, `{host: "${host}", tls: {mode: DISABLE}}`)])
    expect(bad('c', full)).toBe('unknown')
    expect(bad('shop', '*.local')).toBe('unknown')
    expect(bad('shop', 'other.shop.svc.cluster.local')).toBe('mtls')
    expect(bad('other', full)).toBe('mtls')
    expect(seen([destinationRule('c/r', '{trafficPolicy: {}}')])).toBe('unknown')
  })
})
