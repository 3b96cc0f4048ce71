import { describe, expect, it } from 'vitest'
import { captureOf } from '../../test/kit/world'
import { namespace, object } from '../../test/kit/manifests'
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

const webhook = object(
  'admissionregistration.k8s.io/v1',
  'MutatingWebhookConfiguration',
  'istio-sidecar-injector-canary',
  'webhooks: []',
)
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
    title: 'the annotation that wants one',
    annotations: 'sidecar.istio.io/inject: "true"',
    beside: [webhook],
    pod: 'none',
    template: 'sidecar',
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
