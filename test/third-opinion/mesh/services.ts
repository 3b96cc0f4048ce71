import { nameOf, namespaceOf } from '../ends'
import { labelsAt, type Labels } from '../labels'
import { at, listAt, textAt, type Json, type RawObject } from '../raw'
import type { Member } from './members'
import { ofKind } from './settings'

export type Declared = 'http' | 'tcp' | 'sniffed'

/** One Service by which a port of a pod can be dialled. */
export interface Exposed {
  readonly namespace: string
  readonly name: string
  readonly headless: boolean
  readonly labels: Labels
  /** Port of the Service. */
  readonly port: number
  readonly declared: Declared
  readonly endpoints: readonly Member[]
}

/** Every Service that leads to a port of a pod. */
export function servicesOf(
  objects: readonly RawObject[],
  members: readonly Member[],
  server: Member,
  port: number,
): Exposed[] {
  const found: Exposed[] = []
  for (const service of ofKind(objects, 'Service')) {
    const endpoints = members.filter(member => isEndpoint(service, member))
    if (!endpoints.includes(server)) continue
    for (const entry of listAt(service, 'spec', 'ports'))
      if (targetOf(entry, server) === port)
        found.push({
          namespace: namespaceOf(service),
          name: nameOf(service),
          headless: at(service, 'spec', 'clusterIP') === 'None',
          labels: labelsAt(service, 'metadata', 'labels'),
          port: Number(at(entry, 'port')),
          declared: declaredBy(entry),
          endpoints,
        })
  }
  return found
}

function isEndpoint(service: RawObject, member: Member): boolean {
  if (member.namespace !== namespaceOf(service)) return false
  const wanted = labelsAt(service, 'spec', 'selector')
  return [...wanted].every(([key, value]) => member.labels.get(key) === value)
}

function targetOf(entry: Json, server: Member): number | undefined {
  const target = at(entry, 'targetPort') ?? at(entry, 'port')
  return typeof target === 'string' ? server.namedPorts.get(target) : Number(target)
}

/** Section 6, protocol: `appProtocol`, else the name of the port up to its first dash, else what is sniffed. */
function declaredBy(entry: Json): Declared {
  const word = textAt(entry, 'appProtocol') ?? (textAt(entry, 'name') ?? '').split('-')[0] ?? ''
  if (['http', 'http2', 'grpc', 'grpc-web', 'kubernetes.io/h2c', 'kubernetes.io/ws'].includes(word))
    return 'http'
  if (['tcp', 'tls', 'https', 'mongo', 'mysql', 'redis', 'kubernetes.io/wss'].includes(word)) return 'tcp'
  return 'sniffed'
}
