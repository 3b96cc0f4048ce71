import type { Compiled } from '../../model/dialect'
import type { Service } from '../../model/inventory'
import { isList, isMap, quote, type Json } from '../../model/json'
import { below, spec, type KubeObject, type ObjectRef, type Path } from '../../model/object'
import { Reading, present } from '../reading'
import { meansHost, serviceHost } from './hosts'
import { byAge, createdOf, hasLabels, readLabelMap } from './read'

/** Which Services the proxies of some pods know (istio.md section 6, Sidecar). */
export interface SidecarResource {
  readonly ref: ObjectRef
  readonly namespace: string
  readonly selector?: ReadonlyMap<string, string>
  /** `namespace/host`, `namespace/*`, `./*`, `~/*`; absent: all. */
  readonly hosts?: readonly string[]
  /** What is sent to what is not known; absent: as the mesh says. */
  readonly registryOnly?: boolean
  /** Listeners of its own take the place of what Services say about the pods' ports, and are not read. */
  readonly replacesPorts: boolean
  readonly created: string
  readonly certain: boolean
}

export function compileSidecarResource(object: KubeObject): Compiled {
  const reading = new Reading(object)
  readInto(reading, object)
  return {
    policies: [],
    transports: [],
    problems: reading.problems,
    dependsOn: [],
  }
}

export const readSidecarResource = (object: KubeObject): SidecarResource =>
  readInto(new Reading(object), object)

const specKeys = ['workloadSelector', 'ingress', 'egress', 'outboundTrafficPolicy', 'inboundConnectionPool']

function readInto(reading: Reading, object: KubeObject): SidecarResource {
  const written = spec(object) ?? {}
  const body = isMap(written) ? written : {}
  if (!isMap(written)) reading.refuse('bad-spec', ['spec'], `${quote(written)} is no map`, 'write `egress`')
  reading.onlyKeys(body, ['spec'], specKeys)
  const selector = readWorkloads(reading, present(body, 'workloadSelector'))
  const hosts = readHosts(reading, present(body, 'egress'))
  const outbound = present(body, 'outboundTrafficPolicy')
  const ingress = present(body, 'ingress')
  return {
    ref: object.ref,
    namespace: object.ref.namespace ?? 'default',
    ...(selector && { selector }),
    ...(hosts && { hosts }),
    ...(isMap(outbound) && { registryOnly: present(outbound, 'mode') === 'REGISTRY_ONLY' }),
    replacesPorts: isList(ingress) && ingress.length > 0,
    created: createdOf(object),
    certain: !reading.refused,
  }
}

function readWorkloads(reading: Reading, value: Json | undefined): Map<string, string> | undefined {
  if (value === undefined) return undefined
  const path = ['spec', 'workloadSelector']
  if (!isMap(value)) {
    reading.refuse('bad-selector', path, `${quote(value)} is no selector`, 'write `labels`')
    return undefined
  }
  reading.onlyKeys(value, path, ['labels'])
  return readLabelMap(reading, present(value, 'labels'), below(path, 'labels'))
}

function readHosts(reading: Reading, value: Json | undefined): string[] | undefined {
  if (value === undefined) return undefined
  const path: Path = ['spec', 'egress']
  if (!isList(value)) {
    reading.refuse('bad-egress', path, `${quote(value)} is no list`, 'start each listener with a dash')
    return undefined
  }
  return value.flatMap((listener, at) => {
    const here = below(path, at)
    const hosts = isMap(listener) ? present(listener, 'hosts') : undefined
    const texts = isList(hosts) ? hosts.filter(host => typeof host === 'string' && host.includes('/')) : []
    if (!isList(hosts) || texts.length < hosts.length || texts.length === 0)
      reading.refuse('bad-egress', here, `${quote(hosts)} are no hosts`, 'write `hosts: ["NAMESPACE/HOST"]`')
    return texts.filter(host => typeof host === 'string')
  })
}

/** What the Sidecar resources of a cluster say to the proxies of a pod. */
export class SidecarResources {
  private readonly sorted: readonly SidecarResource[]

  constructor(
    all: readonly SidecarResource[],
    private readonly rootNamespace: string,
  ) {
    this.sorted = [...all].sort(byAge)
  }

  /** In the order in which they are looked for: of the pod, of its namespace, of the root; `unsure` where that hangs on doubt. */
  of(namespace: string, labels: ReadonlyMap<string, string>): SidecarResource | 'unsure' | undefined {
    const meant = [
      this.sorted.filter(
        each => each.namespace === namespace && each.selector && hasLabels(labels, each.selector),
      ),
      this.sorted.filter(each => each.namespace === namespace && !each.selector),
      this.sorted.filter(each => each.namespace === this.rootNamespace && !each.selector),
    ]
    for (const [first, second] of meant) {
      if (!first) continue
      return !first.certain || (second && second.created === first.created) ? 'unsure' : first
    }
    return undefined
  }

  /** Namespaces whose clients do not all look alike because of these. */
  get peculiar(): ReadonlySet<string> | 'all' {
    return this.sorted.some(each => each.namespace === this.rootNamespace && !each.selector)
      ? 'all'
      : new Set(this.sorted.map(({ namespace }) => namespace))
  }
}

/** Whether the proxies of a namespace that heed a Sidecar resource know a Service. */
export function knowsService(
  sidecar: SidecarResource | undefined,
  client: string,
  { namespace, name, exportTo }: Service,
): boolean {
  if (exportTo && !exportTo.some(to => to === '*' || to === client || (to === '.' && namespace === client)))
    return false
  if (!sidecar?.hosts) return true
  return sidecar.hosts.some(text => {
    const slash = text.indexOf('/')
    const scope = text.slice(0, slash)
    const inScope = scope === '*' || scope === namespace || (scope === '.' && namespace === client)
    return inScope && meansHost(text.slice(slash + 1), serviceHost(namespace, name))
  })
}
