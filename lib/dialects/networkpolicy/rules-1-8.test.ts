import { expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../../../test/kit/manifests'
import { rule, world } from '../../../test/kit/rule'
import { causes, open, problems } from '../../../test/kit/world'

/** Two namespaces, and in each a pod that the policies of `x` select and one that they do not. */
const cluster = [namespace('x'), namespace('y'), ...['x/a', 'x/b', 'y/a', 'y/b'].map(name => pod(name))]

/** A policy of `x` on `app: a`; what follows the pod selector is given. */
const onA = (rest: string): string => networkPolicy('x/p', `{podSelector: {matchLabels: {app: a}}, ${rest}}`)

const types = 'networking/v1 types.go'
const page = 'kubernetes.io, Network Policies'

rule(
  1,
  'without policyTypes a policy always speaks about ingress, and about egress only if it has an egress rule',
  `${types}, PolicyTypes; ${page}`,
  () => {
    world('no rules at all', [...cluster, onA('')], { 'x/b -> x/a 80': 'deny', 'x/a -> x/b 80': 'allow' })
    world('an egress rule isolates both directions', [...cluster, onA('egress: [{ports: [{port: 53}]}]')], {
      'x/a -> x/b 53': 'allow',
      'x/a -> x/b 80': 'deny',
      'x/b -> x/a 80': 'deny',
      'x/b -> x/a 53': 'deny',
    })
    world('an ingress rule leaves egress open', [...cluster, onA('ingress: [{ports: [{port: 80}]}]')], {
      'x/b -> x/a 80': 'allow',
      'x/b -> x/a 81': 'deny',
      'x/a -> x/b 81': 'allow',
    })
    world(
      'who means egress only says so',
      [...cluster, onA('policyTypes: [Egress], egress: [{ports: [{port: 53}]}]')],
      {
        'x/a -> x/b 80': 'deny',
        'x/b -> x/a 80': 'allow',
      },
    )
    world(
      'an empty list of types is as good as none',
      [...cluster, onA('policyTypes: [], egress: [{ports: [{port: 53}]}]')],
      {
        'x/a -> x/b 80': 'deny',
        'x/b -> x/a 80': 'deny',
      },
    )
  },
)

rule(
  2,
  'an empty or absent egress list does not isolate egress unless policyTypes lists it',
  `${types}, PolicyTypes`,
  () => {
    for (const egress of ['egress: []', 'egress: null', 'ingress: [{}]'])
      world(`${egress} without policyTypes`, [...cluster, onA(egress)], { 'x/a -> x/b 80': 'allow' })
    for (const egress of ['egress: []', 'egress: null', 'ingress: [{}]'])
      world(`${egress} with Egress listed`, [...cluster, onA(`policyTypes: [Ingress, Egress], ${egress}`)], {
        'x/a -> x/b 80': 'deny',
      })
  },
)

rule(3, 'isolation is per direction', page, () => {
  world('a pod that nothing selects is open', cluster, {
    'x/a -> x/b 80': 'allow',
    'x/b -> x/a 80': 'allow',
    'internet -> x/a 80': 'allow',
    'x/a -> internet 80': 'allow',
  })
  world('selected for egress only', [...cluster, onA('policyTypes: [Egress]')], {
    'x/a -> x/b 80': 'deny',
    'x/b -> x/a 80': 'allow',
  })
  world('selected for ingress only', [...cluster, onA('policyTypes: [Ingress]')], {
    'x/a -> x/b 80': 'allow',
    'x/b -> x/a 80': 'deny',
  })
  it('rules of a direction that policyTypes leaves out have no effect, and are pointed out', () => {
    const session = open([
      ...cluster,
      onA('policyTypes: [Ingress], ingress: [{}], egress: [{ports: [{port: 53}]}]'),
    ])
    expect(causes(session, 'x/a -> x/b 80')).toBe('egress default-allow, ingress default-allow')
    expect(problems(session)).toEqual([
      'ignored-rules: spec.egress: has rules, but `policyTypes` leaves egress out, so they have no effect; add Egress to `policyTypes`',
    ])
  })
})

rule(
  4,
  'under a listed type no rules deny everything, and one empty rule allows everything',
  `${types}, Ingress and Egress`,
  () => {
    for (const [ingress, expected] of [
      ['', 'deny'],
      ['ingress: null', 'deny'],
      ['ingress: []', 'deny'],
      ['ingress: [{}]', 'allow'],
      ['ingress: [null]', 'allow'],
    ] as const)
      world(ingress || 'no ingress', [...cluster, onA(`policyTypes: [Ingress], ${ingress}`)], {
        'x/b -> x/a 80': expected,
        'x/b -> x/a UDP 9': expected,
        'y/b -> x/a 80': expected,
        'internet -> x/a 80': expected,
      })
    for (const [egress, expected] of [
      ['egress: []', 'deny'],
      ['egress: [{}]', 'allow'],
    ] as const)
      world(egress, [...cluster, onA(`policyTypes: [Egress], ${egress}`)], {
        'x/a -> x/b 80': expected,
        'x/a -> internet 80': expected,
      })
  },
)

rule(
  5,
  'a missing, null or empty podSelector means every pod of the namespace',
  `${types}, PodSelector`,
  () => {
    const everyPod = { 'x/b -> x/a 80': 'deny', 'x/a -> x/b 80': 'deny', 'x/a -> y/b 80': 'allow' }
    for (const spec of [
      '{}',
      '{podSelector: null}',
      '{podSelector: {}}',
      '{podSelector: {matchLabels: {}}}',
      '{podSelector: {matchExpressions: []}}',
    ])
      world(spec, [...cluster, networkPolicy('x/p', spec)], everyPod)
    it('even a policy without a spec is legal, and pointed out', () => {
      const session = open([...cluster, networkPolicy('x/p', 'null')])
      expect(causes(session, 'x/b -> x/a 80')).toBe('egress default-allow, ingress default-deny')
      expect(problems(session)).toEqual([
        'no-spec: spec: is missing, so every pod of the namespace is isolated for ingress; write the `spec` that was meant',
      ])
    })
  },
)

rule(
  6,
  'a policy governs its own namespace only, and pods outside its selector not at all',
  `${types}, PodSelector; ${page}`,
  () => {
    world('the same labels elsewhere do not count', [...cluster, onA('policyTypes: [Ingress, Egress]')], {
      'x/b -> x/a 80': 'deny',
      'y/b -> y/a 80': 'allow',
      'y/a -> y/b 80': 'allow',
      'x/b -> y/b 80': 'allow',
    })
    world(
      'no namespace means `default`',
      [
        ...cluster,
        pod('default/a'),
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {}}',
      ],
      { 'x/b -> default/a 80': 'deny', 'x/b -> x/a 80': 'allow' },
    )
  },
)

rule(
  7,
  'no peers mean every peer, also outside; a list with entries never matches by default',
  `${types}, From and To`,
  () => {
    for (const from of ['{}', '{from: null}', '{from: []}'])
      world(`ingress ${from}`, [...cluster, onA(`ingress: [${from}]`)], {
        'x/b -> x/a 80': 'allow',
        'y/b -> x/a 80': 'allow',
        'internet -> x/a 80': 'allow',
      })
    for (const to of ['{}', '{to: null}', '{to: []}'])
      world(`egress ${to}`, [...cluster, onA(`policyTypes: [Egress], egress: [${to}]`)], {
        'x/a -> x/b 80': 'allow',
        'x/a -> y/b 80': 'allow',
        'x/a -> internet 80': 'allow',
      })
    world(
      'an entry that nobody fits lets nobody in',
      [...cluster, onA('ingress: [{from: [{podSelector: {matchLabels: {app: c}}}]}]')],
      {
        'x/b -> x/a 80': 'deny',
        'y/b -> x/a 80': 'deny',
        'internet -> x/a 80': 'deny',
      },
    )
  },
)

rule(
  8,
  'no ports mean every port of every protocol; a list with entries means only those',
  `${types}, Ports`,
  () => {
    for (const ports of ['{}', '{ports: null}', '{ports: []}'])
      world(`ingress ${ports}`, [...cluster, onA(`ingress: [${ports}]`)], {
        'x/b -> x/a 1': 'allow',
        'x/b -> x/a 65535': 'allow',
        'x/b -> x/a UDP 53': 'allow',
        'x/b -> x/a SCTP 7': 'allow',
      })
    world(
      'a list with entries',
      [...cluster, onA('ingress: [{ports: [{port: 80}, {port: 53, protocol: UDP}]}]')],
      {
        'x/b -> x/a 80': 'allow',
        'x/b -> x/a UDP 53': 'allow',
        'x/b -> x/a 81': 'deny',
        'x/b -> x/a 53': 'deny',
        'x/b -> x/a UDP 80': 'deny',
      },
    )
  },
)
