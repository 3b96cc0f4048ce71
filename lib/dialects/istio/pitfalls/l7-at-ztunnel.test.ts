import { describe, expect, it } from 'vitest'
import { authorizationPolicy } from '../../../../test/kit/istio'
import { meshPod } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-l7-at-ztunnel'
const policy = (spec: string): string => authorizationPolicy('shop/a', `{${spec}}`)
const onPath = '{to: [{operation: {paths: ["/a"]}}]}'
const fromX = '{from: [{source: {namespaces: [x]}}]}'
const first = 'AuthorizationPolicy shop/a spec.rules[0]: shop/api[Pod]'
const pods = [meshPod('shop/api', 'ambient'), meshPod('shop/old', 'sidecar')]

describe(code, () => {
  it.each([
    ['ALLOW by requests', policy(`rules: [${onPath}]`), [first]],
    ['with a port', policy('rules: [{to: [{operation: {paths: ["/a"], ports: ["8080"]}}]}]'), [first]],
    ['one of two rules', policy(`rules: [${fromX}, ${onPath}]`), [first.replace('[0]', '[1]')]],
    ['of sources alone', policy(`rules: [${fromX}]`), []],
    ['that allows nothing', policy('rules: []'), []],
    ['DENY', policy(`action: DENY, rules: [${onPath}]`), []],
    ['for a sidecar', policy(`selector: {matchLabels: {app: old}}, rules: [${onPath}]`), []],
    [
      'attached to a Service',
      policy(`targetRefs: [{group: "", kind: Service, name: api}], rules: [${onPath}]`),
      [],
    ],
    [
      'that Istio would refuse',
      policy(`other: 1, rules: [${onPath}]`),
      [`${first} perhaps: Istio would refuse the policy as it is written, so that it may not be there`],
    ],
  ])('%s', (_, object, expected) => {
    expect(found(code, [...pods, object])).toEqual(expected)
  })

  it('says whether anybody is left that the policy allows', () => {
    const titles = (rules: string): string[] =>
      findingsOf(code, [...pods, policy(`rules: [${rules}]`)]).map(({ title }) => title)
    const says =
      'AuthorizationPolicy shop/a allows by what requests say, which ztunnel does not see: for shop/api[Pod] the rule lets nobody in'
    expect([titles(onPath), titles(`${onPath}, ${fromX}`)]).toEqual([
      [`${says}, and nor does any other of the policy`],
      [says],
    ])
  })
})
