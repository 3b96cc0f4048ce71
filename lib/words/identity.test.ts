import { describe, expect, it } from 'vitest'
import { absenceSentence, identitySentence, namedText, proofText, spiffe } from './identity'

describe('an identity', () => {
  const one = { presentersTotal: 1, isDefault: false, acceptedBy: { rules: 0, workloads: 0 }, deniedBy: 0 }

  it('is written with its scheme, and hides nothing', () => {
    expect(spiffe('cluster.local/ns/shop/sa/cart')).toBe('spiffe://cluster.local/ns/shop/sa/cart')
    expect(spiffe('a\u202eb')).toBe('spiffe://a\\u202eb')
  })

  it('is told with who shares it and who asks for it', () => {
    expect(identitySentence(one)).toBe(
      'No rule asks for it: it is proved where the transport proves one, and nobody looks.',
    )
    expect(
      identitySentence({
        presentersTotal: 3,
        isDefault: true,
        acceptedBy: { rules: 1, workloads: 2 },
        deniedBy: 1,
      }),
    ).toBe(
      '3 workloads present the same name: a rule that admits one admits all. Whoever names no service account runs as default, so whatever starts here later presents it too. 1 allow rule for 2 workloads names it. 1 deny rule may turn it away.',
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
  it('says why, and whether others of the namespace have one', () => {
    expect(absenceSentence('not-captured', true)).toMatch(
      /^Labels want these pods .* Restart them\. Servers see .* else\. Other pods of the namespace present an identity\.$/,
    )
    expect(absenceSentence('outside', false)).toBe(
      'Nothing wants these pods in a mesh. Servers see their address and nothing else.',
    )
  })
})
