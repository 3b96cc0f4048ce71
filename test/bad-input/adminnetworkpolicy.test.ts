import { describe, expect, it } from 'vitest'
import {
  adminNetworkPolicy,
  baselineAdminNetworkPolicy,
  clusterNetworkPolicy,
  namespace,
  networkPolicy,
  pod,
} from '../kit/manifests'
import { captureOf, open, problems, verdict } from '../kit/world'
import { analyze } from '../../lib/analyze'
import { told } from './kit'
import type { Session } from '../../lib/model/session'

/**
 * Policies of administrators that the API server would refuse. Such an object never widens anything: it may be absent, its
 * broken part may match nothing or everything, and what these readings answer differently is unknown.
 */
const cluster = [
  namespace('x'),
  pod('x/a', { ip: '10.0.0.1' }),
  pod('x/b', { ip: '10.0.0.2', ports: ['web:80'] }),
  networkPolicy('x/shut', '{podSelector: {matchLabels: {app: c}}}'),
  pod('x/c', { ip: '10.0.0.3' }),
]

/** Out of a, to an address outside, on another port, into a; and to whom a NetworkPolicy shuts. */
const questions = [
  'x/a -> x/b 80',
  'x/a -> 192.0.2.1 80',
  'x/a -> x/b UDP 9',
  'x/b -> x/a 80',
  'x/a -> x/c 80',
] as const

const answers = (session: Session): string => questions.map(question => verdict(session, question)).join(' ')

const subject = 'subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: a}}}}'
const cnp = (spec: string): string => clusterNetworkPolicy('p', spec)
const admin = (rest: string): string => cnp(`{tier: Admin, priority: 1, ${subject}, ${rest}}`)
const rule = (text: string): string => admin(`egress: [${text}]`)
const peer = (text: string, action = 'Deny'): string => rule(`{action: ${action}, to: [${text}]}`)
const port = (text: string): string => rule(`{action: Deny, to: [{namespaces: {}}], protocols: [${text}]}`)
const anp = (rest: string): string => adminNetworkPolicy('p', `{priority: 1, ${subject}, ${rest}}`)
const oldPort = (text: string): string =>
  anp(`egress: [{action: Deny, to: [{namespaces: {}}], ports: [${text}]}]`)
const denyAll = 'egress: [{action: Deny, to: [{namespaces: {}}]}]'

/** Everything to pods in doubt; the outside too; TCP 80 alone; nothing. What a NetworkPolicy shuts stays shut. */
const toPods = 'unknown allow unknown allow deny'
/** The subject may be b as well. */
const anySubject = 'unknown allow unknown unknown deny'
const everything = 'unknown unknown unknown allow deny'
const asWritten = 'unknown allow allow allow deny'

const first = 'spec.egress[0]'
const entry = `${first}.to[0]`
const protocol = `${first}.protocols[0]`
const number = 'use a number from 1 to 65535'
const range = 'write an address and a prefix, `10.0.0.0/8`'
const pickOne = 'set exactly one of them'

type Row = readonly [policy: string, problem: string, answers: string]

const many = (count: number, text: string): string => Array.from({ length: count }, () => text).join(', ')

const places: readonly Row[] = [
  [
    cnp(`{priority: 1, ${subject}, ${denyAll}}`),
    'bad-tier: spec.tier: is missing; write Admin or Baseline',
    toPods,
  ],
  [
    cnp(`{tier: Application, priority: 1, ${subject}, ${denyAll}}`),
    'bad-tier: spec.tier: `Application` is no tier; write Admin or Baseline',
    toPods,
  ],
  ...(['1001', '-1', '1.5', '"5"', 'null'] as const).map((priority): Row => [
    cnp(`{tier: Admin, priority: ${priority}, ${subject}, ${denyAll}}`),
    `bad-priority: spec.priority: ${priority === 'null' ? 'is missing' : `\`${priority.replaceAll('"', '')}\` is no priority`}; use a whole number from 0 to 1000; the lowest comes first`,
    toPods,
  ]),
  [
    adminNetworkPolicy('p', `{${subject}, ${denyAll}}`),
    'bad-priority: spec.priority: is missing; use a whole number from 0 to 1000; the lowest comes first',
    toPods,
  ],
  [
    baselineAdminNetworkPolicy(`{${subject}, ${denyAll}}`, 'base'),
    'bad-name: metadata.name: `base` is no name for a BaselineAdminNetworkPolicy; call it `default`; there is one in a cluster',
    toPods,
  ],
  [
    baselineAdminNetworkPolicy(`{priority: 1, ${subject}, ${denyAll}}`),
    'unknown-field: spec.priority: `priority` is not a field here; known are `subject`, `ingress`, `egress`; correct the spelling of `priority` or remove it',
    toPods,
  ],
]

const subjects: readonly Row[] = [
  [
    cnp(`{tier: Admin, priority: 1, subject: {}, ${denyAll}}`),
    'bad-subject: spec.subject: `{}` sets none of `namespaces` or `pods`; set exactly one of them',
    anySubject,
  ],
  [
    cnp(`{tier: Admin, priority: 1, ${denyAll}}`),
    'bad-subject: spec.subject: is missing; write `namespaces`, or `pods` with both selectors; `namespaces: {}` means every pod',
    anySubject,
  ],
  [
    cnp(
      `{tier: Admin, priority: 1, subject: {namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}, ${denyAll}}`,
    ),
    'bad-subject: spec.subject: sets `namespaces` and `pods`, of which only one may stand here; make two entries of them, or keep one',
    anySubject,
  ],
]

const rules: readonly Row[] = [
  [
    rule('{action: Allow, to: [{namespaces: {}}]}'),
    `bad-action: ${first}.action: \`Allow\` is no action here; write Accept, Deny or Pass`,
    toPods,
  ],
  [
    anp('egress: [{action: Accept, to: [{namespaces: {}}]}]'),
    `bad-action: ${first}.action: \`Accept\` is no action here; write Allow, Deny or Pass`,
    toPods,
  ],
  [
    baselineAdminNetworkPolicy(`{${subject}, egress: [{action: Pass, to: [{namespaces: {}}]}]}`),
    `bad-action: ${first}.action: \`Pass\` is no action here; write Allow or Deny`,
    toPods,
  ],
  [
    rule('{to: [{namespaces: {}}]}'),
    `bad-action: ${first}.action: is missing; write Accept, Deny or Pass`,
    toPods,
  ],
  [
    rule('{action: Deny, to: [{namespaces: {}}], ports: [{portNumber: {port: 80}}]}'),
    `unknown-field: ${first}.ports: \`ports\` is not a field here; known are \`name\`, \`action\`, \`to\`, \`protocols\`; correct the spelling of \`ports\` or remove it`,
    toPods,
  ],
  [
    rule('deny'),
    `bad-rules: ${first}: \`deny\` is no rule; write \`action\`, \`to\` and, if need be, \`protocols\``,
    everything,
  ],
  [
    admin('egress: deny'),
    'bad-rules: spec.egress: `deny` is no list of rules; start each rule with a dash',
    everything,
  ],
  [
    rule(`{name: ${'n'.repeat(101)}, action: Deny, to: [{namespaces: {}}]}`),
    `bad-name: ${first}.name: \`${'n'.repeat(57)}…\` is no name for a rule; use at most 100 characters`,
    toPods,
  ],
  [
    rule(many(26, '{action: Deny, to: [{namespaces: {}}]}')),
    'too-many: spec.egress: has 26 rules, 25 are allowed; split it into two policies or rules',
    toPods,
  ],
  [
    rule(`{action: Deny, to: [${many(26, '{namespaces: {}}')}]}`),
    `too-many: ${first}.to: has 26 peers, 25 are allowed; split it into two policies or rules`,
    toPods,
  ],
]

const peers: readonly Row[] = [
  [
    peer('{namespaces: {}, networks: [10.0.0.0/8]}'),
    `bad-peer: ${entry}: sets \`namespaces\` and \`networks\`, of which only one may stand here; make two entries of them, or keep one`,
    everything,
  ],
  [
    peer('everybody'),
    `bad-peer: ${entry}: \`everybody\` is no peer; write \`namespaces\`, \`pods\`, \`nodes\`, \`networks\` or \`domainNames\``,
    everything,
  ],
  [
    peer('{networks: [10.0.0.0/33]}'),
    `bad-cidr: ${entry}.networks[0]: \`10.0.0.0/33\` is no address range; ${range}`,
    everything,
  ],
  [
    peer('{networks: []}'),
    `bad-peer: ${entry}.networks: \`[]\` lists nothing; list one entry at least, such as \`10.0.0.0/8\``,
    everything,
  ],
  [
    peer('{networks: [10.0.0.0/24, 10.0.0.0/24]}'),
    `bad-peer: ${entry}.networks: lists one entry twice; remove the second one`,
    toPods,
  ],
  [
    peer(`{networks: [${Array.from({ length: 26 }, (_, i) => `10.0.${i}.0/24`).join(', ')}]}`),
    `too-many: ${entry}.networks: lists 26 entries, 25 are allowed; make two peers of it`,
    toPods,
  ],
  [
    peer('{domainNames: ["*.*.example.org"]}', 'Accept'),
    `bad-name: ${entry}.domainNames[0]: \`*.*.example.org\` is no domain name; write \`example.org\`, or \`*.example.org\` for every name below it`,
    // Nothing denies, so that an Accept changes nothing.
    'allow allow allow allow deny',
  ],
  [
    peer('{pods: {namespaceSelector: [], podSelector: {}}}'),
    `bad-selector: ${entry}.pods.namespaceSelector: \`[]\` is no label selector; write a map with \`matchLabels\` or \`matchExpressions\``,
    toPods,
  ],
  [
    peer('{pods: all}'),
    `bad-selector: ${entry}.pods: \`all\` selects no pods; write \`namespaceSelector\` and \`podSelector\``,
    everything,
  ],
  [
    admin('ingress: [{action: Deny, from: [{networks: [10.0.0.0/8]}]}]'),
    'unknown-peer: spec.ingress[0].from[0]: `{"networks":["10.0.0.0/8"]}` has no field that is known here, so the whole rule fails closed: it denies everything; write `namespaces` or `pods`; if the field comes from a newer version of the API, judge this rule by hand',
    'allow allow allow unknown deny',
  ],
]

const ports: readonly Row[] = [
  [
    port('{tcp: {destinationPort: {number: 0}}}'),
    `bad-port: ${protocol}.tcp.destinationPort.number: \`0\` is no port; ${number}`,
    toPods,
  ],
  [
    port('{tcp: {destinationPort: {number: "80"}}}'),
    `bad-port: ${protocol}.tcp.destinationPort.number: \`80\` is no port; ${number}`,
    toPods,
  ],
  [
    port('{tcp: {destinationPort: {}}}'),
    `bad-port: ${protocol}.tcp.destinationPort: \`{}\` sets none of \`number\` or \`range\`; ${pickOne}`,
    toPods,
  ],
  [
    port('{tcp: {destinationPort: {range: {start: 90, end: 80}}}}'),
    `bad-port: ${protocol}.tcp.destinationPort.range.end: \`80\` does not lie above \`start\`, which is 90; swap the two`,
    toPods,
  ],
  [
    port('{tcp: {destinationPort: {range: {start: 80, end: 80}}}}'),
    `bad-port: ${protocol}.tcp.destinationPort.range.end: \`80\` does not lie above \`start\`, which is 80; write it as a single port`,
    toPods,
  ],
  [
    port('{tcp: {}, udp: {}}'),
    `bad-port: ${protocol}: sets \`tcp\` and \`udp\`, of which only one may stand here; make two entries of them, or keep one`,
    toPods,
  ],
  [
    port('{icmp: {}}'),
    `unknown-field: ${protocol}.icmp: \`icmp\` is not a field here; known are \`tcp\`, \`udp\`, \`sctp\`, \`destinationNamedPort\`; correct the spelling of \`icmp\` or remove it`,
    toPods,
  ],
  [
    port('80'),
    `bad-port: ${protocol}: \`80\` is no port; write \`tcp\`, \`udp\`, \`sctp\` or \`destinationNamedPort\``,
    toPods,
  ],
  [
    port('{destinationNamedPort: ""}'),
    `bad-port: ${protocol}.destinationNamedPort: \`\` is no port name; write the name of a container port`,
    toPods,
  ],
  [
    port(''),
    `bad-port: ${first}.protocols: \`[]\` lists nothing; list one entry at least; to mean every port leave the field out`,
    toPods,
  ],
  [
    oldPort('{portNumber: {port: 65536}}'),
    `bad-port: ${first}.ports[0].portNumber.port: \`65536\` is no port; ${number}`,
    toPods,
  ],
  [
    oldPort('{portNumber: {port: 80, protocol: ICMP}}'),
    `bad-protocol: ${first}.ports[0].portNumber.protocol: \`ICMP\` is no protocol here; use TCP, UDP or SCTP`,
    toPods,
  ],
  [
    oldPort('{portNumber: {port: 80}, namedPort: web}'),
    `bad-port: ${first}.ports[0]: sets \`portNumber\` and \`namedPort\`, of which only one may stand here; make two entries of them, or keep one`,
    toPods,
  ],
  [
    rule('{action: Deny, to: [{namespaces: {}}, {nodes: {}}], protocols: [{destinationNamedPort: web}]}'),
    `named-port-outside: ${protocol}: \`web\` is a port name, which \`networks\`, \`nodes\` or \`domainNames\` do not have; write the number, or make a rule of its own for the peers that are pods`,
    asWritten,
  ],
]

describe.each([
  ['place', places],
  ['subject', subjects],
  ['rules', rules],
  ['peers', peers],
  ['ports', ports],
])('a policy of an administrator with a bad part: %s', (_, rows) => {
  it.each(rows.map(([policy, problem, expected]) => ({ policy, problem, expected })))(
    '$problem',
    ({ policy, problem, expected }) => {
      const session = open([...cluster, policy])
      expect(problems(session)).toEqual([problem])
      expect(session.problems.map(({ effect }) => effect)).toEqual(['unknown'])
      expect(answers(session)).toBe(expected)
    },
  )
})

describe('a spec that is no map', () => {
  it.each(['null', '[]', '5'])('%s may decide anything', text => {
    const session = open([...cluster, cnp(text)])
    expect(session.problems.map(({ code }) => code)).toContain('bad-type')
    expect(answers(session)).toBe('unknown unknown unknown unknown unknown')
  })
  it('a baseline decides nothing that a NetworkPolicy decides', () => {
    expect(answers(open([...cluster, baselineAdminNetworkPolicy('[]')]))).toBe(
      'unknown unknown unknown unknown deny',
    )
  })
})

describe('what would be allowed stays in doubt', () => {
  const shut = networkPolicy('x/out', '{podSelector: {matchLabels: {app: a}}, policyTypes: [Egress]}')
  it.each([
    peer('{networks: [10.0.0.0/33]}', 'Accept'),
    rule('{to: [{namespaces: {}}]}'),
    cnp(`{tier: Admin, priority: 2000, ${subject}, egress: [{action: Accept, to: [{namespaces: {}}]}]}`),
  ])('an Accept that the API server refuses opens nothing for sure', policy => {
    expect(verdict(open([...cluster, shut, policy]), 'x/a -> x/b 80')).toBe('unknown')
  })
})

describe('a policy whose tier does not parse may stand in either', () => {
  const first = (action: string): string =>
    clusterNetworkPolicy(
      'first',
      `{tier: Admin, priority: 0, ${subject}, egress: [{action: ${action}, to: [{namespaces: {}}]}]}`,
    )
  const strange = cnp(`{tier: Application, priority: 1, ${subject}, ${denyAll}}`)
  it('after a Pass it decides as a baseline alone, so that nothing is allowed for sure', () => {
    expect(verdict(open([...cluster, first('Pass'), strange]), 'x/a -> x/b 80')).toBe('unknown')
    expect(verdict(open([...cluster, first('Accept'), strange]), 'x/a -> x/b 80')).toBe('allow')
  })
})

describe('54: ClusterNetworkPolicies of the same priority', () => {
  const two = ['Accept', 'Deny'].map(action =>
    clusterNetworkPolicy(
      action.toLowerCase(),
      `{tier: Admin, priority: 5, ${subject}, egress: [{action: ${action}, to: [{namespaces: {}}]}]}`,
    ),
  )
  it('is told with its place, and what they decide differently is unknown', () => {
    const session = analyze(captureOf([...cluster, ...two]))
    expect(session.problems.map(told)).toEqual([
      'test.yaml, document 7, line 42, ClusterNetworkPolicy deny, spec.priority: has priority 5 in tier admin like `ClusterNetworkPolicy accept`; either may come first [unknown]; give each policy of a tier a priority of its own',
    ])
    expect(answers(session)).toBe('unknown allow unknown allow deny')
    expect(session.incomplete).toBe(true)
  })
})
