import type { Direction, Plane, Tier } from './rule'

/**
 * What the policy kinds of the known groups could decide, for objects that nothing here reads: only these kinds can
 * make verdicts unknown, each in its reach (contract.md section 1, "What counts as unread").
 */
export interface Reach {
  readonly tier: Tier
  readonly directions: readonly Direction[]
  /** `add`: allows and isolates; `deny`: can only take away; `all`: can also overrule what other kinds decide. */
  readonly power: 'add' | 'deny' | 'all'
  /** The wire may change too, so identity and encryption are unknown with it. */
  readonly transport: boolean
  readonly scope: 'namespace' | 'cluster'
}

const tier = (plane: Plane, name: string, order: number, resolution: Tier['resolution']): Tier => ({
  plane,
  name,
  order,
  resolution,
})

/** The places of the network plane (networkpolicy.md 3.2) and of the mesh, in evaluation order. */
export const tiers = {
  /** Before everything else: kinds whose place cannot be known may overrule anything. */
  unplaced: tier('network', 'unplaced', 0, 'first-match'),
  admin: tier('network', 'admin', 100, 'first-match'),
  networkPolicy: tier('network', 'networkpolicy', 200, 'deny-overrides'),
  baseline: tier('network', 'baseline', 300, 'first-match'),
  mesh: tier('authorization', 'mesh', 100, 'deny-overrides'),
} as const

const both: readonly Direction[] = ['egress', 'ingress']

const reach = (of: Partial<Reach> & Pick<Reach, 'tier'>): Reach => ({
  directions: both,
  power: 'all',
  transport: false,
  scope: 'namespace',
  ...of,
})

const network = reach({ tier: tiers.unplaced })
const clusterNetwork = reach({ tier: tiers.unplaced, scope: 'cluster' })
const denyNetwork = reach({ tier: tiers.unplaced, power: 'deny' })
const inbound = reach({ tier: tiers.mesh, directions: ['ingress'] })
const outbound = reach({ tier: tiers.mesh, directions: ['egress'], power: 'deny' })
const handshake = reach({ tier: tiers.mesh, directions: ['ingress'], power: 'deny', transport: true })
const mesh = reach({ tier: tiers.mesh, transport: true })

type Group = {
  /** What a kind of the group decides that the table does not name. */
  readonly otherwise: Reach
  readonly kinds: Readonly<Record<string, Reach>>
  /** Kinds that decide nothing by themselves: data for other kinds, routing, status. */
  readonly inert: readonly string[]
}

const calico: Group = {
  otherwise: clusterNetwork,
  kinds: { NetworkPolicy: network, GlobalNetworkPolicy: clusterNetwork },
  inert: (
    'StagedNetworkPolicy StagedGlobalNetworkPolicy StagedKubernetesNetworkPolicy Tier NetworkSet GlobalNetworkSet HostEndpoint ' +
    'IPPool IPReservation IPAMBlock IPAMConfig IPAMConfiguration IPAMHandle BlockAffinity BGPConfiguration BGPPeer BGPFilter ' +
    'FelixConfiguration KubeControllersConfiguration ClusterInformation CalicoNodeStatus Node'
  ).split(' '),
}

const groups: ReadonlyMap<string, Group> = new Map<string, Group>([
  [
    'networking.k8s.io',
    {
      otherwise: network,
      kinds: { NetworkPolicy: reach({ tier: tiers.networkPolicy, power: 'add' }) },
      inert: ['Ingress', 'IngressClass', 'IPAddress', 'ServiceCIDR'],
    },
  ],
  [
    'policy.networking.k8s.io',
    {
      otherwise: reach({ tier: tiers.admin, scope: 'cluster' }),
      kinds: {
        AdminNetworkPolicy: reach({ tier: tiers.admin, scope: 'cluster' }),
        ClusterNetworkPolicy: reach({ tier: tiers.admin, scope: 'cluster' }),
        BaselineAdminNetworkPolicy: reach({ tier: tiers.baseline, scope: 'cluster' }),
      },
      inert: [],
    },
  ],
  [
    'gateway.networking.k8s.io',
    {
      otherwise: inbound,
      kinds: {},
      inert: (
        'Gateway GatewayClass HTTPRoute GRPCRoute TCPRoute TLSRoute UDPRoute ReferenceGrant BackendTLSPolicy ' +
        'BackendLBPolicy ListenerSet'
      ).split(' '),
    },
  ],
  [
    'cilium.io',
    {
      otherwise: clusterNetwork,
      kinds: { CiliumNetworkPolicy: network, CiliumClusterwideNetworkPolicy: clusterNetwork },
      inert: (
        'CiliumCIDRGroup CiliumEndpoint CiliumEndpointSlice CiliumIdentity CiliumNode CiliumExternalWorkload ' +
        'CiliumLoadBalancerIPPool CiliumPodIPPool CiliumL2AnnouncementPolicy CiliumEgressGatewayPolicy CiliumGatewayClassConfig ' +
        'CiliumBGPPeeringPolicy CiliumBGPClusterConfig CiliumBGPPeerConfig CiliumBGPAdvertisement CiliumBGPNodeConfig ' +
        'CiliumBGPNodeConfigOverride'
      ).split(' '),
    },
  ],
  ['projectcalico.org', calico],
  ['crd.projectcalico.org', calico],
  [
    'security.istio.io',
    {
      otherwise: mesh,
      kinds: { AuthorizationPolicy: inbound, RequestAuthentication: inbound, PeerAuthentication: handshake },
      inert: [],
    },
  ],
  [
    'networking.istio.io',
    {
      otherwise: mesh,
      kinds: {
        DestinationRule: reach({ tier: tiers.mesh, power: 'deny', transport: true }),
        // Where traffic is sent decides which TLS settings count, and what is outside the mesh.
        ServiceEntry: reach({ tier: tiers.mesh, power: 'deny', transport: true }),
        VirtualService: reach({ tier: tiers.mesh, power: 'deny', transport: true }),
        // What it hides is dialled in plaintext (istio.md section 4), and its listeners may take other TLS.
        Sidecar: reach({ tier: tiers.mesh, power: 'deny', transport: true }),
      },
      inert: ['EnvoyFilter', 'Gateway', 'ProxyConfig', 'WorkloadEntry', 'WorkloadGroup'],
    },
  ],
  [
    'policy.linkerd.io',
    {
      otherwise: inbound,
      kinds: { EgressNetwork: outbound },
      inert: ['MeshTLSAuthentication', 'NetworkAuthentication'],
    },
  ],
  [
    'spire.spiffe.io',
    {
      otherwise: reach({ tier: tiers.mesh, scope: 'cluster', transport: true }),
      kinds: {},
      inert: [
        'ClusterSPIFFEID',
        'ClusterStaticEntry',
        'ClusterFederatedTrustDomain',
        'ControllerManagerConfig',
      ],
    },
  ],
  [
    'crd.antrea.io',
    {
      otherwise: clusterNetwork,
      kinds: { NetworkPolicy: network, ClusterNetworkPolicy: clusterNetwork },
      inert: (
        'Tier ClusterGroup Group ExternalEntity ExternalNode ExternalIPPool IPPool Egress Traceflow TrafficControl ' +
        'AntreaAgentInfo AntreaControllerInfo SupportBundleCollection BGPPolicy NodeLatencyMonitor'
      ).split(' '),
    },
  ],
  [
    'k8s.ovn.org',
    {
      otherwise: denyNetwork,
      kinds: { EgressFirewall: reach({ tier: tiers.unplaced, directions: ['egress'], power: 'deny' }) },
      inert: ['EgressIP', 'EgressQoS', 'EgressService', 'AdminPolicyBasedExternalRoute', 'NetworkQoS'],
    },
  ],
  [
    'kubeovn.io',
    {
      otherwise: reach({ tier: tiers.unplaced, power: 'deny', scope: 'cluster' }),
      kinds: {},
      inert: ['IP', 'Vip', 'IPPool'],
    },
  ],
  [
    'kuma.io',
    {
      otherwise: { ...mesh, scope: 'cluster' },
      kinds: {},
      inert: [
        'Mesh',
        'Zone',
        'ZoneInsight',
        'Dataplane',
        'DataplaneInsight',
        'MeshInsight',
        'ServiceInsight',
      ],
    },
  ],
  ['consul.hashicorp.com', { otherwise: { ...mesh, scope: 'cluster' }, kinds: {}, inert: [] }],
  [
    'networking.k8s.aws',
    {
      otherwise: clusterNetwork,
      kinds: { ApplicationNetworkPolicy: network },
      // What the controller derives from NetworkPolicies that are read themselves.
      inert: ['PolicyEndpoint', 'ClusterPolicyEndpoint'],
    },
  ],
  [
    'vpcresources.k8s.aws',
    { otherwise: denyNetwork, kinds: { SecurityGroupPolicy: denyNetwork }, inert: ['CNINode'] },
  ],
])

/** Whether a group is one whose kinds may decide who talks to whom. */
export const isPolicyGroup = (group: string): boolean => groups.has(group)

export const policyGroups: readonly string[] = [...groups.keys()]

/**
 * What an unread object of this kind could decide: undefined for kinds outside the known policy groups (they are only
 * noted), `inert` for kinds that decide nothing by themselves.
 */
export function reachOf(group: string, kind: string): Reach | 'inert' | undefined {
  const known = groups.get(group)
  if (!known) return undefined
  if (known.inert.includes(kind)) return 'inert'
  return Object.hasOwn(known.kinds, kind) ? known.kinds[kind] : known.otherwise
}

/** Kinds that may rewrite what a proxy does; verdicts stand, and it is told (contract.md section 1, `mayBeAltered`). */
export const mayAlter = (group: string, kind: string): boolean =>
  (group === 'networking.istio.io' && kind === 'EnvoyFilter') ||
  (group === 'extensions.istio.io' && (kind === 'WasmPlugin' || kind === 'TrafficExtension'))

/** For a document whose kind is not legible: it may be any policy, so it may decide anything in the cluster. */
export const anyPolicy: Reach = clusterNetwork

/** Istio's default root namespace: policies there hold for the whole mesh (istio.md sections 3 and 5). */
export const meshRootNamespace = 'istio-system'
