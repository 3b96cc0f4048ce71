/** The suffix of names in the cluster's DNS. Whoever set another for istiod says so nowhere that is read. */
const clusterDomain = 'cluster.local'

export const serviceHost = (namespace: string, name: string): string =>
  `${name}.${namespace}.svc.${clusterDomain}`

/** A name without a dot means a Service beside the object that writes it; every other one is taken as written. */
export const fullHost = (host: string, namespace: string): string =>
  host.includes('.') || host.startsWith('*') ? host : serviceHost(namespace, host)

export const isWildcard = (host: string): boolean => host.startsWith('*')

/** Whether a host, or a wildcard with one `*` before it, means this name (pkg/config/host). */
export const meansHost = (pattern: string, host: string): boolean =>
  isWildcard(pattern) ? host.endsWith(pattern.slice(1)) : pattern === host

/** Finds what is for a host, by its name or by a wildcard, in the order in which it was given. */
export class HostIndex<T> {
  private readonly exact = new Map<string, Placed<T>[]>()
  private readonly wildcards: (Placed<T> & { readonly pattern: string })[] = []

  constructor(items: readonly T[], patternsOf: (item: T) => readonly string[]) {
    for (const [place, item] of items.entries())
      for (const pattern of new Set(patternsOf(item))) {
        const known = this.exact.get(pattern)
        if (isWildcard(pattern)) this.wildcards.push({ item, place, pattern })
        else if (known) known.push({ item, place })
        else this.exact.set(pattern, [{ item, place }])
      }
  }

  of(host: string): readonly T[] {
    const named = this.exact.get(host) ?? []
    const wild = this.wildcards.filter(({ pattern }) => meansHost(pattern, host))
    if (wild.length === 0) return named.map(({ item }) => item)
    const inOrder = [...named, ...wild].sort((a, b) => a.place - b.place)
    return [...new Set(inOrder.map(({ item }) => item))]
  }

  has(host: string): boolean {
    return this.exact.has(host) || this.wildcards.some(({ pattern }) => meansHost(pattern, host))
  }
}

interface Placed<T> {
  readonly item: T
  readonly place: number
}
