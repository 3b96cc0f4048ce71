import { describe, expect, it } from 'vitest'
import { networkPolicy, pod } from '../../../test/kit/manifests'
import { meshPod, type Meshed } from '../../../test/kit/mesh'
import { findingsOf, found } from '../../../test/kit/pitfalls'

const code = 'mesh-need-shut'
const istiod = pod('istio-system/istiod', { ip: '10.0.1.1' })
const dns = pod('kube-system/dns', { labels: 'k8s-app: kube-dns', ip: '10.0.2.1' })
const api = (meshed: Meshed = 'sidecar'): string => meshPod('shop/api', meshed, { ip: '10.0.0.1' })
const out = (...rules: string[]): string =>
  networkPolicy('shop/out', `{podSelector: {}, policyTypes: [Egress], egress: [${rules.join(', ')}]}`)
const to = (namespace: string, port: number, protocol = 'TCP'): string =>
  `{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${namespace}}}}], ports: [{port: ${port}, protocol: ${protocol}}]}`
const toIstiod = to('istio-system', 15012)
const toDns = to('kube-system', 53, 'UDP')
const at = 'NetworkPolicy shop/out spec.policyTypes[0]: shop/api[Pod]'

describe(code, () => {
  it.each([
    ['no policy', [], []],
    ['both are let through', [out(toIstiod, toDns)], []],
    ['istiod is forgotten', [out(toDns)], [at]],
    ['another port of istiod', [out(toDns, to('istio-system', 443))], [at]],
    ['DNS is forgotten', [out(toIstiod)], [at]],
    ['DNS by TCP alone', [out(toIstiod, to('kube-system', 53))], []],
    ['both are forgotten', [out()], [at, at]],
    [
      'another policy lets it through',
      [
        out(toDns),
        networkPolicy('shop/more', `{podSelector: {}, policyTypes: [Egress], egress: [${toIstiod}]}`),
      ],
      [],
    ],
    [
      'the policy is about what comes in',
      [networkPolicy('shop/in', '{podSelector: {}, policyTypes: [Ingress]}')],
      [],
    ],
  ])('%s', (_, policies, expected) => {
    expect(found(code, [api(), istiod, dns, ...policies])).toEqual(expected)
  })

  it.each(['naked', 'ambient'] as const)('a pod whose proxy is not its own: %s', meshed => {
    expect(found(code, [api(meshed), meshPod('ops/a', 'sidecar'), istiod, dns, out()])).toEqual([])
  })

  it('is silent of what is not seen, or shares the address of its node', () => {
    expect(found(code, [api(), out()])).toEqual([])
    expect(
      found(code, [api(), pod('kube-system/dns', { labels: 'k8s-app: kube-dns', hostNetwork: true }), out()]),
    ).toEqual([])
  })

  it('says what is missing, and what to do', () => {
    expect(findingsOf(code, [api(), meshPod('shop/web', 'sidecar'), istiod, dns, out()])).toMatchObject([
      {
        severity: 'medium',
        title:
          'NetworkPolicy shop/out shuts shop/api[Pod] and shop/web[Pod] in, and no policy lets them out to istiod: proxies get neither their settings nor certificates',
        remedy: 'allow egress to istiod on TCP 15012',
      },
      {
        title:
          'NetworkPolicy shop/out shuts shop/api[Pod] and shop/web[Pod] in, and no policy lets them out to DNS: no name resolves, not that of istiod either',
        remedy: 'allow egress to DNS on UDP 53 and TCP 53',
      },
    ])
  })

  it('in doubt: another policy could not be read in full', () => {
    const odd = networkPolicy(
      'shop/odd',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: 1}]}]}',
    )
    expect(findingsOf(code, [api(), istiod, out(), odd]).map(({ doubt }) => doubt)).toEqual([
      'a policy that has a say could not be read in full',
    ])
  })
})
