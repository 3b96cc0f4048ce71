import { describe, expect, it } from 'vitest'
import { namespace, node, pod } from '../../test/kit/manifests'
import { onlyMethod } from '../../test/kit/requests'
import { captureOf, causes, explain, trust, verdict, verdicts } from '../../test/kit/world'
import { parseBlock } from '../model/address'
import { tiers } from '../model/policy-kinds'
import type { Action, Peer, Policy, PortMatch, Rule, Tier } from '../model/rule'
import type { Selector } from '../model/selector'
import type { Session } from '../model/session'
import { defaultSettings } from '../model/settings'
import { finish } from '../model/stepwise'
import { openSession } from './session'

/** Rules that no dialect writes yet, put to the engine as they are. */
const cluster = [
  namespace('x'),
  node('n1', '192.0.2.1'),
  pod('x/a', { ip: '10.0.0.1' }),
  pod('x/b', { ip: '10.0.0.2', account: 'robot' }),
  pod('x/c', { ip: '10.0.0.3', node: 'n1' }),
]

const app = (value: string): Selector => ({
  requirements: [{ key: 'app', operator: 'In', values: [value], path: [] }],
  unreadable: [],
})
const all: Selector = { requirements: [], unreadable: [] }
const pods = (selector: Selector, serviceAccounts?: readonly string[]): Peer => ({
  kind: 'pods',
  path: [],
  namespaces: { kind: 'all' },
  pods: selector,
  ...(serviceAccounts && { serviceAccounts }),
})
const anyone: Peer = { kind: 'anyone', path: [] }
const every: PortMatch = { kind: 'every', path: [] }
const port = (first: number, last = first): PortMatch => ({
  kind: 'range',
  path: [],
  protocol: 'TCP',
  first,
  last,
})

const rule = (
  action: Action,
  peers: readonly Peer[] = [anyone],
  ports: readonly PortMatch[] = [every],
  more: Partial<Rule> = {},
): Rule => ({
  action,
  path: ['rules', 0],
  peers,
  ports,
  present: 'yes',
  ...more,
})

/** A policy on ingress of `app: a`. */
const policy = (tier: Tier, rules: readonly Rule[], more: Partial<Policy> = {}): Policy => ({
  dialect: 'test',
  object: { group: 'test', kind: 'Test', name: `p${rules.length}` },
  path: [],
  tier,
  direction: 'ingress',
  precedence: 0,
  subject: { kind: 'pods', path: [], namespaces: { kind: 'all' }, pods: app('a') },
  isolates: 'yes',
  enforcement: 'enforced',
  refused: false,
  unread: false,
  rules,
  ...more,
})

const session = (...policies: readonly Policy[]): Session =>
  finish(openSession(captureOf(cluster), { policies, transports: [], problems: [] }, defaultSettings))

const fromB = 'x/b -> x/a 80'

describe('what is not enforced', () => {
  it.each(['staged', 'audit'] as const)('%s policies decide nothing', enforcement => {
    const staged = session(policy(tiers.admin, [rule('deny')], { enforcement }))
    expect(causes(staged, fromB)).toBe('egress default-allow, ingress default-allow')
    expect(staged.isolation.get('x/a[Pod]')).toEqual({ ingress: 'no', egress: 'no' })
    const beside = session(
      policy(tiers.networkPolicy, [], {}),
      policy(tiers.admin, [rule('allow')], { enforcement }),
    )
    expect(causes(beside, fromB)).toBe('egress default-allow, ingress default-deny')
  })
})

describe('delegated decisions', () => {
  it('are unknown, with their own cause', () => {
    const asked = session(policy(tiers.mesh, [rule('delegate')], { isolates: 'no' }))
    expect(verdict(asked, fromB)).toBe('unknown')
    expect(causes(asked, fromB)).toBe('egress default-allow, ingress default-allow, mesh ingress delegated')
  })
  it('are denied where another side denies', () => {
    expect(
      verdict(session(policy(tiers.mesh, [rule('delegate')]), policy(tiers.networkPolicy, [])), fromB),
    ).toBe('deny')
  })
  it('are denied where nobody else allows what the authorizer lets through', () => {
    expect(verdict(session(policy(tiers.mesh, [rule('delegate')])), fromB)).toBe('deny')
    expect(verdict(session(policy(tiers.mesh, [rule('delegate'), rule('allow')])), fromB)).toBe('unknown')
  })
})

describe('two planes', () => {
  it('must both let the connection through, and together name peer and port', () => {
    const both = session(
      policy(tiers.networkPolicy, [rule('allow', [anyone], [port(80)])]),
      policy(tiers.mesh, [rule('allow', [pods(app('b'))])]),
    )
    const table = { 'x/b -> x/a 80': 'allow', 'x/b -> x/a 81': 'deny', 'x/c -> x/a 80': 'deny' }
    expect(verdicts(both, table)).toEqual(table)
    expect(trust(both, fromB)).toBe('partial: no/yes/no')
  })
  it('a mesh carries TCP only', () => {
    const shut = session(policy(tiers.mesh, []))
    const table = { 'x/b -> x/a 80': 'deny', 'x/b -> x/a UDP 80': 'allow', 'x/b -> x/a SCTP 80': 'allow' }
    expect(verdicts(shut, table)).toEqual(table)
  })
  it('a mesh does not exempt the own node', () => {
    const onC = { subject: { kind: 'pods', path: [], namespaces: { kind: 'all' }, pods: app('c') } } as const
    expect(verdict(session(policy(tiers.mesh, [], onC)), 'node:n1 -> x/c 80')).toBe('deny')
    expect(verdict(session(policy(tiers.networkPolicy, [], onC)), 'node:n1 -> x/c 80')).toBe('allow')
  })
})

describe('tiers in order', () => {
  it('an admin deny is explicit, and names its rule', () => {
    const denied = session(
      policy(tiers.admin, [rule('deny', [pods(app('b'))])]),
      policy(tiers.networkPolicy, [rule('allow')]),
    )
    const table = { 'x/b -> x/a 80': 'deny', 'x/c -> x/a 80': 'allow' }
    expect(verdicts(denied, table)).toEqual(table)
    expect(causes(denied, fromB)).toBe('egress default-allow, ingress explicit-deny')
  })
  it('two of one precedence that disagree are unknown, and both are told', () => {
    const tied = session(
      policy(tiers.admin, [rule('deny')], { object: { group: 'test', kind: 'Test', name: 'one' } }),
      policy(tiers.admin, [rule('allow')], { object: { group: 'test', kind: 'Test', name: 'other' } }),
    )
    expect(verdict(tied, fromB)).toBe('unknown')
    const { reasons } = explain(tied, fromB).sides[1] ?? { reasons: [] }
    expect(reasons.map(({ name }) => name)).toEqual(['one', 'other'])
  })
  it('of different precedence the lower decides', () => {
    const ordered = session(
      policy(tiers.admin, [rule('deny')], { precedence: 2 }),
      policy(tiers.admin, [rule('allow')], { precedence: 1 }),
    )
    expect(verdict(ordered, fromB)).toBe('allow')
  })
})

describe('peers', () => {
  const block = parseBlock('10.0.0.0/24')
  if (!block) throw new Error('no block')
  const addresses: Peer = { kind: 'addresses', path: [], block, except: [] }
  const unreadable: Peer = { kind: 'unreadable', path: [], reason: 'broken' }
  const rows: readonly [title: string, peer: Peer, fromB: string, fromC: string][] = [
    ['anyone', anyone, 'allow', 'allow'],
    ['pods by label', pods(app('b')), 'allow', 'deny'],
    ['pods by service account', pods(all, ['robot']), 'allow', 'deny'],
    ['both at once', pods(app('c'), ['robot']), 'deny', 'deny'],
    ['all of them', { kind: 'all-of', path: [], peers: [pods(app('b')), addresses] }, 'allow', 'deny'],
    [
      'all of them, one broken',
      { kind: 'all-of', path: [], peers: [pods(app('b')), unreadable] },
      'unknown',
      'deny',
    ],
    ['all but', { kind: 'not', path: [], peer: pods(app('b')) }, 'deny', 'allow'],
    ['all but what is broken', { kind: 'not', path: [], peer: unreadable }, 'unknown', 'unknown'],
    [
      'identities',
      { kind: 'identities', path: [], part: 'principal', patterns: [{ kind: 'any' }] },
      'unknown',
      'unknown',
    ],
    ['an entity', { kind: 'entity', path: [], entity: 'world' }, 'unknown', 'unknown'],
    ['names', { kind: 'names', path: [], patterns: ['example.org'] }, 'deny', 'deny'],
    ['nodes', { kind: 'nodes', path: [], nodes: all }, 'deny', 'deny'],
    ['a service', { kind: 'service', path: [], namespace: 'x', name: 's' }, 'unknown', 'unknown'],
  ]
  it.each(rows)('%s', (_, peer, b, c) => {
    const open = session(policy(tiers.networkPolicy, [rule('allow', [peer])]))
    const table = { 'x/b -> x/a 80': b, 'x/c -> x/a 80': c }
    expect(verdicts(open, table)).toEqual(table)
  })
  const names: readonly [title: string, peer: Peer, ports: PortMatch, authorized: string][] = [
    ['a label and a port', pods(app('b')), port(80), 'yes'],
    ['a service account', pods(all, ['robot']), port(80), 'yes'],
    ['the last range that names a port', pods(app('b')), port(1, 1024), 'yes'],
    ['the first that does not', pods(app('b')), port(1, 1025), 'partial'],
    ['a negation names nobody', { kind: 'not', path: [], peer: pods(app('c')) }, port(80), 'partial'],
    [
      'one of all names it',
      { kind: 'all-of', path: [], peers: [addresses, pods(app('b'))] },
      port(80),
      'yes',
    ],
    ['an address never names a pod', addresses, port(80), 'partial'],
    ['every port but one', pods(app('b')), { kind: 'except', path: [], ports: [port(22)] }, 'partial'],
  ]
  it.each(names)('%s', (_, peer, ports, authorized) => {
    expect(trust(session(policy(tiers.networkPolicy, [rule('allow', [peer], [ports])])), fromB)).toBe(
      `partial: no/${authorized}/no`,
    )
  })
})

describe('ports and conditions', () => {
  it('every port but some', () => {
    const open = session(
      policy(tiers.networkPolicy, [
        rule('allow', [anyone], [{ kind: 'except', path: [], ports: [port(22), port(80, 90)] }]),
      ]),
    )
    const table = {
      'x/b -> x/a 22': 'deny',
      'x/b -> x/a 23': 'allow',
      'x/b -> x/a 85': 'deny',
      'x/b -> x/a 91': 'allow',
      'x/b -> x/a UDP 22': 'allow',
    }
    expect(verdicts(open, table)).toEqual(table)
  })
  it('a rule on ICMP opens no port', () => {
    expect(
      verdict(
        session(
          policy(tiers.networkPolicy, [rule('allow', [anyone], [{ kind: 'icmp', path: [], family: 4 }])]),
        ),
        fromB,
      ),
    ).toBe('deny')
  })
  it('a condition on the own side', () => {
    const self = (value: string): Session =>
      session(policy(tiers.networkPolicy, [rule('allow', [anyone], [every], { self: pods(app(value)) })]))
    expect(verdict(self('a'), fromB)).toBe('allow')
    expect(verdict(self('other'), fromB)).toBe('deny')
  })
  it('a condition on the request lets some through, unless another rule lets all through', () => {
    const rest = { request: onlyMethod('GET') }
    expect(
      verdict(session(policy(tiers.networkPolicy, [rule('allow', [anyone], [every], rest)])), fromB),
    ).toBe('conditional')
    expect(
      verdict(
        session(policy(tiers.networkPolicy, [rule('allow', [anyone], [every], rest), rule('allow')])),
        fromB,
      ),
    ).toBe('allow')
  })
  it('a rule that may not be there', () => {
    expect(
      verdict(
        session(policy(tiers.networkPolicy, [rule('allow', [anyone], [every], { present: 'maybe' })])),
        fromB,
      ),
    ).toBe('unknown')
  })
})
