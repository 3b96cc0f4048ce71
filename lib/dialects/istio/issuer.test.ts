import { describe, expect, it } from 'vitest'
import { object } from '../../../test/kit/manifests'
import { meshPod, meshSettings, openMesh, type Meshed, type MeshPodOptions } from '../../../test/kit/mesh'
import type { Issuer } from '../../model/mesh'

const istiod = (env = ''): string =>
  object(
    'apps/v1',
    'Deployment',
    'istio-system/istiod',
    `spec: {selector: {matchLabels: {app: istiod}}, template: {metadata: {labels: {app: istiod}}, spec: {containers: [{name: discovery, env: [${env}]}]}}}`,
  )
const off = '{name: ENABLE_CA_SERVER, value: "false"}'
const asking = (address: string): string => `defaultConfig: {proxyMetadata: {CA_ADDR: "${address}"}}`

/** Who signs for a pod in a mesh with these objects. */
const signs = (
  documents: readonly string[],
  meshed: Meshed = 'sidecar',
  options: MeshPodOptions = {},
): Issuer => {
  const opened = openMesh([...documents, meshPod('shop/cart', meshed, options)])
  return opened.mesh.issuerOf(opened.pod('shop/cart'))
}

const text = ({ kind, name, path }: Issuer): string =>
  [kind, name, path?.slice(2).join('.')].filter(Boolean).join(' ')

const templates = (names: string): MeshPodOptions => ({
  annotations: `inject.istio.io/templates: "${names}"`,
})

describe('who signs for workloads of Istio', () => {
  it.each([
    ['nothing but the settings', [meshSettings('')], 'unknown'],
    ['nothing but istiod', [istiod()], 'unknown'],
    ['istiod and settings that name no other', [istiod(), meshSettings('')], 'control-plane istiod'],
    [
      'its CA is switched on',
      [istiod(off.replace('false', 'true')), meshSettings('')],
      'control-plane istiod',
    ],
    ['its CA is switched off', [istiod(off), meshSettings('')], 'elsewhere istiod'],
    [
      'settings let it pass requests on',
      [istiod(), meshSettings('ca: {address: "ca.example:443"}')],
      'authority ca.example:443 ca.address',
    ],
    [
      'proxies ask somebody else, whatever istiod does',
      [istiod(off), meshSettings(asking('cert-manager-istio-csr.cert-manager.svc:443'))],
      'authority cert-manager-istio-csr.cert-manager.svc:443 defaultConfig.proxyMetadata.CA_ADDR',
    ],
    [
      'proxies ask istiod, which passes it on',
      [
        istiod(),
        meshSettings(`${asking('istiod-canary.istio-system.svc:15012')}\nca: {address: "ca.example:443"}`),
      ],
      'authority ca.example:443 ca.address',
    ],
    [
      'proxies ask istiod by its name',
      [istiod(), meshSettings(asking('istiod.istio-system.svc:15012'))],
      'control-plane istiod',
    ],
    ['settings that do not parse', [istiod(), meshSettings('trustDomain: [')], 'unknown'],
    [
      'settings of two revisions that differ',
      [
        istiod(),
        meshSettings('trustDomain: a', 'istio-system/istio-a'),
        meshSettings('ca: {address: "ca.example:443"}', 'istio-system/istio-b'),
      ],
      'unknown',
    ],
    // Which other authorities are trusted says nothing of who signs.
    [
      'settings trust other roots as well',
      [istiod(), meshSettings('caCertificates: [{spiffeBundleUrl: "https://other.example"}]')],
      'control-plane istiod',
    ],
  ])('%s', (_, documents, expected) => {
    expect(text(signs(documents))).toBe(expected)
  })

  it('names the object that says so', () => {
    expect(signs([istiod(), meshSettings('ca: {address: "ca.example:443"}')])).toMatchObject({
      object: { kind: 'ConfigMap', name: 'istio' },
      path: ['data', 'mesh', 'ca', 'address'],
    })
    expect(signs([istiod(off), meshSettings('')])).toMatchObject({
      object: { kind: 'Deployment', name: 'istiod' },
    })
  })

  const usual = [istiod(), meshSettings('')]
  it.each([
    ['sidecar', 'control-plane istiod'],
    ['sidecar,spire', 'agent spire'],
    ['sidecar, my-spiffe-agent', 'agent my-spiffe-agent'],
    // A template of the cluster's own may do anything to the proxy.
    ['sidecar,custom', 'unknown'],
    ['gateway', 'control-plane istiod'],
  ])('a pod made with the templates `%s`', (names, expected) => {
    expect(text(signs(usual, 'sidecar', templates(names)))).toBe(expected)
  })

  it('ztunnel is told by its own environment whom to ask', () => {
    expect(text(signs(usual, 'ambient'))).toBe('control-plane istiod')
    expect(text(signs([istiod(), meshSettings(asking('ca.example:443'))], 'ambient'))).toBe('unknown')
    expect(text(signs(usual, 'ambient', templates('sidecar,spire')))).toBe('control-plane istiod')
  })
})
