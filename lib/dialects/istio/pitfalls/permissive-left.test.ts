import { describe, expect, it } from 'vitest'
import { meshPod, meshSettings, peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'
import { controller, namespace } from '../../../../test/kit/manifests'

const code = 'istio-permissive-left'
const permissive = '{mtls: {mode: PERMISSIVE}}'
const strict = '{mtls: {mode: STRICT}}'
const ofApi = (mode: string): string => `{selector: {matchLabels: {app: api}}, mtls: {mode: ${mode}}}`
const pods = [meshPod('shop/api', 'sidecar'), meshPod('shop/web', 'sidecar')]

describe(code, () => {
  it.each([
    ['nothing says anything', [], []],
    [
      'the mesh',
      [peerAuthentication('istio-system/a', permissive)],
      ['PeerAuthentication istio-system/a spec.mtls: shop/api[Pod], shop/web[Pod]'],
    ],
    [
      'the namespace',
      [peerAuthentication('shop/a', permissive)],
      ['PeerAuthentication shop/a spec.mtls: shop/api[Pod], shop/web[Pod]'],
    ],
    [
      'one workload of a strict namespace',
      [peerAuthentication('shop/a', strict), peerAuthentication('shop/b', ofApi('PERMISSIVE'))],
      ['PeerAuthentication shop/b spec.mtls: shop/api[Pod]'],
    ],
    [
      'a strict workload of a permissive namespace',
      [peerAuthentication('shop/a', permissive), peerAuthentication('shop/b', ofApi('STRICT'))],
      ['PeerAuthentication shop/a spec.mtls: shop/web[Pod]'],
    ],
    [
      'overruled everywhere',
      [peerAuthentication('istio-system/a', permissive), peerAuthentication('shop/a', strict)],
      [],
    ],
    ['strict', [peerAuthentication('shop/a', strict)], []],
    ['for nobody', [peerAuthentication('other/a', permissive)], []],
    [
      'in the root namespace with a selector',
      [peerAuthentication('istio-system/a', ofApi('PERMISSIVE'))],
      [],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })

  it('is about pods in the mesh alone', () => {
    expect(
      found(code, [
        meshPod('shop/api', 'ambient'),
        meshPod('shop/naked', 'naked'),
        peerAuthentication('shop/a', permissive),
      ]),
    ).toEqual(['PeerAuthentication shop/a spec.mtls: shop/api[Pod]'])
  })

  it('says which workloads and what to do', () => {
    expect(findingsOf(code, [...pods, peerAuthentication('shop/a', permissive)])).toMatchObject([
      {
        severity: 'medium',
        title:
          'PeerAuthentication shop/a says PERMISSIVE, so that shop/api[Pod] and shop/web[Pod] take plaintext from anybody beside mutual TLS',
        remedy: 'once every client of theirs is in the mesh, write `mode: STRICT`',
      },
    ])
  })

  it.each([
    [
      'two of one age',
      [...pods, peerAuthentication('shop/a', permissive), peerAuthentication('shop/b', strict)],
      'which PeerAuthentication counts is unknown',
    ],
    [
      'one that may be refused',
      [
        ...pods,
        peerAuthentication('shop/a', '{mtls: {mode: PERMISSIVE}, other: 1}'),
        peerAuthentication('istio-system/b', strict),
      ],
      'which PeerAuthentication counts is unknown',
    ],
    [
      'pods that may get no proxy',
      [
        meshPod('out/c', 'sidecar'),
        namespace('shop', 'istio-injection: enabled'),
        controller('Deployment', 'shop/api'),
        peerAuthentication('shop/a', permissive),
      ],
      'whether these pods get a proxy is unknown',
    ],
    [
      'settings that do not parse',
      [...pods, meshSettings('a: b: c'), peerAuthentication('shop/a', permissive)],
      'the settings of the mesh could not be read',
    ],
  ])('in doubt: %s', (_, documents, doubt) => {
    expect(findingsOf(code, documents).map(finding => finding.doubt)).toEqual([doubt])
  })

  it('in doubt: others could not be listed', () => {
    const gap = {
      kind: 'unlisted' as const,
      object: { group: 'security.istio.io', kind: 'PeerAuthentication', name: '*' },
      why: 'forbidden' as const,
      reason: 'the API server answers 403',
    }
    const documents = [...pods, peerAuthentication('shop/a', permissive)]
    const doubts = (namespace?: string): readonly (string | undefined)[] =>
      findingsOf(code, documents, [{ ...gap, ...(namespace && { namespace }) }]).map(({ doubt }) => doubt)
    const missing = 'some PeerAuthentication may be missing: the API server answers 403'
    expect([doubts(), doubts('shop'), doubts('istio-system'), doubts('other')]).toEqual([
      [missing],
      [missing],
      [missing],
      [undefined],
    ])
  })
})
