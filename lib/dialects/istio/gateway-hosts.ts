import type { ServerHost } from './gateway-server'

/**
 * What a server and a VirtualService of a namespace are both for, the narrower of each two; empty where they share no host
 * (pilot/pkg/networking/core/gateway.go, pickMatchingGatewayHosts).
 */
export const sharedHosts = (
  server: readonly ServerHost[],
  hosts: readonly string[],
  namespace: string,
): string[] => [
  ...new Set(
    server
      .filter(each => each.namespace === undefined || each.namespace === namespace)
      .flatMap(({ host }) => hosts.flatMap(other => narrower(host, other) ?? [])),
  ),
]

/** Each may hold a wildcard, which stands for any beginning; DNS heeds no case (pkg/config/host/name.go, Matches). */
function narrower(a: string, b: string): string | undefined {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  if (x === y) return b
  if (covers(x, y)) return b
  return covers(y, x) ? a : undefined
}

const covers = (pattern: string, host: string): boolean =>
  pattern.startsWith('*') && host.replace(/^\*/, '').endsWith(pattern.slice(1))
