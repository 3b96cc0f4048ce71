import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { liveCaptureOf, open, problems, verdict } from '../../test/kit/world'
import { analyze } from '../analyze'
import type { Gap } from '../model/capture'
import { defaultSettings, type Settings } from '../model/settings'

const world = [
  namespace('shop'),
  pod('shop/a'),
  pod('shop/b'),
  networkPolicy('shop/deny', '{podSelector: {matchLabels: {app: b}}}'),
]
const daemonSet = (name: string): string => object('apps/v1', 'DaemonSet', name)
const live = (documents: readonly string[], settings: Partial<Settings> = {}, gaps: readonly Gap[] = []) =>
  analyze(liveCaptureOf([...world, ...documents], gaps), { ...defaultSettings, ...settings })

const ciliumConfigForbidden: Gap = {
  kind: 'unlisted',
  object: { group: '', kind: 'ConfigMap', namespace: 'kube-system', name: 'cilium-config' },
  namespace: 'kube-system',
  why: 'forbidden',
  reason: 'the API server answers 403',
}

describe('enforcement', () => {
  const agents =
    'anetd antrea-agent azure-npm calico-node canal cilium kube-network-policies kube-ovn-cni kube-router ovnkube-node weave-net'
  it.each(agents.split(' '))('is proven by the agent %s, wherever it runs', name => {
    expect(live([daemonSet(`somewhere/${name}`)]).enforcementUnproven).toBe(false)
  })
  it.each([
    ['nothing', []],
    [
      'a plug-in that may or may not enforce',
      [daemonSet('kube-system/kindnet'), daemonSet('kube-system/aws-node')],
    ],
    ['a Deployment of that name', [object('apps/v1', 'Deployment', 'x/cilium')]],
    ['a kind of another group', [object('example.org/v1', 'DaemonSet', 'x/cilium')]],
    ['policies that an engine left behind', [object('cilium.io/v2', 'CiliumNode', 'n1')]],
  ])('is unproven where a live cluster shows %s', (_, documents) => {
    expect(live(documents).enforcementUnproven).toBe(true)
  })
  it.each(['cilium-config', 'calico-config'])('is proven by the settings %s', name => {
    expect(live([object('v1', 'ConfigMap', `kube-system/${name}`, 'data: {}')]).enforcementUnproven).toBe(
      false,
    )
  })
  it('is taken for granted of manifests, and of what is said', () => {
    expect(open(world).enforcementUnproven).toBe(false)
    expect(live([], { engine: 'calico' }).enforcementUnproven).toBe(false)
  })
  it('changes no verdict, and is told', () => {
    const session = live([])
    expect(verdict(session, 'shop/a -> shop/b 80')).toBe('deny')
    expect(problems(session)).toEqual([
      'enforcement-unproven: nothing was seen in this cluster that enforces network policies, so verdicts hold only if something does; grant `list` on DaemonSets, so that the network engine can be seen, or say which one it is (`--engine cilium`)',
    ])
    expect(session.incomplete).toBe(false)
  })
})

describe('settings of Cilium that a cluster has and does not show', () => {
  const agent = daemonSet('kube-system/cilium')
  it('may switch enforcement off', () => {
    expect(live([agent], {}, [ciliumConfigForbidden]).enforcementUnproven).toBe(true)
    expect(live([agent], {}, []).enforcementUnproven).toBe(false)
  })
  it('may drop any label from identities', () => {
    expect(verdict(live([agent], {}, []), 'shop/a -> shop/b 80')).toBe('deny')
    expect(verdict(live([agent], {}, [ciliumConfigForbidden]), 'shop/a -> shop/b 80')).toBe('unknown')
  })
  it('may take address blocks for pods', () => {
    const block = networkPolicy(
      'shop/block',
      '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}',
    )
    const pods = [namespace('ops'), pod('ops/c', { ip: '10.0.0.1' }), pod('ops/d', { ip: '10.0.0.2' })]
    const question = 'ops/c -> shop/a 80'
    expect(verdict(live([agent, block, ...pods]), question)).toBe('deny')
    expect(verdict(live([agent, block, ...pods], {}, [ciliumConfigForbidden]), question)).toBe('unknown')
  })
  it('are the usual ones where whoever asks says so', () => {
    const session = live([agent], { engine: 'cilium' }, [ciliumConfigForbidden])
    expect(session.enforcementUnproven).toBe(false)
    expect(verdict(session, 'shop/a -> shop/b 80')).toBe('deny')
  })
  it('are another engine’s business elsewhere', () => {
    const session = live([daemonSet('kube-system/calico-node')], {}, [ciliumConfigForbidden])
    expect(session.enforcementUnproven).toBe(false)
    expect(verdict(session, 'shop/a -> shop/b 80')).toBe('deny')
  })
})
