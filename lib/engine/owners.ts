import { asString, dig, field, isList, isMap, own, type JsonMap } from '../model/json'
import type { KubeObject } from '../model/object'
import type { KindIndex } from './kind-index'

/** Kinds whose objects carry a pod template, with the way to it. */
const templated: readonly {
  readonly group: string
  readonly kind: string
  readonly path: readonly string[]
}[] = [
  { group: 'apps', kind: 'Deployment', path: ['spec', 'template'] },
  { group: 'apps', kind: 'ReplicaSet', path: ['spec', 'template'] },
  { group: 'apps', kind: 'StatefulSet', path: ['spec', 'template'] },
  { group: 'apps', kind: 'DaemonSet', path: ['spec', 'template'] },
  { group: 'batch', kind: 'Job', path: ['spec', 'template'] },
  { group: 'batch', kind: 'CronJob', path: ['spec', 'jobTemplate', 'spec', 'template'] },
  { group: '', kind: 'ReplicationController', path: ['spec', 'template'] },
]

/** A controller with its pod template. */
interface Template {
  readonly object: KubeObject
  readonly body: JsonMap
}

export interface Owner {
  readonly kind: string
  readonly name: string
  readonly object?: KubeObject
}

const ownerKey = (namespace: string, kind: string, name: string): string => `${namespace}/${kind}/${name}`

/** Finds the controllers of a capture by the way that ownerReferences name them. */
export class Owners {
  readonly templates: readonly Template[]
  private readonly controllers = new Map<string, KubeObject>()
  /** By controller: what `chainAbove` found. */
  private readonly tops = new Map<KubeObject, Owner>()

  constructor(kinds: KindIndex) {
    this.templates = templated.flatMap(({ group, kind, path }) =>
      kinds.of(group, kind).flatMap(object => {
        const body = dig(object.body, ...path)
        return isMap(body) ? [{ object, body }] : []
      }),
    )
    for (const { object } of this.templates) {
      const { namespace = 'default', kind, name } = object.ref
      this.controllers.set(ownerKey(namespace, kind, name), object)
    }
  }

  /**
   * The direct controller: the one ownerReference with `controller: true`; a Node does not own its static pods.
   * `kindless` is taken as the kind of a reference without one, which the API server would refuse.
   */
  controllerOf(object: KubeObject, kindless?: string): Owner | undefined {
    const references = field(own(object.body, 'metadata'), 'ownerReferences')
    if (!isList(references)) return undefined
    for (const reference of references) {
      if (!isMap(reference) || own(reference, 'controller') !== true) continue
      const kind = asString(own(reference, 'kind')) ?? kindless
      const name = asString(own(reference, 'name'))
      if (!kind || !name || kind === 'Node') continue
      const found = this.controllers.get(ownerKey(object.ref.namespace ?? 'default', kind, name))
      return found ? { kind, name, object: found } : { kind, name }
    }
    return undefined
  }

  /**
   * The last controller of a pod's chain (Pod → ReplicaSet → Deployment). A ReplicaSet that was not read leads to the
   * Deployment whose name it extends by the pod's template hash, if that Deployment is there. Owner cycles end where
   * they close.
   */
  topOf(pod: KubeObject): Owner | undefined {
    const direct = this.controllerOf(pod)
    const top = direct?.object ? this.chainAbove(direct, direct.object) : direct
    if (top && !top.object && top.kind === 'ReplicaSet') return this.deploymentBehind(pod, top) ?? top
    return top
  }

  /** The same for all pods of a controller, so it is followed once. */
  private chainAbove(direct: Owner, object: KubeObject): Owner {
    const known = this.tops.get(object)
    if (known) return known
    let top = direct
    const seen = new Set<KubeObject>()
    while (top.object && !seen.has(top.object)) {
      seen.add(top.object)
      const next = this.controllerOf(top.object)
      if (!next) break
      top = next
    }
    this.tops.set(object, top)
    return top
  }

  private deploymentBehind(pod: KubeObject, replicaSet: Owner): Owner | undefined {
    const hash = asString(dig(pod.body, 'metadata', 'labels', 'pod-template-hash'))
    if (!hash || !replicaSet.name.endsWith(`-${hash}`)) return undefined
    const name = replicaSet.name.slice(0, -hash.length - 1)
    const object = this.controllers.get(ownerKey(pod.ref.namespace ?? 'default', 'Deployment', name))
    return object && { kind: 'Deployment', name, object }
  }
}
