import type { KindClaim } from '../../model/dialect'
import { asString, dig, field, isList, type Json } from '../../model/json'
import { isPolicyGroup, mayAlter, policyGroups } from '../../model/policy-kinds'
import { readMap } from './answer'
import type { Client, Failure } from './client'
import { inParallel } from './in-parallel'
import { isComplete, knownResources } from './known-resources'
import { isPolicy, kindKey, type Resource } from './resource'

/** What an API server serves of what is read here. */
export interface Discovery {
  /** In the order in which they are to be asked for. */
  readonly resources: readonly Resource[]
  /** Groups of policy kinds that are not served. */
  readonly notInstalled: readonly string[]
  /** Groups that may hold policy kinds of which nothing is known here, because the server did not tell. */
  readonly hidden: ReadonlyMap<string, Failure>
}

/** A kind of one version of a group, as the server tells of it. */
type Served = Resource & { readonly preferred: boolean }

/** What the server tells of a group: its versions, the preferred one first. */
type Versions = readonly string[] | 'absent' | Failure

/**
 * Asks the API server what it serves and chooses what is asked for, each kind in one version: one that is read here, else
 * the one that the server prefers. What it does not tell is taken from the table of known kinds.
 */
export async function discover(client: Client, claims: readonly KindClaim[]): Promise<Discovery> {
  const served: Served[] = []
  const notInstalled: string[] = []
  const hidden = new Map<string, Failure>()

  const takeKnown = (group: string, failure: Failure): void => {
    for (const known of knownResources) if (known.group === group) served.push({ ...known, preferred: false })
    if (isPolicyGroup(group) && !isComplete(group)) hidden.set(group, failure)
  }
  const takeVersion = async (group: string, version: string, preferred: boolean): Promise<void> => {
    const kinds = await kindsOf(client, group, version)
    if (isFailure(kinds)) takeKnown(group, kinds)
    else served.push(...kinds.map(kind => ({ ...kind, preferred })))
  }

  const all = await groupsOf(client)
  await takeVersion('', 'v1', true)
  await inParallel(groupsAsked(claims), async group => {
    const versions: Versions = all ? (all.get(group) ?? 'absent') : await versionsOf(client, group)
    if (versions === 'absent') {
      if (isPolicyGroup(group)) notInstalled.push(group)
    } else if (isFailure(versions)) takeKnown(group, versions)
    else for (const [at, version] of versions.entries()) await takeVersion(group, version, at === 0)
  })
  return { resources: choose(served, claims), notInstalled: notInstalled.sort(), hidden }
}

/** Whether the server still serves a kind; undefined where it does not say. */
export async function isServed(client: Client, resource: Resource): Promise<boolean | undefined> {
  const kinds = await kindsOf(client, resource.group, resource.version)
  return isFailure(kinds) ? undefined : kinds.some(({ plural }) => plural === resource.plural)
}

const isFailure = (told: readonly unknown[] | Failure): told is Failure => !Array.isArray(told)

const groupsAsked = (claims: readonly KindClaim[]): readonly string[] =>
  [...new Set([...knownResources, ...claims].map(({ group }) => group).concat(policyGroups))].filter(
    group => group !== '',
  )

/** All groups with their versions; undefined where the server does not tell them in one answer. */
async function groupsOf(client: Client): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const read = readMap(await client.get('/apis'))
  const groups = read.kind === 'map' ? field(read.map, 'groups') : undefined
  if (!isList(groups)) return undefined
  return new Map(groups.map(group => [asString(field(group, 'name')) ?? '', versionNames(group)]))
}

/** The versions of one group. */
export async function versionsOf(client: Client, group: string): Promise<Versions> {
  const read = readMap(await client.get(`/apis/${group}`))
  if (read.kind === 'absent') return 'absent'
  return read.kind === 'map' ? versionNames(read.map) : read.failure
}

function versionNames(group: Json): string[] {
  const versions = field(group, 'versions')
  const names = (isList(versions) ? versions : []).flatMap(each => asString(field(each, 'version')) ?? [])
  const preferred = asString(dig(group, 'preferredVersion', 'version'))
  return [...new Set([...(preferred === undefined ? [] : [preferred]), ...names])]
}

/** The kinds of one version that can be listed; a version that is gone has none. */
async function kindsOf(
  client: Client,
  group: string,
  version: string,
): Promise<readonly Resource[] | Failure> {
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const read = readMap(await client.get(path))
  if (read.kind === 'absent') return []
  if (read.kind === 'failed') return read.failure
  const resources = field(read.map, 'resources')
  return (isList(resources) ? resources : []).flatMap(resource => {
    const [plural, kind] = [asString(field(resource, 'name')), asString(field(resource, 'kind'))]
    const verbs = field(resource, 'verbs')
    if (!plural || !kind || plural.includes('/') || !isList(verbs) || !verbs.includes('list')) return []
    return [{ group, version, kind, plural, namespaced: field(resource, 'namespaced') === true }]
  })
}

const known: ReadonlySet<string> = new Set(knownResources.map(kindKey))

/** Every kind that somebody here reads, and every kind that may decide something: what is not read is told. */
function choose(served: readonly Served[], claims: readonly KindClaim[]): Resource[] {
  const claimed = new Map(claims.map(claim => [kindKey(claim), claim.versions]))
  const byKind = new Map<string, Served[]>()
  for (const each of served) {
    const key = kindKey(each)
    if (!known.has(key) && !claimed.has(key) && !isPolicy(each) && !mayAlter(each.group, each.kind)) continue
    byKind.set(key, [...(byKind.get(key) ?? []), each])
  }
  const chosen = [...byKind].flatMap(([key, versions]) => {
    const read = (claimed.get(key) ?? []).flatMap(
      version => versions.find(each => each.version === version) ?? [],
    )
    const [best] = [...read, ...versions.filter(({ preferred }) => preferred), ...versions]
    if (!best) return []
    const { preferred: _, ...resource } = best
    return [{ resource, rank: order.get(key) ?? order.size, key }]
  })
  return chosen.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1)).map(({ resource }) => resource)
}

const order: ReadonlyMap<string, number> = new Map(
  knownResources.map((resource, at) => [kindKey(resource), at]),
)
