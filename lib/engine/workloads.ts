import { workloadKey, type Pod, type Workload } from '../model/inventory'
import { field, own, type JsonMap } from '../model/json'
import type { KubeObject } from '../model/object'
import type { Settings } from '../model/settings'
import type { KindIndex } from './kind-index'
import type { Intent } from './membership'
import { Owners } from './owners'
import { readPod } from './pods'

/** Whom pods run for, and what `intent` makes of templates; in the order of their keys. Rules and deviations: `takeInventory`. */
export function readWorkloads(kinds: KindIndex, settings: Settings, intent: Intent): Workload[] {
  const compat = settings.compat === 'netpol-analyzer'
  const owners = new Owners(kinds)
  const workloads = new Roster(compat, intent)
  /** Jobs that have run. */
  const over = new Set<string>()

  for (const object of kinds.of('', 'Pod')) {
    if (compat && object.ref.name.startsWith('virt-launcher-')) continue
    const owner = compat ? owners.controllerOf(object, 'Pod') : owners.topOf(object)
    const kind = owner?.kind ?? 'Pod'
    const name = owner?.name ?? object.ref.name
    const { namespace = 'default' } = object.ref
    // A pod that has ended stands for no endpoint, and still shows that its Job has run.
    if (hasEnded(object) && !compat) {
      if (kind === 'Job') over.add(workloadKey(namespace, name, kind))
      continue
    }
    const workload =
      workloads.find(namespace, name, kind) ??
      workloads.enter({ namespace, name, kind, predicted: false }, owner?.object ?? object)
    workloads.addPod(workload, object.ref.name, object.body)
  }

  for (const { object, body } of owners.templates) {
    if (!compat && owners.controllerOf(object)?.object) continue
    const { namespace = 'default', kind, name } = object.ref
    if (workloads.find(namespace, name, kind) || over.has(workloadKey(namespace, name, kind))) continue
    const workload = workloads.enter({ namespace, name, kind, predicted: true }, object)
    workloads.addPod(workload, name, body)
  }
  return workloads.sorted()
}

const hasEnded = (pod: KubeObject): boolean => {
  const phase = field(own(pod.body, 'status'), 'phase')
  return phase === 'Succeeded' || phase === 'Failed'
}

interface Entered extends Workload {
  readonly pods: Pod[]
}

/** Workloads as they come to light, pod by pod. */
class Roster {
  private readonly workloads = new Map<string, Entered>()
  private last: Entered | undefined

  /** `compat`: host-network pods are ordinary ones. */
  constructor(
    private readonly compat: boolean,
    private readonly intent: Intent,
  ) {}

  find(namespace: string, name: string, kind: string): Entered | undefined {
    const { last } = this
    // Most pods come after another one of their workload, and need no key of their own.
    if (last?.name === name && last.namespace === namespace && last.kind === kind) return last
    const found = this.workloads.get(workloadKey(namespace, name, kind))
    if (found) this.last = found
    return found
  }

  /** `source` is the object that the workload is shown as. */
  enter(
    identity: Pick<Workload, 'namespace' | 'name' | 'kind' | 'predicted'>,
    { ref, origin }: KubeObject,
  ): Entered {
    const { namespace, name, kind, predicted } = identity
    const key = workloadKey(namespace, name, kind)
    const workload: Entered = {
      key,
      namespace,
      name,
      kind,
      pods: [],
      predicted,
      object: ref,
      ...(origin && { origin }),
    }
    this.workloads.set(key, workload)
    this.last = workload
    return workload
  }

  addPod({ key, namespace, predicted, pods }: Entered, name: string, body: JsonMap): void {
    const pod = readPod(body, { namespace, name, workload: key, predicted }, pods.at(-1), this.intent)
    pods.push(this.compat && pod.hostNetwork ? { ...pod, hostNetwork: false } : pod)
  }

  sorted(): Workload[] {
    return [...this.workloads.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  }
}
