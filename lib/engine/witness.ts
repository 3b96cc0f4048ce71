import type { Namespace, Pod } from '../model/inventory'
import type { PodSet } from '../model/rule'
import type { Requirement } from '../model/selector'
import { nameLabel } from './inventory'
import { inPodSet } from './matching'
import type { World } from './world'

/** A pod that nobody has, in a world that has its namespace. */
export interface Witness {
  readonly world: World
  readonly pod: Pod
}

/** A pod that is told apart by nothing: no labels, in a namespace of its own without labels. */
export const anybody = (world: World): Witness => madeUp(world, undefined, new Map(), new Map())

/**
 * A made-up pod that has the labels which a set requires, and no others; in the namespace that it names, else in a
 * made-up one. Undefined where no pod can fit.
 */
export function witnessOf(world: World, set: PodSet): Witness | undefined {
  const labels = labelsFor(set.pods.requirements)
  if (!labels) return undefined
  return candidates(world, set, labels).find(
    ({ world: extended, pod }) => inPodSet(extended, set, pod) !== 'no',
  )
}

function candidates(world: World, set: PodSet, labels: ReadonlyMap<string, string>): Witness[] {
  const { namespaces } = set
  if (namespaces.kind === 'all') return [madeUp(world, undefined, new Map(), labels, set)]
  if (namespaces.kind === 'named') return [madeUp(world, namespaces.namespace, new Map(), labels, set)]
  const { requirements } = namespaces.selector
  const named = requirements.filter(({ key, operator }) => key === nameLabel && operator === 'In')
  const around = labelsFor(requirements.filter(({ key }) => key !== nameLabel))
  if (!around) return []
  if (named.length === 0) return [madeUp(world, undefined, around, labels, set)]
  return named.flatMap(({ values }) => values.map(name => madeUp(world, name, around, labels, set)))
}

function madeUp(
  world: World,
  written: string | undefined,
  around: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
  set?: PodSet,
): Witness {
  const { namespaces } = world.inventory
  const name = written ?? unused(namespaces)
  const [account = 'default'] = set?.serviceAccounts ?? []
  const pod: Pod = {
    namespace: name,
    name: 'made-up',
    workload: `${name}/made-up[Pod]`,
    labels,
    addresses: [],
    ports: [],
    hostNetwork: false,
    serviceAccount: account,
    proxy: 'none',
    predicted: true,
  }
  if (namespaces.has(name)) return { world, pod }
  const namespace: Namespace = {
    name,
    labels: new Map([...around, [nameLabel, name]]),
    labelsKnown: true,
    declared: false,
  }
  return {
    world: {
      ...world,
      inventory: { ...world.inventory, namespaces: new Map([...namespaces, [name, namespace]]) },
    },
    pod,
  }
}

function unused(namespaces: ReadonlyMap<string, Namespace>): string {
  let name = 'made-up'
  while (namespaces.has(name)) name += '-x'
  return name
}

/** The fewest labels that could meet all conditions; undefined where no value does. */
function labelsFor(requirements: readonly Requirement[]): Map<string, string> | undefined {
  const labels = new Map<string, string>()
  for (const key of new Set(requirements.map(requirement => requirement.key))) {
    const on = requirements.filter(requirement => requirement.key === key)
    const of = (operator: Requirement['operator']): Requirement[] =>
      on.filter(one => one.operator === operator)
    const [first, ...more] = of('In')
    if (!first && of('Exists').length === 0) continue
    const refused = new Set(of('NotIn').flatMap(({ values }) => values))
    const fitting = first
      ? first.values.find(value => !refused.has(value) && more.every(({ values }) => values.includes(value)))
      : Array.from({ length: refused.size + 1 }, (_, at) => `any-${at}`).find(value => !refused.has(value))
    if (fitting === undefined) return undefined
    labels.set(key, fitting)
  }
  return labels
}
