import { createHash, type Hash } from 'node:crypto'
import type { Capture } from '../lib/model/capture'
import { asString, dig, isMap, type JsonMap } from '../lib/model/json'
import type { KubeObject } from '../lib/model/object'
import { splitApiVersion } from '../lib/sources/kinds'
import { project } from '../lib/sources/project'
import { StringPool } from '../lib/sources/string-pool'
import { namespaceManifest, podManifest, policyManifest, workloadManifest, type Form } from './manifests'
import { podsOf, type Plan, type PlannedPod, type PlannedWorkload } from './plan'

/** What the product holds of a manifest, as lib/sources makes it, without the place where it was written. */
export function objectOf(manifest: JsonMap, pool = new StringPool()): KubeObject {
  const { group, version } = splitApiVersion(asString(dig(manifest, 'apiVersion')) ?? '')
  const kind = asString(dig(manifest, 'kind')) ?? ''
  const namespace = asString(dig(manifest, 'metadata', 'namespace'))
  const name = asString(dig(manifest, 'metadata', 'name')) ?? ''
  const projected = project(manifest, group, kind, pool)
  if (projected.kind === 'mistyped') throw new Error(`a manifest of our own is mistyped: ${kind} ${name}`)
  return {
    ref: { group, kind, ...(namespace !== undefined && { namespace }), name },
    version,
    body: projected.body,
  }
}

/**
 * A plan as the product's own capture, without a file in between. Pods of one workload share what is the same in all of
 * them, so that 150,000 pods take little time and memory and what is measured is not the generator.
 */
export function captureOf(plan: Plan, form: Form = 'pods'): Capture {
  const podOf = podMaker()
  return {
    source: { kind: 'manifests', label: plan.name },
    capturedAt: '2026-01-01T00:00:00.000Z',
    objects: [
      ...plan.namespaces.map(namespace => objectOf(namespaceManifest(namespace))),
      ...(form === 'pods'
        ? Array.from(podsOf(plan), podOf)
        : plan.workloads.map(workload => objectOf(workloadManifest(workload)))),
      ...plan.policies.map(policy => objectOf(policyManifest(policy))),
      ...plan.others.map(policy => objectOf(policy)),
    ],
    gaps: [],
    problems: [],
  }
}

/** Makes pods of the first pod of their workload: the same object but for name, labels, node and address. */
function podMaker(): (pod: PlannedPod) => KubeObject {
  const firsts = new Map<PlannedWorkload, KubeObject>()
  return pod => {
    const first = firsts.get(pod.workload) ?? objectOf(podManifest(pod))
    firsts.set(pod.workload, first)
    return {
      ...first,
      ref: { ...first.ref, name: pod.name },
      body: {
        ...first.body,
        metadata: { ...mapAt(first.body, 'metadata'), name: pod.name, labels: pod.labels },
        spec: { ...mapAt(first.body, 'spec'), nodeName: pod.node },
        status: { ...mapAt(first.body, 'status'), podIP: pod.address, podIPs: [{ ip: pod.address }] },
      },
    }
  }
}

function mapAt(map: JsonMap, key: string): JsonMap {
  const value = map[key]
  if (!isMap(value)) throw new Error(`\`${key}\` of a pod is no map`)
  return value
}

/** What the objects say, in 16 hexadecimal digits: figures are comparable only between equal contents. */
export function contentHash({ objects }: Capture): string {
  const hash = createHash('sha256')
  for (const { ref, version, body } of objects) hash.update(`${JSON.stringify([ref, version, body])}\n`)
  return short(hash)
}

/** A text in 16 hexadecimal digits. */
export const textHash = (text: string): string => short(createHash('sha256').update(text))

const short = (hash: Hash): string => hash.digest('hex').slice(0, 16)
