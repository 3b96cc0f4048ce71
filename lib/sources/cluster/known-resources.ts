import type { Resource } from './resource'

/**
 * Kinds that are read, as clusters commonly serve them: in the order in which they are asked for, and for API servers that
 * do not say what they serve. `*` marks kinds that live in no namespace.
 */
const table: readonly (readonly [group: string, version: string, kinds: string])[] = [
  [
    '',
    'v1',
    `namespaces/Namespace* pods/Pod services/Service serviceaccounts/ServiceAccount nodes/Node*
     replicationcontrollers/ReplicationController`,
  ],
  [
    'apps',
    'v1',
    'deployments/Deployment replicasets/ReplicaSet statefulsets/StatefulSet daemonsets/DaemonSet',
  ],
  ['batch', 'v1', 'jobs/Job cronjobs/CronJob'],
  ['networking.k8s.io', 'v1', 'networkpolicies/NetworkPolicy ingresses/Ingress'],
  [
    'policy.networking.k8s.io',
    'v1alpha1',
    'adminnetworkpolicies/AdminNetworkPolicy* baselineadminnetworkpolicies/BaselineAdminNetworkPolicy*',
  ],
  ['policy.networking.k8s.io', 'v1alpha2', 'clusternetworkpolicies/ClusterNetworkPolicy*'],
  [
    'cilium.io',
    'v2',
    'ciliumnetworkpolicies/CiliumNetworkPolicy ciliumclusterwidenetworkpolicies/CiliumClusterwideNetworkPolicy*',
  ],
  ['crd.projectcalico.org', 'v1', 'networkpolicies/NetworkPolicy globalnetworkpolicies/GlobalNetworkPolicy*'],
  ['projectcalico.org', 'v3', 'networkpolicies/NetworkPolicy globalnetworkpolicies/GlobalNetworkPolicy*'],
  [
    'security.istio.io',
    'v1',
    `authorizationpolicies/AuthorizationPolicy peerauthentications/PeerAuthentication
     requestauthentications/RequestAuthentication`,
  ],
  [
    'networking.istio.io',
    'v1',
    `destinationrules/DestinationRule sidecars/Sidecar virtualservices/VirtualService serviceentries/ServiceEntry
     gateways/Gateway`,
  ],
  ['networking.istio.io', 'v1alpha3', 'envoyfilters/EnvoyFilter'],
  ['extensions.istio.io', 'v1alpha1', 'wasmplugins/WasmPlugin trafficextensions/TrafficExtension'],
  ['policy.linkerd.io', 'v1beta3', 'servers/Server httproutes/HTTPRoute'],
  ['policy.linkerd.io', 'v1beta1', 'serverauthorizations/ServerAuthorization'],
  ['policy.linkerd.io', 'v1alpha1', 'authorizationpolicies/AuthorizationPolicy egressnetworks/EgressNetwork'],
  [
    'gateway.networking.k8s.io',
    'v1',
    'gatewayclasses/GatewayClass* gateways/Gateway httproutes/HTTPRoute grpcroutes/GRPCRoute',
  ],
  ['gateway.networking.k8s.io', 'v1alpha2', 'tlsroutes/TLSRoute tcproutes/TCPRoute udproutes/UDPRoute'],
  ['gateway.networking.k8s.io', 'v1beta1', 'referencegrants/ReferenceGrant'],
  ['crd.antrea.io', 'v1beta1', 'networkpolicies/NetworkPolicy clusternetworkpolicies/ClusterNetworkPolicy*'],
  ['k8s.ovn.org', 'v1', 'egressfirewalls/EgressFirewall'],
  ['kubeovn.io', 'v1', 'security-groups/SecurityGroup* subnets/Subnet* vpcs/Vpc*'],
  [
    'kuma.io',
    'v1alpha1',
    'meshtrafficpermissions/MeshTrafficPermission trafficpermissions/TrafficPermission*',
  ],
  ['consul.hashicorp.com', 'v1alpha1', 'serviceintentions/ServiceIntentions'],
  ['networking.k8s.aws', 'v1alpha1', 'applicationnetworkpolicies/ApplicationNetworkPolicy'],
  ['networking.k8s.aws', 'v1alpha1', 'clusternetworkpolicies/ClusterNetworkPolicy*'],
  ['vpcresources.k8s.aws', 'v1beta1', 'securitygrouppolicies/SecurityGroupPolicy'],
  ['route.openshift.io', 'v1', 'routes/Route'],
]

export const knownResources: readonly Resource[] = table.flatMap(([group, version, kinds]) =>
  kinds.split(/\s+/).map(text => {
    const [plural = '', kind = ''] = text.split('/')
    return { group, version, plural, kind: kind.replace('*', ''), namespaced: !kind.endsWith('*') }
  }),
)

/** Groups that every API server has, and of which nothing but the kinds above could decide anything. */
export const isComplete = (group: string): boolean =>
  ['', 'apps', 'batch', 'networking.k8s.io'].includes(group)
