import { expect, it } from 'vitest'
import {
  adminNetworkPolicy,
  baselineAdminNetworkPolicy,
  clusterNetworkPolicy,
  namespace,
  networkPolicy,
  pod,
} from '../../../test/kit/manifests'
import { rule, world } from '../../../test/kit/rule'
import { explain, open, problems, verdict, verdicts } from '../../../test/kit/world'

const types = 'network-policy-api, v1alpha2 types'
const conformance = 'network-policy-api, conformance tests'

const cluster = [
  namespace('x'),
  pod('x/a', { ip: '10.0.0.1' }),
  pod('x/b', { ip: ['10.0.0.2', 'fd00::2'], ports: ['web:8080', 'dns:53/UDP'] }),
  pod('x/c', { ip: ['10.0.1.3', 'fd00::3'], ports: ['web:80'] }),
]

const a = '{matchLabels: {app: a}}'
const onA = `pods: {namespaceSelector: {}, podSelector: ${a}}`

/** An Admin policy with these rules for what leaves `app: a`. */
const egress = (...rules: readonly string[]): string =>
  clusterNetworkPolicy('p', `{tier: Admin, priority: 1, subject: {${onA}}, egress: [${rules.join(', ')}]}`)
const to = (action: string, peer: string, rest = ''): string => `{action: ${action}, to: [${peer}]${rest}}`
const everywhere = 'networks: [0.0.0.0/0, "::/0"]'

rule(9, 'networks mean every address of their family, pods included', `${types}; ${conformance}`, () => {
  const deny = egress(to('Deny', '{networks: [10.0.0.0/24, 203.0.113.0/24]}'))
  world('pods by address, and the outside', [...cluster, deny], {
    'x/a -> x/b 80': 'deny',
    'x/a -> x/c 80': 'allow',
    'x/a -> 203.0.113.7 80': 'deny',
    'x/a -> 198.51.100.7 80': 'allow',
  })
  it('whether they mean pods is the habit of the network engine', () => {
    for (const [engine, answer] of [
      ['kubernetes', 'deny'],
      ['calico', 'deny'],
      ['cilium', 'allow'],
    ] as const)
      expect(verdict(open([...cluster, deny], { engine }), 'x/a -> x/b 80')).toBe(answer)
    expect(explain(open([...cluster, deny]), 'x/a -> x/b 80').engineDependent).toBe(true)
  })
  world(
    'IPv4 alone leaves IPv6 open',
    [
      ...cluster,
      pod('x/six', { labels: 'app: a', ip: ['10.0.0.9', 'fd00::9'] }),
      egress(to('Deny', '{networks: [0.0.0.0/0]}')),
    ],
    {
      'x/six -> x/b 80': 'allow',
      'x/a -> x/b 80': 'deny',
      'x/six -> 2001:db8::7 80': 'allow',
      'x/six -> 203.0.113.7 80': 'deny',
    },
  )
  world(
    'a Pass for pods first spares them',
    [...cluster, egress(to('Pass', '{namespaces: {}}'), to('Deny', `{${everywhere}}`))],
    { 'x/a -> x/b 80': 'allow', 'x/a -> 203.0.113.7 80': 'deny' },
  )
})

rule(10, 'a rule lists at least one peer', types, () => {
  it.each([
    ['{action: Deny}', 'is missing'],
    ['{action: Deny, to: []}', '`[]` lists nobody'],
    ['{action: Deny, to: all}', '`all` lists nobody'],
  ])('%s is in doubt', (text, message) => {
    const session = open([...cluster, egress(text)])
    expect(verdict(session, 'x/a -> x/b 80')).toBe('unknown')
    expect(problems(session)).toEqual([
      `no-peers: spec.egress[0].to: ${message}; list one peer at least; \`namespaces: {}\` means every pod`,
    ])
  })
})

rule(
  11,
  'without protocols every protocol is meant; a protocol without a port means all of its ports',
  `${types}; NPEP-187`,
  () => {
    const deny = (rest: string): string => egress(to('Deny', '{namespaces: {}}', rest))
    world('none', [...cluster, deny('')], {
      'x/a -> x/b 80': 'deny',
      'x/a -> x/b UDP 53': 'deny',
      'x/a -> x/b SCTP 9': 'deny',
    })
    world('`udp: {}`', [...cluster, deny(', protocols: [{udp: {}}]')], {
      'x/a -> x/b UDP 1': 'deny',
      'x/a -> x/b UDP 65535': 'deny',
      'x/a -> x/b 53': 'allow',
    })
    it('the second is warned of', () => {
      expect(problems(open([...cluster, deny(', protocols: [{udp: {}}]')]))).toEqual([
        'no-port: spec.egress[0].protocols[0].udp: names no `destinationPort`; every port of UDP is meant, but API servers refuse it; write `destinationPort: {range: {start: 1, end: 65535}}`',
      ])
    })
    world(
      'numbers, and ranges with both ends',
      [
        ...cluster,
        deny(
          ', protocols: [{tcp: {destinationPort: {number: 80}}}, {sctp: {destinationPort: {range: {start: 5, end: 7}}}}]',
        ),
      ],
      {
        'x/a -> x/b 80': 'deny',
        'x/a -> x/b 81': 'allow',
        'x/a -> x/b SCTP 4': 'allow',
        'x/a -> x/b SCTP 5': 'deny',
        'x/a -> x/b SCTP 7': 'deny',
        'x/a -> x/b SCTP 8': 'allow',
      },
    )
  },
)

rule(12, 'a port of v1alpha1 without protocol is TCP', 'network-policy-api, v1alpha1 types', () => {
  const deny = (port: string): string =>
    adminNetworkPolicy(
      'p',
      `{priority: 1, subject: {${onA}}, egress: [{action: Deny, to: [{namespaces: {}}], ports: [${port}]}]}`,
    )
  world('a number', [...cluster, deny('{portNumber: {port: 53}}')], {
    'x/a -> x/b 53': 'deny',
    'x/a -> x/b UDP 53': 'allow',
  })
  world('a range', [...cluster, deny('{portRange: {start: 53, end: 60}}')], {
    'x/a -> x/b 60': 'deny',
    'x/a -> x/b UDP 60': 'allow',
  })
  world('said', [...cluster, deny('{portNumber: {port: 53, protocol: UDP}}')], {
    'x/a -> x/b 53': 'allow',
    'x/a -> x/b UDP 53': 'deny',
  })
})

rule(13, 'a port name takes number and protocol from the destination pod', types, () => {
  const deny = (name: string, peer = '{namespaces: {}}'): string =>
    egress(to('Deny', peer, `, protocols: [{destinationNamedPort: ${name}}]`))
  world('of TCP, with another number on each pod', [...cluster, deny('web')], {
    'x/a -> x/b 8080': 'deny',
    'x/a -> x/b 80': 'allow',
    'x/a -> x/c 80': 'deny',
    'x/a -> x/b UDP 8080': 'allow',
  })
  world('of UDP', [...cluster, deny('dns')], { 'x/a -> x/b UDP 53': 'deny', 'x/a -> x/b 53': 'allow' })
  it.each(['networks: [10.0.0.0/8]', 'nodes: {}'])('beside %s it is refused', peer => {
    const session = open([...cluster, deny('web', `{namespaces: {}}, {${peer}}`)])
    expect(verdict(session, 'x/a -> x/b 8080')).toBe('unknown')
    expect(verdict(session, 'x/a -> x/b 81')).toBe('allow')
    expect(problems(session)[0]).toBe(
      'named-port-outside: spec.egress[0].protocols[0]: `web` is a port name, which `networks`, `nodes` or `domainNames` do not have; write the number, or make a rule of its own for the peers that are pods',
    )
  })
  it('reads as a name', () => {
    const step = explain(open([...cluster, deny('web')]), 'x/a -> x/b 8080').sides[0]?.steps[0]
    expect(step?.detail).toMatchObject({ kind: 'rule-matches', ports: 'web' })
  })
})

rule(14, 'a peer of no known kind closes its whole rule', types, () => {
  const unknownPeer = '{action: ACTION, to: [{namespaces: {}}, {serviceAccounts: {}}]}'
  const deciding = (action: string): string =>
    clusterNetworkPolicy(
      'closed',
      `{tier: Admin, priority: 1, subject: {${onA}}, egress: [${unknownPeer.replace('ACTION', action)}]}`,
    )
  const baseline = baselineAdminNetworkPolicy(
    `{subject: {${onA}}, egress: [{action: Deny, to: [{namespaces: {}}]}]}`,
  )
  it('an Accept lets nothing through, also to the peers that are known', () => {
    const session = open([...cluster, deciding('Accept'), baseline])
    expect(verdict(session, 'x/a -> x/b 80')).toBe('deny')
  })
  it.each(['Deny', 'Pass'])('a %s denies everything, unless the object is not there', action => {
    const session = open([...cluster, deciding(action)])
    expect(
      verdicts(session, { 'x/a -> x/b 80': '', 'x/a -> 203.0.113.7 80': '', 'x/b -> x/a 80': '' }),
    ).toEqual({
      'x/a -> x/b 80': 'unknown',
      'x/a -> 203.0.113.7 80': 'unknown',
      'x/b -> x/a 80': 'allow',
    })
    const shut = networkPolicy('x/shut', `{podSelector: ${a}, policyTypes: [Egress]}`)
    expect(verdict(open([...cluster, deciding(action), shut]), 'x/a -> x/b 80')).toBe('deny')
  })
  it.each([
    ['Accept', '{}', 'lets nothing through'],
    ['Deny', '{serviceAccounts: {}}', 'denies everything'],
    ['Pass', 'null', 'denies everything'],
  ])('%s for %s is told loudly', (action, peer, outcome) => {
    const session = open([...cluster, egress(to(action, peer))])
    const shown = peer === 'null' ? '{}' : peer.replace(/(\w+):\s/, '"$1":')
    expect(problems(session)).toEqual([
      `unknown-peer: spec.egress[0].to[0]: \`${shown}\` has no field that is known here, so the whole rule fails closed: it ${outcome}; write \`namespaces\`, \`pods\`, \`nodes\`, \`networks\` or \`domainNames\`; if the field comes from a newer version of the API, judge this rule by hand`,
    ])
    expect(session.incomplete).toBe(true)
  })
})

rule(15, 'a name can only be allowed, and opens no address', types, () => {
  const allowlist = egress(
    to('Accept', '{domainNames: [example.org, "*.example.org"]}'),
    to('Deny', `{${everywhere}}`),
  )
  world('an allow-list of names', [...cluster, allowlist], {
    'x/a -> 203.0.113.7 443': 'deny',
    'x/a -> x/b 443': 'deny',
  })
  it('is read without complaint', () => {
    expect(problems(open([...cluster, allowlist]))).toEqual([])
  })
  it('names in another rule are in doubt', () => {
    const session = open([...cluster, egress(to('Deny', '{domainNames: [example.org]}'))])
    expect(verdict(session, 'x/a -> 203.0.113.7 443')).toBe('unknown')
    expect(problems(session)).toEqual([
      'bad-peer: spec.egress[0].to[0].domainNames: stands in a rule that does not allow; a name can only be allowed; write the addresses as `networks`',
    ])
  })
})
