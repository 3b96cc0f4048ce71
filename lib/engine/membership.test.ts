import { describe, expect, it } from 'vitest'
import { captureOf, liveCaptureOf } from '../../test/kit/world'
import type { Capture } from '../model/capture'
import { injector, namespace, object } from '../../test/kit/manifests'
import { defaultSettings } from '../model/settings'
import { takeInventory } from './inventory'

interface Row {
  readonly title: string
  readonly labels?: string
  readonly annotations?: string
  readonly containers?: string
  readonly inits?: string
  readonly hostNetwork?: boolean
  /** Labels of the namespace. */
  readonly namespace?: string
  /** Whose signs are there too. */
  readonly beside?: readonly string[]
  readonly pod: string
  readonly template: string
}

const webhook = injector()
const webhooks = (list: string, name = 'istio-sidecar-injector'): string =>
  object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', name, list)
const istiod = object(
  'apps/v1',
  'Deployment',
  'istio-system/istiod-canary',
  'spec: {template: {metadata: {labels: {app: istiod}}, spec: {containers: [{name: discovery}]}}}',
)
const ztunnel = object(
  'apps/v1',
  'DaemonSet',
  'istio-system/ztunnel',
  'spec: {template: {metadata: {labels: {app: ztunnel}}, spec: {containers: [{name: istio-proxy}]}}}',
)

const app = '{name: app}'
const proxy = '{name: istio-proxy}'

const rows: readonly Row[] = [
  { title: 'neither container nor mark', pod: 'none', template: 'none' },
  {
    title: 'a container istio-proxy',
    containers: `${app}, ${proxy}`,
    pod: 'sidecar',
    template: 'sidecar',
  },
  {
    title: 'a native sidecar',
    inits: '{name: istio-proxy, restartPolicy: Always}',
    pod: 'sidecar',
    template: 'sidecar',
  },
  {
    title: 'an init container that ends',
    inits: '{name: istio-proxy}',
    pod: 'none',
    template: 'none',
  },
  {
    title: 'a sidecar on the network of its host',
    containers: `${app}, ${proxy}`,
    hostNetwork: true,
    pod: 'none',
    template: 'none',
  },
  {
    title: 'the mark of capture',
    annotations: 'ambient.istio.io/redirection: enabled',
    pod: 'ztunnel',
    template: 'ztunnel',
  },
  {
    title: 'capture that is pending',
    annotations: 'ambient.istio.io/redirection: pending',
    pod: 'none',
    template: 'none',
  },
  {
    title: 'the mark of capture on the network of its host',
    annotations: 'ambient.istio.io/redirection: enabled',
    hostNetwork: true,
    pod: 'none',
    template: 'none',
  },
  {
    title: 'a waypoint',
    labels: 'gateway.networking.k8s.io/gateway-name: wp, gateway.istio.io/managed: istio.io-mesh-controller',
    containers: proxy,
    pod: 'waypoint',
    template: 'waypoint',
  },
  {
    title: 'a gateway that a controller runs',
    labels:
      'gateway.networking.k8s.io/gateway-name: gw, gateway.istio.io/managed: istio.io-gateway-controller',
    containers: proxy,
    pod: 'gateway',
    template: 'gateway',
  },
  {
    title: 'a proxy beside no application',
    containers: proxy,
    pod: 'gateway',
    template: 'gateway',
  },
  {
    title: 'a proxy that is labelled as a gateway',
    labels: 'istio: egressgateway',
    containers: `${app}, ${proxy}`,
    pod: 'gateway',
    template: 'gateway',
  },
  {
    title: 'a proxy from a template for gateways',
    annotations: 'inject.istio.io/templates: gateway',
    containers: `${proxy}, ${app}`,
    pod: 'gateway',
    template: 'gateway',
  },
  {
    title: 'a namespace with injection and nobody who injects',
    namespace: 'istio-injection: enabled',
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'a namespace with injection and the webhook',
    namespace: 'istio-injection: enabled',
    beside: [webhook],
    pod: 'none',
    template: 'sidecar',
  },
  {
    title: 'a namespace with a revision and the control plane',
    namespace: 'istio.io/rev: canary',
    beside: [istiod],
    pod: 'none',
    template: 'sidecar',
  },
  {
    title: 'a namespace without injection and a revision',
    namespace: 'istio-injection: disabled, istio.io/rev: canary',
    beside: [istiod],
    pod: 'none',
    template: 'none',
  },
  {
    title: 'a label that keeps the sidecar out',
    namespace: 'istio-injection: enabled',
    labels: 'sidecar.istio.io/inject: "false"',
    beside: [webhook],
    pod: 'none',
    template: 'none',
  },
  {
    title: 'a label that wants one, against the annotation',
    labels: 'sidecar.istio.io/inject: "true"',
    annotations: 'sidecar.istio.io/inject: "false"',
    beside: [webhook],
    pod: 'none',
    template: 'sidecar',
  },
  {
    title: 'the annotation that wants one, where no webhook is called for it',
    annotations: 'sidecar.istio.io/inject: "true"',
    beside: [webhook],
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'the annotation that wants one and the control plane',
    annotations: 'sidecar.istio.io/inject: "true"',
    beside: [istiod],
    pod: 'none',
    template: 'sidecar',
  },
  {
    title: 'the annotation that wants none, where a webhook is called all the same',
    namespace: 'istio-injection: enabled',
    annotations: 'sidecar.istio.io/inject: "false"',
    beside: [webhook],
    pod: 'none',
    template: 'none',
  },
  {
    title: 'a namespace of another revision than the webhook',
    namespace: 'istio.io/rev: canary',
    beside: [webhook, istiod],
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'a namespace of the revision of a webhook',
    namespace: 'istio.io/rev: canary',
    beside: [injector('canary')],
    pod: 'none',
    template: 'sidecar',
  },
  {
    title: 'a namespace with injection and webhooks of a revision alone',
    namespace: 'istio-injection: enabled',
    beside: [injector('canary'), istiod],
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'a namespace of a tag',
    namespace: 'istio.io/rev: prod',
    beside: [
      webhooks(
        'webhooks: [{namespaceSelector: {matchLabels: {istio.io/rev: prod}}}]',
        'istio-revision-tag-prod',
      ),
    ],
    pod: 'none',
    template: 'sidecar',
  },
  {
    title: 'a webhook that takes whatever says nothing',
    beside: [
      webhooks('webhooks: [{objectSelector: {matchExpressions: [{key: a, operator: DoesNotExist}]}}]'),
    ],
    pod: 'none',
    template: 'sidecar',
  },
  {
    title: 'a webhook that is called by the name of the namespace',
    beside: [webhooks('webhooks: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]')],
    pod: 'none',
    template: 'sidecar',
  },
  {
    title: 'a webhook that may fail',
    beside: [webhooks('webhooks: [{failurePolicy: Ignore}]')],
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'a webhook with conditions',
    beside: [webhooks('webhooks: [{matchConditions: [{name: x, expression: "true"}]}]')],
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'a webhook whose selector does not parse',
    beside: [webhooks('webhooks: [{objectSelector: {matchExpressions: [{key: a, operator: Is}]}}]')],
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'an injector that says nothing of its webhooks',
    beside: [webhooks('')],
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'an injector without webhooks',
    namespace: 'istio-injection: enabled',
    beside: [webhooks('webhooks: []'), istiod],
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'a webhook of somebody else',
    beside: [webhooks('webhooks: [{}]', 'cert-manager')],
    pod: 'none',
    template: 'none',
  },
  {
    title: 'injection on the network of the host',
    namespace: 'istio-injection: enabled',
    hostNetwork: true,
    beside: [webhook],
    pod: 'none',
    template: 'none',
  },
  {
    title: 'injection of a gateway',
    annotations: 'inject.istio.io/templates: gateway',
    labels: 'sidecar.istio.io/inject: "true"',
    beside: [webhook],
    pod: 'none',
    template: 'gateway',
  },
  {
    title: 'an ambient namespace and nobody who captures',
    namespace: 'istio.io/dataplane-mode: ambient',
    pod: 'none',
    template: 'unknown',
  },
  {
    title: 'an ambient namespace and its node agents',
    namespace: 'istio.io/dataplane-mode: ambient',
    beside: [ztunnel],
    pod: 'none',
    template: 'ztunnel',
  },
  {
    title: 'a pod that stays out of ambient',
    namespace: 'istio.io/dataplane-mode: ambient',
    labels: 'istio.io/dataplane-mode: none',
    beside: [ztunnel],
    pod: 'none',
    template: 'none',
  },
  {
    title: 'an ambient pod',
    labels: 'istio.io/dataplane-mode: ambient',
    beside: [ztunnel],
    pod: 'none',
    template: 'ztunnel',
  },
]

const workloadProxy = (documents: readonly string[]): string | undefined =>
  takeInventory(captureOf(documents), defaultSettings).inventory.workloads.find(({ name }) => name === 'cart')
    ?.pods[0]?.proxy

const podBody = ({ labels, annotations, containers, inits, hostNetwork }: Row): string =>
  `metadata: {namespace: shop, name: cart, labels: {${labels ?? ''}}, annotations: {${annotations ?? ''}}}
spec: {containers: [${containers ?? app}], initContainers: [${inits ?? ''}], hostNetwork: ${hostNetwork ?? false}}`

const templateBody = (row: Row): string =>
  `metadata: {namespace: shop, name: cart}
spec:
  template:
${podBody(row).replace('namespace: shop, name: cart, ', '').replaceAll(/^/gm, '    ')}`

describe.each(rows)('$title', row => {
  const beside = [namespace('shop', row.namespace ?? ''), ...(row.beside ?? [])]

  it(`makes a pod ${row.pod}`, () => {
    expect(workloadProxy([...beside, `apiVersion: v1\nkind: Pod\n${podBody(row)}`])).toBe(row.pod)
  })

  it(`makes a template ${row.template}`, () => {
    expect(workloadProxy([...beside, `apiVersion: apps/v1\nkind: Deployment\n${templateBody(row)}`])).toBe(
      row.template,
    )
  })
})

it('a namespace of the cluster itself gets no sidecars', () => {
  const proxies = ['kube-system', 'shop'].map(name =>
    takeInventory(
      captureOf([
        namespace(name, 'istio-injection: enabled'),
        webhook,
        object('apps/v1', 'Deployment', `${name}/cart`, `spec: {template: {spec: {containers: [${app}]}}}`),
      ]),
      defaultSettings,
    ).inventory.pods.map(({ proxy: of }) => of),
  )
  expect(proxies).toEqual([['none'], ['sidecar']])
})

describe('a cluster', () => {
  const template = object(
    'apps/v1',
    'Deployment',
    'shop/cart',
    `spec: {template: {spec: {containers: [${app}]}}}`,
  )
  const proxyIn = (capture: Capture): string | undefined =>
    takeInventory(capture, defaultSettings).inventory.pods.find(({ name }) => name === 'cart')?.proxy
  const unlisted = {
    kind: 'unlisted',
    object: { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration', name: '*' },
    why: 'forbidden',
    reason: 'the API server answers 403',
  } as const
  const meant = [namespace('shop', 'istio-injection: enabled'), istiod, template]
  const unmeant = [namespace('shop'), istiod, template]
  const hides = { kind: 'namespace-labels', namespace: 'shop', reason: 'forbidden' } as const

  it.each([
    ['tells its webhooks and has none', liveCaptureOf(meant), 'unknown'],
    ['tells its webhooks and has none, and nothing is meant', liveCaptureOf(unmeant), 'none'],
    ['tells a webhook', liveCaptureOf([...meant, webhook]), 'sidecar'],
    ['may not be asked for its webhooks', liveCaptureOf(meant, [unlisted]), 'unknown'],
    ['may not be asked, and nothing is meant', liveCaptureOf(unmeant, [unlisted]), 'unknown'],
    ['may not be asked, and one is known', liveCaptureOf([...meant, webhook], [unlisted]), 'sidecar'],
    ['hides what a namespace is meant for', liveCaptureOf([webhook, template], [hides]), 'unknown'],
    ['hides it, and shows nobody of a mesh', liveCaptureOf([template], [hides]), 'none'],
  ])('that %s', (_, capture, proxy) => {
    expect(proxyIn(capture)).toBe(proxy)
  })
})

it('pods of one workload share what their annotations say', () => {
  const cart = (name: string): string => `apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: ${name}
  annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "9000", istio.io/rev: canary, note: x}
  ownerReferences: [{kind: ReplicaSet, name: cart, controller: true}]
spec: {containers: [{name: app}, {name: istio-proxy}]}`
  const [first, second] = takeInventory(captureOf([cart('a'), cart('b')]), defaultSettings).inventory.pods
  expect(first?.meshAnnotations).toEqual(
    new Map([
      ['traffic.sidecar.istio.io/excludeInboundPorts', '9000'],
      ['istio.io/rev', 'canary'],
    ]),
  )
  expect(second?.meshAnnotations).toBe(first?.meshAnnotations)
})
