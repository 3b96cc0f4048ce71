import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'
import { asString, dig, field, isList, type Json, type JsonMap } from '../../lib/model/json'
import { apply } from './apply'
import type { Client } from './client'
import { inParallel } from './in-parallel'

/** Projects whose definitions `scripts/custom-resources.mjs` fetches. */
export const projects = [
  'admin-network-policy',
  'aws-vpc',
  'calico',
  'cilium',
  'cluster-network-policy',
  'gateway-api',
  'istio',
  'spire',
] as const
export type Project = (typeof projects)[number]

/** Installs the definitions that these projects ship; afterwards objects of their kinds can be written and listed. */
export async function installProjects(client: Client, names: readonly Project[]): Promise<void> {
  const files = names.map(name => join(inject('customResources'), `${name}.json`))
  const definitions = await Promise.all(
    files.map(async file => JSON.parse(await readFile(file, 'utf8')) as JsonMap[]),
  )
  await install(client, definitions.flat())
}

/** A kind of our own making where no module ships the real one: it takes any fields. */
export interface OwnKind {
  readonly group: string
  readonly kind: string
  /** `servers` */
  readonly plural: string
  readonly scope: 'Namespaced' | 'Cluster'
  /** Served ones; the last is stored. */
  readonly versions: readonly string[]
}

export const definitionOf = ({ group, kind, plural, scope, versions }: OwnKind): JsonMap => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: versions.map((name, at) => ({
      name,
      served: true,
      storage: at === versions.length - 1,
      schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    })),
  },
})

/** Applies definitions and waits until the server has made room for their objects. */
export async function install(client: Client, definitions: readonly JsonMap[]): Promise<void> {
  await apply(client, definitions)
  await inParallel(definitions, async definition => {
    for (const place of placesOf(definition)) {
      // A server that still makes room answers 404, or 429 with "storage is (re)initializing".
      await until(async () => (await client.get(`${place.path}/${place.plural}?limit=1`)).ok)
      // What it says that it serves lags behind.
      await until(async () => (await client.get(place.path)).text.includes(`"name":"${place.plural}"`))
      await until(async () => (await client.get('/apis')).text.includes(`"${place.groupVersion}"`))
    }
  })
}

const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : [])

interface Place {
  /** `cilium.io/v2` */
  readonly groupVersion: string
  readonly path: string
  readonly plural: string
}

/** Where its objects are listed, in each version that is served. */
function placesOf(definition: JsonMap): readonly Place[] {
  const spec = field(definition, 'spec')
  const [group, plural] = [asString(field(spec, 'group')), asString(dig(spec, 'names', 'plural')) ?? '']
  return listOf(field(spec, 'versions'))
    .filter(version => field(version, 'served') === true)
    .map(version => {
      const groupVersion = `${group}/${asString(field(version, 'name'))}`
      return { groupVersion, path: `/apis/${groupVersion}`, plural }
    })
}

/** Asks until it is so. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(100)
}
