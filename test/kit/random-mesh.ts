/**
 * A mesh made of nothing but numbers: what it says of a pair of pods hangs on what the interface promises that it hangs on,
 * and on nothing that any mesh means. For tests that hold one engine of this project against another.
 */
import type { Inventory, Pod } from '../../lib/model/inventory'
import type { Address, Alterer, Enforcer, Hop, Mesh, Route } from '../../lib/model/mesh'
import type { ServerAccepts, Transport } from '../../lib/model/verdict'

const tunnelPort = 15008

/** A number below `of` that hangs on the words alone. */
function drawn(of: number, ...words: readonly (string | number)[]): number {
  let hash = 2166136261
  for (const char of words.join('|')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0
  hash ^= hash >>> 15
  return (Math.imul(hash, 2246822519) >>> 0) % of
}

const one = <T>(values: readonly [T, ...T[]], ...words: readonly (string | number)[]): T =>
  values[drawn(values.length, ...words)] ?? values[0]

const alterer = (name: string): Alterer => ({
  object: { group: 'networking.istio.io', kind: 'EnvoyFilter', namespace: 'red', name },
})

const transports: readonly [Transport, ...Transport[]] = [
  'mtls',
  'mtls',
  'plaintext',
  'fail',
  'unknown',
  'app-tls',
]
const acceptances: readonly [ServerAccepts, ...ServerAccepts[]] = [
  'any',
  'mtls-only',
  'plaintext-only',
  'unknown',
]
const addresses: readonly [Address, ...Address[]] = ['service', 'headless', 'pod-ip']

const filters: readonly [Alterer, ...Alterer[]] = [alterer('lua'), alterer('wasm')]

export const randomMesh =
  (seed: number) =>
  ({ pods }: Inventory): Mesh => {
    const proxies = pods.filter(({ hostNetwork }) => !hostNetwork)
    const app = ({ labels }: Pod): string => labels.get('app') ?? '-'
    const clientKey = (pod: Pod): string => String(drawn(3, seed, 'client', pod.namespace, app(pod)))
    const serverKey = (pod: Pod): string => `${pod.namespace} ${drawn(2, seed, 'server', app(pod))}`
    /** Clients that are told apart elsewhere may be alike to a server. */
    const clientKeyAt = (client: Pod, server: Pod): string =>
      String(drawn(2, seed, 'to', clientKey(client), serverKey(server)))
    const portsOf = (server: Pod): readonly number[] =>
      [80, 443, 8080].filter(port => drawn(3, seed, serverKey(server), port) > 0)

    const ownPorts = (server: Pod): readonly number[] =>
      portsOf(server).filter(port => port === 443 && drawn(2, seed, serverKey(server), 'own') === 0)

    const hop = (words: readonly (string | number)[], port: number, tunnelled: boolean): Hop => {
      const enforcer: Enforcer = {
        proxy: one(['none', 'sidecar', 'ztunnel', 'unknown'], 'proxy', ...words),
        sees: one(['requests', 'bytes', 'unknown'], 'sees', ...words),
        ...(drawn(2, 'seesIfUnread', ...words) === 0 && { seesIfUnread: 'unknown' }),
        port,
      }
      return {
        port: tunnelled ? tunnelPort : port,
        ...(!tunnelled && drawn(6, 'mayTunnel', ...words) === 0 && { mayTunnel: true }),
        ...(drawn(3, 'mayTunnelIfUnread', ...words) === 0 && { mayTunnelIfUnread: true }),
        transport: tunnelled ? 'mtls' : one(transports, 'transport', ...words),
        accepts: one(acceptances, 'accepts', ...words),
        ...(drawn(6, 'mayFail', ...words) === 0 && { mayFail: true }),
        enforcer,
        because: [],
        ...(drawn(3, 'altered', ...words) === 0 && {
          alteredBy: [filters[drawn(filters.length, 'by', ...words)] ?? filters[0]],
        }),
      }
    }
    const route = (words: readonly (string | number)[], port: number): Route => {
      const service = one(
        [undefined, { namespace: 'red', name: 'web', port }, { namespace: 'blue', name: 'web', port }],
        'service',
        ...words,
      )
      const address = one(addresses, 'address', ...words)
      const at =
        proxies[drawn(Math.max(1, proxies.length), 'at', seed, words[1] ?? '', drawn(2, 'which', ...words))]
      const kind = one(['direct', 'direct', 'tunnel', 'through'], 'kind', ...words)
      const dialled = { address, ...(service && { service }) }
      if (kind !== 'through' || !at) return { ...dialled, hops: [hop(words, port, kind === 'tunnel')] }
      const { node: _node, ...pod } = at
      const { mayTunnelIfUnread: _if, ...first } = hop(
        ['first', ...words],
        one([port, 8080], 'port', ...words),
        true,
      )
      return {
        ...dialled,
        hops: [{ ...first, at: pod }, hop(['second', ...words], port, drawn(2, 'tunnelled', ...words) === 0)],
      }
    }
    return {
      identityOf: ({ namespace, serviceAccount, hostNetwork }) =>
        hostNetwork || drawn(4, seed, namespace, serviceAccount) === 0
          ? undefined
          : `cluster.local/ns/${namespace}/sa/${serviceAccount}`,
      issuerOf: () => ({ kind: 'unknown' }),
      mayAlter: true,
      readsAddresses: false,
      problems: [],
      needs: [],
      clientKey,
      clientKeyAt,
      serverKey,
      portsOf,
      ownPorts,
      routes: (client, server, port) => {
        const listed = portsOf(server).includes(port) ? port : 0
        const words = [client ? clientKeyAt(client, server) : 'outside', serverKey(server), listed, seed]
        const count = 1 + drawn(3, 'count', ...words)
        return Array.from({ length: count }, (_, place) => route([place, ...words], port))
      },
      alterersLeaving: (client, port) =>
        drawn(3, seed, 'leaving', clientKey(client), port === 443 ? port : 0) === 0 ? [filters[0]] : [],
      portsLeaving: () => [443],
      *findings() {
        yield { done: 0, of: 1 }
        return { findings: [], unseen: [] }
      },
    }
  }
