import { describe, expect, it } from 'vitest'
import { meshPod, peerAuthentication } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-port-exception'
const strict = peerAuthentication('shop/a', '{mtls: {mode: STRICT}}')
const onPort = (mode: string, rest = ''): string =>
  peerAuthentication(
    'shop/b',
    `{selector: {matchLabels: {tier: web}}, portLevelMtls: {9102: {mode: ${mode}}}${rest}}`,
  )
const labels = { labels: 'tier: web' }
const pods = [
  meshPod('shop/api', 'sidecar', labels),
  meshPod('shop/web', 'sidecar', labels),
  meshPod('shop/db', 'sidecar'),
]
const place = 'PeerAuthentication shop/b spec.portLevelMtls["9102"]: '
const both = `${place}shop/api[Pod], shop/web[Pod]`

describe(code, () => {
  it.each([
    ['PERMISSIVE under STRICT', [strict, onPort('PERMISSIVE')], [both]],
    ['DISABLE under STRICT', [strict, onPort('DISABLE')], [both]],
    ['its own STRICT', [onPort('PERMISSIVE', ', mtls: {mode: STRICT}')], [both]],
    ['STRICT under STRICT', [strict, onPort('STRICT')], []],
    ['UNSET', [strict, onPort('UNSET')], []],
    ['PERMISSIVE under PERMISSIVE', [onPort('PERMISSIVE')], []],
    ['of its own PERMISSIVE', [strict, onPort('PERMISSIVE', ', mtls: {mode: PERMISSIVE}')], []],
  ])('%s', (_, objects, expected) => {
    expect(found(code, [...pods, ...objects])).toEqual(expected)
  })

  it('ztunnel never sees an exception DISABLE of a mode that is inherited', () => {
    const ambient = [meshPod('shop/api', 'ambient', labels)]
    expect(found(code, [...ambient, strict, onPort('DISABLE')])).toEqual([])
    expect(found(code, [...ambient, strict, onPort('PERMISSIVE')])).toEqual([`${place}shop/api[Pod]`])
  })

  it('in doubt: two of one age', () => {
    const other = peerAuthentication('shop/c', '{selector: {matchLabels: {tier: web}}, mtls: {mode: STRICT}}')
    expect(
      findingsOf(code, [...pods, strict, onPort('PERMISSIVE'), other]).map(({ doubt }) => doubt),
    ).toEqual(['which PeerAuthentication counts is unknown'])
  })
})
