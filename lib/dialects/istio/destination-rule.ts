import type { Compiled } from '../../model/dialect'
import { field, isList, isMap, listOf, quote, type Json, type JsonMap } from '../../model/json'
import { below, spec, stringMap, type KubeObject, type ObjectRef, type Path } from '../../model/object'
import { firstPort, lastPort } from '../../model/port'
import { Reading, present } from '../reading'
import { fullHost } from './hosts'
import { createdOf, readLabelMap } from './read'

/** What a client's proxy is told to do: `unread` may be any of them. */
export type TlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL' | 'unread'

export interface ClientTls {
  readonly mode: TlsMode
  /** The certificates come from a Secret, which only gateways and rules with a workload selector can read. */
  readonly credentialName: boolean
  readonly path: Path
}

/** What a DestinationRule says about the wire; of all its settings the rest changes no bytes. */
export interface TrafficPolicy {
  readonly tls?: ClientTls
  /** By port of the Service; undefined: an entry that says nothing about TLS. */
  readonly ports: ReadonlyMap<number, ClientTls | undefined>
  /** `loadBalancer: PASSTHROUGH`: to wherever the client dialled. */
  readonly passthrough: boolean
}

/** One DestinationRule (istio.md section 4). */
export interface DestinationRule {
  readonly ref: ObjectRef
  readonly namespace: string
  /** In full; a wildcard as written. */
  readonly host: string
  /** As written; empty: by default. */
  readonly exportTo: readonly string[]
  readonly workloadSelector?: ReadonlyMap<string, string>
  readonly policy?: TrafficPolicy
  /** What is set for subsets, by name; undefined: nothing of their own. */
  readonly subsets: ReadonlyMap<string, TrafficPolicy | undefined>
  /** Labels of the pods of each subset, by name. */
  readonly subsetLabels: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly created: string
  /** False where Istio would refuse the object as written, so that it may not be there. */
  readonly certain: boolean
}

export function compileDestinationRule(object: KubeObject): Compiled {
  const reading = new Reading(object)
  readInto(reading, object)
  return {
    policies: [],
    transports: [],
    problems: reading.problems,
    dependsOn: [],
  }
}

export const readDestinationRule = (object: KubeObject): DestinationRule =>
  readInto(new Reading(object), object)

const specKeys = ['host', 'trafficPolicy', 'subsets', 'exportTo', 'workloadSelector']

function readInto(reading: Reading, object: KubeObject): DestinationRule {
  const namespace = object.ref.namespace ?? 'default'
  const written = spec(object)
  const body = isMap(written) ? written : {}
  if (!isMap(written))
    reading.refuse('bad-spec', ['spec'], `${quote(written)} is no map`, 'write `host` and `trafficPolicy`')
  reading.onlyKeys(body, ['spec'], specKeys)
  const host = present(body, 'host')
  if (typeof host !== 'string' || host === '')
    reading.refuse(
      'bad-host',
      ['spec', 'host'],
      `${quote(host)} is no host`,
      'name the Service that is called',
    )
  const workloadSelector = readWorkloads(reading, present(body, 'workloadSelector'))
  const policy = readPolicy(reading, present(body, 'trafficPolicy'), ['spec', 'trafficPolicy'])
  const subsets = readSubsets(reading, present(body, 'subsets'))
  return {
    ref: object.ref,
    namespace,
    host: typeof host === 'string' && host !== '' ? fullHost(host, namespace) : '*',
    exportTo: readExports(reading, present(body, 'exportTo')),
    ...(workloadSelector && { workloadSelector }),
    ...(policy && { policy }),
    subsets,
    subsetLabels: readSubsetLabels(present(body, 'subsets')),
    created: createdOf(object),
    certain: !reading.refused,
  }
}

function readWorkloads(reading: Reading, value: Json | undefined): Map<string, string> | undefined {
  if (value === undefined) return undefined
  const path = ['spec', 'workloadSelector']
  if (!isMap(value)) {
    reading.refuse('bad-selector', path, `${quote(value)} is no selector`, 'write `matchLabels`')
    return undefined
  }
  reading.onlyKeys(value, path, ['matchLabels'])
  return readLabelMap(reading, present(value, 'matchLabels'), below(path, 'matchLabels'))
}

function readExports(reading: Reading, value: Json | undefined): string[] {
  if (value === undefined) return []
  const names = isList(value) ? value.filter(entry => typeof entry === 'string') : []
  if (!isList(value) || names.length < value.length) {
    reading.refuse(
      'bad-export',
      ['spec', 'exportTo'],
      `${quote(value)} is no list of namespaces`,
      'write `["."]`',
    )
    return ['*']
  }
  return names
}

/** Subsets count where a VirtualService sends something to them. */
function readSubsets(reading: Reading, value: Json | undefined): Map<string, TrafficPolicy | undefined> {
  const subsets = new Map<string, TrafficPolicy | undefined>()
  for (const [at, subset] of (isList(value) ? value : []).entries()) {
    const path: Path = ['spec', 'subsets', at]
    const name = isMap(subset) ? present(subset, 'name') : undefined
    if (isMap(subset) && typeof name === 'string')
      subsets.set(name, readPolicy(reading, present(subset, 'trafficPolicy'), below(path, 'trafficPolicy')))
    else reading.refuse('bad-subset', path, `${quote(subset)} is no subset`, 'write `name` and `labels`')
  }
  return subsets
}

function readSubsetLabels(value: Json | undefined): Map<string, ReadonlyMap<string, string>> {
  const found = new Map<string, ReadonlyMap<string, string>>()
  for (const subset of listOf(value)) {
    const name = field(subset, 'name')
    if (typeof name === 'string') found.set(name, stringMap(field(subset, 'labels')))
  }
  return found
}

const policyKeys = [
  'loadBalancer',
  'connectionPool',
  'outlierDetection',
  'tls',
  'portLevelSettings',
  'tunnel',
  'proxyProtocol',
  'retryBudget',
]

function readPolicy(reading: Reading, value: Json | undefined, path: Path): TrafficPolicy | undefined {
  if (value === undefined) return undefined
  if (!isMap(value)) {
    reading.refuse('bad-policy', path, `${quote(value)} is no map`, 'write `tls` with a `mode`')
    return { tls: unreadTls(path), ports: new Map(), passthrough: false }
  }
  const known = reading.onlyKeys(value, path, policyKeys)
  const tls = known ? readTls(reading, present(value, 'tls'), below(path, 'tls')) : unreadTls(path)
  const balancer = present(value, 'loadBalancer')
  return {
    ...(tls && { tls }),
    ports: readPortSettings(reading, present(value, 'portLevelSettings'), below(path, 'portLevelSettings')),
    passthrough: isMap(balancer) && present(balancer, 'simple') === 'PASSTHROUGH',
  }
}

function readPortSettings(
  reading: Reading,
  value: Json | undefined,
  path: Path,
): Map<number, ClientTls | undefined> {
  const ports = new Map<number, ClientTls | undefined>()
  if (value === undefined) return ports
  if (!isList(value)) {
    reading.refuse('bad-port', path, `${quote(value)} is no list`, 'start each entry with a dash')
    return ports
  }
  for (const [at, entry] of value.entries()) {
    const here = below(path, at)
    const settings: JsonMap = isMap(entry) ? entry : {}
    const port = present(settings, 'port')
    const number = isMap(port) ? present(port, 'number') : undefined
    if (typeof number !== 'number' || !Number.isInteger(number) || number < firstPort || number > lastPort) {
      reading.refuse('bad-port', here, `${quote(number)} is no port`, 'write `port: {number: 8080}`')
      continue
    }
    if (!reading.onlyKeys(settings, here, ['port', ...policyKeys])) ports.set(number, unreadTls(here))
    // The first entry of a port counts.
    else if (!ports.has(number))
      ports.set(number, readTls(reading, present(settings, 'tls'), below(here, 'tls')))
  }
  return ports
}

const tlsModes: readonly TlsMode[] = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']
const certificates = ['clientCertificate', 'privateKey', 'caCertificates', 'credentialName', 'caCrl']
const tlsKeys = ['mode', ...certificates, 'subjectAltNames', 'sni', 'insecureSkipVerify']

function readTls(reading: Reading, value: Json | undefined, path: Path): ClientTls | undefined {
  if (value === undefined) return undefined
  if (!isMap(value)) {
    reading.refuse('bad-tls', path, `${quote(value)} is no map`, 'write `mode: ISTIO_MUTUAL`')
    return unreadTls(path)
  }
  const known = reading.onlyKeys(value, path, tlsKeys)
  // An absent mode is the first of the list.
  const written = present(value, 'mode') ?? 'DISABLE'
  const mode = tlsModes.find(each => each === written)
  const has = (key: string): boolean => (present(value, key) ?? '') !== ''
  if (!mode)
    reading.refuse(
      'bad-tls',
      below(path, 'mode'),
      `${quote(written)} is no mode`,
      'write DISABLE, SIMPLE, MUTUAL or ISTIO_MUTUAL',
    )
  else if (mode === 'ISTIO_MUTUAL' && certificates.some(has))
    reading.refuse('bad-tls', path, 'ISTIO_MUTUAL takes no certificates', 'remove them, or write MUTUAL')
  else if (mode === 'MUTUAL' && !has('credentialName') && !(has('clientCertificate') && has('privateKey')))
    reading.refuse(
      'bad-tls',
      path,
      'MUTUAL needs a certificate and its key',
      'name both, or `credentialName`',
    )
  return { mode: known && mode ? mode : 'unread', credentialName: has('credentialName'), path }
}

const unreadTls = (path: Path): ClientTls => ({ mode: 'unread', credentialName: false, path })
