import { describe, expect, it } from 'vitest'
import { meshPod, meshSettings, peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-no-mesh-mode'
const strict = '{mtls: {mode: STRICT}}'
const pods = [meshPod('shop/api', 'sidecar'), meshPod('crm/web', 'ambient'), meshPod('crm/naked', 'naked')]

describe(code, () => {
  it.each([
    ['nothing', [], ['the mesh: crm/web[Pod], shop/api[Pod]']],
    ['one namespace', [peerAuthentication('shop/a', strict)], ['the mesh: crm/web[Pod]']],
    [
      'every namespace',
      [peerAuthentication('shop/a', strict), peerAuthentication('crm/a', strict)],
      ['the mesh: '],
    ],
    ['the mesh is strict', [peerAuthentication('istio-system/a', strict)], []],
    [
      'the mesh is PERMISSIVE by word',
      [peerAuthentication('istio-system/a', '{mtls: {mode: PERMISSIVE}}')],
      [],
    ],
    [
      'UNSET says nothing',
      [peerAuthentication('istio-system/a', '{mtls: {mode: UNSET}}')],
      ['the mesh: crm/web[Pod], shop/api[Pod]'],
    ],
    [
      'a selector in the root namespace means nobody',
      [peerAuthentication('istio-system/a', '{selector: {matchLabels: {app: api}}, mtls: {mode: STRICT}}')],
      ['the mesh: crm/web[Pod], shop/api[Pod]'],
    ],
    [
      'another root namespace',
      [meshSettings('rootNamespace: mesh'), peerAuthentication('mesh/a', strict)],
      [],
    ],
    [
      'one that Istio would refuse',
      [peerAuthentication('istio-system/a', '{mtls: {mode: STRICT}, other: 1}')],
      ['the mesh: crm/web[Pod], shop/api[Pod] perhaps: the one that says something may not be there'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })

  it('matters less where nobody is open', () => {
    const severities = (documents: readonly string[]): string[] =>
      findingsOf(code, documents).map(({ severity }) => severity)
    expect([
      severities(pods),
      severities([...pods, peerAuthentication('shop/a', strict), peerAuthentication('crm/a', strict)]),
    ]).toEqual([['medium'], ['low']])
  })

  it('in doubt: those of the root namespace could not be listed', () => {
    const doubts = (namespace: string): readonly (string | undefined)[] =>
      findingsOf(code, pods, [
        {
          kind: 'unlisted',
          object: { group: 'security.istio.io', kind: 'PeerAuthentication', name: '*' },
          namespace,
          why: 'forbidden',
          reason: '403',
        },
      ]).map(({ doubt }) => doubt)
    expect([doubts('istio-system'), doubts('shop')]).toEqual([
      ['some PeerAuthentication may be missing: 403'],
      [undefined],
    ])
  })
})
