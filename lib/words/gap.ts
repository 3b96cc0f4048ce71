import { lacks, type Gap, type Lack, type UnlistedWhy } from '../model/capture'
import { reachOf } from '../model/policy-kinds'
import { count, listed } from './count'
import { grantedIn } from './granted-in'
import { visible } from './visible'

export type Unlisted = Extract<Gap, { kind: 'unlisted' }>

/** What could not be listed, in the words that the page and the command line both print. */
export interface GapWords {
  /** `cannot list NetworkPolicies in payments`; `cannot list all Pods, so workloads may be missing, or be shown as others`. */
  readonly missing: string
  /** The same in parts: `NetworkPolicies in payments`, */
  readonly what: string
  /** and why they are not there. */
  readonly lack: Lack
  /** `forbidden (the API server answers 403: …)`. */
  readonly cause: string
  readonly remedy: string
  /** Whether verdicts may depend on it; else objects are missing and nothing more. */
  readonly decides: boolean
  /** The gaps that it speaks for: of one kind, for one reason, in any number of namespaces. */
  readonly gaps: readonly Unlisted[]
}

/** One entry for every kind and reason, in the order of the gaps; those that verdicts may depend on first. */
export function gapWords(gaps: readonly Gap[]): GapWords[] {
  const groups = new Map<string, [Unlisted, ...Unlisted[]]>()
  for (const gap of gaps) {
    if (gap.kind !== 'unlisted') continue
    const { group, kind, name } = gap.object
    const key = JSON.stringify([group, kind, name, gap.why, gap.namespace === undefined])
    const known = groups.get(key)
    if (known) known.push(gap)
    else groups.set(key, [gap])
  }
  const words = [...groups.values()].map(wordsFor)
  return [...words.filter(({ decides }) => decides), ...words.filter(({ decides }) => !decides)]
}

function wordsFor(gaps: readonly [Unlisted, ...Unlisted[]]): GapWords {
  const [{ object, why, reason }] = gaps
  const parts = partsOf(gaps)
  const reach = reachOf(object.group, object.kind)
  return {
    missing: missingText(gaps[0], parts),
    ...parts,
    cause: why === 'not-asked' ? visible(reason) : `${whys[why]} (${visible(reason)})`,
    remedy: remedyFor(object, why),
    decides:
      (reach !== undefined && reach !== 'inert') ||
      (object.kind === 'ConfigMap' && object.name !== '*') ||
      object.kind === 'MutatingWebhookConfiguration',
    gaps,
  }
}

/** What is missing and what that costs: `cannot list NetworkPolicies in payments: 41 connections unknown`. */
export function costText({
  missing,
  unknown,
}: {
  readonly missing: string
  readonly unknown?: number
}): string {
  if (unknown === undefined) return missing
  return `${missing}: ${unknown === 0 ? 'no connection is unknown because of it alone' : `${count(unknown, 'connection')} unknown`}`
}

function partsOf(gaps: readonly [Unlisted, ...Unlisted[]]): Pick<GapWords, 'what' | 'lack'> {
  const [{ object, why }] = gaps
  const namespaces = gaps.flatMap(({ namespace }) => namespace ?? []).map(visible)
  const within = namespaces.length === 0 ? '' : ` in ${listed(namespaces, 4)}`
  if (object.kind === '*') return { what: `the kinds of ${visible(object.group)}`, lack: 'untold' }
  if (object.name !== '*')
    return { what: `${visible(object.kind)} ${visible(object.name)}${within}`, lack: 'unread' }
  const kinds = visible(pluralOf(object.kind))
  return why === 'not-asked'
    ? { what: `${kinds}${within || ' of other namespaces'}`, lack: 'unasked' }
    : { what: `${kinds}${within}`, lack: 'unlisted' }
}

function missingText(
  { object, namespace }: Unlisted,
  { what, lack }: Pick<GapWords, 'what' | 'lack'>,
): string {
  switch (lack) {
    case 'untold':
      return `cannot tell which kinds ${visible(object.group)} has`
    case 'unread':
      return `cannot read ${what}`
    case 'unasked':
      return `${what} ${lackWords.unasked}`
    case 'unlisted': {
      const loss = losses.get(object.kind)
      return `cannot list ${namespace === undefined ? 'all ' : ''}${what}${loss === undefined ? '' : `, so ${loss}`}`
    }
  }
}

const lackWords: Readonly<Record<Lack, string>> = {
  unlisted: 'cannot be listed',
  unread: 'cannot be read',
  untold: 'are not known',
  unasked: 'were not asked for',
}

/** `PeerAuthentications and AuthorizationPolicies in payments cannot be listed, and ConfigMap x cannot be read`. */
export function lackText(gaps: readonly Pick<GapWords, 'what' | 'lack'>[]): string {
  const clauses = lacks.flatMap(lack => {
    const of = gaps.filter(gap => gap.lack === lack).map(({ what }) => what)
    return of.length === 0 ? [] : [`${listed(of, 4)} ${lackWords[lack]}`]
  })
  return clauses.join(', and ')
}

/** What is not known for want of kinds that decide nothing themselves. */
const losses: ReadonlyMap<string, string> = new Map([
  ['Namespace', 'their labels are unknown'],
  ['Node', 'their addresses are unknown'],
  ...['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController', 'Job', 'CronJob'].map(
    kind => [kind, 'workloads may be missing, or be shown as others'] as const,
  ),
  ['DaemonSet', 'workloads may be missing, and what enforces policies is not seen'],
  ...[
    'Service',
    'Ingress',
    'Gateway',
    'Route',
    'HTTPRoute',
    'GRPCRoute',
    'TLSRoute',
    'TCPRoute',
    'UDPRoute',
  ].map(kind => [kind, 'ways in may be missing'] as const),
  ['MutatingWebhookConfiguration', 'whether templates get sidecars is unknown'],
  ...['EnvoyFilter', 'WasmPlugin', 'TrafficExtension'].map(
    kind => [kind, 'what proxies are told beside policies is unknown'] as const,
  ),
])

const whys: Readonly<Record<Exclude<UnlistedWhy, 'not-asked'>, string>> = {
  forbidden: 'forbidden',
  unauthorized: 'the credentials are not taken',
  expired: 'the list ran out before it was read to its end',
  timeout: 'no answer in time',
  'cut-off': 'the answer was cut off',
  unreachable: 'the API server cannot be reached',
  'server-error': 'the API server fails',
}

function remedyFor(object: Unlisted['object'], why: UnlistedWhy): string {
  if (why !== 'forbidden') return remedies[why]
  const { group, kind, namespace, name } = object
  if (kind === '*') return `grant \`get\` on /apis/${visible(group)}, as \`system:discovery\` does`
  const resource = `${pluralOf(kind).toLowerCase()}${group === '' ? '' : `.${group}`}`
  const verb = name === '*' ? 'list' : 'get'
  const one = name === '*' ? '' : ` \`${name}\`${namespace === undefined ? '' : ` in \`${namespace}\``}`
  return `grant \`${verb}\` on ${visible(resource + one)}, ${grantedIn(object)}`
}

const remedies: Readonly<Record<Exclude<UnlistedWhy, 'forbidden'>, string>> = {
  unauthorized: 'log in again, and read the cluster again',
  expired: 'read the cluster again when its API server is less busy',
  timeout: 'read the cluster again, and look after its API server if that does not help',
  'cut-off': 'read the cluster again, and look for a proxy on the way that cuts answers short',
  unreachable: 'read the cluster again when its API server can be reached',
  'server-error': 'read the cluster again, and look into the log of its API server',
  'not-asked': 'name their namespaces with --namespaces, or leave the flag out',
}

/** `NetworkPolicies`, `Ingresses`, `Gateways`, `ServiceIntentions`. */
export function pluralOf(kind: string): string {
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`
  if (/(?:ss|x|ch|sh)$/.test(kind)) return `${kind}es`
  return kind.endsWith('s') ? kind : `${kind}s`
}
