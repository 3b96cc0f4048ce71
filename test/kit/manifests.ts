/** Short spellings of the manifests that tests need; every function returns one YAML document. */

export interface PodOptions {
  /** `app: cart, tier: web`; by default `app: NAME`. */
  readonly labels?: string
  readonly ip?: string | readonly string[]
  readonly node?: string
  /** `web:8080`, `dns:53/UDP`, `:9000` (no name). */
  readonly ports?: readonly string[]
  /** Ports of native sidecars: init containers that keep running. */
  readonly sidecarPorts?: readonly string[]
  /** Ports of init containers that end before the pod serves anybody. */
  readonly initPorts?: readonly string[]
  readonly hostNetwork?: boolean
  readonly phase?: string
  readonly account?: string
  /** `Deployment/cart`: the controller, whether or not it is given too. */
  readonly owner?: string
  readonly deleting?: boolean
}

/** A pod by `namespace/name`. */
export function pod(name: string, options: PodOptions = {}): string {
  const [namespace, short] = halves(name)
  const addresses = [options.ip ?? []].flat()
  return `apiVersion: v1
kind: Pod
metadata:
  namespace: "${namespace}"
  name: "${short}"
  labels: {${options.labels ?? `app: "${short}"`}}${options.owner === undefined ? '' : `\n  ownerReferences: [${ownerText(options.owner)}]`}${options.deleting ? '\n  deletionTimestamp: 2026-01-01T00:00:00Z' : ''}
spec: ${podSpec(options)}
status: {${options.phase === undefined ? '' : `phase: ${options.phase}, `}${addressesText(addresses)}}`
}

/** A controller by `namespace/name` with the template of its pods, and no pods. */
export function controller(kind: string, name: string, options: PodOptions = {}): string {
  const [namespace, short] = halves(name)
  const version = kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1'
  const owners = options.owner === undefined ? '' : `, ownerReferences: [${ownerText(options.owner)}]`
  const template = `template: {metadata: {labels: {${options.labels ?? `app: "${short}"`}}}, spec: ${podSpec(options)}}`
  return `apiVersion: ${version}
kind: ${kind}
metadata: {namespace: "${namespace}", name: "${short}"${owners}}
spec: {${kind === 'CronJob' ? `jobTemplate: {spec: {${template}}}` : template}}`
}

/** A NetworkPolicy by `namespace/name`; the spec is YAML in flow style. */
export const networkPolicy = (name: string, spec: string): string =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, `spec: ${spec}`)

/** A policy of an administrator by name; the spec is YAML in flow style. */
export const clusterNetworkPolicy = (name: string, spec: string): string =>
  object('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', name, `spec: ${spec}`)

export const adminNetworkPolicy = (name: string, spec: string): string =>
  object('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', name, `spec: ${spec}`)

export const baselineAdminNetworkPolicy = (spec: string, name = 'default'): string =>
  object('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', name, `spec: ${spec}`)

export const namespace = (name: string, labels = ''): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: "${name}", labels: {${labels}}}`

export const node = (name: string, ...ips: readonly string[]): string => labelledNode(name, '', ...ips)

export const labelledNode = (name: string, labels: string, ...ips: readonly string[]): string =>
  `apiVersion: v1\nkind: Node\nmetadata: {name: "${name}", labels: {${labels}}}\nstatus: {addresses: [${ips
    .map(ip => `{type: InternalIP, address: "${ip}"}`)
    .join(', ')}]}`

/**
 * The webhooks that Istio's chart installs for a revision, less where they are called: for namespaces and for pods that name
 * the revision, and with the revision `default` for those that say `istio-injection` or `sidecar.istio.io/inject`.
 */
export function injector(revision = 'default'): string {
  const key = (name: string, operator: string, values?: string): string =>
    `{key: ${name}, operator: ${operator}${values === undefined ? '' : `, values: [${values}]`}}`
  const webhook = (namespaces: readonly string[], pods: readonly string[]): string =>
    `{name: x.sidecar-injector.istio.io, failurePolicy: Fail, namespaceSelector: {matchExpressions: [${namespaces.join(', ')}]}, objectSelector: {matchExpressions: [${pods.join(', ')}]}}`
  const [rev, injection, wanted] = ['istio.io/rev', 'istio-injection', 'sidecar.istio.io/inject']
  const unlabelled = [key(injection, 'DoesNotExist'), key(rev, 'DoesNotExist')]
  const open = key(wanted, 'NotIn', '"false"')
  const webhooks = [
    webhook([key(rev, 'In', revision), key(injection, 'DoesNotExist')], [open]),
    webhook(unlabelled, [open, key(rev, 'In', revision)]),
    ...(revision === 'default'
      ? [
          webhook([key(injection, 'In', 'enabled')], [open]),
          webhook(unlabelled, [key(wanted, 'In', '"true"'), key(rev, 'DoesNotExist')]),
        ]
      : []),
  ]
  const name = `istio-sidecar-injector${revision === 'default' ? '' : `-${revision}`}`
  return object(
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    name,
    `webhooks: [${webhooks.join(', ')}]`,
  )
}

/** Any object by `namespace/name`, or `name` where it lives in none. */
export function object(apiVersion: string, kind: string, name: string, rest = 'spec: {}'): string {
  const metadata = name.includes('/')
    ? `{namespace: "${halves(name)[0]}", name: "${halves(name)[1]}"}`
    : `{name: "${name}"}`
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n${rest}`
}

function halves(name: string): [string, string] {
  const [namespace, short] = name.split('/')
  if (!namespace || !short) throw new Error(`write namespace/name, not ${name}`)
  return [namespace, short]
}

function ownerText(owner: string): string {
  const [kind, name] = halves(owner)
  return `{kind: ${kind}, name: "${name}", controller: true}`
}

function podSpec({
  ports = [],
  sidecarPorts,
  initPorts,
  node: nodeName,
  hostNetwork,
  account,
}: PodOptions): string {
  const containers = `{name: main, ports: [${ports.map(portText).join(', ')}]}`
  const inits = [
    ...(sidecarPorts
      ? [`{name: sidecar, restartPolicy: Always, ports: [${sidecarPorts.map(portText).join(', ')}]}`]
      : []),
    ...(initPorts ? [`{name: setup, ports: [${initPorts.map(portText).join(', ')}]}`] : []),
  ]
  const fields = [
    `containers: [${containers}]`,
    ...(inits.length > 0 ? [`initContainers: [${inits.join(', ')}]`] : []),
    ...(nodeName === undefined ? [] : [`nodeName: ${nodeName}`]),
    ...(hostNetwork ? ['hostNetwork: true'] : []),
    ...(account === undefined ? [] : [`serviceAccountName: ${account}`]),
  ]
  return `{${fields.join(', ')}}`
}

function portText(text: string): string {
  const [, name, port, protocol] = /^([^:]*):(\d+)(?:\/(\w+))?$/.exec(text) ?? []
  if (port === undefined) throw new Error(`write name:port/protocol, not ${text}`)
  return `{containerPort: ${port}${name ? `, name: ${name}` : ''}${protocol ? `, protocol: ${protocol}` : ''}}`
}

function addressesText(ips: readonly string[]): string {
  const [first] = ips
  return first === undefined
    ? ''
    : `podIP: "${first}", podIPs: [${ips.map(ip => `{ip: "${ip}"}`).join(', ')}]`
}
