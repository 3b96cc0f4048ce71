import { asString, dig, field, isList, isMap, own, type Json } from '../model/json'
import { labelsOf, type KubeObject, type Path } from '../model/object'
import { selects, type Operator, type Requirement, type Selector } from '../model/selector'
import type { Tri } from '../model/tri'

/** A webhook through which pods get sidecars when they come to be. */
interface Injector {
  readonly namespaces: Selector
  readonly pods: Selector
  /** Whether every pod that it selects has been there, or is not made at all. */
  readonly sure: boolean
}

type Labels = ReadonlyMap<string, string>

/** The webhooks of one configuration; `unreadable` where it says nothing of them. */
type Injectors = readonly Injector[] | 'unreadable'

/**
 * The webhooks that put sidecars into pods: those of Istio's charts, one configuration for each revision and each tag of one
 * (manifests/charts/istio-control/istio-discovery, templates `mutatingwebhook.yaml` and `revision-tags-mwc.yaml`).
 */
export const readInjectors = (configurations: readonly KubeObject[]): readonly Injectors[] =>
  configurations.filter(isOfIstio).map(({ body }) => {
    const webhooks = own(body, 'webhooks')
    return isList(webhooks) ? webhooks.map(readInjector) : 'unreadable'
  })

const isOfIstio = (object: KubeObject): boolean =>
  /^istio-(sidecar-injector|revision-tag-)/.test(object.ref.name) ||
  labelsOf(object).get('app') === 'sidecar-injector'

/** Conditions in CEL are not read; where the webhook may fail, pods come without what it would have put in. */
const readInjector = (webhook: Json): Injector => ({
  namespaces: readSelector(field(webhook, 'namespaceSelector')),
  pods: readSelector(field(webhook, 'objectSelector')),
  sure:
    (asString(field(webhook, 'failurePolicy')) ?? 'Fail') === 'Fail' &&
    field(webhook, 'matchConditions') === undefined,
})

/** Whether some webhook is called for such a pod: both of its selectors match (admissionregistration.k8s.io/v1). */
export function inject(injectors: readonly Injectors[], namespace: Labels, pod: Labels): Tri {
  let result: Tri = 'no'
  for (const webhooks of injectors) {
    if (webhooks === 'unreadable') result = 'maybe'
    else
      for (const { namespaces, pods, sure } of webhooks) {
        const met = [selects(namespaces, key => namespace.get(key)), selects(pods, key => pod.get(key))]
        if (met.includes('no')) continue
        if (sure && !met.includes('maybe')) return 'yes'
        result = 'maybe'
      }
  }
  return result
}

const operators: readonly Operator[] = ['In', 'NotIn', 'Exists', 'DoesNotExist']

/** An absent selector selects everything; what does not parse may match. */
function readSelector(value: Json | undefined): Selector {
  const path: Path = []
  const labels = field(value, 'matchLabels') ?? {}
  const expressions = field(value, 'matchExpressions') ?? []
  if ((value !== undefined && !isMap(value)) || !isMap(labels) || !isList(expressions))
    return { requirements: [], unreadable: [path] }
  const requirements = [
    ...Object.keys(labels).map(key => required(key, 'In', [own(labels, key)])),
    ...expressions.map(each => {
      const values = dig(each, 'values') ?? []
      return required(field(each, 'key'), field(each, 'operator'), isList(values) ? values : [undefined])
    }),
  ]
  const read = requirements.filter(requirement => requirement !== undefined)
  return { requirements: read, unreadable: read.length < requirements.length ? [path] : [] }
}

function required(
  key: Json | undefined,
  operator: Json | undefined,
  values: readonly (Json | undefined)[],
): Requirement | undefined {
  const known = operators.find(each => each === operator)
  return typeof key === 'string' && known && values.every(value => typeof value === 'string')
    ? { key, operator: known, values, path: [] }
    : undefined
}
