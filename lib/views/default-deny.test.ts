import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import type { Settings } from '../model/settings'

const both = '{podSelector: {}, policyTypes: [Ingress, Egress]}'

/** `ingress egress` of namespace shop. */
function answer(policies: readonly string[], settings: Partial<Settings> = {}): string {
  const survey = surveyOf([namespace('shop'), namespace('other'), pod('shop/cart'), ...policies], settings)
  const found = survey.defaultDeny.get('shop')
  return `${found?.ingress} ${found?.egress}`
}

describe('default deny', () => {
  it.each([
    ['nothing', [], 'no no'],
    ['a policy for every pod', [networkPolicy('shop/p', both)], 'yes yes'],
    ['one direction', [networkPolicy('shop/p', '{podSelector: {}}')], 'yes no'],
    [
      'a direction each',
      [
        networkPolicy('shop/a', '{podSelector: {}}'),
        networkPolicy('shop/b', '{podSelector: {}, policyTypes: [Egress]}'),
      ],
      'yes yes',
    ],
    [
      'a policy with a narrow rule',
      [
        networkPolicy(
          'shop/p',
          '{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{protocol: UDP, port: 53}]}]}',
        ),
      ],
      'no yes',
    ],
    [
      'a policy that allows everything',
      [networkPolicy('shop/p', '{podSelector: {}, ingress: [{}]}')],
      'no no',
    ],
    [
      'a policy for today’s pods only',
      [networkPolicy('shop/p', '{podSelector: {matchLabels: {app: cart}}}')],
      'no no',
    ],
    ['a policy of another namespace', [networkPolicy('other/p', both)], 'no no'],
    [
      'a policy that the API server would refuse',
      [networkPolicy('shop/p', '{podSelector: {}, policyTypes: [Ingress, Inwards]}')],
      'maybe maybe',
    ],
    ['a policy that nobody read', [object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')], 'maybe maybe'],
    [
      'an unread policy of the mesh, which is no network policy',
      [object('security.istio.io/v1', 'AuthorizationPolicy', 'shop/p')],
      'no no',
    ],
  ])('%s', (_, policies, expected) => {
    expect(answer(policies)).toBe(expected)
  })

  it('is none where no engine enforces it', () => {
    expect(answer([networkPolicy('shop/p', both)], { engine: 'none' })).toBe('no no')
  })
})
