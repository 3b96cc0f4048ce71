import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutSpace } from '../../model/address'
import type { Namespace, Pod, Workload } from '../../model/inventory'
import type { NamespaceScope, PodSet } from '../../model/rule'
import type { Operator, Selector } from '../../model/selector'
import { nameLabel } from '../inventory'
import { inPodSet } from '../matching'
import type { World } from '../world'
import { keyOf, Selections } from './selection'
import { isCofinite, SetStore } from './sets'
import { Slots } from './slots'

const runs = { numRuns: 600, seed: Number(process.env['PODTRUST_SEED'] ?? 20261101) }

const names = ['red', 'blue', 'green', 'dark', 'dim']
/** The labels of these were not read. */
const hiddenNamespaces = ['dark', 'dim']
/** Labels that the engine in question may not see. */
const hiddenLabel = 'hash'

const labelKey = fc.constantFrom('app', 'tier', hiddenLabel)
const labels = fc
  .array(fc.tuple(labelKey, fc.constantFrom('a', 'b', '')), { maxLength: 3 })
  .map(entries => new Map(entries))

interface PodPlan {
  readonly namespace: string
  readonly labels: ReadonlyMap<string, string>
  readonly hostNetwork: boolean
  readonly serviceAccount: string
}

const plan: fc.Arbitrary<PodPlan> = fc.record({
  // Most in one namespace, so that it is sometimes dearer to walk than a label's pods, and sometimes cheaper.
  namespace: fc.oneof({ weight: 3, arbitrary: fc.constant('red') }, fc.constantFrom(...names)),
  labels,
  hostNetwork: fc.nat(7).map(n => n === 0),
  serviceAccount: fc.constantFrom('default', 'robot'),
})

const requirement = fc
  .record({
    key: labelKey,
    operator: fc.constantFrom<Operator>('In', 'NotIn', 'Exists', 'DoesNotExist'),
    values: fc.uniqueArray(fc.constantFrom('a', 'b', ''), { minLength: 1, maxLength: 2 }),
  })
  .map(({ key, operator, values }) => ({
    key,
    operator,
    values: operator === 'In' || operator === 'NotIn' ? values : [],
    path: [],
  }))

const selector: fc.Arbitrary<Selector> = fc.record({
  requirements: fc.array(requirement, { maxLength: 3 }),
  unreadable: fc.nat(9).map(n => (n === 0 ? [['spec']] : [])),
})

const namespaceSelector: fc.Arbitrary<Selector> = fc.oneof(
  selector,
  fc
    .tuple(fc.constantFrom<Operator>('In', 'NotIn'), fc.subarray(names, { minLength: 1 }))
    .map(([operator, values]) => ({
      requirements: [{ key: nameLabel, operator, values, path: [] }],
      unreadable: [],
    })),
)

const scope: fc.Arbitrary<NamespaceScope> = fc.oneof(
  fc.constant<NamespaceScope>({ kind: 'all' }),
  fc.constantFrom(...names, 'nowhere').map((namespace): NamespaceScope => ({ kind: 'named', namespace })),
  {
    weight: 2,
    arbitrary: namespaceSelector.map((chosen): NamespaceScope => ({ kind: 'selected', selector: chosen })),
  },
)

const podSet: fc.Arbitrary<PodSet> = fc
  .record({
    namespaces: scope,
    pods: selector,
    accounts: fc.constantFrom(undefined, undefined, ['robot'], []),
  })
  .map(({ accounts, ...set }) => ({ ...set, ...(accounts && { serviceAccounts: accounts }) }))

interface Cluster {
  readonly world: World
  readonly slots: Slots
}

function clusterOf(
  plans: readonly PodPlan[],
  namespaceLabels: readonly ReadonlyMap<string, string>[],
): Cluster {
  const namespaces = new Map(
    names.map((name, i): [string, Namespace] => [
      name,
      {
        name,
        labels: new Map([...(namespaceLabels[i] ?? []), [nameLabel, name]]),
        labelsKnown: !hiddenNamespaces.includes(name),
        declared: true,
      },
    ]),
  )
  const workloads = plans.map((each, i): Workload => {
    const key = `${each.namespace}/p${i}[Pod]`
    const pod: Pod = {
      ...each,
      name: `p${i}`,
      workload: key,
      addresses: [],
      ports: [],
      proxy: 'none',
      predicted: false,
    }
    return {
      key,
      namespace: each.namespace,
      name: pod.name,
      kind: 'Pod',
      object: { group: '', kind: 'Pod', namespace: each.namespace, name: pod.name },
      pods: [pod],
      predicted: false,
    }
  })
  const inventory = {
    namespaces,
    workloads,
    pods: workloads.flatMap(({ pods }) => pods),
    serviceAccounts: [],
    services: [],
    nodes: [],
  }
  const slots = new Slots(inventory, {
    labelKeys: new Set(['app', 'tier', hiddenLabel]),
    portNames: new Set(),
    serviceAccounts: true,
    nodes: false,
    atoms: cutSpace([]),
    addresses: false,
  })
  const world: World = {
    inventory,
    compiled: { policies: [], transports: [] },
    enforced: true,
    addressesMeanPods: 'yes',
    hidesLabel: key => key === hiddenLabel,
    podCIDRs: [],
    mesh: true,
  }
  return { world, slots }
}

const cluster = fc
  .tuple(fc.array(plan, { minLength: 1, maxLength: 40 }), fc.tuple(...names.map(() => labels)))
  .map(([plans, namespaceLabels]) => clusterOf(plans, namespaceLabels))

describe('selections', () => {
  it('mean the pods that the readable evaluator finds one by one, each set once', () => {
    fc.assert(
      fc.property(cluster, fc.array(podSet, { minLength: 1, maxLength: 6 }), ({ world, slots }, asked) => {
        const sets = new SetStore()
        const selections = new Selections(sets, slots, () => world)
        for (const set of asked) {
          const { yes, maybe } = selections.podSet(set)
          slots.forEachClass((slot, pod) => {
            const found = sets.has(yes, slot) ? 'yes' : sets.has(maybe, slot) ? 'maybe' : 'no'
            expect([pod.name, found]).toEqual([pod.name, pod.hostNetwork ? 'no' : inPodSet(world, set, pod)])
          })
          for (let slot = slots.outside; slot < slots.size; slot++)
            if (slots.isOutside(slot))
              expect([sets.has(yes, slot), sets.has(maybe, slot)]).toEqual([false, false])
          expect(selections.podSet(set)).toBe(selections.podSet({ ...set }))
        }
      }),
      runs,
    )
  })

  it('say the same when they are worked out again', () => {
    fc.assert(
      fc.property(cluster, podSet, ({ world, slots }, set) => {
        const selections = new Selections(new SetStore(), slots, () => world)
        expect(selections.again(selections.podSet(set))).toBe(false)
      }),
      { ...runs, numRuns: 50 },
    )
  })

  const everyPod: Selector = { requirements: [], unreadable: [] }
  const plain: PodPlan = {
    namespace: 'red',
    labels: new Map(),
    hostNetwork: false,
    serviceAccount: 'default',
  }

  it('of whole namespaces hold the classes to come, of that namespace alone', () => {
    const { world, slots } = clusterOf([plain, { ...plain, namespace: 'blue' }], [])
    const sets = new SetStore()
    const selections = new Selections(sets, slots, () => world)
    const red = selections.podSet({ namespaces: { kind: 'named', namespace: 'red' }, pods: everyPod })
    const all = selections.podSet({ namespaces: { kind: 'all' }, pods: everyPod })
    const notBlue = selections.podSet({
      namespaces: {
        kind: 'selected',
        selector: {
          requirements: [{ key: nameLabel, operator: 'NotIn', values: ['blue'], path: [] }],
          unreadable: [],
        },
      },
      pods: everyPod,
    })
    const added = slots.addClass(0, { ...(slots.pods[slots.slotsOf[0]?.[0] ?? 0] as Pod), name: 'new' })
    const blue = slots.slotsOf[1]?.[0] ?? -1
    expect([red, all, notBlue].map(({ yes }) => sets.has(yes, added))).toEqual([true, true, true])
    expect([red, all, notBlue].map(({ yes }) => sets.has(yes, blue))).toEqual([false, true, false])
    expect([red, all, notBlue].map(({ yes }) => isCofinite(yes))).toEqual([false, true, true])
  })
})

describe('keys of sets of pods', () => {
  const key = (requirements: Selector['requirements'], more: Partial<PodSet> = {}): string =>
    keyOf({ namespaces: { kind: 'all' }, pods: { requirements, unreadable: [] }, ...more })
  const asks = (label: string, operator: Operator, ...values: string[]) => ({
    key: label,
    operator,
    values,
    path: [],
  })

  it('are equal for what asks the same, wherever it is written', () => {
    expect(key([asks('app', 'In', 'a')])).toBe(
      key([{ ...asks('app', 'In', 'a'), path: ['spec', 'podSelector'] }]),
    )
  })
  it.each([
    ['values', key([asks('app', 'In', 'a')]), key([asks('app', 'In', 'b')])],
    ['operators', key([asks('app', 'In', 'a')]), key([asks('app', 'NotIn', 'a')])],
    ['where a value ends', key([asks('app', 'In', 'a', 'b')]), key([asks('app', 'In', 'ab')])],
    ['where a key ends', key([asks('ap', 'In', 'pa')]), key([asks('app', 'In', 'a')])],
    ['namespaces', key([]), key([], { namespaces: { kind: 'named', namespace: '*' } })],
    ['service accounts', key([], { serviceAccounts: ['ab'] }), key([], { serviceAccounts: ['a', 'b'] })],
    ['doubt', key([]), keyOf({ namespaces: { kind: 'all' }, pods: { requirements: [], unreadable: [[]] } })],
  ])('differ by %s', (_, one, other) => {
    expect(one).not.toBe(other)
  })
})
