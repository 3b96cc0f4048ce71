import type { WorkloadDetail } from '../api/workload-contract'
import type { Workload } from '../model/inventory'
import { dig } from '../model/json'
import { refKey, type KubeObject, type ObjectRef, type Path } from '../model/object'
import type { HeldBy } from '../model/session'

type Part = WorkloadDetail['objects'][number]

/** Where the labels stand that policies select by: of a CronJob, of what carries a template, of a pod. */
const labelPaths = [
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels'],
  ['spec', 'template', 'metadata', 'labels'],
  ['metadata', 'labels'],
] as const

/**
 * What a workload is written in: the object that it is shown as, and the first of its pods, whose labels are those that
 * policies see. What was not read is left out.
 */
export function ownObjects({ object, pods }: Workload, read: ReadonlyMap<string, KubeObject>): Part[] {
  const first = pods.find(({ predicted }) => !predicted)
  const pod: ObjectRef | undefined = first && {
    group: '',
    kind: 'Pod',
    namespace: first.namespace,
    name: first.name,
  }
  const other = pod && (object === undefined || refKey(pod) !== refKey(object)) ? pod : undefined
  return [...(object ? own(object, 'itself', read) : []), ...(other ? own(other, 'pod', read) : [])]
}

function own(ref: ObjectRef, part: 'itself' | 'pod', read: ReadonlyMap<string, KubeObject>): Part[] {
  const found = read.get(refKey(ref))
  if (!found) return []
  const labels: Path | undefined = labelPaths.find(path => dig(found.body, ...path) !== undefined)
  return [
    {
      ref,
      part,
      readable: true,
      paths: labels ? [labels] : [],
      ...(found.origin && { origin: found.origin }),
    },
  ]
}

/** A policy that governs it, with the lines by which it does. */
export function policyPart({ object, certain, paths }: HeldBy, read: ReadonlyMap<string, KubeObject>): Part {
  const found = read.get(refKey(object))
  return {
    ref: object,
    part: certain ? 'selects' : 'may-select',
    readable: found !== undefined,
    paths: paths.slice(0, mostPaths),
    ...(found?.origin && { origin: found.origin }),
  }
}

/** One object may compile into any number of policies. */
const mostPaths = 40
