import { compile, compileObject } from './analyze'
import { istioMesh } from './dialects/istio/mesh'
import { advance } from './engine/relation/advance'
import { podDifferences, sameNamespace, type Change } from './engine/relation/change'
import { changesOf, type PairChange } from './engine/relation/changes'
import type { DeltaRectangles } from './engine/relation/delta'
import type { LiveRelation } from './engine/relation/live-relation'
import { openRelation } from './engine/relation/open'
import { takeInventory } from './engine/inventory'
import type { World } from './engine/world'
import { worldsOf, type OpenedWorld } from './engine/worlds'
import type { Capture } from './model/capture'
import type { Around, Compilation, Compiled } from './model/dialect'
import type { Inventory, Pod } from './model/inventory'
import { refKey, type KubeObject, type ObjectRef } from './model/object'
import type { Fragment, Policy } from './model/rule'
import { defaultSettings, type Settings } from './model/settings'

/** One change to what was read: an object that is new or other than before, or the name of one that is gone. */
export type Edit =
  { readonly kind: 'put'; readonly object: KubeObject } | { readonly kind: 'delete'; readonly ref: ObjectRef }

/** What an edit did. */
export interface EditResult {
  /** In terms of the slots of the relation as it is now. */
  readonly delta: DeltaRectangles
  /** The pairs whose connections are others; worked out when asked for. */
  changes(): readonly PairChange[]
}

/**
 * A capture that goes on changing, and its relation. Edits of policies, and of what lives in one namespace, cost what they
 * touch. Edits of what says how pods of a mesh talk cost another look at the mesh, and what they touch. All others are
 * analysed anew, and so are pods and what lives with them in a cluster with a mesh: Services and proxies of one namespace
 * bear on the wire of others. Either way the relation is the one that the changed capture would give.
 */
export class LiveAnalysis {
  relation: LiveRelation
  private readonly objects = new Map<string, KubeObject>()
  private readonly byNamespace = new Map<string, Map<string, KubeObject>>()
  private readonly compiled = new Map<string, Compiled>()
  /** Objects of a kind that somebody has asked for; forgotten with each edit of the kind. */
  private readonly byKind = new Map<string, readonly KubeObject[]>()
  private readonly around: Around
  /** The same for one object that is compiled, of which it is noted what it looks at. */
  private readonly noting: Around
  /** Which object that is, and by object or kind, who was compiled with a look at it. */
  private compiling: ObjectRef | undefined
  private readonly lookers = new Map<string, Map<string, ObjectRef>>()
  /** What could not be read, as policies that may do anything in its reach. */
  private readonly gaps: Fragment
  private inventory: Inventory
  /** Whether some pod is in a mesh: then what one namespace holds bears on the wire of others. */
  private meshed: boolean
  private roomy: number

  constructor(
    private readonly capture: Capture,
    private readonly settings: Settings = defaultSettings,
    /** Bytes that sets may come to, by those of a relation that was just made. */
    private readonly room = (bytes: number): number => Math.max(4 * bytes, 64e6),
  ) {
    this.around = {
      named: ref => this.objects.get(refKey(ref)),
      all: (group, kind) => this.allOf(group, kind),
      gaps: capture.gaps,
    }
    this.noting = {
      named: ref => {
        this.note(refKey(ref))
        return this.around.named(ref)
      },
      all: (group, kind) => {
        this.note(kindKey({ group, kind }))
        return this.around.all(group, kind)
      },
      gaps: capture.gaps,
    }
    for (const object of capture.objects) this.keep(object)
    this.gaps = compile({ ...capture, objects: [] })
    for (const object of this.objects.values()) this.recompile(object.ref)
    const worlds = worldsOf(capture, this.fragment(), settings)
    this.inventory = worlds.world.inventory
    this.meshed = isMeshed(this.inventory)
    this.relation = openRelation(worlds)
    this.roomy = this.room(this.relation.stores.sets.bytes)
  }

  /** The capture as it is now. */
  get now(): Capture {
    return { ...this.capture, objects: [...this.objects.values()] }
  }

  apply(edit: Edit): EditResult {
    const ref = edit.kind === 'put' ? edit.object.ref : edit.ref
    if (edit.kind === 'put') this.keep(edit.object)
    else this.drop(ref)
    const change = this.changeOfPolicy(ref) ?? this.changeInNamespace(ref)
    const { relation, delta } = change
      ? advance(this.relation, change.worlds, change)
      : advance(this.relation, this.anew())
    this.relation = relation
    this.inventory = relation.world.inventory
    if (!change) this.meshed = isMeshed(this.inventory)
    return { delta, changes: () => changesOf(relation, delta) }
  }

  /**
   * Makes the relation anew where editing has left behind more sets than anything names, so that memory stays in bounds;
   * slots are others afterwards. Says whether it did.
   */
  compact(): boolean {
    if (this.relation.stores.sets.bytes < this.roomy) return false
    this.relation = openRelation(this.relation.judged)
    this.roomy = this.room(this.relation.stores.sets.bytes)
    return true
  }

  private keep(object: KubeObject): void {
    const key = refKey(object.ref)
    this.objects.set(key, object)
    this.byKind.delete(kindKey(object.ref))
    const namespace = namespaceOf(object.ref)
    if (namespace === undefined) return
    const members = this.byNamespace.get(namespace) ?? new Map<string, KubeObject>()
    this.byNamespace.set(namespace, members.set(key, object))
  }

  private drop(ref: ObjectRef): void {
    const key = refKey(ref)
    this.objects.delete(key)
    this.byKind.delete(kindKey(ref))
    this.byNamespace.get(namespaceOf(ref) ?? '')?.delete(key)
  }

  private allOf(group: string, kind: string): readonly KubeObject[] {
    const key = kindKey({ group, kind })
    const known = this.byKind.get(key)
    if (known) return known
    const found = [...this.objects.values()].filter(({ ref }) => ref.kind === kind && ref.group === group)
    this.byKind.set(key, found)
    return found
  }

  private recompile(ref: ObjectRef): Compiled | undefined {
    const object = this.objects.get(refKey(ref))
    this.compiling = ref
    const compiled = object && compileObject(object, this.noting)
    if (compiled) this.compiled.set(refKey(ref), compiled)
    else this.compiled.delete(refKey(ref))
    return compiled
  }

  private note(target: string): void {
    if (!this.compiling) return
    const known = this.lookers.get(target) ?? new Map<string, ObjectRef>()
    this.lookers.set(target, known.set(refKey(this.compiling), this.compiling))
  }

  /** Who must be compiled again: the object, and those that looked at it or at all of its kind. */
  private stale(ref: ObjectRef): ReadonlyMap<string, ObjectRef> {
    const lookers = [refKey(ref), kindKey(ref)].map(target => this.lookers.get(target) ?? [])
    return new Map([[refKey(ref), ref], ...lookers.flatMap(each => [...each])])
  }

  /** An object that bears on nothing but what it and others compile to, and perhaps on the wire between pods. */
  private changeOfPolicy(ref: ObjectRef): Change | undefined {
    const inKnownNamespace = ref.namespace === undefined || this.inventory.namespaces.has(ref.namespace)
    const bearsOnWire = readByMesh.has(kindKey(ref))
    if (!inKnownNamespace || this.settings.compat || !(isPolicy(ref) || bearsOnWire)) return undefined
    const stale = this.stale(ref)
    const before = [...stale.keys()].flatMap(key => this.compiled.get(key) ?? [])
    const after = [...stale.values()].flatMap(each => this.recompile(each) ?? [])
    if ([...before, ...after].some(({ transports }) => transports.length > 0)) return undefined
    const [removed, added] = [before, after].map(list => list.flatMap(({ policies }) => policies))
    return this.change({ removed, added, bearsOnWire }, this.inventory, [])
  }

  /** Pods, what makes them, and their namespace: taken stock of within the namespace alone. */
  private changeInNamespace(ref: ObjectRef): Change | undefined {
    const namespace = namespaceOf(ref)
    if (this.meshed || namespace === undefined || !livesInNamespace.has(`${ref.group}/${ref.kind}`))
      return undefined
    // What is installed in no namespace decides what becomes of templates in this one.
    const injectors = this.allOf('admissionregistration.k8s.io', 'MutatingWebhookConfiguration')
    const members = [...(this.byNamespace.get(namespace)?.values() ?? []), ...injectors]
    const gaps = this.capture.gaps.filter(gap => (gap.namespace ?? namespace) === namespace)
    const { inventory } = takeInventory({ ...this.capture, objects: members, gaps }, this.settings)
    if (isMeshed(inventory)) return undefined
    return this.change({}, replaced(this.inventory, inventory, namespace), [namespace])
  }

  private change(
    {
      removed = [],
      added = [],
      bearsOnWire = false,
    }: {
      readonly removed?: readonly Policy[] | undefined
      readonly added?: readonly Policy[] | undefined
      readonly bearsOnWire?: boolean
    },
    inventory: Inventory,
    namespaces: readonly string[],
  ): Change {
    const { world, other } = this.relation.judged
    const gone = new Set(removed)
    const policies =
      removed.length === 0 && added.length === 0
        ? world.compiled.policies
        : [...world.compiled.policies.filter(policy => !gone.has(policy)), ...added]
    const wire = bearsOnWire && world.wire ? this.mesh()(inventory) : world.wire
    const next = (from: World): World => ({
      ...from,
      inventory,
      compiled: { ...from.compiled, policies },
      ...(wire && { wire }),
    })
    const [podsRemoved, podsAdded] = podDifferences(
      namespaces.flatMap(name => podsIn(this.inventory, name)),
      namespaces.flatMap(name => podsIn(inventory, name)),
    )
    return {
      worlds: { world: next(world), ...(other && { other: next(other) }) },
      policiesRemoved: removed,
      policiesAdded: added,
      podsRemoved,
      podsAdded,
      namespaces: namespaces.filter(
        name => !sameNamespace(this.inventory.namespaces.get(name), inventory.namespaces.get(name)),
      ),
    }
  }

  private anew(): OpenedWorld {
    this.compiled.clear()
    this.lookers.clear()
    for (const { ref } of this.objects.values()) this.recompile(ref)
    return worldsOf(this.now, this.fragment(), this.settings)
  }

  private fragment(): Fragment & Pick<Compilation, 'mesh'> {
    const all = [...this.compiled.values(), this.gaps]
    return {
      policies: all.flatMap(({ policies }) => policies),
      transports: all.flatMap(({ transports }) => transports),
      mesh: this.mesh(),
    }
  }

  private mesh(): ReturnType<typeof istioMesh> {
    return istioMesh(this.around)
  }
}

const isMeshed = ({ pods }: Inventory): boolean => pods.some(({ proxy }) => proxy !== 'none')

const kindKey = ({ group, kind }: Pick<ObjectRef, 'group' | 'kind'>): string => `${group}/${kind}`

/** Policies that say nothing about which network engine is there. */
const isPolicy = ({ group, kind }: ObjectRef): boolean =>
  group === 'networking.k8s.io' ||
  group === 'policy.networking.k8s.io' ||
  (group === 'security.istio.io' && (kind === 'AuthorizationPolicy' || kind === 'RequestAuthentication'))

/** Kinds that bear on how pods of a mesh talk and on nothing else, as `group/kind`. */
const readByMesh: ReadonlySet<string> = new Set([
  'security.istio.io/PeerAuthentication',
  'networking.istio.io/DestinationRule',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/Sidecar',
  'networking.istio.io/VirtualService',
])

/** Kinds that bear on their namespace alone, as `group/kind`. */
const livesInNamespace: ReadonlySet<string> = new Set([
  '/Pod',
  '/Namespace',
  '/Service',
  '/ServiceAccount',
  '/ReplicationController',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'batch/CronJob',
  'batch/Job',
])

const namespaceOf = ({ group, kind, namespace, name }: ObjectRef): string | undefined =>
  group === '' && kind === 'Namespace' ? name : namespace

/**
 * An inventory with what one namespace holds taken from another. What a relation does not look at is put together when
 * somebody asks, because a pod comes and goes more often than that.
 */
function replaced(inventory: Inventory, part: Inventory, namespace: string): Inventory {
  const together = <T extends { readonly namespace: string }>(all: readonly T[], own: readonly T[]): T[] => [
    ...all.filter(item => item.namespace !== namespace),
    ...own,
  ]
  const namespaces = new Map(inventory.namespaces)
  const declared = part.namespaces.get(namespace)
  if (declared) namespaces.set(namespace, declared)
  const [first, end] = runOf(inventory, namespace)
  const workloads = inventory.workloads.toSpliced(first, end - first, ...part.workloads)
  let pods: readonly Pod[] | undefined
  return {
    namespaces,
    workloads,
    nodes: inventory.nodes,
    get pods() {
      return (pods ??= workloads.flatMap(workload => workload.pods))
    },
    get serviceAccounts() {
      return together(inventory.serviceAccounts, part.serviceAccounts)
    },
    get services() {
      return together(inventory.services, part.services)
    },
  }
}

const podsIn = (inventory: Inventory, namespace: string): readonly Pod[] =>
  inventory.workloads.slice(...runOf(inventory, namespace)).flatMap(({ pods }) => pods)

/** Where the workloads of a namespace stand: they are sorted by key, and their keys begin with it. */
function runOf({ workloads }: Inventory, namespace: string): [first: number, end: number] {
  const before = (text: string): number => {
    let low = 0
    let high = workloads.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((workloads[middle]?.key ?? '') < text) low = middle + 1
      else high = middle
    }
    return low
  }
  // `0` is the character after `/`.
  return [before(`${namespace}/`), before(`${namespace}0`)]
}
