import { dig, field, isMap, quote, type Json, type JsonMap } from '../../model/json'
import type { Around } from '../../model/dialect'
import { sameRef, spec, stringMap, type KubeObject, type ObjectRef } from '../../model/object'
import { present, type Reading } from '../reading'
import { isRoot, type MeshConfig } from './mesh-config'

/** Who decides about requests that a CUSTOM policy matches. */
export type Authorizer =
  /** An answer of its own; `http` ones are asked where requests are seen, and nowhere else. */
  | { readonly kind: 'asked'; readonly protocol: 'http' | 'grpc' | 'unknown' }
  /** There is none who could be asked, so that what matches is denied. */
  | { readonly kind: 'none' }

export interface ReadAuthorizer {
  readonly authorizer: Authorizer
  readonly dependsOn: readonly ObjectRef[]
}

/** Of policies that ask nobody. */
export const noAuthorizer: ReadAuthorizer = { authorizer: { kind: 'none' }, dependsOn: [] }

/** Finds the provider of a CUSTOM policy (istio.md section 5, "Evaluation order"). */
export function readAuthorizer(
  reading: Reading,
  object: KubeObject,
  body: JsonMap,
  around: Around,
  config: MeshConfig,
): ReadAuthorizer {
  const name = providerOf(body)
  if (name === undefined) {
    reading.refuse(
      'no-provider',
      ['spec', 'provider'],
      'names nobody, so that all that the rules match is denied',
      'write `provider: {name: NAME}` with a provider of the mesh',
    )
    return noAuthorizer
  }
  const rivals = around
    .all(object.ref.group, object.ref.kind)
    .filter(other => !sameRef(other.ref, object.ref) && isRival(other, object, name, config))
  const dependsOn = rivals.map(({ ref }) => ref)
  const [rival] = rivals
  if (rival) {
    reading.warn(
      'two-providers',
      ['spec', 'provider', 'name'],
      `${quote(name)} is not asked, since \`${rival.ref.name}\` asks another provider about the same pods: all that the rules match is denied`,
      'use one provider for the same pods',
    )
    return { authorizer: { kind: 'none' }, dependsOn }
  }
  const isKnown = config.found && !config.unsure.has('authorizers')
  const protocol = isKnown ? config.authorizers.get(name) : undefined
  // Without the settings of the mesh nobody knows which providers there are.
  if (protocol || !isKnown)
    return { authorizer: { kind: 'asked', protocol: protocol ?? 'unknown' }, dependsOn }
  reading.warn(
    'no-provider',
    ['spec', 'provider', 'name'],
    `${quote(name)} is no provider of the mesh, so that all that the rules match is denied`,
    'add it to `extensionProviders` of the mesh, or name one that is there',
  )
  return { authorizer: { kind: 'none' }, dependsOn }
}

function providerOf(body: Json | undefined): string | undefined {
  const name = dig(body, 'provider', 'name')
  return typeof name === 'string' && name !== '' ? name : undefined
}

/** Whether another CUSTOM policy surely asks somebody else, about all pods that this one governs at least. */
function isRival(other: KubeObject, object: KubeObject, name: string, config: MeshConfig): boolean {
  const body = spec(other)
  const asked = providerOf(body)
  if (field(body, 'action') !== 'CUSTOM' || asked === undefined || asked === name || isTried(other))
    return false
  const mine = spec(object)
  if (hasTargets(body) || hasTargets(mine)) return false
  if (other.ref.namespace !== object.ref.namespace && isRoot(config, other.ref.namespace ?? '') !== 'yes')
    return false
  const labels = stringMap(dig(mine, 'selector', 'matchLabels'))
  return [...stringMap(dig(body, 'selector', 'matchLabels'))].every(
    ([key, value]) => labels.get(key) === value,
  )
}

const isTried = (object: KubeObject): boolean =>
  dig(object.body, 'metadata', 'annotations', 'istio.io/dry-run') === 'true'

const hasTargets = (body: Json | undefined): boolean =>
  isMap(body) &&
  [present(body, 'targetRef'), present(body, 'targetRefs')].some(
    value => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
