import { expect, it } from 'vitest'
import {
  adminNetworkPolicy,
  baselineAdminNetworkPolicy,
  clusterNetworkPolicy,
  namespace,
  networkPolicy,
  object,
  pod,
} from '../../../test/kit/manifests'
import { rule, world } from '../../../test/kit/rule'
import { causes, explain, open, problems, trust, verdict } from '../../../test/kit/world'

const cluster = [
  namespace('x', 'team: red'),
  namespace('y', 'team: blue'),
  ...['x/a', 'x/b', 'y/a', 'y/b'].map(name => pod(name)),
]

const types = 'network-policy-api, v1alpha2 types'
const older = 'network-policy-api, v1alpha1 types'

const a = '{matchLabels: {app: a}}'
const b = '{matchLabels: {app: b}}'
const red = '{matchLabels: {team: red}}'
const podsA = `pods: {namespaceSelector: {}, podSelector: ${a}}`
const podsB = `pods: {namespaceSelector: {}, podSelector: ${b}}`
const fromB = (action: string, rest = ''): string => `{action: ${action}, from: [{${podsB}}]${rest}}`

/** A ClusterNetworkPolicy on every `app: a`. */
const onA = (tier: string, priority: number, ...ingress: readonly string[]): string =>
  clusterNetworkPolicy(
    `${tier.toLowerCase()}-${priority}`,
    `{tier: ${tier}, priority: ${priority}, subject: {${podsA}}, ingress: [${ingress.join(', ')}]}`,
  )
const shut = networkPolicy('x/shut', `{podSelector: ${a}}`)
const openAll = networkPolicy('x/open', `{podSelector: ${a}, ingress: [{}]}`)

rule(1, 'three kinds, each in one version', types, () => {
  const deny = `{priority: 1, subject: {namespaces: {}}, ingress: [${fromB('Deny')}]}`
  world('read in its version', [...cluster, adminNetworkPolicy('p', deny)], {
    'x/b -> x/a 80': 'deny',
    'x/a -> x/b 80': 'allow',
  })
  it.each([
    ['policy.networking.k8s.io/v1alpha2', 'AdminNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha1', 'ClusterNetworkPolicy'],
    ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy'],
  ])('%s %s is unread', (version, kind) => {
    const session = open([...cluster, object(version, kind, 'p', `spec: ${deny}`)])
    expect(verdict(session, 'x/a -> x/b 80')).toBe('unknown')
    expect(session.problems.map(({ code }) => code)).toEqual(['unread-kind'])
  })
})

rule(2, 'the subject is all pods of some namespaces, or some of them', types, () => {
  const deny = (subject: string): string =>
    clusterNetworkPolicy(
      'p',
      `{tier: Admin, priority: 1, subject: ${subject}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}`,
    )
  world('by namespace', [...cluster, deny(`{namespaces: ${red}}`)], {
    'y/b -> x/a 80': 'deny',
    'y/b -> x/b 80': 'deny',
    'x/a -> y/b 80': 'allow',
  })
  world('by both selectors', [...cluster, deny(`{pods: {namespaceSelector: ${red}, podSelector: ${a}}}`)], {
    'y/b -> x/a 80': 'deny',
    'y/a -> x/b 80': 'allow',
    'y/b -> y/a 80': 'allow',
  })
})

rule(3, 'nothing is denied but by a rule, and a direction without rules is untouched', types, () => {
  world('an Accept isolates nobody', [...cluster, onA('Admin', 1, fromB('Accept'))], {
    'x/b -> x/a 80': 'allow',
    'y/a -> x/a 80': 'allow',
  })
  world('ingress rules leave egress alone', [...cluster, onA('Admin', 1, fromB('Deny'))], {
    'x/b -> x/a 80': 'deny',
    'x/a -> x/b 80': 'allow',
  })
  it('a policy without rules is told, and is no cause of doubt', () => {
    const session = open([...cluster, onA('Admin', 1)])
    expect(verdict(session, 'x/b -> x/a 80')).toBe('allow')
    expect(problems(session)).toEqual([
      'no-rules: spec: has neither `ingress` nor `egress` rules, so the policy decides nothing; write the rules that were meant, or delete the policy',
    ])
  })
  it('where nothing would deny, an Accept is no permission', () => {
    const session = open([...cluster, onA('Admin', 1, fromB('Accept'))])
    expect(causes(session, 'x/b -> x/a 80')).toBe('egress default-allow, ingress default-allow')
    expect(trust(session, 'x/b -> x/a 80')).toBe('implicit: no/no/no')
  })
})

rule(4, 'the first rule that matches decides', types, () => {
  const everybody = (action: string): string => `{action: ${action}, from: [{namespaces: {}}]}`
  world('Accept before Deny', [...cluster, onA('Admin', 1, fromB('Accept'), everybody('Deny'))], {
    'x/b -> x/a 80': 'allow',
    'y/a -> x/a 80': 'deny',
  })
  world('Deny before Accept', [...cluster, onA('Admin', 1, everybody('Deny'), fromB('Accept'))], {
    'x/b -> x/a 80': 'deny',
  })
  world(
    'Pass skips the rest of the tier, later policies too',
    [...cluster, onA('Admin', 1, fromB('Pass'), everybody('Deny')), onA('Admin', 2, everybody('Deny'))],
    { 'x/b -> x/a 80': 'allow', 'y/a -> x/a 80': 'deny' },
  )
  world(
    'a rule on other ports does not match',
    [
      ...cluster,
      onA(
        'Admin',
        1,
        fromB('Accept', ', protocols: [{tcp: {destinationPort: {number: 80}}}]'),
        everybody('Deny'),
      ),
    ],
    { 'x/b -> x/a 80': 'allow', 'x/b -> x/a 81': 'deny', 'x/b -> x/a UDP 80': 'deny' },
  )
})

rule(5, 'both shapes of v1alpha1 are read, the old one with a warning', 'v0.1.1 types', () => {
  const peer = (text: string): string =>
    adminNetworkPolicy(
      'p',
      `{priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [${text}]}]}`,
    )
  const fromRed = { 'x/b -> x/a 80': 'deny', 'y/b -> x/a 80': 'allow' }
  const fromRedB = { 'x/b -> y/a 80': 'deny', 'x/a -> y/a 80': 'allow', 'y/b -> y/a 80': 'allow' }
  const rows: readonly [title: string, text: string, table: Record<string, string>, warned: string[]][] = [
    ['flat namespaces', `{namespaces: ${red}}`, fromRed, []],
    [
      'old namespaces',
      `{namespaces: {namespaceSelector: ${red}}}`,
      fromRed,
      ['spec.ingress[0].from[0].namespaces'],
    ],
    ['flat pods', `{pods: {namespaceSelector: ${red}, podSelector: ${b}}}`, fromRedB, []],
    [
      'old pods',
      `{pods: {namespaces: {namespaceSelector: ${red}}, podSelector: ${b}}}`,
      fromRedB,
      ['spec.ingress[0].from[0].pods.namespaces'],
    ],
  ]
  for (const [title, text, table, warned] of rows) {
    world(title, [...cluster, peer(text)], table)
    it(`${title}: ${warned.length > 0 ? 'warned of' : 'no warning'}`, () => {
      const session = open([...cluster, peer(text)])
      expect(problems(session)).toEqual(
        warned.map(
          path =>
            `old-shape: ${path}: is written as in v0.1.1 of the API and before; later versions drop \`namespaceSelector\` here and match every namespace; write the labels of \`namespaceSelector\` directly below, one level up`,
        ),
      )
      expect(session.incomplete).toBe(false)
    })
  }
  it.each(['sameLabels', 'notSameLabels'])('%s was removed: it may mean anybody, or nobody', field => {
    const session = open([...cluster, peer(`{namespaces: {${field}: [team]}}`)])
    expect(verdict(session, 'x/b -> x/a 80')).toBe('unknown')
    expect(problems(session)[0]).toBe(
      `removed-field: spec.ingress[0].from[0].namespaces.${field}: was removed from the API; it compared namespaces with that of the subject; select the namespaces by their labels, in one policy for each group of them`,
    )
  })
  it.each(['sameLabels', 'notSameLabels'])(
    'an Accept by %s opens nothing that a Deny after it shuts',
    field => {
      const accept = `{action: Allow, from: [{namespaces: {${field}: [team]}}]}`
      const policy = adminNetworkPolicy(
        'p',
        `{priority: 1, subject: {${podsA}}, ingress: [${accept}, {action: Deny, from: [{namespaces: {}}]}]}`,
      )
      expect(verdict(open([...cluster, policy]), 'x/b -> x/a 80')).toBe('unknown')
    },
  )
  it('ClusterNetworkPolicy never had the old shape', () => {
    const session = open([
      ...cluster,
      onA('Admin', 1, `{action: Deny, from: [{namespaces: {namespaceSelector: ${red}}}]}`),
    ])
    expect(verdict(session, 'x/b -> x/a 80')).toBe('unknown')
    expect(problems(session)[0]).toContain('`namespaceSelector` is not a field here')
  })
})

rule(6, 'Admin, then NetworkPolicy, then Baseline, then allowed', types, () => {
  const accept = fromB('Accept')
  const deny = fromB('Deny')
  const pass = fromB('Pass')
  const rows: readonly [title: string, documents: readonly string[], answer: string][] = [
    ['nothing at all', [], 'allow'],
    ['Admin accepts, a NetworkPolicy shuts', [onA('Admin', 1, accept), shut], 'allow'],
    ['Admin denies, a NetworkPolicy opens', [onA('Admin', 1, deny), openAll], 'deny'],
    ['Admin passes, a NetworkPolicy shuts', [onA('Admin', 1, pass), shut], 'deny'],
    ['Admin passes, Baseline denies', [onA('Admin', 1, pass), onA('Baseline', 1, deny)], 'deny'],
    ['a NetworkPolicy shuts, Baseline accepts', [shut, onA('Baseline', 1, accept)], 'deny'],
    ['a NetworkPolicy opens, Baseline denies', [openAll, onA('Baseline', 1, deny)], 'allow'],
    ['Baseline passes', [onA('Baseline', 1, pass), onA('Baseline', 2, deny)], 'allow'],
    [
      'a BaselineAdminNetworkPolicy',
      [baselineAdminNetworkPolicy(`{subject: {${podsA}}, ingress: [${deny}]}`)],
      'deny',
    ],
  ]
  for (const [title, documents, answer] of rows)
    world(title, [...cluster, ...documents], { 'x/b -> x/a 80': answer })
  it('only what decided is a reason', () => {
    const session = open([...cluster, onA('Admin', 1, accept, deny), shut, onA('Baseline', 1, deny)])
    const side = explain(session, 'x/b -> x/a 80').sides[1]
    expect(side?.reasons.map(({ name, path, cause }) => [name, path, cause])).toEqual([
      ['admin-1', 'spec.ingress[0]', 'broad-allow'],
    ])
    expect(trust(session, 'x/b -> x/a 80')).toBe('partial: no/partial/no')
  })
  it('what was passed on is decided by the next tier', () => {
    const session = open([...cluster, onA('Admin', 1, pass), shut, onA('Baseline', 1, deny)])
    expect(causes(session, 'x/b -> x/a 80')).toBe('egress default-allow, ingress default-deny')
    expect(explain(session, 'x/b -> x/a 80').sides[1]?.reasons.map(({ name }) => name)).toEqual(['shut'])
  })
  it('a NetworkPolicy is decided by after a Pass, and its rules count', () => {
    const cart = networkPolicy(
      'x/cart',
      `{podSelector: ${a}, ingress: [{from: [{podSelector: ${b}}], ports: [{port: 80}]}]}`,
    )
    expect(trust(open([...cluster, onA('Admin', 1, pass), cart]), 'x/b -> x/a 80')).toBe('partial: no/yes/no')
  })
})

rule(7, 'the lowest priority comes first, and equal ones are a tie', types, () => {
  const two = (first: string, second: string, priority: number): readonly string[] => [
    onA('Admin', 5, fromB(first)),
    clusterNetworkPolicy(
      'other',
      `{tier: Admin, priority: ${priority}, subject: {${podsA}}, ingress: [${fromB(second)}]}`,
    ),
  ]
  for (const [first, second, priority, answer] of [
    ['Accept', 'Deny', 6, 'allow'],
    ['Accept', 'Deny', 4, 'deny'],
    ['Accept', 'Deny', 5, 'unknown'],
    ['Deny', 'Pass', 5, 'unknown'],
    ['Deny', 'Deny', 5, 'deny'],
    // Either way it is let through.
    ['Accept', 'Pass', 5, 'allow'],
  ] as const)
    world(`${first} at 5, ${second} at ${priority}`, [...cluster, ...two(first, second, priority)], {
      'x/b -> x/a 80': answer,
    })
  it('both objects are named, and the tie is', () => {
    const session = open([...cluster, ...two('Accept', 'Deny', 5)])
    const side = explain(session, 'x/b -> x/a 80').sides[1]
    expect(side?.reasons.map(({ name }) => name)).toEqual(['admin-5', 'other'])
    expect(side?.steps.map(({ role, object: of, detail }) => [role, of?.name, detail.kind])).toEqual([
      ['decided', 'admin-5', 'rule-matches'],
      ['decided', 'other', 'rule-matches'],
      ['decided', 'admin-5', 'tie'],
    ])
    expect(problems(session)).toEqual([
      'tie: has priority 5 in tier admin like `ClusterNetworkPolicy admin-5`; either may come first; give each policy of a tier a priority of its own',
    ])
  })
  it('a tie with a Pass leaves the next tier its say', () => {
    const session = open([...cluster, ...two('Accept', 'Pass', 5), shut])
    expect(verdict(session, 'x/b -> x/a 80')).toBe('unknown')
  })
  it('two that never meet are no tie', () => {
    expect(problems(open([...cluster, ...two('Deny', 'Deny', 5)]))).toEqual([])
    expect(problems(open([...cluster, ...two('Accept', 'Deny', 6)]))).toEqual([])
    const elsewhere = clusterNetworkPolicy(
      'other',
      `{tier: Admin, priority: 5, subject: {${podsB}}, ingress: [${fromB('Accept')}]}`,
    )
    expect(problems(open([...cluster, onA('Admin', 5, fromB('Deny')), elsewhere]))).toEqual([])
    const otherPeer = clusterNetworkPolicy(
      'other',
      `{tier: Admin, priority: 5, subject: {${podsA}}, ingress: [{action: Accept, from: [{${podsA}}]}]}`,
    )
    expect(problems(open([...cluster, onA('Admin', 5, fromB('Deny')), otherPeer]))).toEqual([])
  })
})

rule(8, 'between v1alpha1 and v1alpha2 there is no order', `${types}; ${older}; ours`, () => {
  const admin = (action: string): string =>
    adminNetworkPolicy('old', `{priority: 1, subject: {${podsA}}, ingress: [${fromB(action)}]}`)
  world('in the Admin tier', [...cluster, admin('Deny'), onA('Admin', 9, fromB('Accept'))], {
    'x/b -> x/a 80': 'unknown',
  })
  world('agreed', [...cluster, admin('Deny'), onA('Admin', 9, fromB('Deny'))], { 'x/b -> x/a 80': 'deny' })
  const base = baselineAdminNetworkPolicy(`{subject: {${podsA}}, ingress: [${fromB('Deny')}]}`)
  world('in the Baseline tier', [...cluster, base, onA('Baseline', 9, fromB('Accept'))], {
    'x/b -> x/a 80': 'unknown',
  })
  it('is told', () => {
    expect(problems(open([...cluster, base, onA('Baseline', 9, fromB('Accept'))]))).toEqual([
      'tie: stands in tier baseline beside `BaselineAdminNetworkPolicy default`, and nothing says which comes first; keep one of the kinds, or make them say the same',
    ])
  })
})
