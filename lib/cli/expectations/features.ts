import type { Capture } from '../../model/capture'
import { dig, isList, isMap, own, asString, type Json } from '../../model/json'
import type { KubeObject, ObjectRef } from '../../model/object'
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
  if (expect.pending && hasStagedPolicies(capture)) return 'staged policies'
  if (plane === 'all' && asksMesh(expect)) return meshFeature(capture)
  return undefined
}

/**
 * What is not read yet that may be why an answer differs from what was expected. Answers that admit to it (`unknown`,
 * `unread`) hang on an unread kind; any answer may differ in a mesh, or under a network engine with semantics of its own,
 * that is not read. An answer that is wrong without any of these is wrong.
 */
export function missingReading(
  session: Session,
  asked: ConnectionCase,
  differences: readonly Difference[],
  plane: 'network' | 'all',
): string | undefined {
  const kinds = unreadKinds(session)
  const hanging = differences.map(difference => unreadBehind(difference, kinds))
  if (hanging.every(kind => kind !== undefined)) return hanging[0]
  const [decider] = kinds.filter(({ kind }) => kind === asked.expect.deciding?.split(' ')[0])
  if (decider && differences.every(({ fact }) => fact === 'deciding')) return kindText(decider)
  const mesh = plane === 'all' ? meshFeature(session.capture) : undefined
  return mesh ?? engineFeature(session)
}

/** Network engines whose own semantics (entities, options, encryption, ICMP) go beyond the policies that are read. */
const engineFeature = ({ engine: { engine } }: Session): string | undefined =>
  engine === 'cilium' || engine === 'calico' ? `${engine} semantics` : undefined

type Kind = Pick<ObjectRef, 'group' | 'kind'>

const kindText = ({ group, kind }: Kind): string => `kind ${kind} of ${group}`

/** Kinds of policies among the objects that no dialect reads. */
const unreadKinds = ({ problems }: Session): readonly Kind[] =>
  problems.flatMap(({ code, object }) => (code === 'unread-kind' && object ? [object] : []))

function unreadBehind({ fact, got, explanation }: Difference, kinds: readonly Kind[]): string | undefined {
  if (got !== 'unknown' && fact !== 'deciding' && !fact.startsWith('cause.')) return undefined
  const steps = explanation.sides.flatMap(side => side.steps)
  const touching = steps.flatMap(({ detail, object }) => (detail.kind === 'unread' && object ? [object] : []))
  const [found] = touching.filter(({ group, kind }) =>
    kinds.some(one => one.group === group && one.kind === kind),
  )
  const wire = explanation.transport === 'unknown' ? kinds[0] : undefined
  const kind = found ?? wire
  return kind && kindText(kind)
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

function meshSign({ ref, body }: KubeObject): string | undefined {
  if (ref.group === '' && ref.kind === 'ConfigMap' && ref.name === 'linkerd-config') return linkerd
  const spec = ref.kind === 'Pod' ? own(body, 'spec') : dig(body, 'spec', 'template', 'spec')
  const names = [dig(spec, 'containers'), dig(spec, 'initContainers')].flatMap(namesOf)
  return names.includes('linkerd-proxy') ? linkerd : undefined
}

const linkerd = 'Linkerd meshes'

const namesOf = (containers: Json | undefined): string[] =>
  isList(containers)
    ? containers.flatMap(container => (isMap(container) ? (asString(own(container, 'name')) ?? []) : []))
    : []
