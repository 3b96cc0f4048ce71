import { reachOf } from '../../model/policy-kinds'

/** A kind as one API server serves it. */
export interface Resource {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** As addresses have it: `networkpolicies`. */
  readonly plural: string
  readonly namespaced: boolean
}

export const kindKey = ({ group, kind }: Pick<Resource, 'group' | 'kind'>): string => `${group}/${kind}`

const rootOf = ({ group, version }: Pick<Resource, 'group' | 'version'>): string =>
  group === '' ? `/api/${version}` : `/apis/${group}/${version}`

/** The address of all objects of a kind, or of those in one namespace, or of one object. */
export function addressOf(resource: Resource, namespace?: string, name?: string): string {
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  const one = name === undefined ? '' : `/${encodeURIComponent(name)}`
  return `${rootOf(resource)}${within}/${resource.plural}${one}`
}

/**
 * Whether an object of the kind decides in its own namespace alone, or nothing at all; then those in namespaces without
 * known pods do not matter.
 */
export function staysInNamespace({ group, kind, namespaced }: Resource): boolean {
  const reach = reachOf(group, kind)
  return namespaced && (reach === undefined || reach === 'inert' || reach.scope === 'namespace')
}

export const isPolicy = ({ group, kind }: Pick<Resource, 'group' | 'kind'>): boolean => {
  const reach = reachOf(group, kind)
  return reach !== undefined && reach !== 'inert'
}
