import { addressText, parseAddress, parseBlock, type Block } from '../model/address'
import type { Service } from '../model/inventory'
import { distinct, problemOf, type Found, type Way } from '../model/entry-way'
import { dig, listOf, quote, textsOf } from '../model/json'
import type { KubeObject } from '../model/object'

/**
 * The ways that a Service itself opens: its load balancer, a port of every node (which a load balancer has too unless
 * told otherwise), and external addresses.
 */
export function serviceWays(object: KubeObject, service: Service): Found {
  const spec = dig(object.body, 'spec')
  const { type, namespace, name } = service
  const nodePorts = readNodePorts(object)
  const addresses = textsOf(dig(spec, 'externalIPs'))
  const backends = distinct(service.ports.map(({ protocol }) => protocol)).map(protocol => ({
    namespace,
    service: name,
    protocol,
    port: { of: 'every' } as const,
    path: [],
  }))
  const way = (via: Way['via'], more: Partial<Way> = {}): Way => ({
    object,
    via,
    through: [],
    hosts: [],
    paths: [],
    ports: service.ports.map(({ port }) => port),
    preservesClient: dig(spec, 'externalTrafficPolicy') === 'Local',
    doubts: [],
    backends,
    controllers: [],
    ...more,
  })
  const ranges = sourceRanges(object)
  const balanced = type === 'LoadBalancer'
  const onNodes = type === 'NodePort' || (balanced && dig(spec, 'allocateLoadBalancerNodePorts') !== false)
  return {
    ways: [
      ...(balanced
        ? [
            way('load-balancer', {
              doubts: ranges.doubts,
              ...(ranges.blocks.length > 0 && { onlyFrom: ranges.blocks }),
            }),
          ]
        : []),
      ...(onNodes ? [way('node-port', { ports: nodePorts })] : []),
      ...(type !== 'ExternalName' && addresses.length > 0
        ? [way('external-address', { hosts: addresses.map(shownAddress) })]
        : []),
    ],
    problems: balanced ? ranges.problems : [],
  }
}

function shownAddress(text: string): string {
  const address = parseAddress(text)
  return address ? addressText(address) : text
}

function readNodePorts(object: KubeObject): number[] {
  return listOf(dig(object.body, 'spec', 'ports'))
    .map(port => dig(port, 'nodePort'))
    .filter(port => typeof port === 'number')
}

/** `loadBalancerSourceRanges`; one that does not parse narrows nothing, and that is said. */
function sourceRanges(object: KubeObject): {
  blocks: Block[]
  doubts: string[]
  problems: Found['problems']
} {
  const path = ['spec', 'loadBalancerSourceRanges']
  const written = textsOf(dig(object.body, ...path))
  const blocks = written.map(text => parseBlock(text.trim()))
  const bad = blocks.findIndex(block => block === undefined)
  if (bad < 0) return { blocks: blocks.filter(block => block !== undefined), doubts: [], problems: [] }
  return {
    blocks: [],
    doubts: ['its loadBalancerSourceRanges do not parse, so they are taken as not there'],
    problems: [
      problemOf(
        object,
        'bad-cidr',
        [...path, bad],
        `takes its load balancer's traffic from ${quote(written[bad])}, which is no CIDR block`,
        'write `address/prefix`, e.g. `203.0.113.0/24`',
      ),
    ],
  }
}
