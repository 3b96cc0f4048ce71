import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { istioObject, meshPod, meshService } from '../../../../test/kit/mesh'
import { namespace } from '../../../../test/kit/manifests'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-waypoint-missing'
const ready = 'status: {addresses: [{value: 10.0.0.1}]}'
const gateway = (name: string, { status = ready, purpose = '', listeners = '[]' } = {}): string =>
  istioObject(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    name,
    `{gatewayClassName: istio-waypoint, listeners: ${listeners}}\n${status}`,
  ).replace(
    'metadata: {',
    `metadata: {${purpose === '' ? '' : `labels: {istio.io/waypoint-for: ${purpose}}, `}`,
  )
const use = 'istio.io/use-waypoint: wp'
const pod = meshPod('shop/api', 'ambient')
const byService = [pod, meshService('shop/api', { labels: use })]
const byNamespace = [pod, namespace('shop', use), meshService('shop/api')]
const ofService = 'Service shop/api metadata.labels["istio.io/use-waypoint"]: shop/api[Pod]'
const ofNamespace = 'Namespace shop metadata.labels["istio.io/use-waypoint"]: shop/api[Pod]'

describe(code, () => {
  it.each([
    ['is ready', [...byService, gateway('shop/wp')], []],
    ['is not there', byService, [ofService]],
    ['is not there, for a namespace', byNamespace, [ofNamespace]],
    ['is misspelt', [...byService, gateway('shop/wpp')], [ofService]],
    [
      'has no address',
      [...byService, gateway('shop/wp', { status: 'status: {addresses: []}' })],
      [ofService],
    ],
    [
      'has no status',
      [...byService, gateway('shop/wp', { status: '' })],
      [`${ofService} perhaps: the Gateway is here without a status, which says whether it is ready`],
    ],
    [
      'is for pods, and a Service asks',
      [...byService, gateway('shop/wp', { purpose: 'workload' })],
      [ofService],
    ],
    ['is for pods, and a namespace asks', [...byNamespace, gateway('shop/wp', { purpose: 'workload' })], []],
    ['is for nothing', [...byNamespace, gateway('shop/wp', { purpose: 'none' })], [ofNamespace]],
    [
      'is closed to the namespace',
      [
        pod,
        meshService('shop/api', { labels: `${use}, istio.io/use-waypoint-namespace: edge` }),
        gateway('edge/wp'),
      ],
      [ofService],
    ],
    [
      'is opted out of',
      [pod, namespace('shop', use), meshService('shop/api', { labels: 'istio.io/use-waypoint: none' })],
      [],
    ],
    [
      'is asked for by sidecars alone',
      [meshPod('shop/api', 'sidecar'), meshService('shop/api', { labels: use })],
      [],
    ],
  ])('%s', (_, documents, expected) => {
    expect(found(code, documents)).toEqual(expected)
  })

  it('matters more where policies rest on it', () => {
    const rules = 'rules: [{to: [{operation: {methods: [GET]}}]}]'
    const severities = (spec: string): string[] =>
      findingsOf(code, [...byService, authorizationPolicy('shop/a', `{${spec}, ${rules}}`)]).map(
        ({ severity }) => severity,
      )
    expect([
      severities('targetRefs: [{group: "", kind: Service, name: api}]'),
      severities('targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: wp}]'),
      severities('targetRefs: [{group: "", kind: Service, name: other}]'),
      severities('selector: {matchLabels: {app: api}}'),
    ]).toEqual([['high'], ['high'], ['medium'], ['medium']])
  })

  it('in doubt: Gateways could not be listed', () => {
    const gap = {
      kind: 'unlisted' as const,
      object: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: '*' },
      why: 'forbidden' as const,
      reason: '403',
    }
    expect(findingsOf(code, byService, [gap]).map(({ doubt }) => doubt)).toEqual([
      'some Gateway may be missing: 403',
    ])
  })
})
