import { dig, field, isMap, type Json, type JsonMap } from '../../model/json'
import type { KubeObject } from '../../model/object'
import type { Collector } from '../collect'
import { unlisted } from './gaps'
import { listKind, type Reader } from './list'
import type { Resource } from './resource'

const webhooks: Resource = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  namespaced: false,
}

/**
 * The webhooks that put sidecars into pods to come, where something in the cluster says that there are any: without them
 * nobody can say what becomes of a template. Others of them are of no concern here, and most clusters are not asked.
 */
export async function readInjectors(reader: Reader, into: Collector): Promise<void> {
  if (!into.holds(saysInjection)) return
  const { found, failure } = await listKind(reader, webhooks)
  into.merge(found)
  if (failure) into.addGap(unlisted(webhooks, failure))
}

/** What is meant for injection, what went through it, and the control plane that does it (istio.md section 1). */
const marks = ['istio-injection', 'istio.io/rev', 'sidecar.istio.io/inject', 'sidecar.istio.io/status']

const saysInjection = ({ ref, body }: KubeObject): boolean =>
  (ref.kind === 'Deployment' && /^istiod(-|$)/.test(ref.name)) || metadataOf(ref.kind, body).some(isMarked)

/** Of a namespace, a pod, and the pods of a template. */
const metadataOf = (kind: string, body: JsonMap): readonly (Json | undefined)[] => [
  ...(kind === 'Namespace' || kind === 'Pod' ? [body.metadata] : []),
  dig(body, 'spec', 'template', 'metadata'),
  dig(body, 'spec', 'jobTemplate', 'spec', 'template', 'metadata'),
]

const isMarked = (metadata: Json | undefined): boolean =>
  [field(metadata, 'labels'), field(metadata, 'annotations')].some(
    map => isMap(map) && marks.some(mark => Object.hasOwn(map, mark)),
  )
