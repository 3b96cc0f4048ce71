import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Inventory, Pod, Workload } from '../../lib/model/inventory'
import { openWorld, randomWorld, type RandomWorld } from './random-world'

interface Sample {
  readonly drawn: RandomWorld
  readonly text: string
  readonly inventory: Inventory
  readonly engine: string
}

const samples: readonly Sample[] = fc.sample(randomWorld, { numRuns: 300, seed: 20260901 }).map(drawn => {
  const { world, engine } = openWorld(drawn)
  const text = drawn.objects.map(object => JSON.stringify(object)).join(' ')
  return { drawn, text, inventory: world.inventory, engine: engine.engine }
})

const somePod =
  (test: (pod: Pod) => boolean) =>
  ({ inventory }: Sample): boolean =>
    inventory.pods.some(test)

const someWorkload =
  (test: (workload: Workload) => boolean) =>
  ({ inventory }: Sample): boolean =>
    inventory.workloads.some(test)

const differ = (pods: readonly Pod[], of: (pod: Pod) => unknown): boolean => new Set(pods.map(of)).size > 1
const families = ({ addresses }: Pod): string => [...new Set(addresses.map(({ family }) => family))].join()
const says =
  (pattern: RegExp) =>
  ({ drawn }: Sample): boolean =>
    pattern.test(
      JSON.stringify([drawn.policies, drawn.transports], (_, value: unknown) =>
        typeof value === 'bigint' ? 0 : value,
      ),
    )

describe('random worlds', () => {
  it.each<[string, (sample: Sample) => boolean]>([
    ['pods of both families', somePod(pod => families(pod).includes(','))],
    ['pods of IPv6 alone', somePod(pod => families(pod) === '6')],
    [
      'pods without an address beside pods with one',
      someWorkload(({ pods }) => differ(pods, each => each.addresses.length === 0)),
    ],
    [
      'pods of one workload with other labels',
      someWorkload(({ pods }) => differ(pods, each => each.labels.get('app'))),
    ],
    ['pods of one workload on other nodes', someWorkload(({ pods }) => differ(pods, each => each.node))],
    [
      'pods of one workload with other named ports',
      someWorkload(({ pods }) => differ(pods, each => each.ports[0]?.port)),
    ],
    [
      'pods of one workload in the host network and not',
      someWorkload(({ pods }) => differ(pods, each => each.hostNetwork)),
    ],
    [
      'host-network pods alike on one node, and pods of that node',
      ({ inventory: { pods } }) =>
        pods.some(
          one =>
            one.hostNetwork &&
            one.node !== undefined &&
            pods.filter(each => each.hostNetwork && each.workload === one.workload && each.node === one.node)
              .length > 1 &&
            pods.some(each => !each.hostNetwork && each.node === one.node),
        ),
    ],
    ['service accounts', somePod(({ serviceAccount }) => serviceAccount === 'robot')],
    [
      'hidden labels of namespaces',
      ({ drawn }) => drawn.gaps.some(({ kind }) => kind === 'namespace-labels'),
    ],
    ['policies that could not be read', ({ drawn }) => drawn.gaps.some(({ kind }) => kind === 'policy')],
    ['Cilium', ({ engine }) => engine === 'cilium'],
    ['Calico', ({ engine }) => engine === 'calico'],
    ['several engines', ({ engine }) => engine === 'several'],
    ['an engine that enforces nothing', ({ engine }) => engine === 'none'],
    [
      'labels that Cilium hides',
      ({ engine, text }) => engine === 'cilium' && text.includes('"pod-template-hash":"a"'),
    ],
    ['an unread kind of the network', ({ text }) => /"kind":"(Cilium|Calico|GlobalNetworkPolicy)/.test(text)],
    [
      'an unread kind of the mesh',
      ({ text }) => /"kind":"(Server|EgressNetwork|MeshTrafficPermission)"/.test(text),
    ],
    [
      'policies of administrators',
      ({ text }) => /"kind":"(Cluster|Admin|BaselineAdmin)NetworkPolicy"/.test(text),
    ],
    ['named ports on ingress', ({ text }) => /"ingress":\[[^\]]*"port":"http"/.test(text)],
    ['named ports on egress', ({ text }) => /"egress":\[[^\]]*"port":"http"/.test(text)],
    ['no mesh', ({ drawn }) => drawn.settings.plane === 'network'],
    ['the other analyzer’s compatibility', ({ drawn }) => drawn.settings.compat !== undefined],
    ['rules of a mesh', says(/"plane":"authorization".*"action":"allow"/)],
    ['an external authorizer', says(/"delegate"/)],
    ['demands on requests', says(/"request":/)],
    ['demands on the own side', says(/"self":/)],
    ['peers of several kinds at once', says(/"kind":"all-of"/)],
    ['peers that are left out', says(/"kind":"not"/)],
    ['ports that are left out', says(/"kind":"except"/)],
    ['subjects that do not parse', says(/"kind":"unreadable","path":\["test"\],"namespaces"/)],
    ['policies that are only staged', says(/"staged"/)],
    ['sidecars', somePod(({ proxy }) => proxy === 'sidecar')],
    ['captured pods', somePod(({ proxy }) => proxy === 'ztunnel')],
    ['subjects by their proxies', says(/"proxies":/)],
    ['a mesh', ({ drawn }) => drawn.mesh !== undefined],
    ['rules for bytes alone', says(/"sees":"bytes"/)],
    ['policies for one Service', says(/"service":/)],
    ['unread statements about the wire', ({ drawn }) => drawn.transports.length > 0],
    [
      'wires that could not be read where identities are looked at',
      sample =>
        sample.drawn.mesh !== undefined &&
        sample.drawn.transports.length > 0 &&
        says(/"direction":"ingress".*"kind":"identities"/)(sample),
    ],
  ])('sometimes have %s', (_, test) => {
    expect(samples.filter(test).length).toBeGreaterThan(2)
  })
})
