import type { Capture } from '../model/capture'
import { asString, dig, isList, isMap, own, type JsonMap } from '../model/json'
import type { KubeObject } from '../model/object'

/** Kinds whose objects carry a pod template, with the way to it. */
const templatePaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['apps/Deployment', ['spec', 'template']],
  ['apps/ReplicaSet', ['spec', 'template']],
  ['apps/StatefulSet', ['spec', 'template']],
  ['apps/DaemonSet', ['spec', 'template']],
  ['batch/Job', ['spec', 'template']],
  ['batch/CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['/ReplicationController', ['spec', 'template']],
])

export interface Template {
  readonly object: KubeObject
  readonly body: JsonMap
}

/** The pod template of a controller; undefined for any other object. */
export function templateOf(object: KubeObject): Template | undefined {
  const path = templatePaths.get(`${object.ref.group}/${object.ref.kind}`)
  const body = path && dig(object.body, ...path)
  return isMap(body) ? { object, body } : undefined
}

export interface Owner {
  readonly kind: string
  readonly name: string
  readonly object?: KubeObject
}

const ownerKey = (namespace: string, kind: string, name: string): string => `${namespace}/${kind}/${name}`

/** Finds the controllers of a capture by the way that ownerReferences name them. */
export class Owners {
  private readonly controllers = new Map<string, KubeObject>()

  constructor(capture: Capture) {
    for (const object of capture.objects)
      if (templateOf(object)) {
        const { namespace = 'default', kind, name } = object.ref
        this.controllers.set(ownerKey(namespace, kind, name), object)
      }
  }

  /**
   * The direct controller: the one ownerReference with `controller: true`; a Node does not own its static pods.
   * `kindless` is taken as the kind of a reference without one, which the API server would refuse.
   */
  controllerOf(object: KubeObject, kindless?: string): Owner | undefined {
    const references = dig(object.body, 'metadata', 'ownerReferences')
    if (!isList(references)) return undefined
    for (const reference of references) {
      if (!isMap(reference) || own(reference, 'controller') !== true) continue
      const kind = asString(own(reference, 'kind')) ?? kindless
      const name = asString(own(reference, 'name'))
      if (!kind || !name || kind === 'Node') continue
      const found = this.controllers.get(ownerKey(object.ref.namespace ?? 'default', kind, name))
      return { kind, name, ...(found && { object: found }) }
    }
    return undefined
  }

  /**
   * The last controller of the chain (Pod → ReplicaSet → Deployment). A ReplicaSet that was not read leads to the
   * Deployment whose name it extends by the pod's template hash, if that Deployment is there. Owner cycles end where
   * they close.
   */
  topOf(object: KubeObject): Owner | undefined {
    let top = this.controllerOf(object)
    const seen = new Set<KubeObject>([object])
    while (top?.object && !seen.has(top.object)) {
      seen.add(top.object)
      const next = this.controllerOf(top.object)
      if (!next) return top
      top = next
    }
    if (top && !top.object && top.kind === 'ReplicaSet') return this.deploymentBehind(object, top) ?? top
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
