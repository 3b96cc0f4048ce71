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
