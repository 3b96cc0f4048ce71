import { describe, expect, it } from 'vitest'
import type { Gap } from '../../../model/capture'
import { controller, namespace } from '../../../../test/kit/manifests'
import { meshPod, peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-mode-for-nobody'
const strict = 'mtls: {mode: STRICT}'
const of = (app: string): string => `{selector: {matchLabels: {app: ${app}}}, ${strict}}`
const pods = [meshPod('shop/api', 'sidecar'), meshPod('shop/naked', 'naked'), meshPod('plain/web', 'naked')]

describe(code, () => {
  it.each([
    ['a pod in the mesh', 'shop/p', of('api'), []],
    ['the pods of a namespace', 'shop/p', `{${strict}}`, []],
    ['the whole mesh', 'istio-system/p', `{${strict}}`, []],
    ['no pod', 'shop/p', of('gone'), ['PeerAuthentication shop/p spec.selector: ']],
    ['a pod of another namespace', 'plain/p', of('api'), ['PeerAuthentication plain/p spec.selector: ']],
    ['a pod in no mesh', 'shop/p', of('naked'), ['PeerAuthentication shop/p spec.selector: shop/naked[Pod]']],
    [
      'a namespace with no pod in the mesh',
      'plain/p',
      `{${strict}}`,
      ['PeerAuthentication plain/p spec: plain/web[Pod]'],
    ],
    ['a namespace without pods', 'empty/p', `{${strict}}`, []],
    [
      'anything, by a selector in the root namespace',
      'istio-system/p',
      of('api'),
      ['PeerAuthentication istio-system/p spec.selector: '],
    ],
    ['an empty selector, which is none', 'shop/p', `{selector: {}, ${strict}}`, []],
  ])('is for %s', (_, name, spec, expected) => {
    expect(found(code, [...pods, peerAuthentication(name, spec)])).toEqual(expected)
  })

  it('is silent where a pod may get a proxy', () => {
    expect(
      found(code, [
        ...pods,
        namespace('new', 'istio-injection: enabled'),
        controller('Deployment', 'new/api'),
        peerAuthentication('new/p', of('api')),
      ]),
    ).toEqual([])
  })

  it('says why it does nothing', () => {
    const titles = (name: string, app: string): string[] =>
      findingsOf(code, [
        ...pods,
        meshPod('shop/gate', 'sidecar', { labels: 'istio: ingressgateway' }),
        peerAuthentication(name, of(app)),
      ]).map(({ title, remedy }) => `${title}; ${remedy}`)
    expect([
      titles('shop/p', 'gone'),
      titles('shop/p', 'naked'),
      titles('shop/p', 'gate'),
      titles('istio-system/p', 'api'),
    ]).toEqual([
      [
        'PeerAuthentication shop/p selects app=gone, which no pod of shop has; correct the selector, or delete the object',
      ],
      [
        'PeerAuthentication shop/p does nothing: of the pods that it is for none is in the mesh; take the pods into the mesh, or delete the object',
      ],
      [
        'PeerAuthentication shop/p does nothing: of the pods that it is for none has a sidecar or ztunnel before it, and gateways and waypoints do not ask it; take the pods into the mesh, or delete the object',
      ],
      [
        'PeerAuthentication istio-system/p selects app=api and does nothing: in the root namespace a PeerAuthentication with a selector is ignored; leave `selector` out to mean the whole mesh, or move it to the namespace of the pods',
      ],
    ])
  })

  it('in doubt: pods that could not be listed, an object that may be refused', () => {
    const gap: Gap = {
      kind: 'unlisted',
      object: { group: '', kind: 'Pod', name: '*' },
      why: 'forbidden',
      reason: '403',
    }
    const doubts = (spec: string, gaps: readonly Gap[]): (string | undefined)[] =>
      findingsOf(code, [...pods, peerAuthentication('shop/p', spec)], gaps).map(({ doubt }) => doubt)
    expect([
      doubts(of('gone'), []),
      doubts(of('gone'), [gap]),
      doubts(`{selector: {matchLabels: {app: gone}}, mtls: {mode: NO}}`, []),
    ]).toEqual([[undefined], ['some Pod may be missing: 403'], ['Istio would refuse the object as written']])
  })
})
