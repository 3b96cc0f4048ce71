import type { Capture } from '../../model/capture'
import type { KindClaim } from '../../model/dialect'
import { asString, own } from '../../model/json'
import { Collector } from '../collect'
import type { ReadOptions } from '../manifests'
import { StringPool } from '../string-pool'
import { readMap } from './answer'
import type { ClusterChoice } from './choice'
import { Client, type ClientOptions } from './client'
import { discover } from './discovery'
import { inClusterTarget } from './in-cluster'
import { readKubeconfig, type Target } from './kubeconfig'
import { cannotRead, nothingRead } from './nothing-read'
import { Turnstile } from './turnstile'
import { Walk } from './walk'
import type { Environment } from './environment'

export interface ClusterOptions extends ReadOptions, Omit<ClientOptions, 'signal'> {
  /** The kinds that dialects read, with the versions that they know (`readKinds` of lib/analyze.ts). */
  readonly reads: readonly KindClaim[]
  /** What credential plugins get to see, and what says whether this runs in a cluster; absent = nothing. */
  readonly env?: Environment
}

/**
 * Reads a live cluster: asks for lists of every kind that is read here and of every kind that may decide something, page
 * by page, and keeps of them what the manifests source keeps. Only GET, and never a Secret. What cannot be read is in the
 * capture's gaps; what is not installed is a fact. Throws BadInput where nothing can be read at all.
 */
export async function readCluster(choice: ClusterChoice, options: ClusterOptions): Promise<Capture> {
  const target =
    choice.kubeconfig === undefined
      ? inClusterTarget(options.env ?? {})
      : await readKubeconfig(choice.kubeconfig, choice.context)
  return readTarget(target, choice.namespaces, options)
}

async function readTarget(
  target: Target,
  namespaces: readonly string[] | undefined,
  { reads, env = {}, onProgress, ...options }: ClusterOptions,
): Promise<Capture> {
  const { openConnection } = await import('./connection')
  const connection = openConnection(target, env)
  try {
    const client = new Client(connection, options)
    const version = await greet(client, target)
    const { resources, notInstalled, hidden } = await discover(client, reads)
    const strings = new StringPool()
    const reader = { client, turns: new Turnstile(), strings }
    const walk = new Walk(reader, { resources, hidden, namespaces, home: target.namespace, onProgress })
    const collector = new Collector(strings)
    await walk.run(collector)
    if (!walk.anyRead) throw nothingRead(target, walk.failures)
    return collector.capture(
      { kind: 'cluster', label: labelOf(target, namespaces) },
      {
        ...(version !== undefined && { version }),
        notInstalled: [...new Set([...notInstalled, ...walk.notInstalled])].sort(),
        ...(namespaces && { namespaces }),
      },
    )
  } finally {
    connection.close()
  }
}

const labelOf = ({ label }: Target, namespaces: readonly string[] | undefined): string =>
  namespaces ? `${label} (${namespaces.join(', ')})` : label

/** The server's version. Throws BadInput where no answer comes, or none to us: then no other question has one. */
async function greet(client: Client, target: Target): Promise<string | undefined> {
  const read = readMap(await client.greet())
  if (read.kind === 'map') return asString(own(read.map, 'gitVersion'))
  if (read.kind === 'failed' && final.has(read.failure.why)) throw cannotRead(target, read.failure)
  return undefined
}

const final: ReadonlySet<string> = new Set(['unreachable', 'unauthorized', 'timeout'])
