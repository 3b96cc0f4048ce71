import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { between, explain, open, verdict } from '../../test/kit/world'
import { portsText } from '../model/port'
import type { EngineFact } from '../model/session'
import type { Settings } from '../model/settings'

const ciliumAgent = object('apps/v1', 'DaemonSet', 'kube-system/cilium')
const ciliumConfig = object('v1', 'ConfigMap', 'kube-system/cilium-config', 'data: {}')
const ciliumPolicy = object('cilium.io/v2', 'CiliumNetworkPolicy', 'elsewhere/p')
const calicoAgent = object('apps/v1', 'DaemonSet', 'calico-system/calico-node')
const calicoConfig = object('v1', 'ConfigMap', 'kube-system/calico-config', 'data: {}')
const calicoPolicy = object('projectcalico.org/v3', 'NetworkPolicy', 'elsewhere/p')
const calicoCrd = object('crd.projectcalico.org/v1', 'NetworkPolicy', 'elsewhere/q')

describe('the network engine', () => {
  const rows: readonly [
    title: string,
    documents: readonly string[],
    engine: EngineFact['engine'],
    known: EngineFact['known'],
    evidence: readonly string[],
  ][] = [
    ['nothing seen', [], 'kubernetes', 'assumed', []],
    ['an agent', [ciliumAgent], 'cilium', 'seen', ['DaemonSet cilium']],
    ['its settings', [ciliumConfig], 'cilium', 'seen', ['ConfigMap cilium-config']],
    ['its policies', [ciliumPolicy], 'cilium', 'seen', ['CiliumNetworkPolicy p']],
    ['calico’s agent', [calicoAgent], 'calico', 'seen', ['DaemonSet calico-node']],
    ['calico’s settings', [calicoConfig], 'calico', 'seen', ['ConfigMap calico-config']],
    ['calico’s policies', [calicoPolicy], 'calico', 'seen', ['NetworkPolicy p']],
    ['calico’s stored policies', [calicoCrd], 'calico', 'seen', ['NetworkPolicy q']],
    [
      'an agent counts before policies of another',
      [calicoPolicy, ciliumAgent],
      'cilium',
      'seen',
      ['DaemonSet cilium'],
    ],
    [
      'two agents',
      [ciliumAgent, calicoAgent],
      'several',
      'seen',
      ['DaemonSet cilium', 'DaemonSet calico-node'],
    ],
    [
      'policies of two',
      [ciliumPolicy, calicoPolicy],
      'several',
      'seen',
      ['CiliumNetworkPolicy p', 'NetworkPolicy p'],
    ],
    [
      'other DaemonSets and ConfigMaps are no sign',
      [object('apps/v1', 'DaemonSet', 'x/logs'), object('v1', 'ConfigMap', 'x/cilium', 'data: {}')],
      'kubernetes',
      'assumed',
      [],
    ],
    ['NetworkPolicies are no sign', [networkPolicy('x/p', '{}')], 'kubernetes', 'assumed', []],
  ]
  it.each(rows)('%s', (_, documents, engine, known, evidence) => {
    const fact = open([namespace('x'), ...documents]).engine
    expect({ ...fact, evidence: fact.evidence.map(({ kind, name }) => `${kind} ${name}`) }).toEqual({
      engine,
      known,
      evidence,
    })
  })
  it.each(['kubernetes', 'cilium', 'calico', 'none'] as const)(
    '%s, as it was said, whatever is seen',
    engine => {
      expect(open([ciliumAgent, calicoAgent], { engine }).engine).toEqual({
        engine,
        known: 'said',
        evidence: [],
      })
    },
  )
})

describe('where engines differ', () => {
  const block = (rest: string): string =>
    networkPolicy('x/a', `{podSelector: {matchLabels: {app: a}}, ingress: [${rest}]}`)
  const pods = [namespace('x'), pod('x/a'), pod('x/b', { ip: '10.0.0.2' })]
  const byAddress = [...pods, block('{from: [{ipBlock: {cidr: 10.0.0.0/24}}], ports: [{port: 80}]}')]
  const rows: readonly [
    title: string,
    documents: readonly string[],
    settings: Partial<Settings>,
    verdict: string,
    depends: boolean,
  ][] = [
    ['nothing said, nothing seen', byAddress, {}, 'allow', true],
    ['kubernetes was said', byAddress, { engine: 'kubernetes' }, 'allow', false],
    ['calico was seen', [...byAddress, calicoAgent], {}, 'allow', false],
    ['cilium was seen', [...byAddress, ciliumAgent], {}, 'deny', false],
    ['two were seen', [...byAddress, ciliumAgent, calicoAgent], {}, 'unknown', false],
    [
      'a block that does not matter',
      [...pods, block('{from: [{ipBlock: {cidr: 192.0.2.0/24}}, {podSelector: {}}]}')],
      {},
      'allow',
      false,
    ],
    ['no block at all', [...pods, block('{from: [{podSelector: {}}]}')], {}, 'allow', false],
    ['compared with another analyzer', byAddress, { compat: 'netpol-analyzer' }, 'deny', false],
  ]
  it.each(rows)('%s', (_, documents, settings, expected, depends) => {
    const session = open(documents, settings)
    expect(verdict(session, 'x/b -> x/a 80')).toBe(expected)
    expect(explain(session, 'x/b -> x/a 80').engineDependent).toBe(depends)
    expect(between(session, 'x/b[Pod]', 'x/a[Pod]').some(({ engineDependent }) => engineDependent)).toBe(
      depends,
    )
  })
  it('two engines that agree leave no doubt', () => {
    const session = open([...byAddress, ciliumAgent, calicoAgent])
    expect(verdict(session, 'x/b -> x/a 81')).toBe('deny')
    expect(verdict(session, 'x/a -> x/b 80')).toBe('allow')
  })
  it('ports that depend are a connection of their own beside those that do not', () => {
    const session = open([
      ...pods,
      block('{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}, {from: [{podSelector: {}}], ports: [{port: 443}]}'),
    ])
    expect(
      between(session, 'x/b[Pod]', 'x/a[Pod]').map(({ engineDependent, ports }) => [
        engineDependent,
        portsText(ports),
      ]),
    ).toEqual([
      [true, 'SCTP 1-65535,TCP 1-442,444-65535,UDP 1-65535'],
      [false, 'TCP 443'],
    ])
  })
})

describe('what Cilium’s settings change', () => {
  const config = (data: string): string =>
    object('v1', 'ConfigMap', 'kube-system/cilium-config', `data: {${data}}`)
  const shut = networkPolicy('x/shut', '{podSelector: {}, policyTypes: [Ingress]}')
  const pods = [namespace('x'), pod('x/a'), pod('x/b', { ip: '10.0.0.2' })]
  const byLabel = (key: string): string =>
    networkPolicy('x/in', `{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {${key}: v}}}]}]}`)
  const rows: readonly [title: string, documents: readonly string[], verdict: string][] = [
    ['policies are enforced', [shut, config('')], 'deny'],
    ['unless none is to be', [shut, config('enable-policy: never')], 'allow'],
    ['or they are only audited', [shut, config('policy-audit-mode: "true"')], 'allow'],
    [
      'blocks mean no pods',
      [
        shut,
        networkPolicy('x/in', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}]}'),
        config(''),
      ],
      'deny',
    ],
    [
      'unless a mode says that they may',
      [
        networkPolicy('x/in', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}]}'),
        config('policy-cidr-match-mode: nodes'),
      ],
      'unknown',
    ],
    ['a label that it makes up may match', [byLabel('io.cilium.k8s.policy.cluster'), config('')], 'unknown'],
    ['a label that it drops may not be seen', [byLabel('pod-template-hash'), config('')], 'unknown'],
    ['other labels are seen', [byLabel('app.kubernetes.io/name'), config('')], 'deny'],
    ['unless its own list of labels says which', [byLabel('app'), config('labels: "k8s:team"')], 'unknown'],
  ]
  it.each(rows)('%s', (_, documents, expected) => {
    expect(verdict(open([...pods, ...documents]), 'x/b -> x/a 80')).toBe(expected)
  })
})
