/**
 * Specs of NetworkPolicies that the API server would refuse, by what is wrong with them.
 */
export const withRule = (rule: string): string => `{podSelector: {matchLabels: {app: a}}, ingress: [${rule}]}`
export const onA = (rest: string): string => `{podSelector: {matchLabels: {app: a}}, ${rest}}`
export const peer = (text: string): string => withRule(`{from: [${text}]}`)
const port = (text: string): string => withRule(`{ports: [${text}]}`)
const expression = (text: string): string => peer(`{podSelector: {matchExpressions: [${text}]}}`)
export const label = (text: string): string => peer(`{podSelector: {matchLabels: {${text}}}}`)

const rule = 'spec.ingress[0]'
export const first = `${rule}.from[0]`
const entry = `${rule}.ports[0]`

/** The spec of the only policy on `x/a`, and what is said about it. */
export type SpecRow = readonly [spec: string, problem: string]

const number = 'use a number from 1 to 65535'
const range = 'write an address and a prefix, `10.0.0.0/8`'

const ports: readonly SpecRow[] = [
  [port('{port: 0}'), `bad-port: ${entry}.port: \`0\` is no port; ${number}`],
  [port('{port: 65536}'), `bad-port: ${entry}.port: \`65536\` is no port; ${number}`],
  [port('{port: -1}'), `bad-port: ${entry}.port: \`-1\` is no port; ${number}`],
  [port('{port: 80.5}'), `bad-port: ${entry}.port: \`80.5\` is no port; ${number}`],
  [port('{port: true}'), `bad-port: ${entry}.port: \`true\` is no port; ${number}`],
  [port('{port: {a: 1}}'), `bad-port: ${entry}.port: \`{"a":1}\` is no port; ${number}`],
  [
    port('{port: "80"}'),
    `bad-port: ${entry}.port: \`80\` is a name here, and no legal one; write the number without quotes`,
  ],
  [
    port('{port: HTTP}'),
    `bad-port: ${entry}.port: \`HTTP\` is no port name; use at most 15 lower-case letters, digits and dashes`,
  ],
  [
    port('{port: a-very-long-name}'),
    `bad-port: ${entry}.port: \`a-very-long-name\` is no port name; use at most 15 lower-case letters, digits and dashes`,
  ],
  [
    port('{port: ""}'),
    `bad-port: ${entry}.port: \`\` is no port name; use at most 15 lower-case letters, digits and dashes`,
  ],
  [
    port('{endPort: 90}'),
    `bad-port: ${entry}.endPort: stands without \`port\`; add the first port of the range`,
  ],
  [
    port('{port: web, endPort: 90}'),
    `bad-port: ${entry}.endPort: stands beside a named port; write \`port\` as a number`,
  ],
  [
    port('{port: 80, endPort: 79}'),
    `bad-port: ${entry}.endPort: \`79\` does not end a range from 80; use a number from \`port\` to 65535`,
  ],
  [
    port('{port: 80, endPort: 65536}'),
    `bad-port: ${entry}.endPort: \`65536\` does not end a range from 80; use a number from \`port\` to 65535`,
  ],
  [
    port('{port: 80, endPort: "90"}'),
    `bad-port: ${entry}.endPort: \`90\` is no number; write the number without quotes`,
  ],
  [port('80'), `bad-port: ${entry}: \`80\` is no port; write \`protocol\` and \`port\``],
  [
    port('{number: 80}'),
    `unknown-field: ${entry}.number: \`number\` is not a field here; known are \`protocol\`, \`port\`, \`endPort\`; correct the spelling of \`number\` or remove it`,
  ],
  [withRule('{ports: 80}'), `bad-rules: ${rule}.ports: \`80\` is no list; start each entry with a dash`],
  [
    withRule('{ports: {port: 80}}'),
    `bad-rules: ${rule}.ports: \`{"port":80}\` is no list; start each entry with a dash`,
  ],
]

const protocolNames: readonly SpecRow[] = [
  [
    port('{protocol: ICMP}'),
    `bad-protocol: ${entry}.protocol: \`ICMP\` is no protocol here; use TCP, UDP or SCTP`,
  ],
  [
    port('{protocol: tcp, port: 80}'),
    `bad-protocol: ${entry}.protocol: \`tcp\` is no protocol here; use TCP, UDP or SCTP`,
  ],
  [port('{protocol: 6}'), `bad-protocol: ${entry}.protocol: \`6\` is no protocol here; use TCP, UDP or SCTP`],
]

const blocks: readonly SpecRow[] = [
  [
    peer('{ipBlock: {cidr: 10.0.0.0/33}}'),
    `bad-cidr: ${first}.ipBlock.cidr: \`10.0.0.0/33\` is no address range; ${range}`,
  ],
  [
    peer('{ipBlock: {cidr: 10.0.0/8}}'),
    `bad-cidr: ${first}.ipBlock.cidr: \`10.0.0/8\` is no address range; ${range}`,
  ],
  [
    peer('{ipBlock: {cidr: 10.0.0.0}}'),
    `bad-cidr: ${first}.ipBlock.cidr: \`10.0.0.0\` is no address range; ${range}`,
  ],
  [
    peer('{ipBlock: {cidr: "::ffff:10.0.0.0/104"}}'),
    `bad-cidr: ${first}.ipBlock.cidr: \`::ffff:10.0.0.0/104\` is no address range; ${range}`,
  ],
  [
    peer('{ipBlock: {cidr: "fe80::1%eth0/64"}}'),
    `bad-cidr: ${first}.ipBlock.cidr: \`fe80::1%eth0/64\` is no address range; ${range}`,
  ],
  [peer('{ipBlock: {cidr: 10}}'), `bad-cidr: ${first}.ipBlock.cidr: \`10\` is no address range; ${range}`],
  [peer('{ipBlock: {}}'), `bad-cidr: ${first}.ipBlock.cidr: \`nothing\` is no address range; ${range}`],
  [
    peer('{ipBlock: 10.0.0.0/8}'),
    `bad-cidr: ${first}.ipBlock: \`10.0.0.0/8\` is no address block; write \`cidr\` and, if need be, \`except\``,
  ],
  ...['11.0.0.0/16', '10.0.0.0/8', '0.0.0.0/0', 'fd00::/64'].map((hole): SpecRow => [
    peer(`{ipBlock: {cidr: 10.0.0.0/8, except: ["${hole}"]}}`),
    `bad-cidr: ${first}.ipBlock.except[0]: \`${hole}\` does not lie inside \`cidr\`; name a smaller range of the block`,
  ]),
  [
    peer('{ipBlock: {cidr: 0.0.0.0/0, except: [10]}}'),
    `bad-cidr: ${first}.ipBlock.except[0]: \`10\` is no address range; ${range}`,
  ],
  [
    peer('{ipBlock: {cidr: 0.0.0.0/0, except: 10.0.0.0/16}}'),
    `bad-cidr: ${first}.ipBlock.except: \`10.0.0.0/16\` is no list; start each range with a dash`,
  ],
  [
    peer('{ipBlock: {cidr: 10.0.0.0/8, excepts: [10.1.0.0/16]}}'),
    `unknown-field: ${first}.ipBlock.excepts: \`excepts\` is not a field here; known are \`cidr\`, \`except\`; correct the spelling of \`excepts\` or remove it`,
  ],
]

const empty = `bad-peer: ${first}: the peer is empty; name \`podSelector\`, \`namespaceSelector\` or \`ipBlock\`; to allow everybody leave the list out`

const peers: readonly SpecRow[] = [
  [peer('{}'), empty],
  [peer('null'), empty],
  [peer('{ipBlock: null}'), empty],
  [
    peer('x'),
    `bad-peer: ${first}: \`x\` is no peer; write \`podSelector\`, \`namespaceSelector\` or \`ipBlock\``,
  ],
  [
    peer('{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}'),
    `bad-peer: ${first}: \`ipBlock\` stands beside a selector; make two peers of them`,
  ],
  [
    peer('{podselector: {}}'),
    `unknown-field: ${first}.podselector: \`podselector\` is not a field here; known are \`podSelector\`, \`namespaceSelector\`, \`ipBlock\`; correct the spelling of \`podselector\` or remove it`,
  ],
  [
    withRule('{from: {podSelector: {}}}'),
    `bad-rules: ${rule}.from: \`{"podSelector":{}}\` is no list; start each entry with a dash`,
  ],
  [
    withRule('{to: [{podSelector: {}}]}'),
    `unknown-field: ${rule}.to: \`to\` is not a field here; known are \`from\`, \`ports\`; correct the spelling of \`to\` or remove it`,
  ],
  [withRule('80'), `bad-rules: ${rule}: \`80\` is no rule; write \`from\` or \`to\`, and \`ports\``],
  [onA('ingress: {}'), 'bad-rules: spec.ingress: `{}` is no list of rules; start each rule with a dash'],
  [onA('ingress: true'), 'bad-rules: spec.ingress: `true` is no list of rules; start each rule with a dash'],
]

const selector = `${first}.podSelector`
const long = 'v'.repeat(64)

const selectors: readonly SpecRow[] = [
  [
    peer('{podSelector: []}'),
    `bad-selector: ${selector}: \`[]\` is no label selector; write a map with \`matchLabels\` or \`matchExpressions\``,
  ],
  [
    peer('{podSelector: {app: b}}'),
    `unknown-field: ${selector}.app: \`app\` is not a field here; known are \`matchLabels\`, \`matchExpressions\`; correct the spelling of \`app\` or remove it`,
  ],
  [
    peer('{podSelector: {matchLabels: [app]}}'),
    `bad-selector: ${selector}.matchLabels: \`["app"]\` is no map of labels; write \`key: value\` pairs`,
  ],
  [
    label('app: 1'),
    `bad-selector: ${selector}.matchLabels.app: \`1\` is no string; put the label value in quotes`,
  ],
  [
    label('app: true'),
    `bad-selector: ${selector}.matchLabels.app: \`true\` is no string; put the label value in quotes`,
  ],
  [
    label('app: null'),
    `bad-selector: ${selector}.matchLabels.app: \`null\` is no string; put the label value in quotes`,
  ],
  [
    label('app: [b]'),
    `bad-selector: ${selector}.matchLabels.app: \`["b"]\` is no string; put the label value in quotes`,
  ],
  [
    label('app: "b b"'),
    `bad-selector: ${selector}.matchLabels.app: \`b b\` is no label value; use at most 63 letters, digits, \`-\`, \`_\`, \`.\``,
  ],
  [
    label(`app: ${long}`),
    `bad-selector: ${selector}.matchLabels.app: \`${long.slice(0, 57)}…\` is no label value; use at most 63 letters, digits, \`-\`, \`_\`, \`.\``,
  ],
  [
    label('"a b": c'),
    `bad-selector: ${selector}.matchLabels["a b"]: \`a b\` is no label key; use a legal label key`,
  ],
  [
    label('__proto__: b'),
    `bad-selector: ${selector}.matchLabels.__proto__: \`__proto__\` is no label key; use a legal label key`,
  ],
]

const expressions: readonly SpecRow[] = [
  [
    expression('{key: app, operator: In}'),
    `bad-selector: ${selector}.matchExpressions[0]: In needs at least one value; list the values`,
  ],
  [
    expression('{key: app, operator: NotIn, values: []}'),
    `bad-selector: ${selector}.matchExpressions[0]: NotIn needs at least one value; list the values`,
  ],
  [
    expression('{key: app, operator: Exists, values: [b]}'),
    `bad-selector: ${selector}.matchExpressions[0]: Exists takes no values; remove \`values\``,
  ],
  [
    expression('{key: app, operator: Equals, values: [b]}'),
    `bad-selector: ${selector}.matchExpressions[0]: \`Equals\` is no operator; use In, NotIn, Exists or DoesNotExist`,
  ],
  [
    expression('{key: app, operator: in, values: [b]}'),
    `bad-selector: ${selector}.matchExpressions[0]: \`in\` is no operator; use In, NotIn, Exists or DoesNotExist`,
  ],
  [
    expression('{key: app, operator: In, values: [1]}'),
    `bad-selector: ${selector}.matchExpressions[0]: \`[1]\` is no list of label values; write the values as strings`,
  ],
  [
    expression('{operator: Exists}'),
    `bad-selector: ${selector}.matchExpressions[0]: \`nothing\` is no label key; name the label to look at`,
  ],
  [
    expression('app'),
    `bad-selector: ${selector}.matchExpressions[0]: \`app\` is no expression; write \`key\`, \`operator\` and \`values\``,
  ],
  [
    expression('{key: app, op: Exists}'),
    `unknown-field: ${selector}.matchExpressions[0].op: \`op\` is not a field here; known are \`key\`, \`operator\`, \`values\`; correct the spelling of \`op\` or remove it`,
  ],
  [
    peer('{podSelector: {matchExpressions: {key: app}}}'),
    `bad-selector: ${selector}.matchExpressions: \`{"key":"app"}\` is no list; write a list of \`key\`, \`operator\`, \`values\``,
  ],
]

export const known = 'known are `podSelector`, `policyTypes`, `ingress`, `egress`'

const types: readonly SpecRow[] = [
  [
    onA('policyTypes: [Ingres]'),
    'bad-policy-types: spec.policyTypes[0]: `Ingres` is no policy type; write Ingress or Egress',
  ],
  [
    onA('policyTypes: [ingress]'),
    'bad-policy-types: spec.policyTypes[0]: `ingress` is no policy type; write Ingress or Egress',
  ],
  [
    onA('policyTypes: [Ingress, null]'),
    'bad-policy-types: spec.policyTypes[1]: `null` is no policy type; write Ingress or Egress',
  ],
  [
    onA('policyTypes: Ingress'),
    'bad-policy-types: spec.policyTypes: `Ingress` is no list; write `[Ingress]`, `[Egress]` or both',
  ],
  [
    onA('policyTypes: [Ingress, Egress, Ingress]'),
    'bad-policy-types: spec.policyTypes: has more than two entries; list Ingress and Egress once each',
  ],
]

/** Defects of the policy itself, which leave more pods or both directions in doubt. */
const wholes: readonly SpecRow[] = [
  [onA('egress: {}'), 'bad-rules: spec.egress: `{}` is no list of rules; start each rule with a dash'],
  [
    '{podSelector: a}',
    'bad-selector: spec.podSelector: `a` is no label selector; write a map with `matchLabels` or `matchExpressions`',
  ],
  [
    '{podSelector: {matchLabels: {app: 1}}}',
    'bad-selector: spec.podSelector.matchLabels.app: `1` is no string; put the label value in quotes',
  ],
  [
    '{podSelectors: {matchLabels: {app: a}}}',
    `unknown-field: spec.podSelectors: \`podSelectors\` is not a field here; ${known}; correct the spelling of \`podSelectors\` or remove it`,
  ],
  ['[]', 'bad-type: spec: `[]` is no map; write `podSelector`, `policyTypes` and rules'],
  ['x', 'bad-type: spec: `x` is no map; write `podSelector`, `policyTypes` and rules'],
]

export interface SpecRows {
  /** Number in the list of bad inputs (checklist-security.md 5.3). */
  readonly number: number
  readonly title: string
  /** What is in doubt: who gets in at the pods, or who gets out as well. */
  readonly doubt: 'ingress' | 'both'
  readonly rows: readonly SpecRow[]
}

export const specRows: readonly SpecRows[] = [
  { number: 44, title: 'ports', doubt: 'ingress', rows: ports },
  { number: 45, title: 'protocols', doubt: 'ingress', rows: protocolNames },
  { number: 47, title: 'address blocks', doubt: 'ingress', rows: blocks },
  { number: 48, title: 'expressions', doubt: 'ingress', rows: expressions },
  { number: 49, title: 'selectors', doubt: 'ingress', rows: selectors },
  { number: 50, title: 'peers and rules', doubt: 'ingress', rows: peers },
  { number: 51, title: 'policy types', doubt: 'both', rows: types },
  { number: 49, title: 'the policy itself', doubt: 'both', rows: wholes },
]
