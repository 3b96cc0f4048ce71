import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, node, object, pod } from '../../test/kit/manifests'
import { ask, causes, explain, open } from '../../test/kit/world'
import type { SideTrace, TraceStep } from '../model/explanation'
import { pathText, refText } from '../model/object'
import { portsText } from '../model/port'

const cluster = [
  namespace('x'),
  pod('x/a', { ip: '10.0.0.1' }),
  pod('x/b', { ip: '10.0.0.2' }),
  pod('x/c', { ip: '10.0.0.3' }),
]
const onA = (name: string, rest: string): string =>
  networkPolicy(name, `{podSelector: {matchLabels: {app: a}}, ${rest}}`)
const fromB =
  'ingress: [{from: [{podSelector: {matchLabels: {app: c}}}]}, {from: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 80}]}]'

/** `role (certain) object path: detail`, one line per step. */
const stepText = ({ role, certain, object: of, path, detail }: TraceStep): string => {
  const said =
    detail.kind === 'rule-matches'
      ? `${detail.action} ${detail.peer} on ${detail.ports}`
      : detail.kind === 'isolates'
        ? `isolates with ${detail.rules}`
        : detail.kind === 'cannot-police'
          ? detail.why
          : detail.kind
  return `${role}${certain ? '' : '?'} ${of ? `${refText(of)} ` : ''}${pathText(path ?? [])}: ${said}`
}

function side(documents: readonly string[], question: string, direction = 'ingress'): SideTrace {
  const found = explain(open(documents), question).sides.find(
    each => each.direction === direction && each.plane === 'network',
  )
  if (!found) throw new Error(`no ${direction} side`)
  return found
}

const steps = (documents: readonly string[], question: string, direction?: string): string[] =>
  side(documents, question, direction).steps.map(stepText)

describe('the sides', () => {
  it('are headed by plane, direction and place, the source first', () => {
    const { from, to, sides } = explain(open(cluster), 'x/b -> x/a 80')
    expect([from, to]).toEqual(['x/b', 'x/a'])
    expect(sides.map(({ plane, direction, at }) => [plane, direction, at])).toEqual([
      ['network', 'egress', 'x/b'],
      ['network', 'ingress', 'x/a'],
    ])
  })
  it('leave out what lies outside', () => {
    const inbound = explain(open(cluster), '203.0.113.9 -> x/a 80')
    expect([inbound.from, inbound.sides.map(({ direction }) => direction)]).toEqual([
      '203.0.113.9',
      ['ingress'],
    ])
    expect(explain(open(cluster), 'x/a -> 203.0.113.9 80').sides.map(({ direction }) => direction)).toEqual([
      'egress',
    ])
    expect(explain(open([...cluster, node('n1', '192.0.2.1')]), 'node:n1 -> x/a 80').from).toBe('node n1')
  })
})

describe('the steps of a side', () => {
  it('nothing selects the pod', () => {
    expect(steps(cluster, 'x/b -> x/a 80')).toEqual(['decided : nothing-selects'])
  })
  it('a rule allows: it decided, the other rules are silent', () => {
    expect(steps([...cluster, onA('x/p', fromB)], 'x/b -> x/a 80')).toEqual([
      'decided NetworkPolicy x/p spec.ingress[1]: allow pods app=b in x on TCP 80',
    ])
  })
  it('a policy isolates and no rule lets the peer in', () => {
    expect(steps([...cluster, onA('x/p', fromB)], '203.0.113.9 -> x/a 80')).toEqual([
      'decided NetworkPolicy x/p spec.ingress: isolates with 2',
    ])
  })
  it('one policy allows, another only isolates: it was considered', () => {
    const shut = networkPolicy('x/all', '{policyTypes: [Ingress]}')
    expect(steps([...cluster, shut, onA('x/p', fromB)], 'x/b -> x/a 80')).toEqual([
      'considered NetworkPolicy x/all spec.policyTypes[0]: isolates with 0',
      'decided NetworkPolicy x/p spec.ingress[1]: allow pods app=b in x on TCP 80',
    ])
  })
  it('every policy that isolates has decided a denial', () => {
    const shut = networkPolicy('x/all', '{policyTypes: [Ingress]}')
    expect(steps([...cluster, shut, onA('x/p', 'ingress: []')], 'x/b -> x/a 80')).toEqual([
      'decided NetworkPolicy x/all spec.policyTypes[0]: isolates with 0',
      'decided NetworkPolicy x/p spec.ingress: isolates with 0',
    ])
  })
  it('what could not be read comes uncertain', () => {
    const broken = onA('x/p', 'ingress: [{from: [{}]}]')
    expect(steps([...cluster, broken], 'x/b -> x/a 80')).toEqual([
      'decided? NetworkPolicy x/p spec.ingress[0]: allow unreadable: the peer is empty on every port',
    ])
    const unread = object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/q')
    expect(steps([...cluster, unread], 'x/b -> x/a 80')).toEqual([
      'decided? CiliumNetworkPolicy x/q : unread',
    ])
    expect(side([...cluster, unread], 'x/b -> x/a 80').reasons).toMatchObject([
      { kind: 'CiliumNetworkPolicy', name: 'q', cause: 'unread' },
    ])
  })
  it('a sound rule of a refused object is uncertain too', () => {
    const broken = onA('x/p', 'ingress: [{from: [{podSelector: {matchLabels: {app: b}}}]}, {from: [{}]}]')
    const [first] = side([...cluster, broken], 'x/b -> x/a 80').steps
    expect(first).toMatchObject({
      certain: false,
      path: ['spec', 'ingress', 0],
      detail: { kind: 'rule-matches' },
    })
  })
  it.each([
    ['itself', 'x/a -> x/a 80', {}],
    ['host-network', 'x/b -> x/host 80', {}],
    ['not-enforced', 'x/b -> x/a 80', { engine: 'none' }],
  ] as const)('nobody can police it: %s', (why, question, settings) => {
    const session = open([...cluster, pod('x/host', { hostNetwork: true })], settings)
    expect(
      explain(session, question)
        .sides.find(({ direction }) => direction === 'ingress')
        ?.steps.map(stepText),
    ).toEqual([`decided : ${why}`])
  })
  it('nobody can police it: same-node', () => {
    const documents = [namespace('x'), node('n1', '192.0.2.1'), pod('x/a', { node: 'n1' })]
    expect(steps(documents, 'node:n1 -> x/a 80')).toEqual(['decided : same-node'])
  })
  it('ICMP is undefined', () => {
    expect(steps([...cluster, onA('x/p', fromB)], 'x/b -> x/a ICMP')[0]).toBe('decided? : undefined-protocol')
  })
})

describe('reasons and causes', () => {
  const rows: readonly [
    title: string,
    documents: readonly string[],
    cause: string,
    paths: readonly (string | undefined)[],
  ][] = [
    ['no policy', [], 'default-allow', [undefined]],
    ['a rule that names peer and port', [onA('x/p', fromB)], 'explicit-allow', ['spec.ingress[1]']],
    [
      'a rule that leaves the port open',
      [onA('x/p', 'ingress: [{from: [{podSelector: {matchLabels: {app: b}}}]}]')],
      'broad-allow',
      ['spec.ingress[0]'],
    ],
    [
      'a rule that leaves the peer open',
      [onA('x/p', 'ingress: [{ports: [{port: 80}]}]')],
      'broad-allow',
      ['spec.ingress[0]'],
    ],
    [
      'a narrow rule beside a broad one',
      [onA('x/p', `${fromB.slice(0, -1)}, {}]`)],
      'explicit-allow',
      ['spec.ingress[1]', 'spec.ingress[2]'],
    ],
    ['isolated', [onA('x/p', 'policyTypes: [Ingress]')], 'default-deny', ['spec.policyTypes[0]']],
  ]
  it.each(rows)('%s', (_, documents, cause, paths) => {
    const found = side([...cluster, ...documents], 'x/b -> x/a 80')
    expect(found.cause).toBe(cause)
    expect(found.reasons.map(({ path }) => path)).toEqual(paths)
  })
  it('each reason names its object, or the platform', () => {
    expect(side([...cluster, onA('x/p', fromB)], 'x/b -> x/a 80').reasons).toEqual([
      {
        plane: 'network',
        dialect: 'networkpolicy',
        kind: 'NetworkPolicy',
        namespace: 'x',
        name: 'p',
        path: 'spec.ingress[1]',
        cause: 'explicit-allow',
      },
    ])
    expect(side(cluster, 'x/b -> x/a 80').reasons).toEqual([
      { plane: 'network', dialect: 'kubernetes', cause: 'default-allow' },
    ])
  })
  it('come in the same order, whichever object was read first', () => {
    const policies = ['x/b', 'x/a', 'x/c'].map(name => onA(name, fromB))
    const reasons = (documents: readonly string[]): unknown =>
      explain(open([...cluster, ...documents]), 'x/b -> x/a 80').sides.flatMap(({ reasons }) =>
        reasons.flatMap(({ name }) => name ?? []),
      )
    expect(reasons(policies)).toEqual(['a', 'b', 'c'])
    expect(reasons([...policies].reverse())).toEqual(['a', 'b', 'c'])
  })

  it('a broad rule beside a narrow one stays broad in its own reason', () => {
    const found = side([...cluster, onA('x/p', `${fromB.slice(0, -1)}, {}]`)], 'x/b -> x/a 80')
    expect(found.reasons.map(({ cause }) => cause)).toEqual(['explicit-allow', 'broad-allow'])
  })
})

describe('an answer', () => {
  it('says for which ports it holds', () => {
    const session = open([
      ...cluster,
      onA('x/p', 'ingress: [{ports: [{port: 80, endPort: 90}, {port: 53, protocol: UDP}]}]'),
    ])
    expect(portsText(explain(session, 'x/b -> x/a 85').alike)).toBe('TCP 80-90,UDP 53')
    expect(portsText(explain(session, 'x/b -> x/a 91').alike)).toBe(
      'SCTP 1-65535,TCP 1-79,91-65535,UDP 1-52,54-65535',
    )
  })
  it('has no class when it is denied', () => {
    const answer = explain(open([...cluster, onA('x/p', 'ingress: []')]), 'x/b -> x/a 80')
    expect(answer.verdict).toBe('deny')
    expect(answer).not.toHaveProperty('trustClass')
    expect(answer).not.toHaveProperty('pillars')
  })
  it('comes once per kind of pod pair, the most open first', () => {
    const replicas = ['1', '2', '3'].map(name =>
      pod(`x/r-${name}`, { labels: `app: r, track: t${name === '1' ? 1 : 2}`, owner: 'ReplicaSet/r' }),
    )
    const session = open([
      ...cluster,
      ...replicas,
      onA('x/p', 'ingress: [{from: [{podSelector: {matchLabels: {track: t1}}}]}]'),
    ])
    expect(
      ask(session, 'x/r -> x/a 80').map(({ explanation, pairs }) => [
        explanation.from,
        explanation.verdict,
        pairs,
      ]),
    ).toEqual([
      ['x/r-1', 'allow', 1],
      ['x/r-2', 'deny', 2],
    ])
  })
  it('comes apart where some pods are exempt from policies', () => {
    const session = open([
      namespace('x'),
      node('n1', '192.0.2.1'),
      ...['n1', 'n2', 'n3'].map(name =>
        pod(`x/r-${name}`, { labels: 'app: r', owner: 'ReplicaSet/r', node: name }),
      ),
      networkPolicy('x/p', '{podSelector: {}}'),
    ])
    expect(
      ask(session, 'node:n1 -> x/r 80').map(({ explanation, pairs }) => [
        explanation.to,
        explanation.verdict,
        pairs,
      ]),
    ).toEqual([
      ['x/r-n1', 'allow', 1],
      ['x/r-n2', 'deny', 2],
    ])
  })
  it('without a port is about the most open one', () => {
    const session = open([...cluster, onA('x/p', 'ingress: [{ports: [{port: 8080}]}]')])
    expect(explain(session, 'x/b -> x/a')).toMatchObject({ port: 8080, verdict: 'allow', protocol: 'TCP' })
    expect(explain(session, 'x/b -> x/a UDP').verdict).toBe('deny')
  })
  it('speaks of a mesh only where one governs', () => {
    const session = open([...cluster, object('security.istio.io/v2', 'AuthorizationPolicy', 'x/p')])
    expect(causes(session, 'x/b -> x/a 80')).toBe(
      'egress default-allow, ingress default-allow, mesh ingress unread',
    )
    expect(
      causes(
        open([...cluster, object('security.istio.io/v2', 'AuthorizationPolicy', 'x/p')], {
          plane: 'network',
        }),
        'x/b -> x/a 80',
      ),
    ).toBe('egress default-allow, ingress default-allow')
  })
})
