import { expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../../test/kit/manifests'
import { rule, world } from '../../../test/kit/rule'
import { causes, connections, open, problems, trust, verdict } from '../../../test/kit/world'

const types = 'networking/v1 types.go'
const page = 'kubernetes.io, Network Policies'
const e2e = 'kubernetes e2e, network_policy.go'

const cluster = [namespace('x'), pod('x/a'), pod('x/b')]

const intoA = (rest: string): string =>
  networkPolicy('x/into-a', `{podSelector: {matchLabels: {app: a}}, ingress: [${rest}]}`)

const outOfB = (rest: string): string =>
  networkPolicy(
    'x/out-of-b',
    `{podSelector: {matchLabels: {app: b}}, policyTypes: [Egress], egress: [${rest}]}`,
  )

rule(
  17,
  'both ends must allow, port by port: a connection is the intersection of two sets',
  `${page}; kubescape issue 3903`,
  () => {
    it('what only one end allows is no connection', () => {
      const session = open([...cluster, outOfB('{ports: [{port: 80}]}'), intoA('{ports: [{port: 443}]}')])
      expect(connections(session)).toEqual(['x/a[Pod] => x/b[Pod] : All Connections'])
      expect(causes(session, 'x/b -> x/a 80')).toBe('egress broad-allow, ingress default-deny')
      expect(causes(session, 'x/b -> x/a 443')).toBe('egress default-deny, ingress broad-allow')
    })
    it('overlapping ranges leave the overlap', () => {
      const session = open([
        ...cluster,
        outOfB('{ports: [{port: 80, endPort: 90}, {protocol: UDP}]}'),
        intoA('{ports: [{port: 85, endPort: 99}, {port: 53, protocol: UDP}]}'),
      ])
      expect(connections(session)).toContain('x/b[Pod] => x/a[Pod] : TCP 85-90,UDP 53')
    })
  },
)

rule(
  18,
  'the ports of a rule are those of the destination pod, never those of a Service',
  `${types}, Port; kubernetes/website issue 8295`,
  () => {
    const service = object(
      'v1',
      'Service',
      'x/a',
      'spec: {selector: {app: a}, ports: [{port: 80, targetPort: 8080}]}',
    )
    world('a Service on 80 that leads to 8080', [...cluster, service, intoA('{ports: [{port: 80}]}')], {
      'x/b -> x/a 80': 'allow',
      'x/b -> x/a 8080': 'deny',
    })
    world('on the way out too', [...cluster, service, outOfB('{ports: [{port: 8080}]}')], {
      'x/b -> x/a 8080': 'allow',
      'x/b -> x/a 80': 'deny',
    })
  },
)

rule(
  19,
  'a port name is looked up on each destination pod, with the protocol of the rule',
  `${types}, Port; kubernetes issue 125285`,
  () => {
    const named = (entry: string): string[] => [namespace('x'), pod('x/b'), intoA(`{ports: [${entry}]}`)]
    const a = (options: Parameters<typeof pod>[1]): string => pod('x/a', options)

    it('the same name may mean different numbers', () => {
      const session = open([
        ...named('{port: web}'),
        pod('x/old', { labels: 'app: a', ports: ['web:8080'] }),
        pod('x/new', { labels: 'app: a', ports: ['web:9090'] }),
      ])
      expect(connections(session)).toEqual(
        expect.arrayContaining(['x/b[Pod] => x/old[Pod] : TCP 8080', 'x/b[Pod] => x/new[Pod] : TCP 9090']),
      )
    })
    it('also on the way out, where it is the name at the other end', () => {
      const session = open([
        namespace('x'),
        pod('x/b', { ports: ['web:1111'] }),
        pod('x/a', { ports: ['web:8080'] }),
        pod('x/c'),
        outOfB('{ports: [{port: web}]}'),
      ])
      expect(connections(session).filter(line => line.startsWith('x/b'))).toEqual([
        'x/b[Pod] => x/a[Pod] : TCP 8080',
      ])
    })
    world(
      'the protocol must be that of the rule, TCP where it names none',
      [
        ...named('{port: dns}, {port: dns2, protocol: UDP}'),
        a({ ports: ['dns:53/UDP', 'dns2:54/UDP', 'dns2:55'] }),
      ],
      {
        'x/b -> x/a UDP 53': 'deny',
        'x/b -> x/a 53': 'deny',
        'x/b -> x/a UDP 54': 'allow',
        'x/b -> x/a 55': 'deny',
      },
    )
    world('a name that the pod lacks matches nothing', [...named('{port: web}'), a({ ports: ['http:80'] })], {
      'x/b -> x/a 80': 'deny',
    })
    world(
      'several containers may share a name',
      [...named('{port: web}'), a({ ports: ['web:80', 'web:81'] })],
      {
        'x/b -> x/a 80': 'allow',
        'x/b -> x/a 81': 'allow',
        'x/b -> x/a 82': 'deny',
      },
    )
    world(
      'native sidecars count, ordinary init containers do not',
      [...named('{port: web}'), a({ sidecarPorts: ['web:80'], initPorts: ['web:81'] })],
      {
        'x/b -> x/a 80': 'allow',
        'x/b -> x/a 81': 'deny',
      },
    )
    it('replicas whose names mean different numbers stand apart', () => {
      const session = open([
        ...named('{port: web}'),
        pod('x/a-1', { labels: 'app: a', owner: 'ReplicaSet/a', ports: ['web:80'] }),
        pod('x/a-2', { labels: 'app: a', owner: 'ReplicaSet/a', ports: ['web:81'] }),
      ])
      expect(verdict(session, 'x/b -> x/a 80')).toBe('allow or deny')
    })
  },
)

rule(20, 'a port name means nothing outside the cluster', `${types}, Port`, () => {
  const session = open([
    namespace('x'),
    pod('x/b', { ip: '10.0.0.2' }),
    pod('x/a', { ip: '10.0.0.1', ports: ['web:8080'] }),
    outOfB('{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: web}]}'),
  ])
  it('the rule opens no address, and the pods that have the name', () => {
    expect(connections(session, { outside: true }).filter(line => line.startsWith('x/b'))).toEqual([
      'x/b[Pod] => x/a[Pod] : TCP 8080',
    ])
    expect(verdict(session, 'x/b -> 203.0.113.9 8080')).toBe('deny')
  })
  it('is pointed out, once for the rule', () => {
    expect(problems(session)).toEqual([
      'named-port-outside: spec.egress[0]: combines the port name `web` with an `ipBlock`; outside the cluster a name means no port, so nothing is allowed there; write the port as a number',
    ])
  })
  it('is fine on the way in, where the name is looked up on the own pods', () => {
    expect(
      problems(open([...cluster, intoA('{from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: web}]}')])),
    ).toEqual([])
  })
})

rule(21, 'endPort is the last port of the range, itself included', `${types}, EndPort; ${page}`, () => {
  world('from 8000 to 8002', [...cluster, intoA('{ports: [{port: 8000, endPort: 8002}]}')], {
    'x/b -> x/a 7999': 'deny',
    'x/b -> x/a 8000': 'allow',
    'x/b -> x/a 8001': 'allow',
    'x/b -> x/a 8002': 'allow',
    'x/b -> x/a 8003': 'deny',
    'x/b -> x/a UDP 8001': 'deny',
  })
  world(
    'a range of one port, and one up to the last',
    [...cluster, intoA('{ports: [{port: 80, endPort: 80}, {port: 65000, endPort: 65535}]}')],
    {
      'x/b -> x/a 80': 'allow',
      'x/b -> x/a 81': 'deny',
      'x/b -> x/a 65535': 'allow',
    },
  )
})

rule(22, 'SCTP is a protocol of its own: a rule on it isolates, and opens no TCP', e2e, () => {
  world('on the way in', [...cluster, intoA('{ports: [{port: 80, protocol: SCTP}]}')], {
    'x/b -> x/a SCTP 80': 'allow',
    'x/b -> x/a SCTP 81': 'deny',
    'x/b -> x/a 80': 'deny',
    'x/b -> x/a UDP 80': 'deny',
  })
  world('TCP does not open SCTP', [...cluster, intoA('{ports: [{port: 80, protocol: TCP}]}')], {
    'x/b -> x/a SCTP 80': 'deny',
  })
})

rule(23, 'what becomes of ICMP and other protocols is undefined: neither allowed nor denied', page, () => {
  for (const [title, policy] of [
    ['without policies', ''],
    ['under default deny', networkPolicy('x/p', '{podSelector: {}, policyTypes: [Ingress, Egress]}')],
    ['under allow all', networkPolicy('x/p', '{podSelector: {}, ingress: [{}], egress: [{}]}')],
  ] as const)
    world(title, [...cluster, policy], { 'x/b -> x/a ICMP': 'unknown', 'x/b -> x/a ICMPv6': 'unknown' })
  it('neither side is said to have decided', () => {
    const session = open(cluster)
    expect(causes(session, 'x/b -> x/a ICMP')).toBe('egress unread, ingress unread')
    expect(trust(session, 'x/b -> x/a ICMP')).toBe('unknown: no/unknown/no')
  })
})

rule(
  24,
  'except takes away inside its own block only; another peer or policy may allow the rest again',
  `${types}, IPBlock; ${e2e}`,
  () => {
    const block = '{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.128/25, 203.0.113.7/32]}}'
    world('the block less its exceptions', [...cluster, intoA(`{from: [${block}]}`)], {
      '203.0.113.6 -> x/a 80': 'allow',
      '203.0.113.7 -> x/a 80': 'deny',
      '203.0.113.127 -> x/a 80': 'allow',
      '203.0.113.128 -> x/a 80': 'deny',
      '203.0.113.255 -> x/a 80': 'deny',
      '203.0.114.0 -> x/a 80': 'deny',
    })
    world(
      'another peer allows an exception',
      [...cluster, intoA(`{from: [${block}, {ipBlock: {cidr: 203.0.113.192/26}}]}`)],
      {
        '203.0.113.128 -> x/a 80': 'deny',
        '203.0.113.200 -> x/a 80': 'allow',
      },
    )
    world(
      'another policy does',
      [
        ...cluster,
        intoA(`{from: [${block}]}`),
        networkPolicy('x/q', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.7/32}}]}]}'),
      ],
      {
        '203.0.113.7 -> x/a 80': 'allow',
        '203.0.113.8 -> x/a 80': 'allow',
        '203.0.113.128 -> x/a 80': 'deny',
      },
    )
    world(
      'an exception takes pods away like any address',
      [
        namespace('x'),
        pod('x/a'),
        pod('x/b', { ip: '10.0.0.2' }),
        pod('x/c', { ip: '10.0.1.2' }),
        intoA('{from: [{ipBlock: {cidr: 10.0.0.0/16, except: [10.0.1.0/24]}}]}'),
      ],
      { 'x/b -> x/a 80': 'allow', 'x/c -> x/a 80': 'deny' },
    )
    it('an exception outside its block is told, and leaves the block in doubt', () => {
      const session = open([
        ...cluster,
        intoA('{from: [{ipBlock: {cidr: 203.0.113.0/24, except: [198.51.100.0/24]}}]}'),
      ])
      expect(verdict(session, '203.0.113.7 -> x/a 80')).toBe('unknown')
      expect(problems(session)).toEqual([
        'bad-cidr: spec.ingress[0].from[0].ipBlock.except[0]: `198.51.100.0/24` does not lie inside `cidr`; name a smaller range of the block',
      ])
    })
  },
)
