import type { Capture } from '../../model/capture'
import { dig, isList, isMap, own, asString, type Json } from '../../model/json'
import { annotationsOf, labelsOf, type KubeObject } from '../../model/object'
import { reachOf } from '../../model/policy-kinds'
import type { Session } from '../../model/session'
import type { Difference } from './result'
import type { ConnectionCase, End, Expected } from './schema'

/**
 * What a case asks for and this build cannot answer yet, as a named feature: such a case is never passed in silence.
 * Decided from what the case and the manifests use, never from their names.
 */
export function missingFeature(
  capture: Capture,
  asked: ConnectionCase,
  plane: 'network' | 'all',
): string | undefined {
  const { expect } = asked
  for (const end of [asked.from, asked.to]) {
    const feature = endFeature(end)
    if (feature !== undefined) return feature
  }
  if (asked.icmp) return 'ICMP types'
  if (typeof expect.principal === 'string' || typeof expect.originPrincipal === 'string')
    return 'workload identities'
  if (expect.through && expect.through.length > 0) return 'waypoints and gateways'
  if (expect.pending && hasStagedPolicies(capture)) return 'staged policies'
  if (plane === 'all' && asksMesh(expect)) return meshFeature(capture)
  return undefined
}

/**
 * Why an answer that differs from what was expected may do so: what it hangs on is not read yet. Only answers that admit
 * it (`unknown`, `unread`) and reasons beside which something unread stood are excused; an answer that is sure of itself
 * and wrong is not.
 */
export function missingReading(
  session: Session,
  asked: ConnectionCase,
  differences: readonly Difference[],
  plane: 'network' | 'all',
): string | undefined {
  const kinds = unreadKinds(session)
  const excuses = differences.map(difference => unreadIn(difference, kinds))
  if (excuses.every(excuse => excuse !== undefined)) return excuses[0]
  const decider = asked.expect.deciding?.split(' ')[0]
  if (differences.every(({ fact }) => fact === 'deciding') && decider !== undefined && kinds.has(decider))
    return `kind ${decider}`
  return plane === 'all' ? meshFeature(session.capture) : undefined
}

/** Kinds of policies among the objects that no dialect reads. */
const unreadKinds = ({ problems }: Session): ReadonlySet<string> =>
  new Set(problems.flatMap(({ code, object }) => (code === 'unread-kind' && object ? [object.kind] : [])))

function unreadIn({ fact, got, explanation }: Difference, kinds: ReadonlySet<string>): string | undefined {
  const steps = explanation.sides.flatMap(side => side.steps)
  const touched = steps.find(
    ({ detail, object }) => detail.kind === 'unread' && object && kinds.has(object.kind),
  )
  const wire = explanation.transport === 'unknown' ? [...kinds][0] : undefined
  const kind = touched?.object?.kind ?? wire
  const admitted = got === 'unknown' || fact.startsWith('cause.') || fact === 'deciding'
  return admitted && kind !== undefined ? `kind ${kind}` : undefined
}

function endFeature(end: End): string | undefined {
  if (typeof end === 'string') return undefined
  return end.fqdn !== undefined ? 'FQDN endpoints' : end.entity !== undefined ? 'entity endpoints' : undefined
}

/** Expectations that only a reading of the mesh could confirm. */
const asksMesh = (expect: Expected): boolean =>
  (
    [
      'transport',
      'serverAccepts',
      'authorization',
      'class',
      'principal',
      'originPrincipal',
      'through',
    ] as const
  ).some(fact => expect[fact] !== undefined) ||
  (expect.verdict !== undefined && expect.verdict !== 'deny')

const staged: ReadonlySet<string> = new Set([
  'StagedNetworkPolicy',
  'StagedGlobalNetworkPolicy',
  'StagedKubernetesNetworkPolicy',
])

const hasStagedPolicies = ({ objects }: Capture): boolean =>
  objects.some(({ ref }) => staged.has(ref.kind) && reachOf(ref.group, ref.kind) !== undefined)

/** The mesh whose proxies or settings are among the objects, and that nothing here reads yet. */
function meshFeature({ objects }: Capture): string | undefined {
  for (const object of objects) {
    const mesh = meshSign(object)
    if (mesh !== undefined) return mesh
  }
  return undefined
}

const proxies: ReadonlyMap<string, string> = new Map([
  ['istio-proxy', 'Istio meshes'],
  ['linkerd-proxy', 'Linkerd meshes'],
])

const settings: ReadonlyMap<string, string> = new Map([
  ['istio', 'Istio meshes'],
  ['linkerd-config', 'Linkerd meshes'],
])

function meshSign(object: KubeObject): string | undefined {
  const { ref, body } = object
  if (ref.group === '' && ref.kind === 'ConfigMap') return settings.get(ref.name)
  if (
    labelsOf(object).has('istio.io/dataplane-mode') ||
    annotationsOf(object).has('ambient.istio.io/redirection')
  )
    return 'Istio meshes'
  const spec = ref.kind === 'Pod' ? own(body, 'spec') : dig(body, 'spec', 'template', 'spec')
  return [dig(spec, 'containers'), dig(spec, 'initContainers')]
    .flatMap(namesOf)
    .map(name => proxies.get(name))
    .find(Boolean)
}

const namesOf = (containers: Json | undefined): string[] =>
  isList(containers)
    ? containers.flatMap(container => (isMap(container) ? (asString(own(container, 'name')) ?? []) : []))
    : []
