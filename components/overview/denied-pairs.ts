import { sameEnds, type ConnectionEnds } from '../workbench/ends'

/** The first pairs of these workloads that are not `told` already, the question to DNS, and how many more pairs there are. */
export function deniedPairs(
  keys: readonly string[],
  dns: string | undefined,
  told: readonly ConnectionEnds[],
  most: number,
): { readonly pairs: readonly ConnectionEnds[]; readonly more: number } {
  const pairs = keys
    .flatMap(from => keys.filter(to => to !== from).map((to): ConnectionEnds => ({ from, to })))
    .filter(pair => !told.some(other => sameEnds(pair, other)))
  const [asker] = keys
  const ask: ConnectionEnds[] =
    dns === undefined || asker === undefined || keys.includes(dns)
      ? []
      : [{ from: asker, to: dns, port: { protocol: 'UDP', port: 53 } }]
  const shown = pairs.slice(0, most)
  return { pairs: [...shown, ...ask], more: pairs.length - shown.length }
}
