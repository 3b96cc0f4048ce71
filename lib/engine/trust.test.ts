import { describe, expect, it } from 'vitest'
import {
  naming,
  type Naming,
  type PillarValue,
  type Pillars,
  type TrustClass,
  type Verdict,
} from '../model/verdict'
import { allowedByDefault, denied, type Outcomes } from './readings'
import {
  authorizedBy,
  isMoreOpen,
  trustClassOf,
  verdictOf,
  widerVerdict,
  worseClass,
  worsePillars,
} from './trust'

const { peerAndPort, peer, port, neither } = naming

/** The outcomes in which a side allows as these namings say, one per reading; 0 is the default. */
const allows = (...namings: readonly Naming[]): Outcomes =>
  namings.reduce((bits, n) => bits | (1 << (n + 1)), 0)

describe('the verdict of several sides', () => {
  const rows: readonly [title: string, sides: readonly Outcomes[], verdict: Verdict][] = [
    ['no side at all', [], 'allow'],
    ['all open', [allowedByDefault, allows(peer)], 'allow'],
    ['one shut', [allowedByDefault, denied], 'deny'],
    ['one shut, the other in doubt', [denied | allowedByDefault, denied], 'deny'],
    ['one in doubt', [denied | allows(port), allowedByDefault], 'unknown'],
    ['two ways to allow are no doubt', [allows(0, peer, port)], 'allow'],
  ]
  it.each(rows)('%s: %s', (_, sides, verdict) => {
    expect(verdictOf(sides)).toBe(verdict)
  })
})

describe('the authorized pillar', () => {
  const rows: readonly [title: string, planes: readonly Outcomes[], value: PillarValue][] = [
    ['nothing judges', [], 'no'],
    ['allowed by default', [allowedByDefault], 'no'],
    ['by default on both planes', [allowedByDefault, allowedByDefault], 'no'],
    ['a rule names peer and port', [allows(peerAndPort)], 'yes'],
    ['a rule names the peer', [allows(peer)], 'partial'],
    ['a rule names the port', [allows(port)], 'partial'],
    ['a rule names neither', [allows(neither)], 'partial'],
    [
      'two rules of one plane, one the peer and one the port: neither names both',
      [allows(peer | port)],
      'partial',
    ],
    ['the best rule of a plane counts', [allows(neither | peerAndPort)], 'yes'],
    ['one plane names the peer, the other the port', [allows(peer), allows(port)], 'yes'],
    ['both planes name the port', [allows(port), allows(port)], 'partial'],
    ['one plane names both, the other neither', [allows(peerAndPort), allows(neither)], 'yes'],
    ['one plane names the peer, the other defaults', [allows(peer), allowedByDefault], 'partial'],
    ['the readings that allow differ', [allows(0, peerAndPort)], 'unknown'],
    ['the readings that allow agree', [allows(peer, port)], 'partial'],
    ['a reading that denies does not count', [denied | allows(peerAndPort)], 'yes'],
    ['a doubt that the other plane makes up for', [allows(peer, peerAndPort), allows(peerAndPort)], 'yes'],
    ['denied in every reading', [denied], 'no'],
  ]
  it.each(rows)('%s', (_, planes, value) => {
    expect(authorizedBy(planes)).toBe(value)
  })
})

describe('the trust class', () => {
  const rows: readonly [
    Verdict,
    authenticated: PillarValue,
    authorized: PillarValue,
    encrypted: PillarValue,
    TrustClass,
  ][] = [
    ['allow', 'yes', 'yes', 'yes', 'verified'],
    ['conditional', 'yes', 'yes', 'yes', 'verified'],
    ['unknown', 'yes', 'yes', 'yes', 'unknown'],
    ['allow', 'yes', 'no', 'yes', 'implicit'],
    ['unknown', 'yes', 'no', 'yes', 'implicit'],
    ['allow', 'unknown', 'no', 'unknown', 'implicit'],
    ['allow', 'unknown', 'yes', 'yes', 'unknown'],
    ['allow', 'yes', 'unknown', 'yes', 'unknown'],
    ['allow', 'yes', 'yes', 'unknown', 'unknown'],
    ['allow', 'no', 'unknown', 'no', 'unknown'],
    ['allow', 'no', 'yes', 'no', 'partial'],
    ['allow', 'yes', 'partial', 'yes', 'partial'],
    ['allow', 'partial', 'partial', 'partial', 'partial'],
    ['conditional', 'no', 'partial', 'no', 'partial'],
  ]
  it.each(rows)('%s, %s/%s/%s: %s', (verdict, authenticated, authorized, encrypted, trustClass) => {
    expect(trustClassOf(verdict, { authenticated, authorized, encrypted })).toBe(trustClass)
  })
})

describe('summing up', () => {
  /** Every value beats those after it, from both sides. */
  const ordered = <T>(values: readonly T[], pick: (a: T, b: T) => T): void => {
    values.forEach((a, i) => values.slice(i).forEach(b => expect([pick(a, b), pick(b, a)]).toEqual([a, a])))
  }
  it('takes the worst class', () =>
    ordered<TrustClass>(['implicit', 'unknown', 'partial', 'verified'], worseClass))
  it('takes the widest verdict', () =>
    ordered<Verdict>(['allow', 'conditional', 'unknown', 'deny'], widerVerdict))
  it('takes the worst of each pillar by itself', () => {
    const of = (value: PillarValue): Pillars => ({ authenticated: value, authorized: 'yes', encrypted: 'no' })
    ordered<PillarValue>(
      ['no', 'unknown', 'partial', 'yes'],
      (a, b) => worsePillars(of(a), of(b)).authenticated,
    )
    expect(
      worsePillars(
        { authenticated: 'yes', authorized: 'no', encrypted: 'partial' },
        { authenticated: 'unknown', authorized: 'yes', encrypted: 'yes' },
      ),
    ).toEqual({ authenticated: 'unknown', authorized: 'no', encrypted: 'partial' })
  })
  it('ranks answers by verdict, then by the worse class, and those without a class last', () => {
    const open = { verdict: 'allow', trustClass: 'verified' } as const
    const worse = { verdict: 'allow', trustClass: 'implicit' } as const
    const exempt = { verdict: 'allow' } as const
    const doubt = { verdict: 'unknown', trustClass: 'implicit' } as const
    const order = [worse, open, exempt, doubt, { verdict: 'deny' } as const]
    order.forEach((a, i) => order.forEach((b, j) => expect(isMoreOpen(a, b)).toBe(i < j)))
  })
})
