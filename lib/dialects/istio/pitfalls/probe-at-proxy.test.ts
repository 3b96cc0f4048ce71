import { describe, expect, it } from 'vitest'
import { peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-probe-at-proxy'
const owner = 'ownerReferences: [{kind: StatefulSet, name: api, controller: true}]'

/** A pod `shop/api` with a container `app`, and more containers beside it; `proxy` is a sidecar, or what else stands there. */
const api = (app: string, { proxy = '{name: istio-proxy}', more = '', metadata = '' } = {}): string =>
  `apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: api, labels: {app: api}${metadata}}
spec: {containers: [{name: app, ports: [{name: web, containerPort: 8080}]${app}}, ${proxy}${more}]}`
const strict = peerAuthentication('shop/s', '{mtls: {mode: STRICT}}')
const at = (path: string): string[] => [`Pod shop/api spec.containers${path}: shop/api[Pod]`]

describe(code, () => {
  it.each([
    ['no probe', api(''), []],
    ['by HTTP', api(', readinessProbe: {httpGet: {port: 8080}}'), at('[0].readinessProbe')],
    ['by the name of a port', api(', readinessProbe: {httpGet: {port: web}}'), at('[0].readinessProbe')],
    ['by the name of no port', api(', readinessProbe: {httpGet: {port: none}}'), []],
    ['by TCP', api(', livenessProbe: {tcpSocket: {port: 8080}}'), at('[0].livenessProbe')],
    ['by gRPC', api(', startupProbe: {grpc: {port: 8080}}'), at('[0].startupProbe')],
    ['by a command, which stays inside', api(', livenessProbe: {exec: {command: [a]}}'), []],
    [
      'turned to the proxy',
      api(', readinessProbe: {httpGet: {port: 15020, path: /app-health/app/readyz}}'),
      [],
    ],
    ['of the proxy', api('', { proxy: '{name: istio-proxy, readinessProbe: {httpGet: {port: 8443}}}' }), []],
    [
      'of a container that came later',
      api('', { more: ', {name: late, livenessProbe: {httpGet: {port: 9000}}}' }),
      at('[2].livenessProbe'),
    ],
    ['of a pod in no mesh', api(', readinessProbe: {httpGet: {port: 8080}}', { proxy: '{name: b}' }), []],
    [
      'of a pod of ztunnel, which lets it by',
      api(', readinessProbe: {httpGet: {port: 8080}}', {
        proxy: '{name: b}',
        metadata: ', annotations: {ambient.istio.io/redirection: enabled}',
      }),
      [],
    ],
    [
      'on a port that goes past the proxy',
      api(', readinessProbe: {httpGet: {port: 8080}}', {
        metadata: ', annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "8080"}',
      }),
      [],
    ],
  ])('%s', (_, pod, expected) => {
    expect(found(code, [strict, pod])).toEqual(expected)
  })

  it.each([
    ['PERMISSIVE', '{mtls: {mode: PERMISSIVE}}', 0],
    [
      'PERMISSIVE on the port',
      '{selector: {matchLabels: {app: api}}, portLevelMtls: {8080: {mode: PERMISSIVE}}, mtls: {mode: STRICT}}',
      0,
    ],
    ['STRICT on the port', '{selector: {matchLabels: {app: api}}, portLevelMtls: {8080: {mode: STRICT}}}', 1],
  ])('%s', (_, spec, count) => {
    const pod = api(', readinessProbe: {httpGet: {port: 8080}}')
    expect(found(code, [peerAuthentication('shop/s', spec), pod])).toHaveLength(count)
  })

  it('names the template that has the probe', () => {
    const template = (probe: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {namespace: shop, name: api}
spec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: side}, {name: app${probe}}]}}}`
    const probe = ', readinessProbe: {httpGet: {port: 8080}}'
    const pod = api(probe, { metadata: `, ${owner}` })
    expect([found(code, [strict, pod, template(probe)]), found(code, [strict, pod, template('')])]).toEqual([
      ['StatefulSet shop/api spec.template.spec.containers[1].readinessProbe: shop/api[StatefulSet]'],
      ['Pod shop/api spec.containers[0].readinessProbe: shop/api[StatefulSet]'],
    ])
  })

  it('says what becomes of the probe, and what to do', () => {
    const pod = api(', readinessProbe: {httpGet: {port: 8080}}, livenessProbe: {tcpSocket: {port: 8080}}')
    const remedy =
      'let the injector turn probes to the proxy (`sidecar.istio.io/rewriteAppHTTPProbers: "true"`), and inject the container with the others'
    expect(findingsOf(code, [strict, pod])).toMatchObject([
      {
        severity: 'medium',
        title:
          'Pod shop/api: the readinessProbe of container `app` asks 8080 in plaintext, which takes mutual TLS alone: it fails although the application is well',
        remedy,
        evidence: [{ object: { kind: 'PeerAuthentication', name: 's' }, path: ['spec', 'mtls'] }],
      },
      {
        severity: 'low',
        title:
          'Pod shop/api: the livenessProbe of container `app` connects to 8080, where the proxy takes every connection: it succeeds whatever the application does',
        remedy,
      },
    ])
  })

  it('in doubt: which mode counts', () => {
    const tie = peerAuthentication('shop/t', '{mtls: {mode: PERMISSIVE}}')
    const pod = api(', readinessProbe: {httpGet: {port: 8080}}')
    expect(findingsOf(code, [strict, tie, pod]).map(({ doubt }) => doubt)).toEqual([
      'which PeerAuthentication counts is unknown',
    ])
  })
})
