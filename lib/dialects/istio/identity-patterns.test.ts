import { describe, expect, it } from 'vitest'
import type { IdentityPart } from '../../model/rule'
import { matchesText, patternText } from '../../model/text-pattern'
import { identitiesAtEnvoy, identitiesAtZtunnel } from './identity-patterns'

const domains = { trustDomain: 'td1', trustDomainAliases: ['td2', 'cluster.local'] }
const envoy = (part: IdentityPart, ...texts: string[]): string[] =>
  identitiesAtEnvoy(part, texts, domains).map(patternText)

describe('trust domains and their aliases (istio.md section 2)', () => {
  const rest = 'ns/shop/sa/cart'
  const rows: readonly [title: string, principal: string, compared: readonly string[]][] = [
    ['ours', `td1/${rest}`, [`td1/${rest}`, `td2/${rest}`, `cluster.local/${rest}`]],
    ['an alias', `td2/${rest}`, [`td1/${rest}`, `td2/${rest}`, `cluster.local/${rest}`]],
    ['another domain stays as it is', `td9/${rest}`, [`td9/${rest}`]],
    ['any domain stays as it is', `*/${rest}`, [`*/${rest}`]],
    ['the beginning of ours', `td*/${rest}`, [`td1/${rest}`, `td2/${rest}`, `cluster.local/${rest}`]],
    ['the end of one is left open', `*2/${rest}`, [`td1/${rest}`, `*2/${rest}`, `cluster.local/${rest}`]],
    ['four segments stay as they are', 'td1/ns/shop/*', ['td1/ns/shop/*']],
    ['five with a wildcard at the end', 'td1/ns/shop/sa/*', ['td1/ns/shop/sa/*', 'td2/ns/shop/sa/*', 'cluster.local/ns/shop/sa/*']],
    ['anybody', '*', ['*']],
    ['an end alone', '*/sa/cart', ['*/sa/cart']],
  ] // prettier-ignore
  for (const [title, principal, compared] of rows)
    it(title, () => {
      expect(envoy('principal', principal)).toEqual(compared)
    })
  it('`cluster.local` stands for ours, whatever that is called', () => {
    const own = { trustDomain: 'prod', trustDomainAliases: [] }
    expect(identitiesAtEnvoy('principal', [`cluster.local/${rest}`], own).map(patternText)).toEqual([
      `prod/${rest}`,
    ])
  })
  it('a trust domain of ours stands for all of them', () => {
    expect(envoy('trust-domain', 'td2')).toEqual(['td1', 'td2', 'cluster.local'])
    expect(envoy('trust-domain', 'td9')).toEqual(['td9'])
    expect(envoy('trust-domain', 'td*')).toEqual(['td*'])
  })
  it('ztunnel compares as written', () => {
    expect(
      identitiesAtZtunnel('principal', [`cluster.local/${rest}`, `td1/${rest}`]).map(patternText),
    ).toEqual([`cluster.local/${rest}`, `td1/${rest}`])
  })
})

describe('wildcards (istio.md section 5)', () => {
  const met = (part: IdentityPart, written: string, text: string): string =>
    [identitiesAtEnvoy(part, [written], domains), identitiesAtZtunnel(part, [written])]
      .map(patterns => (patterns.some(pattern => matchesText(pattern, text)) ? 'yes' : 'no'))
      .join('/')
  it.each([
    ['principal', 'td9/ns/*', 'td9/ns/shop/sa/cart', 'yes/yes', 'a beginning'],
    ['principal', '*/sa/cart', 'td9/ns/shop/sa/cart', 'yes/yes', 'an end'],
    ['principal', '*', 'td9/ns/shop/sa/cart', 'yes/yes', 'anybody'],
    ['principal', '*shop*', 'td9/ns/shop/sa/cart', 'no/no', 'at both ends the second is a letter'],
    ['principal', 'td9/*/sa/cart', 'td9/ns/shop/sa/cart', 'no/no', 'in the middle it is a letter'],
    ['namespace', 'shop', 'shop', 'yes/yes', 'exactly'],
    ['namespace', 'shop', 'shop-2', 'no/no', 'not more than that'],
    ['namespace', 'sh*', 'shop', 'yes/yes', 'a beginning'],
    ['namespace', '*op', 'shop', 'yes/yes', 'an end'],
    ['namespace', '*', 'shop', 'yes/yes', 'any'],
    ['namespace', 's*p', 'shop', 'yes/no', 'in the middle, at Envoy'],
    ['namespace', '*ho*', 'shop', 'yes/no', 'at both ends, at Envoy'],
    ['namespace', '*sa', 'shop', 'yes/no', 'what follows the namespace ends so too, at Envoy'],
    ['namespace', 'x*a', 'shop', 'no/no', 'but it begins otherwise'],
    ['account', 'shop/cart', 'shop/cart', 'yes/yes', 'exactly'],
    ['account', 'shop/*', 'shop/cart', 'no/no', 'no wildcard'],
  ] as const)('%s %s of %s: %s (%s)', (part, written, text, answer, _why) => {
    expect(met(part, written, text)).toBe(answer)
  })
})
