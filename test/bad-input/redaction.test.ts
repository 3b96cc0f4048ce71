import { describe, expect, it } from 'vitest'
import { dig, type Json } from '../../lib/model/json'
import { captureOf } from '../kit/world'

/** Every place of an object where a secret may stand; each value begins with `hush`. */
const secretive = [
  `apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: web, namespace: shop}
spec: {host: web.example, tls: {key: hush-key, certificate: hush-cert}, to: {name: web}}`,
  `apiVersion: v1
kind: Secret
metadata: {name: hush-0, namespace: shop}
data: {password: hush-1}
stringData: {token: hush-2}`,
  `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Secret, metadata: {name: hush-3}, data: {a: hush-4}}`,
  `apiVersion: v1
kind: SecretList
items:
- {metadata: {name: hush-5}, data: {a: hush-6}}`,
  `apiVersion: v1
kind: ConfigMap
metadata: {name: cilium-config, namespace: kube-system}
data: {password: hush-7}
binaryData: {key: hush-8}`,
  `apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data:
  meshNetworks: hush-51
  mesh: |
    trustDomain: corp.example
    ca: {address: ca.example, tlsSettings: {privateKey: hush-57}}
    defaultConfig: {discoveryAddress: hush-52, proxyMetadata: {KEY: hush-53, CA_ADDR: ca.example}, gatewayTopology: {numTrustedProxies: 2}}
    extensionProviders: [{name: authz, envoyExtAuthzHttp: {service: hush-54, headersToUpstreamOnAllow: [hush-55]}}]`,
  `apiVersion: v1
kind: ConfigMap
metadata: {name: istio-canary, namespace: istio-system}
data: {mesh: "trustDomain: [hush-56]"}`,
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: istiod, namespace: istio-system, labels: {app: istiod}}
spec:
  template:
    metadata: {labels: {app: istiod}}
    spec:
      containers:
      - name: discovery
        args: [hush-57]
        env:
        - {name: PILOT_ENABLE_AMBIENT, value: "true"}
        - {name: PILOT_PREFER_SENDING_HBONE, value: hush-58}
        - {name: PILOT_CERT_PROVIDER, value: hush-59}
        - {name: PILOT_SKIP_VALIDATE_TRUST_DOMAIN, valueFrom: {secretKeyRef: {name: hush-60, key: hush-61}}}`,
  `apiVersion: v1
kind: Pod
metadata: {name: pilot, namespace: shop, labels: {app: pilot}}
spec: {containers: [{name: main, env: [{name: PILOT_ENABLE_AMBIENT, value: "true"}]}]}`,
  `apiVersion: v1
kind: Pod
metadata:
  name: cart
  namespace: shop
  labels: {app: cart}
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"env":"hush-9"}'
    vault.example/token: hush-10
    ambient.istio.io/redirection: enabled
    sidecar.istio.io/status: '{"volumes":["hush-62"]}'
  managedFields: [{fieldsV1: {f: hush-11}}]
spec:
  containers:
  - name: main
    image: registry.example/hush-12
    command: [run, hush-13]
    args: [--password, hush-14]
    env: [{name: PASSWORD, value: hush-15}, {name: B, valueFrom: {secretKeyRef: {name: hush-16, key: hush-17}}}]
    envFrom: [{secretRef: {name: hush-18}}]
    lifecycle: {postStart: {exec: {command: [hush-19]}}}
    livenessProbe: {httpGet: {port: web, path: /, httpHeaders: [{name: Authorization, value: hush-20}]}}
    ports: [{containerPort: 8080, name: web}]
  initContainers: [{name: init, args: [hush-21], env: [{name: A, value: hush-22}]}]
  ephemeralContainers: [{name: debug, args: [hush-23]}]
  volumes: [{name: v, secret: {secretName: hush-24}}]
  imagePullSecrets: [{name: hush-25}]
status: {phase: Running, podIP: 10.0.0.1, message: hush-26}`,
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, annotations: {note: hush-27}}
spec:
  template:
    metadata: {labels: {app: web}, annotations: {checksum: hush-28}}
    spec: {containers: [{name: main, env: [{name: A, value: hush-29}]}]}`,
  `apiVersion: batch/v1
kind: CronJob
metadata: {name: tidy, namespace: shop}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: main, args: [hush-30]}]}}}}}`,
  `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, annotations: {key: hush-31}}
spec: {selector: {app: web}, ports: [{port: 80}]}
status: {note: hush-32}`,
  `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop, annotations: {author: hush-33}}
spec: {podSelector: {}}
status: {note: hush-34}`,
  `apiVersion: networking.istio.io/v1
kind: EnvoyFilter
metadata: {name: lua, namespace: shop}
spec: {configPatches: [{patch: {value: hush-35}}]}`,
  `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: istio-sidecar-injector, annotations: {note: hush-37}}
webhooks: [{name: a, clientConfig: {caBundle: hush-38, url: "https://x/hush-39"}, matchConditions: [{name: b, expression: hush-39}]}]`,
  `apiVersion: example.org/v1
kind: Database
metadata: {name: db, namespace: shop}
spec: {password: hush-36}`,
]

/** Broken documents, whose faults must be told without their values. */
const broken = [
  'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  password: hush-40: x\n',
  'apiVersion: v1\nkind: Secret\nmetadata: {name: b}\ndata:\n  hush-41\n  password: x\n',
  'apiVersion: v1\nkind: Secret\nmetadata: {name: c}\nstringData: {password: "hush-42}\n',
  'apiVersion: v1\nkind: Secret\nmetadata: {name: d}\nstringData: {password: *hush-43}\n',
  'apiVersion: v1\nkind: Secret\nmetadata: {name: e}\nstringData: {password: !hush-44 x}\n',
  'apiVersion: v1\nkind: Pod\nmetadata: {name: f}\nspec:\n  containers:\n  - env:\n    - name: A\n      value: hush-45: x\n',
  'apiVersion: v1\nkind: Pod\nmetadata: {name: g, annotations: {pin: 1234567}}\n',
  'apiVersion: v1\nkind: Secret\nmetadata: {name: h}\ndata: hush-46\ndata: hush-47\n',
  'apiVersion: v1\nkind: Secret\nmetadata: {name: i}\ndata:\n\tkey: hush-48\n',
  '{"apiVersion":"v1","kind":"Secret","data":{"a":"hush-49"',
  'hush-50',
]

describe('a capture', () => {
  it('holds no secret, environment, argument or annotation that nobody reads', () => {
    const capture = captureOf(secretive)
    expect(JSON.stringify(capture)).not.toContain('hush')
    expect(capture.objects.map(({ ref }) => ref.kind)).toEqual([
      'Route',
      'ConfigMap',
      'ConfigMap',
      'ConfigMap',
      'Deployment',
      'Pod',
      'Pod',
      'Deployment',
      'CronJob',
      'Service',
      'NetworkPolicy',
      'EnvoyFilter',
      'MutatingWebhookConfiguration',
    ])
  })

  it('keeps what decides', () => {
    expect(captureOf(secretive).objects.find(({ ref }) => ref.name === 'cart')?.body).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'cart',
        namespace: 'shop',
        labels: { app: 'cart' },
        annotations: { 'ambient.istio.io/redirection': 'enabled', 'sidecar.istio.io/status': '' },
      },
      spec: {
        containers: [
          {
            name: 'main',
            ports: [{ name: 'web', containerPort: 8080 }],
            livenessProbe: { httpGet: { port: 'web' } },
          },
        ],
        initContainers: [{ name: 'init' }],
      },
      status: { phase: 'Running', podIP: '10.0.0.1' },
    })
  })

  it('keeps the known settings of a mesh, taken apart, and says where they do not parse', () => {
    const { objects, problems } = captureOf(secretive)
    expect(objects.find(({ ref }) => ref.name === 'istio')?.body.data).toEqual({
      mesh: {
        trustDomain: 'corp.example',
        ca: { address: 'ca.example' },
        defaultConfig: {
          gatewayTopology: { numTrustedProxies: 2 },
          proxyMetadata: { CA_ADDR: 'ca.example' },
        },
        extensionProviders: [{ name: 'authz', envoyExtAuthzHttp: {} }],
      },
    })
    expect(objects.find(({ ref }) => ref.name === 'istio-canary')?.body.data).toEqual({ mesh: 'unreadable' })
    expect(problems.filter(({ code }) => code === 'bad-mesh-config')).toMatchObject([
      { effect: 'unknown', object: { name: 'istio-canary' } },
    ])
  })

  it('keeps the switches of Istio’s control plane, there and with a plain value only', () => {
    const { objects } = captureOf(secretive)
    const body = (name: string): Json | undefined => objects.find(({ ref }) => ref.name === name)?.body
    expect(dig(body('istiod'), 'spec', 'template', 'spec', 'containers')).toEqual([
      { name: 'discovery', env: [{ name: 'PILOT_ENABLE_AMBIENT', value: 'true' }] },
    ])
    expect(dig(body('pilot'), 'spec', 'containers')).toEqual([{ name: 'main' }])
  })

  it('is the same when it is read again', () => {
    const once = captureOf(secretive).objects
    const again = captureOf(once.map(({ body }) => JSON.stringify(body))).objects
    expect(again.map(({ body }) => body)).toEqual(once.map(({ body }) => body))
  })

  it.each(broken)('quotes nothing of a broken document: %j', document => {
    const text = JSON.stringify(captureOf([document]))
    expect(text).not.toContain('hush')
    expect(text).not.toContain('1234567')
    expect(text).toMatch(/does not parse|refuses|no Kubernetes object/)
  })
})
