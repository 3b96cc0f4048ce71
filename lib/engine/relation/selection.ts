import type { Proxy } from '../../model/mesh'
import type { NamespaceScope, PodSet } from '../../model/rule'
import {
  meets,
  selects,
  selectsAll,
  type LabelLookup,
  type Requirement,
  type Selector,
} from '../../model/selector'
import type { Tri } from '../../model/tri'
import { nameLabel } from '../inventory'
import { namespaceLabels, podLabels } from '../matching'
import type { World } from '../world'
import { complement, everything, nothing, type SetId, type SetStore } from './sets'
import type { Slots } from './slots'

/** Slots that surely match, and slots that match in some reading only. */
export interface Match {
  readonly yes: SetId
  readonly maybe: SetId
}

/**
 * Which slots a selector means, by way of indexes: from the fewest pods or namespaces that can match, never from all pairs
 * of selectors and pods. The results are kept; equal selectors have equal keys.
 */
export class Selections {
  private readonly labels = new LabelIndex()
  private readonly namespaceLabels = new LabelIndex()
  private readonly accounts = new Map<string, number[]>()
  private readonly byProxy = new Map<Proxy, number[]>()
  /** Namespaces whose labels are hidden, save for the name. */
  private readonly dark: number[] = []
  private readonly known = new Map<string, Kept>()
  private readonly scopes = new Map<string, Scope>()
  private readonly namespaceSets: (SetId | undefined)[] = []
  /** Outside addresses and pods of the host network: no label ever means them. */
  private unlabelled: SetId

  constructor(
    private readonly sets: SetStore,
    private readonly slots: Slots,
    /** As it is now: edits put another in its place. */
    private readonly world: () => World,
  ) {
    const unlabelled: number[] = []
    slots.forEachClass((slot, pod) => {
      if (pod.hostNetwork) unlabelled.push(slot)
      else this.index(slot)
    })
    const atoms = slots.relevance.atoms.length
    this.unlabelled = sets.or(sets.of(unlabelled), sets.range(slots.outside, slots.outside + atoms))
    for (const index of slots.namespaces.keys()) this.indexNamespace(index)
  }

  /** Every pod that labels can mean; holds the slots of pods to come. */
  get labelled(): SetId {
    return complement(this.unlabelled)
  }

  /** Where all matches that were asked for are kept, by key; for whoever keeps them right when pods or labels change. */
  get kept(): ReadonlyMap<string, Kept> {
    return this.known
  }

  podSet(set: PodSet): Kept {
    const key = keyOf(set)
    let kept = this.known.get(key)
    if (!kept) {
      kept = { key, set, ...this.evaluate(set) }
      this.known.set(key, kept)
    }
    return kept
  }

  /** All pods of a scope, whatever their labels. */
  scopeMatch(scope: NamespaceScope): Match {
    const { yes, maybe } = this.scope(scope)
    return { yes: this.scopeSet(yes), maybe: this.scopeSet(maybe) }
  }

  /** A class of pods that was not there before. */
  addClass(slot: number): void {
    const pod = this.slots.pods[slot]
    if (!pod) return
    if (pod.hostNetwork) this.unlabelled = this.sets.or(this.unlabelled, this.sets.one(slot))
    else this.index(slot)
    this.namespaceSets.length = 0
  }

  addNamespace(index: number): void {
    this.indexNamespace(index)
    this.scopes.clear()
  }

  /** The labels of a namespace changed, as the world has them already. */
  relabelNamespace(index: number, old: ReadonlyMap<string, string>): void {
    this.namespaceLabels.remove(index, old)
    const dark = this.dark.indexOf(index)
    if (dark >= 0) this.dark.splice(dark, 1)
    this.indexNamespace(index)
    this.scopes.clear()
  }

  /** Works a kept match out again; says whether it changed. */
  again(kept: Kept): boolean {
    const { yes, maybe } = this.evaluate(kept.set)
    const changed = yes !== kept.yes || maybe !== kept.maybe
    kept.yes = yes
    kept.maybe = maybe
    return changed
  }

  private index(slot: number): void {
    const pod = this.slots.pods[slot]
    if (!pod) return
    for (const key of this.slots.relevance.labelKeys) {
      const value = pod.labels.get(key)
      if (value !== undefined) this.labels.add(slot, key, value)
    }
    insert(entry(this.byProxy, pod.proxy), slot)
    if (this.slots.relevance.serviceAccounts) insert(entry(this.accounts, pod.serviceAccount), slot)
  }

  private indexNamespace(index: number): void {
    const name = this.slots.namespaces[index] ?? ''
    const namespace = this.world().inventory.namespaces.get(name)
    if (namespace && !namespace.labelsKnown) this.dark.push(index)
    this.namespaceLabels.add(index, nameLabel, name)
    for (const [key, value] of namespace?.labels ?? [])
      if (key !== nameLabel) this.namespaceLabels.add(index, key, value)
  }

  private evaluate(set: PodSet): Match {
    const pods = this.readable(set.pods)
    const scope = this.scope(set.namespaces)
    const yes = this.within(scope.yes, set, pods.requirements)
    const maybe = this.within(scope.maybe, set, pods.requirements)
    const found = pods.certain ? { yes, maybe } : { yes: nothing, maybe: this.sets.or(yes, maybe) }
    return set.proxies ? this.proxied(found, set.proxies) : found
  }

  /** Those with one of the proxies; where only the intent to have one is seen, that is in doubt. */
  private proxied({ yes, maybe }: Match, proxies: readonly Proxy[]): Match {
    const { sets } = this
    const having = (some: readonly Proxy[]): SetId =>
      sets.unionOf(some.map(proxy => sets.of(this.byProxy.get(proxy) ?? [])))
    const [sure, doubtful] = [having(proxies), having(['unknown'])]
    return {
      yes: sets.and(yes, sure),
      maybe: sets.or(sets.and(yes, doubtful), sets.and(maybe, sets.or(sure, doubtful))),
    }
  }

  /** The conditions that can be judged; labels that policies may not see, and what does not parse, leave doubt. */
  private readable({ requirements, unreadable }: Selector): {
    readonly requirements: readonly Requirement[]
    readonly certain: boolean
  } {
    const seen = requirements.filter(({ key }) => !this.world().hidesLabel(key))
    return { requirements: seen, certain: unreadable.length === 0 && seen.length === requirements.length }
  }

  /** The pods in some namespaces that meet all conditions. */
  private within(scope: Members, { serviceAccounts }: PodSet, requirements: readonly Requirement[]): SetId {
    if (scope.list.length === 0 && !scope.but) return nothing
    const found = this.meeting(scope, requirements)
    if (!serviceAccounts) return found
    const accounts = serviceAccounts.map(name => this.sets.of(this.accounts.get(name) ?? []))
    return this.sets.and(found, this.sets.unionOf(accounts))
  }

  private meeting(scope: Members, requirements: readonly Requirement[]): SetId {
    if (requirements.length === 0) return this.scopeSet(scope)
    const [one] = scope.list
    if (!scope.but && scope.list.length === 1 && one !== undefined) return this.inNamespace(one, requirements)
    const picked = this.labels.fewest(requirements)
    if (!picked) {
      // Exclusions alone: everybody but those who have what is excluded.
      const excluded = requirements.map(requirement => this.sets.of(this.labels.excludedBy(requirement)))
      return this.sets.minus(this.scopeSet(scope), this.sets.unionOf(excluded))
    }
    // A few namespaces are walked one by one rather than all pods that bear a common label.
    if (!scope.but && scope.list.length * namespaceCost < picked.items.length)
      return this.sets.unionOf(scope.list.map(index => this.inNamespace(index, requirements)))
    const others = requirements.filter(requirement => requirement !== picked.requirement)
    const matched = picked.items.filter(
      slot => contains(scope, this.slots.namespaceOf[slot] ?? -1) && this.meetsAll(slot, others),
    )
    return this.sets.of(matched)
  }

  private inNamespace(namespace: number, requirements: readonly Requirement[]): SetId {
    const picked = this.labels.fewest(requirements)
    const slots: number[] = []
    for (const { first, end, used } of this.slots.blocks[namespace] ?? []) {
      if (picked && picked.items.length > 0) {
        const { items, requirement } = picked
        const others = requirements.length === 1 ? [] : requirements.filter(each => each !== requirement)
        for (let at = lowerBound(items, first); at < items.length; at++) {
          const slot = items[at] ?? end
          if (slot >= end) break
          if (this.meetsAll(slot, others)) slots.push(slot)
        }
      } else if (!picked)
        for (let slot = first; slot < first + used; slot++)
          if (this.slots.pods[slot]?.hostNetwork === false && this.meetsAll(slot, requirements))
            slots.push(slot)
    }
    return this.sets.of(slots)
  }

  private meetsAll(slot: number, requirements: readonly Requirement[]): boolean {
    const pod = this.slots.pods[slot]
    if (!pod) return false
    if (requirements.length === 0) return true
    const lookup: LabelLookup = podLabels(this.world(), pod)
    return requirements.every(requirement => meets(requirement, lookup) === 'yes')
  }

  private scope(scope: NamespaceScope): Scope {
    switch (scope.kind) {
      case 'all':
        return { yes: allNamespaces, maybe: none }
      case 'named': {
        const index = this.slots.namespaceIndex.get(scope.namespace)
        return { yes: index === undefined ? none : { list: [index], but: false }, maybe: none }
      }
      case 'selected': {
        const key = selectorKey(scope.selector)
        let found = this.scopes.get(key)
        if (!found) {
          found = this.selectNamespaces(scope.selector)
          this.scopes.set(key, found)
        }
        return found
      }
    }
  }

  private selectNamespaces(selector: Selector): Scope {
    if (selectsAll(selector)) return { yes: allNamespaces, maybe: none }
    const { requirements } = selector
    const judge = (index: number): Tri =>
      selects(selector, namespaceLabels(this.world(), this.slots.namespaces[index] ?? ''))
    const picked = this.namespaceLabels.fewest(requirements)
    // Where labels are hidden, the index knows nothing: those are judged one by one, like all that an exclusion names.
    if (!picked && selector.unreadable.length === 0) {
      const named = new Set([
        ...requirements.flatMap(requirement => this.namespaceLabels.excludedBy(requirement)),
        ...this.dark,
      ])
      const out = [...named].filter(index => judge(index) !== 'yes')
      const maybe = out.filter(index => judge(index) === 'maybe')
      return { yes: members(out, true), maybe: members(maybe, false) }
    }
    const candidates = picked
      ? [...new Set([...picked.items, ...this.dark])]
      : [...this.slots.namespaces.keys()]
    const judged = candidates.map(index => ({ index, tri: judge(index) }))
    const of = (wanted: Tri): Members =>
      members(
        judged.filter(({ tri }) => tri === wanted).map(({ index }) => index),
        false,
      )
    return { yes: of('yes'), maybe: of('maybe') }
  }

  private scopeSet({ list, but }: Members): SetId {
    const listed = this.sets.unionOf(list.map(index => this.namespaceSet(index)))
    if (!but) return listed
    return list.length === 0 ? this.labelled : this.sets.minus(this.labelled, listed)
  }

  /** With the free slots, so that a new class of pods changes no set that holds the whole namespace. */
  private namespaceSet(index: number): SetId {
    const known = this.namespaceSets[index]
    if (known !== undefined) return known
    const runs = (this.slots.blocks[index] ?? []).map(({ first, end }) => this.sets.range(first, end))
    const made = this.sets.and(this.sets.unionOf(runs), this.labelled)
    this.namespaceSets[index] = made
    return made
  }
}

/** Looking into one namespace costs about as much as looking at so many pods. */
const namespaceCost = 8

/** A match that is kept, and may be worked out again. */
export interface Kept {
  readonly key: string
  readonly set: PodSet
  yes: SetId
  maybe: SetId
}

/** Namespaces by index, ascending; `but`: all except these. */
interface Members {
  readonly list: readonly number[]
  readonly but: boolean
}

interface Scope {
  readonly yes: Members
  readonly maybe: Members
}

const none: Members = { list: [], but: false }
const allNamespaces: Members = { list: [], but: true }

const members = (list: readonly number[], but: boolean): Members => ({
  list: [...list].sort((a, b) => a - b),
  but,
})

function contains({ list, but }: Members, index: number): boolean {
  if (list.length === 0) return but
  return (list[lowerBound(list, index)] === index) !== but
}

/** Which slots or namespaces bear a label. */
class LabelIndex {
  private readonly byKey = new Map<
    string,
    { readonly all: number[]; readonly byValue: Map<string, number[]> }
  >()

  add(item: number, key: string, value: string): void {
    let found = this.byKey.get(key)
    if (!found) {
      found = { all: [], byValue: new Map() }
      this.byKey.set(key, found)
    }
    insert(found.all, item)
    insert(entry(found.byValue, value), item)
  }

  remove(item: number, labels: ReadonlyMap<string, string>): void {
    for (const [key, value] of labels) {
      if (key === nameLabel) continue
      const found = this.byKey.get(key)
      if (!found) continue
      withdraw(found.all, item)
      withdraw(found.byValue.get(value) ?? [], item)
    }
  }

  /** Those who meet the condition that the fewest meet; undefined where all conditions are exclusions. */
  fewest(
    requirements: readonly Requirement[],
  ): { readonly requirement: Requirement; readonly items: readonly number[] } | undefined {
    let best: { requirement: Requirement; items: readonly number[] } | undefined
    for (const requirement of requirements) {
      if (requirement.operator !== 'In' && requirement.operator !== 'Exists') continue
      const items = this.bearing(requirement)
      if (!best || items.length < best.items.length) best = { requirement, items }
    }
    return best
  }

  /** Those whom an exclusion keeps out. */
  excludedBy(requirement: Requirement): readonly number[] {
    return this.bearing(requirement)
  }

  private bearing({ key, operator, values }: Requirement): readonly number[] {
    const found = this.byKey.get(key)
    if (!found) return []
    if (operator === 'Exists' || operator === 'DoesNotExist') return found.all
    const lists = [...new Set(values)].map(value => found.byValue.get(value) ?? [])
    return lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort((a, b) => a - b)
  }
}

const scopeKey = (scope: NamespaceScope): string =>
  scope.kind === 'all'
    ? '*'
    : scope.kind === 'named'
      ? `=${text(scope.namespace)}`
      : `?${selectorKey(scope.selector)}`

/** Equal for selectors that ask the same in the same order; lengths keep hostile text from passing for another selector. */
export function selectorKey({ requirements, unreadable }: Selector): string {
  let key = unreadable.length > 0 ? '!' : ''
  for (const { key: label, operator, values } of requirements) {
    key += `${operator}${text(label)}${values.length}`
    for (const value of values) key += text(value)
  }
  return key
}

const text = (value: string): string => `${value.length}:${value}`

export const keyOf = ({ namespaces, pods, serviceAccounts, proxies }: PodSet): string =>
  [
    `${scopeKey(namespaces)} ${selectorKey(pods)}`,
    ...(serviceAccounts ? [` ${serviceAccounts.map(text).join('')}`] : []),
    ...(proxies ? [` by ${proxies.join()}`] : []),
  ].join('')

export const all: Match = { yes: everything, maybe: nothing }

function entry<K>(lists: Map<K, number[]>, key: K): number[] {
  const known = lists.get(key)
  if (known) return known
  const made: number[] = []
  lists.set(key, made)
  return made
}

/** Index of the first number that is not below `least`. */
export function lowerBound(numbers: readonly number[], least: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}

function insert(numbers: number[], number: number): void {
  const last = numbers.at(-1)
  if (last === undefined || last < number) {
    numbers.push(number)
    return
  }
  const at = lowerBound(numbers, number)
  if (numbers[at] !== number) numbers.splice(at, 0, number)
}

function withdraw(numbers: number[], number: number): void {
  const at = lowerBound(numbers, number)
  if (numbers[at] === number) numbers.splice(at, 1)
}
