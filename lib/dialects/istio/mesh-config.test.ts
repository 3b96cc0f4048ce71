import { describe, expect, it } from 'vitest'
import { meshPod, meshSettings, openMesh, wires } from '../../../test/kit/mesh'
import { object } from '../../../test/kit/manifests'
import { captureOf } from '../../../test/kit/world'
import { readMeshConfig, type MeshConfig } from './mesh-config'

const read = (...documents: readonly string[]): MeshConfig => {
  const { objects } = captureOf(documents)
  return readMeshConfig({
    all: (group, kind) => objects.filter(({ ref }) => ref.group === group && ref.kind === kind),
    gaps: [],
  })
}

describe('the settings of a mesh', () => {
  it('are Istio’s own where nothing is said', () => {
    const defaults = {
      rootNamespace: 'istio-system',
      trustDomain: 'cluster.local',
      trustDomainAliases: [],
      enableAutoMtls: true,
      pathNormalization: 'base',
      defaultDestinationRuleExportTo: [],
      defaultVirtualServiceExportTo: [],
      authorizers: new Map(),
      registryOnly: false,
      trustedProxies: 0,
      doubtful: false,
      unsure: new Set(),
    }
    expect(read()).toEqual({ ...defaults, found: false })
    expect(read(meshSettings(''))).toEqual({ ...defaults, found: true })
    // So is called what holds something else.
    expect(read(object('v1', 'ConfigMap', 'shop/istio-ca-root-cert', 'data: {root-cert.pem: x}')).found).toBe(
      false,
    )
    expect(read(object('v1', 'ConfigMap', 'shop/other', 'data: {mesh: "trustDomain: x"}')).found).toBe(false)
  })

  it('are read from the text', () => {
    const text = `rootNamespace: root
trustDomain: me@corp.example
trustDomainAliases: [old.example]
enableAutoMtls: false
pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}
defaultDestinationRuleExportTo: ["."]
defaultVirtualServiceExportTo: [edge]
outboundTrafficPolicy: {mode: REGISTRY_ONLY}
defaultConfig: {gatewayTopology: {numTrustedProxies: 2}}
extensionProviders: [{name: a, envoyExtAuthzHttp: {service: x}}, {name: b, envoyExtAuthzGrpc: {service: y}}, {name: c, zipkin: {}}]`
    expect(read(meshSettings(text))).toEqual({
      rootNamespace: 'root',
      trustDomain: 'me.corp.example',
      trustDomainAliases: ['old.example'],
      enableAutoMtls: false,
      pathNormalization: 'decode-and-merge-slashes',
      defaultDestinationRuleExportTo: ['.'],
      defaultVirtualServiceExportTo: ['edge'],
      authorizers: new Map([
        ['a', 'http'],
        ['b', 'grpc'],
      ]),
      registryOnly: true,
      trustedProxies: 2,
      found: true,
      doubtful: false,
      unsure: new Set(),
    })
  })

  it('`istio` goes before those of revisions, of which all must say the same', () => {
    const of = (name: string, domain: string): string =>
      meshSettings(`trustDomain: ${domain}`, `istio-system/${name}`)
    expect(read(of('istio-b', 'b'), of('istio', 'a'))).toMatchObject({ trustDomain: 'a', doubtful: false })
    expect(read(of('istio-b', 'b'))).toMatchObject({ trustDomain: 'b', doubtful: false })
    expect(read(of('istio-b', 'b'), of('istio-c', 'b')).doubtful).toBe(false)
    expect(read(of('istio-b', 'b'), of('istio-c', 'c'))).toMatchObject({
      doubtful: true,
      unsure: new Set(['trustDomain']),
    })
  })

  it('of which one does not parse are all unsure', () => {
    for (const text of [
      'trustDomain: [',
      'rootNamespace: 7',
      'pathNormalization: {normalization: SOMEHOW}',
    ]) {
      const { doubtful, unsure } = read(meshSettings(text))
      expect([text, doubtful, unsure.has('trustDomain'), unsure.has('rootNamespace')]).toEqual([
        text,
        true,
        true,
        true,
      ])
    }
    expect(read(meshSettings('pathNormalization: {}')).doubtful).toBe(false)
  })

  it('that do not parse leave nothing sure that a proxy takes part in', () => {
    const opened = openMesh([
      meshSettings('trustDomain: ['),
      meshPod('out/plain', 'naked'),
      meshPod('c/client', 'sidecar'),
      meshPod('shop/api', 'sidecar'),
      meshPod('shop/naked', 'naked'),
    ])
    const table = {
      'c/client -> shop/api 8080': 'unknown unknown',
      'out/plain -> shop/api 8080': 'unknown unknown',
      'c/client -> shop/naked 8080': 'unknown unknown',
      'out/plain -> shop/naked 8080': 'plaintext plaintext-only',
    }
    expect(wires(opened, table)).toEqual(table)
  })

  it('that are there and may not be read leave as little', () => {
    const opened = openMesh(
      [meshPod('c/client', 'sidecar'), meshPod('shop/api', 'sidecar')],
      [
        {
          kind: 'unlisted',
          object: { group: '', kind: 'ConfigMap', namespace: 'istio-system', name: 'istio' },
          namespace: 'istio-system',
          why: 'forbidden',
          reason: 'the API server answers 403',
        },
      ],
    )
    expect(opened.wire('c/client -> shop/api 8080')).toBe('unknown unknown')
  })
})
