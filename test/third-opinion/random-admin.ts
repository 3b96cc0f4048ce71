/** Random policies of administrators, in every kind and shape, with at most one thing in them that a schema refuses. */
import fc from 'fast-check'
import { PROTOCOLS, type Json, type RawObject } from './raw'

const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)

/** A mapping that leaves out what is undefined. */
function mapping(fields: Record<string, Json | undefined>): RawObject {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  )
}

/** Selectors that the other half of the clusters is made with. */
export interface Selectors {
  readonly pods: fc.Arbitrary<RawObject>
  readonly namespaces: fc.Arbitrary<RawObject>
  readonly bad: fc.Arbitrary<RawObject>
}

type Kind = 'AdminNetworkPolicy' | 'BaselineAdminNetworkPolicy' | 'ClusterNetworkPolicy'

const KINDS: readonly Kind[] = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy']

const NETWORKS = [
  '0.0.0.0/0',
  '::/0',
  '10.0.0.0/8',
  '10.244.1.0/24',
  '10.244.1.9/24',
  '10.244.1.2/32',
  '192.168.7.0/24',
  '203.0.113.0/24',
  'fd00:10:244::/48',
  '2001:db8::7/128',
]

const isCluster = (kind: Kind): boolean => kind === 'ClusterNetworkPolicy'

const actionsOf = (kind: Kind): string[] => [
  isCluster(kind) ? 'Accept' : 'Allow',
  'Deny',
  ...(kind === 'BaselineAdminNetworkPolicy' ? [] : ['Pass']),
]

/** Peers that are pods, in the flat shape and, in v1alpha1, in the one before. */
function podPeer(kind: Kind, { pods, namespaces }: Selectors): fc.Arbitrary<RawObject> {
  const flat = [
    fc.record({ namespaces }),
    fc.record({ pods: fc.record({ namespaceSelector: namespaces, podSelector: pods }) }),
  ]
  const old = [
    fc.record({ namespaces: fc.record({ namespaceSelector: namespaces }) }),
    fc.record({
      pods: fc.record({ namespaces: fc.record({ namespaceSelector: namespaces }), podSelector: pods }),
    }),
  ]
  const short = [fc.record({ pods: fc.record({ podSelector: pods }) })]
  return fc.oneof(...flat, ...flat, ...(isCluster(kind) ? short : old))
}

/** Peers that have no port names; domain names stand in rules that allow. */
function otherPeer(kind: Kind, action: string, { pods }: Selectors): fc.Arbitrary<RawObject> {
  const names = fc.constant<RawObject>({ domainNames: ['example.org', '*.example.org'] })
  const namesMayStand = kind !== 'BaselineAdminNetworkPolicy' && (action === 'Accept' || action === 'Allow')
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ networks: fc.uniqueArray(pick(...NETWORKS), { minLength: 1, maxLength: 2 }) }),
    },
    { weight: 1, arbitrary: fc.record({ nodes: pods }) },
    ...(namesMayStand ? [{ weight: 1, arbitrary: names }] : []),
  )
}

const number = pick(1, 53, 80, 81, 443, 8080, 65535)
const range = fc.record({ start: pick(1, 53, 80), end: pick(81, 443, 65535) })

const clusterPort = fc.oneof(
  fc
    .tuple(pick('tcp', 'udp', 'sctp'), number)
    .map(([protocol, port]): RawObject => ({ [protocol]: { destinationPort: { number: port } } })),
  fc
    .tuple(pick('tcp', 'udp', 'sctp'), range)
    .map(([protocol, ports]): RawObject => ({ [protocol]: { destinationPort: { range: ports } } })),
  pick<RawObject>({ tcp: {} }, { udp: {} }),
)

const protocol = pick(undefined, ...PROTOCOLS)

const adminPort = fc.oneof(
  fc.record({ protocol, port: number }).map((portNumber): RawObject => ({ portNumber: mapping(portNumber) })),
  fc
    .tuple(protocol, range)
    .map(([word, ports]): RawObject => ({ portRange: mapping({ protocol: word, ...ports }) })),
)

const namedPort = (kind: Kind): fc.Arbitrary<RawObject> =>
  pick('http', 'dns').map((name): RawObject =>
    isCluster(kind) ? { destinationNamedPort: name } : { namedPort: name },
  )

function rule(kind: Kind, peers: 'from' | 'to', selectors: Selectors): fc.Arbitrary<RawObject> {
  return pick(...actionsOf(kind)).chain(action =>
    fc.nat(2).chain(kindOfPeer => {
      const podless = peers === 'to' && kindOfPeer === 0
      const pods = podPeer(kind, selectors)
      const peer = podless ? fc.oneof(pods, otherPeer(kind, action, selectors)) : pods
      const plain = isCluster(kind) ? clusterPort : adminPort
      const port = podless ? plain : fc.oneof({ weight: 3, arbitrary: plain }, namedPort(kind))
      return fc
        .record({
          action: fc.constant(action),
          [peers]: fc.array(peer, { minLength: 1, maxLength: 2 }),
          [isCluster(kind) ? 'protocols' : 'ports']: fc.option(
            fc.array(port, { minLength: 1, maxLength: 2 }),
            { nil: undefined },
          ),
        })
        .map(fields => mapping(fields as Record<string, Json | undefined>))
    }),
  )
}

const subject = ({ pods, namespaces }: Selectors): fc.Arbitrary<RawObject> =>
  fc.oneof(
    fc.constant<RawObject>({ namespaces: {} }),
    fc.record({ namespaces }),
    fc.record({ pods: fc.record({ namespaceSelector: namespaces, podSelector: pods }) }),
  )

function sound(kind: Kind, selectors: Selectors): fc.Arbitrary<RawObject> {
  return fc
    .record({
      tier: pick('Admin', 'Baseline'),
      // Few enough that ties are frequent.
      priority: pick(1, 2, 3, 1000),
      subject: subject(selectors),
      ingress: fc.array(rule(kind, 'from', selectors), { maxLength: 3 }),
      egress: fc.array(rule(kind, 'to', selectors), { maxLength: 3 }),
    })
    .map(({ tier, priority, ...rest }) => ({
      apiVersion: `policy.networking.k8s.io/${isCluster(kind) ? 'v1alpha2' : 'v1alpha1'}`,
      kind,
      metadata: { name: 'default' },
      spec: mapping({
        tier: isCluster(kind) ? tier : undefined,
        priority: kind === 'BaselineAdminNetworkPolicy' ? undefined : priority,
        ...rest,
      }),
    }))
}

/** At most one BaselineAdminNetworkPolicy, which must be called `default`; the others have names of their own. */
export const adminPolicies = (selectors: Selectors): fc.Arbitrary<RawObject[]> =>
  fc
    .array(
      pick(...KINDS).chain(kind => sound(kind, selectors)),
      { maxLength: 3 },
    )
    .map(objects =>
      objects.map((object, i) =>
        object['kind'] === 'BaselineAdminNetworkPolicy'
          ? object
          : { ...object, metadata: { name: `admin${i}` } },
      ),
    )

type Spoil = (spec: RawObject) => RawObject

const spoilRule =
  (change: (rule: RawObject) => RawObject): Spoil =>
  spec => ({ ...spec, egress: [...((spec['egress'] ?? []) as RawObject[]), change(deny)] })

const deny: RawObject = { action: 'Deny', to: [{ namespaces: {} }] }

/** A ClusterNetworkPolicy with exactly one thing in it that its schema refuses. */
export const refusedAdminPolicy = (selectors: Selectors): fc.Arbitrary<RawObject> =>
  fc
    .tuple(
      sound('ClusterNetworkPolicy', selectors),
      fc.oneof(
        pick<Spoil>(
          spec => ({ ...spec, priority: 1001 }),
          spec => ({ ...spec, tier: 'Application' }),
          spec => ({ ...spec, subject: {} }),
          spoilRule(rule => ({ ...rule, action: 'Drop' })),
          spoilRule(rule => ({ ...rule, to: [...(rule['to'] as RawObject[]), {}] })),
          spoilRule(rule => ({ ...rule, action: 'Accept', to: [{}] })),
          spoilRule(rule => ({ ...rule, action: 'Pass', to: [{}] })),
          spoilRule(rule => ({ ...rule, to: [] })),
          spoilRule(rule => ({ ...rule, to: [{ networks: ['10.0.0.0/33', '203.0.113.0/24'] }] })),
          spoilRule(rule => ({ ...rule, to: [{ pods: { namespaceSelector: {} } }] })),
          spoilRule(rule => ({ ...rule, protocols: [{ icmp: {} }] })),
          spoilRule(rule => ({ ...rule, protocols: [{ tcp: { destinationPort: { number: 0 } } }] })),
        ),
        selectors.bad.map((podSelector): Spoil =>
          spoilRule(rule => ({ ...rule, to: [{ pods: { namespaceSelector: {}, podSelector } }] })),
        ),
      ),
    )
    .map(([object, spoil]) => ({
      ...object,
      metadata: { name: 'refused-admin' },
      spec: spoil(object['spec'] as RawObject),
    }))

/** The nodes that pods run on, with labels of their own. */
export const nodeObjects = (
  names: readonly string[],
  labels: fc.Arbitrary<RawObject>,
  addressesOf: (name: string) => readonly string[],
): fc.Arbitrary<RawObject[]> =>
  fc.tuple(...names.map(() => labels)).map(all =>
    names.map((name, i) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: all[i] ?? {} },
      status: { addresses: addressesOf(name).map(address => ({ type: 'InternalIP', address })) },
    })),
  )
