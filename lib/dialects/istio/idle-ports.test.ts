import { describe, expect, it } from 'vitest'
import { object, pod } from '../../../test/kit/manifests'
import { istioObject, meshPod, meshService, openMesh, peerAuthentication } from '../../../test/kit/mesh'
import { open } from '../../../test/kit/world'
import type { Gap } from '../../model/capture'

/** `peerAuthentication` sets a mode for a port; `api` is a pod of the selector. */
const api = meshPod('shop/api', 'sidecar')
const onPort = (port: number, name = 'shop/api'): string =>
  peerAuthentication(name, `{selector: {matchLabels: {app: api}}, portLevelMtls: {${port}: {mode: STRICT}}}`)

const told = (documents: readonly string[], gaps: readonly Gap[] = []): string[] =>
  open(documents, {}, gaps).problems.map(({ message, remedy, effect }) => `${message} [${effect}]; ${remedy}`)

const nobodyListens =
  'spec.portLevelMtls["9000"]: no Service leads to this port of the selected pods, and no container declares it [none]; write the number at which the containers listen, or remove the entry'

describe('56: a mode for a port at which nobody listens', () => {
  it.each([
    ['nothing is known of the port', [], [nobodyListens]],
    ['another port is exposed', [meshService('shop/api')], [nobodyListens]],
    ['a Service leads to it', [meshService('shop/api', { ports: ['http:80>9000'] })], []],
    [
      'a Service of other pods leads to it',
      [meshService('shop/web', { ports: ['http:9000'] })],
      [nobodyListens],
    ],
    [
      'the number is that of a Service, of which a finding tells',
      [meshService('shop/api', { ports: ['http:9000>8080'] })],
      [],
    ],
    [
      'one of the selected pods declares it',
      [pod('shop/api-2', { labels: 'app: api', ports: [':9000'] })],
      [],
    ],
    ['a pod of another namespace declares it', [pod('ops/api', { ports: [':9000'] })], [nobodyListens]],
    [
      'a Service whose endpoints are kept by hand may lead to it',
      [object('v1', 'Service', 'shop/by-hand', 'spec: {ports: [{port: 80, targetPort: 9000}]}')],
      [],
    ],
    [
      'listeners of a Sidecar resource take the place of what is known',
      [
        istioObject(
          'networking.istio.io/v1',
          'Sidecar',
          'shop/s',
          '{workloadSelector: {labels: {app: api}}, ingress: [{port: {number: 9000, protocol: TCP}, defaultEndpoint: "127.0.0.1:9000"}]}',
        ),
      ],
      [],
    ],
  ] as const)('%s', (_, others, expected) => {
    expect(told([api, onPort(9000), ...others])).toEqual(expected)
  })

  it('names object, path and line', () => {
    const [problem] = open([api, onPort(9000)]).problems
    expect(problem).toMatchObject({
      code: 'idle-port',
      object: { kind: 'PeerAuthentication', namespace: 'shop', name: 'api' },
      path: ['spec', 'portLevelMtls', '9000'],
      origin: { file: 'test.yaml', document: 2, line: 7 },
    })
  })

  it.each(['Pod', 'Service'])('is not said where some %ss could not be read', kind => {
    const gap: Gap = {
      kind: 'unlisted',
      object: { group: '', kind, name: '*' },
      why: 'forbidden',
      reason: 'forbidden',
    }
    expect(told([api, onPort(9000)], [gap])).toEqual([])
  })

  it.each([
    [
      'the object selects nobody',
      '{selector: {matchLabels: {app: gone}}, portLevelMtls: {9000: {mode: STRICT}}}',
    ],
    ['Istio would refuse it', '{selector: {matchLabels: {app: api}}, portLevelMtls: {9000: {mode: NO}}}'],
    ['it has no selector', '{portLevelMtls: {9000: {mode: STRICT}}}'],
  ])('is not said where something else is: %s', (_, spec) => {
    expect(
      told([api, peerAuthentication('shop/api', spec)]).filter(text => text.includes('no Service')),
    ).toEqual([])
  })

  it('is not said of a selector in the root namespace, which means nobody', () => {
    expect(told([meshPod('istio-system/api', 'sidecar'), onPort(9000, 'istio-system/api')])).toEqual([])
  })

  it('changes nothing: the mode holds for whoever dials the pod there', () => {
    const { wire } = openMesh([api, meshPod('out/plain', 'naked'), onPort(9000)])
    expect(wire('out/plain -> shop/api 9000')).toBe('fail mtls-only')
    expect(wire('out/plain -> shop/api 8080')).toBe('plaintext any')
  })
})
