import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { istioObject, meshPod, meshSettings } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-root-namespace-policy'
const ofApi = 'selector: {matchLabels: {app: api}}'
const policy = (name: string, spec = `{${ofApi}, rules: []}`): string => authorizationPolicy(name, spec)
const one = [meshPod('shop/api', 'sidecar'), meshPod('shop/web', 'sidecar')]
const two = [...one, meshPod('ops/api', 'ambient')]
const place = 'AuthorizationPolicy istio-system/p spec.selector'

describe(code, () => {
  it.each([
    ['pods of one namespace', one, [`${place}: shop/api[Pod]`]],
    ['pods of two namespaces', two, [`${place}: ops/api[Pod], shop/api[Pod]`]],
    ['pods of the root namespace itself', [meshPod('istio-system/api', 'sidecar')], []],
    ['nobody', [meshPod('shop/web', 'sidecar')], []],
    ['pods in no mesh', [meshPod('shop/api', 'naked'), meshPod('shop/web', 'sidecar')], []],
  ])('selects %s', (_, pods, expected) => {
    expect(found(code, [...pods, policy('istio-system/p')])).toEqual(expected)
  })

  it.each([
    ['stands in another namespace', policy('shop/p')],
    ['has no selector', policy('istio-system/p', '{rules: []}')],
    ['has an empty selector', policy('istio-system/p', '{selector: {}, rules: []}')],
    [
      'is only tried out',
      authorizationPolicy(
        'istio-system/p',
        `{${ofApi}, rules: []}`,
        'annotations: {istio.io/dry-run: "true"}',
      ),
    ],
  ])('is silent where the policy %s', (_, document) => {
    expect(found(code, [...two, document])).toEqual([])
  })

  it('knows where the root namespace is', () => {
    const settings = meshSettings('rootNamespace: mesh', 'mesh/istio')
    expect(found(code, [...one, settings, policy('istio-system/p')])).toEqual([])
    expect(found(code, [...one, settings, policy('mesh/p')])).toHaveLength(1)
  })

  it('is about RequestAuthentications too', () => {
    const tokens = istioObject(
      'security.istio.io/v1',
      'RequestAuthentication',
      'istio-system/t',
      `{${ofApi}, jwtRules: [{issuer: a}]}`,
    )
    expect(found(code, [...one, tokens])).toEqual([
      'RequestAuthentication istio-system/t spec.selector: shop/api[Pod]',
    ])
  })

  it('says whom it governs and where it belongs', () => {
    expect([
      ...findingsOf(code, [...one, policy('istio-system/p')]),
      ...findingsOf(code, [...two, policy('istio-system/p')]),
    ]).toMatchObject([
      {
        severity: 'low',
        title:
          'AuthorizationPolicy istio-system/p stands in the root namespace, so that app=api means pods of every namespace: those of shop are governed now, and any other one that gets the labels will be',
        remedy: 'move it to namespace shop, unless the whole mesh is meant',
      },
      {
        severity: 'medium',
        title:
          'AuthorizationPolicy istio-system/p stands in the root namespace, so that app=api means pods of every namespace: those of ops and shop are governed',
        remedy: 'write it in each namespace that is meant, or leave it if the whole mesh is',
      },
    ])
  })

  it.each([
    [
      'it may be refused',
      policy('istio-system/p', `{${ofApi}, rules: [], other: 1}`),
      'Istio would refuse the policy as written',
    ],
    [
      'the settings do not parse',
      [policy('istio-system/p'), meshSettings('a: b: c')].join('\n---\n'),
      'the settings of the mesh could not be read',
    ],
  ])('in doubt: %s', (_, document, doubt) => {
    expect(findingsOf(code, [...one, document]).map(finding => finding.doubt)).toEqual([doubt])
  })
})
