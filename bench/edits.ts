import type { KubeObject, ObjectRef } from '../lib/model/object'
import { namespaceManifest, podManifest, policyManifest } from './manifests'
import { objectOf } from './objects'
import {
  plannedPod,
  podsOf,
  type Labels,
  type Namespace,
  type Plan,
  type PlannedPod,
  type PlannedPolicy,
  type PlannedWorkload,
} from './plan'
import { PolicyMix } from './policies'
import { Random } from './random'

/** One event of a watch: an object that is new or changed, or the name of one that is gone. */
export type Edit =
  { readonly kind: 'put'; readonly object: KubeObject } | { readonly kind: 'delete'; readonly ref: ObjectRef }

export const traceLength = 2000

/**
 * A day in the life of a plan: 60 % edits of policies, 30 % of pods, 10 % of labels. Every deletion names an object that
 * is there at that moment, and every event changes something.
 */
export function* editTrace(plan: Plan, seed: number, events = traceLength): Generator<Edit> {
  const cluster = new Living(plan, new Random(seed))
  for (let i = 0; i < events; i++) yield cluster.event()
}

const put = (manifest: Parameters<typeof objectOf>[0]): Edit => ({ kind: 'put', object: objectOf(manifest) })
const remove = (manifest: Parameters<typeof objectOf>[0]): Edit => ({
  kind: 'delete',
  ref: objectOf(manifest).ref,
})

class Living {
  private readonly applications: readonly PlannedWorkload[]
  private readonly neighbours = new Map<string, PlannedWorkload[]>()
  private readonly policies: PlannedPolicy[]
  private readonly pods: PlannedPod[]
  private readonly namespaces: Namespace[]
  private made: number

  constructor(
    private readonly plan: Plan,
    private readonly random: Random,
  ) {
    this.applications = plan.workloads.filter(({ namespace }) => namespace.labels['team'] !== 'platform')
    for (const application of this.applications) {
      const list = this.neighbours.get(application.namespace.name) ?? []
      list.push(application)
      this.neighbours.set(application.namespace.name, list)
    }
    this.policies = [...plan.policies]
    this.pods = [...podsOf(plan)]
    this.namespaces = plan.namespaces.filter(({ name }) => this.neighbours.has(name))
    this.made = this.pods.length
  }

  event(): Edit {
    const draw = this.random.next()
    if (draw < 0.6) return this.editPolicy()
    return draw < 0.9 ? this.editPod() : this.editLabels()
  }

  /** Mostly other rules for an application; now and then a policy goes, or one for a whole namespace comes or goes. */
  private editPolicy(): Edit {
    const draw = this.random.next()
    if (draw < 0.15 && this.policies.length > 0) return this.dropPolicy(this.index(this.policies))
    const app = this.random.pick(this.applications)
    const neighbours = this.neighbours.get(app.namespace.name) ?? [app]
    const mix = new PolicyMix(this.random, neighbours, this.applications)
    if (draw < 0.25) {
      const deny = this.random.chance(0.5) ? mix.denyIngress() : mix.denyEgress()
      const at = this.policies.findIndex(known => isSame(known, deny))
      return at < 0 ? this.putPolicy(deny) : this.dropPolicy(at)
    }
    return this.putPolicy(this.random.chance(0.65) ? mix.allowInto(app) : mix.allowOutOf(app))
  }

  private putPolicy(policy: PlannedPolicy): Edit {
    const at = this.policies.findIndex(known => isSame(known, policy))
    if (at >= 0 && JSON.stringify(this.policies[at]) === JSON.stringify(policy)) return this.editPolicy()
    if (at < 0) this.policies.push(policy)
    else this.policies[at] = policy
    return put(policyManifest(policy))
  }

  private dropPolicy(at: number): Edit {
    const [gone] = this.policies.splice(at, 1)
    if (!gone) throw new Error('there is no such policy')
    return remove(policyManifest(gone))
  }

  /** Pods come and go with their workload's labels; now and then one comes with a version that nobody has yet. */
  private editPod(): Edit {
    if (this.random.chance(0.45) && this.pods.length > 1) {
      const [gone] = this.pods.splice(this.index(this.pods), 1)
      if (gone) return remove(podManifest(gone))
    }
    const pod = this.newPod(this.random.pick(this.applications))
    const known = this.random.chance(0.8)
    return this.addPod(known ? pod : { ...pod, labels: { ...pod.labels, version: `v${this.made}` } })
  }

  private newPod(workload: PlannedWorkload): PlannedPod {
    const at = this.made++
    return plannedPod(workload, at, at, this.plan.labelEachPod)
  }

  private addPod(pod: PlannedPod): Edit {
    this.pods.push(pod)
    return put(podManifest(pod))
  }

  private editLabels(): Edit {
    return this.random.chance(0.5) ? this.relabelNamespace() : this.relabelPod()
  }

  private relabelNamespace(): Edit {
    const at = this.index(this.namespaces)
    const namespace = this.namespaces[at]
    if (!namespace) throw new Error('there is no namespace')
    const changed = { ...namespace, labels: this.otherLabel(namespace.labels, 'env', environments) }
    this.namespaces[at] = changed
    return put(namespaceManifest(changed))
  }

  private relabelPod(): Edit {
    const at = this.index(this.pods)
    const pod = this.pods[at]
    if (!pod) throw new Error('there is no pod')
    const changed = { ...pod, labels: this.otherLabel(pod.labels, 'tier', tiers) }
    this.pods[at] = changed
    return put(podManifest(changed))
  }

  private otherLabel(labels: Labels, key: string, values: readonly string[]): Labels {
    return { ...labels, [key]: this.random.pick(values.filter(value => value !== labels[key])) }
  }

  private index(list: readonly unknown[]): number {
    return this.random.whole(0, list.length - 1)
  }
}

const environments = ['prod', 'staging', 'dev']
const tiers = ['frontend', 'backend', 'data', 'cache']

const isSame = (a: PlannedPolicy, b: PlannedPolicy): boolean =>
  a.namespace === b.namespace && a.name === b.name
