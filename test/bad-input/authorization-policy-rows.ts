/** What such a policy does to who gets in at `x/a`, where nothing else would shut it. */
export type Effect = 'unknown' | 'deny' | 'allow'

/** The spec of the only AuthorizationPolicy, what is said about it, and who gets in. */
export type AuthorizationRow = readonly [spec: string, problems: readonly string[], effect: Effect]

const onA = (rest: string): string => `{selector: {matchLabels: {app: a}}, ${rest}}`
const deny = (rule: string): string => onA(`action: DENY, rules: [${rule}]`)
const source = (fields: string): string => deny(`{from: [{source: ${fields}}]}`)
const operation = (fields: string): string => deny(`{to: [{operation: ${fields}}]}`)
const condition = (fields: string): string => deny(`{when: [${fields}]}`)

const rule = 'spec.rules[0]'
const from = `${rule}.from[0]`
const to = `${rule}.to[0]`
const when = `${rule}.when[0]`
const listed = 'list texts that are not empty'
const sourceFields =
  'write `source` with one of `principals`, `namespaces`, `serviceAccounts`, `trustDomains`, `requestPrincipals`, `ipBlocks`, `remoteIpBlocks` at least'
const operationFields = 'write `operation` with one of `ports`, `hosts`, `methods`, `paths` at least'
const everything = 'write the rules, or `rules: [{}]` to match everything'
const gateway = '{group: gateway.networking.k8s.io, kind: Gateway, name: gw}'
const target = 'name a Gateway, Service or ServiceEntry of the own namespace by `group`, `kind` and `name`'

/** AuthorizationPolicies that are broken or say little (checklist-security.md 5.3, number 55). */
export const authorizationRows: readonly AuthorizationRow[] = [
  ['{}', [], 'deny'],
  [onA('rules: []'), [], 'deny'],
  [onA('rules: null'), [], 'deny'],
  [onA('rules: [{}]'), [], 'allow'],
  [onA('rules: [{from: []}]'), [], 'allow'],
  [onA('action: DENY, rules: []'), [], 'allow'],
  [
    onA('action: DENY'),
    [`no-rules: spec.rules: is missing, and DENY without rules never matches; ${everything}`],
    'allow',
  ],
  [
    onA('action: CUSTOM, provider: {name: p}'),
    [`no-rules: spec.rules: is missing, and CUSTOM without rules never matches; ${everything}`],
    'allow',
  ],
  [
    onA('rules: {}'),
    ['bad-rules: spec.rules: `{}` is no list of rules; start each rule with a dash'],
    'unknown',
  ],
  [
    onA('rules: [null]'),
    [
      `bad-rules: ${rule}: \`null\` is no rule; write \`from\`, \`to\` and \`when\`, or \`{}\` for a rule that always matches`,
    ],
    'unknown',
  ],
  ['[]', ['bad-type: spec: `[]` is no map; write `rules` and whom they are for'], 'unknown'],
  [
    onA(`rules: [], targetRefs: [${gateway}]`),
    [
      'two-subjects: spec.selector: stands beside `targetRefs`, so that nobody can say which is meant; keep `selector` for pods or `targetRefs` for gateways, waypoints and Services',
    ],
    'unknown',
  ],
  [
    onA(`rules: [], targetRef: ${gateway}`),
    [
      'two-subjects: spec.selector: stands beside `targetRefs`, so that nobody can say which is meant; keep `selector` for pods or `targetRefs` for gateways, waypoints and Services',
    ],
    'unknown',
  ],
  [
    `{targetRef: ${gateway}, targetRefs: [${gateway}]}`,
    ['two-subjects: spec.targetRef: stands beside `targetRefs`; write all of them into `targetRefs`'],
    'allow',
  ],
  [
    '{targetRefs: {}}',
    [
      'bad-target: spec.targetRefs: `{}` is no list; start each reference with a dash',
      `bad-target: spec.targetRefs: \`nothing\` of group \`\` is nothing that a policy can be for; ${target}`,
    ],
    'unknown',
  ],
  [
    '{targetRefs: [{group: apps, kind: Deployment, name: a}]}',
    [
      `bad-target: spec.targetRefs[0]: \`Deployment\` of group \`apps\` is nothing that a policy can be for; ${target}`,
    ],
    'unknown',
  ],
  [
    '{targetRefs: [{kind: Service, name: a, namespace: y}]}',
    [`bad-target: spec.targetRefs[0]: names another namespace; ${target}`],
    'unknown',
  ],
  [
    '{targetRefs: [{kind: Service, name: ""}]}',
    [`bad-target: spec.targetRefs[0]: \`\` is no name; ${target}`],
    'unknown',
  ],
  [
    '{selector: {matchExpressions: [{key: app, operator: Exists}]}}',
    [
      'unknown-field: spec.selector.matchExpressions: `matchExpressions` is not a field here; known are `matchLabels`; correct the spelling of `matchExpressions` or remove it',
    ],
    'unknown',
  ],
  [
    '{selector: {matchLabels: {app: 1}}}',
    ['bad-selector: spec.selector.matchLabels.app: `1` is no string; put the label value in quotes'],
    'unknown',
  ],
  [
    onA('rule: []'),
    [
      'unknown-field: spec.rule: `rule` is not a field here; known are `selector`, `targetRef`, `targetRefs`, `action`, `rules`, `provider`; correct the spelling of `rule` or remove it',
    ],
    'unknown',
  ],
  [
    onA('action: Allow, rules: [{}]'),
    ['bad-action: spec.action: `Allow` is no action; write ALLOW, DENY, CUSTOM or AUDIT'],
    'unknown',
  ],
  [
    onA('action: DENY, provider: {name: p}, rules: [{}]'),
    [
      'bad-provider: spec.provider: stands in a policy whose action is not CUSTOM; remove it, or write `action: CUSTOM`',
    ],
    'unknown',
  ],
  [
    onA('action: CUSTOM, rules: [{}]'),
    [
      'no-provider: spec.provider: names nobody, so that all that the rules match is denied; write `provider: {name: NAME}` with a provider of the mesh',
    ],
    'unknown',
  ],
  [source('{}'), [`bad-source: ${from}.source: is empty; ${sourceFields}`], 'unknown'],
  [source('{principals: []}'), [`bad-source: ${from}.source: is empty; ${sourceFields}`], 'unknown'],
  [source('null'), [`bad-source: ${from}: has no \`source\`; ${sourceFields}`], 'unknown'],
  [source('cart'), [`bad-source: ${from}.source: \`cart\` is no map; ${sourceFields}`], 'unknown'],
  [deny('{from: [cart]}'), [`bad-source: ${from}: \`cart\` is no map; ${sourceFields}`], 'unknown'],
  [
    deny('{from: cart}'),
    [
      `bad-rules: ${rule}.from: \`cart\` is no list; start each entry with a dash`,
      `bad-source: ${rule}.from: \`cart\` is no map; ${sourceFields}`,
    ],
    'unknown',
  ],
  [
    source('{principal: [a]}'),
    [
      `unknown-field: ${from}.source.principal: \`principal\` is not a field here; known are \`principals\`, \`notPrincipals\`, \`namespaces\`, \`notNamespaces\`, \`serviceAccounts\`, \`notServiceAccounts\`, \`trustDomains\`, \`notTrustDomains\`, \`requestPrincipals\`, \`notRequestPrincipals\`, \`ipBlocks\`, \`notIpBlocks\`, \`remoteIpBlocks\`, \`notRemoteIpBlocks\`; correct the spelling of \`principal\` or remove it`,
    ],
    'unknown',
  ],
  [
    deny('{form: []}'),
    [
      `unknown-field: ${rule}.form: \`form\` is not a field here; known are \`from\`, \`to\`, \`when\`; correct the spelling of \`form\` or remove it`,
    ],
    'unknown',
  ],
  [
    source(`{serviceAccounts: [${Array.from({ length: 17 }, (_, at) => `a${at}`).join(', ')}]}`),
    [
      `too-many: ${from}.source.serviceAccounts: lists 17 service accounts, 16 are allowed; split the source into two`,
    ],
    'allow',
  ],
  [
    source('{serviceAccounts: [cart], namespaces: [shop]}'),
    [
      `bad-source: ${from}.source.namespaces: stands beside service accounts, which already say both; keep one of the two`,
    ],
    'allow',
  ],
  [
    source('{principals: ["*"], notServiceAccounts: [cart]}'),
    [
      `bad-source: ${from}.source.principals: stands beside service accounts, which already say both; keep one of the two`,
    ],
    'unknown',
  ],
  [
    source('{principals: [""]}'),
    [`bad-value: ${from}.source.principals[0]: \`\` is no text to compare with; ${listed}`],
    'unknown',
  ],
  [
    source('{namespaces: shop}'),
    [`bad-value: ${from}.source.namespaces: \`shop\` is no list; ${listed}`],
    'unknown',
  ],
  [
    source('{ipBlocks: [10.0.0.0/33]}'),
    [
      `bad-cidr: ${from}.source.ipBlocks[0]: \`10.0.0.0/33\` is no address and no address range; write \`10.0.0.7\` or \`10.0.0.0/8\``,
    ],
    'unknown',
  ],
  [
    source('{notIpBlocks: [cart]}'),
    [
      `bad-cidr: ${from}.source.notIpBlocks[0]: \`cart\` is no address and no address range; write \`10.0.0.7\` or \`10.0.0.0/8\``,
    ],
    'unknown',
  ],
  [operation('{}'), [`bad-operation: ${to}.operation: is empty; ${operationFields}`], 'unknown'],
  [operation('null'), [`bad-operation: ${to}: has no \`operation\`; ${operationFields}`], 'unknown'],
  [
    operation('{ports: ["0"]}'),
    [`bad-port: ${to}.operation.ports[0]: \`0\` is no port; write a number from 1 to 65535, in quotes`],
    'unknown',
  ],
  [
    operation('{ports: [web]}'),
    [`bad-port: ${to}.operation.ports[0]: \`web\` is no port; write a number from 1 to 65535, in quotes`],
    'unknown',
  ],
  [
    operation('{ports: [80]}'),
    [`bad-value: ${to}.operation.ports[0]: \`80\` is no text to compare with; ${listed}`],
    'unknown',
  ],
  [
    operation('{notPorts: ["65536"]}'),
    [
      `bad-port: ${to}.operation.notPorts[0]: \`65536\` is no port; write a number from 1 to 65535, in quotes`,
    ],
    'unknown',
  ],
  [
    operation('{paths: ["/{x}"]}'),
    [
      `bad-path: ${to}.operation.paths[0]: \`/{x}\` has a brace that is neither \`{*}\` nor \`{**}\` for a whole segment; write \`{*}\` for one segment, and \`{**}\` for the last open part`,
    ],
    'unknown',
  ],
  [
    condition('source.ip'),
    [`bad-condition: ${when}: \`source.ip\` is no map; write \`key\` and \`values\``],
    'unknown',
  ],
  [
    condition('{values: [a]}'),
    [`bad-condition: ${when}.key: \`nothing\` is no attribute; name what to look at, \`source.ip\``],
    'unknown',
  ],
  [
    condition('{key: source.ip, values: []}'),
    [`bad-condition: ${when}: has neither \`values\` nor \`notValues\`; list the values to compare with`],
    'unknown',
  ],
  [
    condition('{key: source.ip, values: [10.0.0.0/8], value: a}'),
    [
      `unknown-field: ${when}.value: \`value\` is not a field here; known are \`key\`, \`values\`, \`notValues\`; correct the spelling of \`value\` or remove it`,
    ],
    'unknown',
  ],
  [
    condition('{key: request.headers, values: [a]}'),
    [
      `bad-condition: ${when}.key: \`request.headers\` names nothing in brackets; write \`request.headers[NAME]\``,
    ],
    'unknown',
  ],
  [
    condition('{key: "request.auth.claims[a", values: [a]}'),
    [
      `bad-condition: ${when}.key: \`request.auth.claims[a\` names nothing in brackets; write \`request.auth.claims[NAME]\``,
    ],
    'unknown',
  ],
]
