import { reachOf } from '../model/policy-kinds'

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean))

/** Cluster-scoped kinds by group: the built-in ones, and those of policy groups that decide nothing themselves. */
const clusterKinds: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['', words('Namespace Node PersistentVolume ComponentStatus')],
  ['rbac.authorization.k8s.io', words('ClusterRole ClusterRoleBinding')],
  ['apiextensions.k8s.io', words('CustomResourceDefinition')],
  ['apiregistration.k8s.io', words('APIService')],
  [
    'admissionregistration.k8s.io',
    words(
      `MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy
       ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy MutatingAdmissionPolicyBinding`,
    ),
  ],
  ['scheduling.k8s.io', words('PriorityClass')],
  ['storage.k8s.io', words('StorageClass VolumeAttachment CSIDriver CSINode VolumeAttributesClass')],
  ['node.k8s.io', words('RuntimeClass')],
  ['certificates.k8s.io', words('CertificateSigningRequest ClusterTrustBundle')],
  ['flowcontrol.apiserver.k8s.io', words('FlowSchema PriorityLevelConfiguration')],
  ['policy', words('PodSecurityPolicy')],
  ['networking.k8s.io', words('IngressClass IPAddress ServiceCIDR')],
  ['gateway.networking.k8s.io', words('GatewayClass')],
  ['policy.networking.k8s.io', words('AdminNetworkPolicy BaselineAdminNetworkPolicy ClusterNetworkPolicy')],
  [
    'cilium.io',
    words(
      `CiliumClusterwideNetworkPolicy CiliumCIDRGroup CiliumIdentity CiliumNode CiliumExternalWorkload
       CiliumLoadBalancerIPPool CiliumPodIPPool CiliumL2AnnouncementPolicy CiliumEgressGatewayPolicy
       CiliumBGPPeeringPolicy CiliumBGPClusterConfig CiliumBGPPeerConfig CiliumBGPAdvertisement
       CiliumBGPNodeConfig CiliumBGPNodeConfigOverride`,
    ),
  ],
  ...['projectcalico.org', 'crd.projectcalico.org'].map(group => [group, calico()] as const),
  [
    'crd.antrea.io',
    words(
      `ClusterNetworkPolicy Tier ClusterGroup ExternalIPPool IPPool Egress Traceflow TrafficControl AntreaAgentInfo
       AntreaControllerInfo BGPPolicy NodeLatencyMonitor`,
    ),
  ],
  ['k8s.ovn.org', words('EgressIP EgressService AdminPolicyBasedExternalRoute')],
  ['kubeovn.io', words('IP Vip IPPool Subnet Vpc')],
  ['kuma.io', words('Mesh Zone ZoneInsight MeshInsight ServiceInsight')],
  ['spire.spiffe.io', words('ClusterSPIFFEID ClusterStaticEntry ClusterFederatedTrustDomain')],
  ['networking.k8s.aws', words('ClusterNetworkPolicy ClusterPolicyEndpoint')],
  ['vpcresources.k8s.aws', words('CNINode')],
])

function calico(): ReadonlySet<string> {
  return words(
    `GlobalNetworkPolicy StagedGlobalNetworkPolicy Tier GlobalNetworkSet HostEndpoint IPPool IPReservation IPAMBlock
     IPAMConfig IPAMConfiguration IPAMHandle BlockAffinity BGPConfiguration BGPPeer BGPFilter FelixConfiguration
     KubeControllersConfiguration ClusterInformation CalicoNodeStatus Node`,
  )
}

/** Groups that every API server serves; their kinds are namespaced unless listed above. */
const builtIn = words(
  `apps batch autoscaling policy extensions events.k8s.io discovery.k8s.io networking.k8s.io storage.k8s.io
   rbac.authorization.k8s.io coordination.k8s.io scheduling.k8s.io node.k8s.io certificates.k8s.io
   admissionregistration.k8s.io apiextensions.k8s.io apiregistration.k8s.io flowcontrol.apiserver.k8s.io
   resource.k8s.io authentication.k8s.io authorization.k8s.io metrics.k8s.io`,
)

export const isBuiltIn = (group: string): boolean => group === '' || builtIn.has(group)

/** Where objects of a kind live; `unknown` for custom kinds that nothing here knows. */
export function scopeOf(group: string, kind: string): 'namespace' | 'cluster' | 'unknown' {
  if (clusterKinds.get(group)?.has(kind)) return 'cluster'
  if (isBuiltIn(group) || group === 'route.openshift.io') return 'namespace'
  const reach = reachOf(group, kind)
  if (reach === undefined) return 'unknown'
  return reach === 'inert' || reach.scope === 'namespace' ? 'namespace' : 'unknown'
}

/** Kinds of built-in groups that decide nothing about who may talk to whom, where their group cannot be made out. */
const harmless = words(
  `Pod Deployment ReplicaSet StatefulSet DaemonSet Job CronJob ReplicationController PodTemplate Service ServiceAccount
   Namespace Node ConfigMap Secret PersistentVolume PersistentVolumeClaim Role RoleBinding ClusterRole ClusterRoleBinding
   Ingress IngressClass Endpoints EndpointSlice CustomResourceDefinition APIService HorizontalPodAutoscaler LimitRange
   PodDisruptionBudget ResourceQuota StorageClass PriorityClass RuntimeClass Lease Event ControllerRevision
   MutatingWebhookConfiguration ValidatingWebhookConfiguration Kustomization`,
)

/**
 * The group whose policy an object of this kind and version could be; `any` where that is open, undefined where it is
 * no policy. It judges what could not be read, so the less is known, the more it could be (contract.md section 1).
 */
export function policyGroupOf(kind: string, apiVersion: string | undefined): string | undefined {
  if (kind === 'List') return 'any'
  const single = kind.replace(/List$/, '')
  if (apiVersion === undefined) return harmless.has(single) ? undefined : 'any'
  const { group } = splitApiVersion(apiVersion)
  const reach = reachOf(group, single)
  if (reach !== undefined) return reach === 'inert' ? undefined : group
  // Clusters before 1.16 served NetworkPolicy under `extensions`; other groups never did.
  return isBuiltIn(group) && single === 'NetworkPolicy' ? 'networking.k8s.io' : undefined
}

/** `networking.k8s.io/v1` → group and version; the core group has no name. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}
