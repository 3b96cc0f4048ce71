import { describe, expect, it } from 'vitest'
import {
  absencePlace,
  absenceSentence,
  absenceShort,
  identitySentence,
  issuerSentence,
  issuerText,
  namedText,
  proofText,
  spiffe,
} from './identity'

describe('an identity', () => {
  const one = {
    ...{ presentersTotal: 1, isDefault: false, demanded: 'no' as const, deniedBy: 0 },
    acceptedBy: { rules: 0, workloads: 0 },
  }

  it('is written with its scheme, and hides nothing', () => {
    expect(spiffe('cluster.local/ns/shop/sa/cart')).toBe('spiffe://cluster.local/ns/shop/sa/cart')
    expect(spiffe('a\u202eb')).toBe('spiffe://a\\u202eb')
  })

  it('is told with who shares it and who asks for it', () => {
    expect(identitySentence(one)).toBe(
      'No server that may be called with it demands one. No rule asks for it by name.',
    )
    expect(
      identitySentence({
        presentersTotal: 3,
        isDefault: true,
        demanded: 'yes',
        acceptedBy: { rules: 1, workloads: 2 },
        deniedBy: 1,
      }),
    ).toBe(
      '3 workloads present the same name: a rule that admits one admits all. Whoever names no service account runs as default, so whatever starts here later presents it too. Some server that may be called with it takes nobody without an identity. 1 allow rule for 2 workloads names it. 1 deny rule may turn it away.',
    )
  })

  it('is signed for by somebody, or nothing that was read says by whom', () => {
    expect(issuerText({ kind: 'control-plane', name: 'istiod' })).toBe('istiod')
    expect(issuerSentence({ kind: 'control-plane', name: 'istiod' })).toMatch(
      /^By default: .* is never read\.$/,
    )
    expect(issuerText({ kind: 'authority', name: 'ca.example:443\u202e' })).toBe(
      'the CA at ca.example:443\\u202e',
    )
    expect(issuerText({ kind: 'agent', name: 'spire' })).toBe('a SPIFFE agent (template spire)')
    expect(issuerText({ kind: 'elsewhere', name: 'istiod' })).toBe('not istiod; which CA is not said')
    expect(issuerText({ kind: 'unknown' })).toBe('the configuration read does not say')
    expect(issuerSentence({ kind: 'unknown' })).toBe(
      'The configuration that was read does not say who signs.',
    )
  })

  it('is named by an account, a pattern or a whole namespace', () => {
    expect(namedText('account', 'x')).toBe('names it')
    expect(namedText('pattern', 'cluster.local/ns/shop/*')).toBe('by the pattern cluster.local/ns/shop/*')
    expect(namedText('namespace', 'shop')).toBe('by namespace shop alone')
    expect(namedText('trust-domain', 'cluster.local')).toBe('by trust domain cluster.local alone')
  })

  it('is proved by proxies of one or several kinds', () => {
    expect(proofText(['sidecar', 'sidecar', 'ztunnel'])).toBe('sidecar, ambient')
    expect(proofText(['unknown'])).toBe('meant to; not seen')
  })
})

describe('nobody’s identity', () => {
  it('says how they stand in a column', () => {
    expect(absencePlace('not-captured')).toBe('not captured')
    expect(absenceShort('not-captured')).toBe('labelled for the mesh, pods not restarted')
  })

  it('says why, and whether others of the namespace have one', () => {
    expect(absenceSentence('not-captured', true)).toMatch(
      /^Labels want these pods .* Restart them\. Servers see .* else\. Other pods of the namespace present an identity\.$/,
    )
    expect(absenceSentence('outside', false)).toBe(
      'Nothing wants these pods in a mesh. Servers see their address and nothing else.',
    )
  })
})
