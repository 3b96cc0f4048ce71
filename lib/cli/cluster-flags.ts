import type { ClusterChoice } from '../sources/cluster/choice'
import { UsageError, type Args, type Flag } from './command'

/** Flags that name a live cluster, on every command that reads one. */
export const clusterFlags: readonly Flag[] = [
  { name: 'kubeconfig', value: 'FILE', help: 'read a live cluster, with the credentials of this file' },
  { name: 'context', value: 'NAME', help: 'which context of the kubeconfig; its current one if not given' },
  {
    name: 'namespaces',
    value: 'A,B',
    help: 'only these namespaces of the cluster; cluster-wide kinds are read all the same',
  },
]

/** The cluster that was named, or the one that this runs `inside`; undefined where there is none. */
export function clusterOf(args: Args, inside = false): ClusterChoice | undefined {
  const kubeconfig = args.get('kubeconfig')
  const context = args.get('context')
  const namespaces = readNamespaces(args.get('namespaces'))
  if (kubeconfig === undefined && inside && context === undefined)
    return { ...(namespaces && { namespaces }) }
  if (kubeconfig === undefined && (context !== undefined || namespaces)) {
    const flag = context === undefined ? 'namespaces' : 'context'
    throw new UsageError(`--${flag} is about a live cluster: name it with --kubeconfig FILE`)
  }
  return kubeconfig === undefined
    ? undefined
    : { kubeconfig, ...(context !== undefined && { context }), ...(namespaces && { namespaces }) }
}

function readNamespaces(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined
  const names = text.split(',').map(name => name.trim())
  for (const name of names)
    if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
      throw new UsageError(`--namespaces must be names with commas between them; \`${name}\` is none`)
  return [...new Set(names)]
}
