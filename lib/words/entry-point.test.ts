import { describe, expect, it } from 'vitest'
import { parseBlock, wholeSpace, type AddressRange } from '../model/address'
import type { EntryPoint } from '../model/entry-point'
import { entryFacts, entryReasonText, entryWayText } from './entry-point'

const way = (more: Partial<EntryPoint>): string =>
  entryWayText({ via: 'controller', through: [], hosts: [], paths: [], ports: [], ...more })

const block = (text: string): AddressRange => {
  const found = parseBlock(text)
  if (!found) throw new Error(text)
  return { family: found.family, first: found.first, last: found.last }
}

describe('what a way is', () => {
  it.each([
    [{}, 'through its controller'],
    [
      { hosts: ['a.example', 'b.example'], paths: ['/pay'] },
      'for a.example and b.example, path /pay, through its controller',
    ],
    [
      { through: [{ group: '', kind: 'Gateway', namespace: 'edge', name: 'public' }], ports: [80, 443] },
      'through Gateway edge/public, ports 80 and 443',
    ],
    [{ via: 'load-balancer', ports: [443] }, 'through its load balancer, port 443'],
    [{ via: 'node-port', ports: [30080] }, 'through a port of every node, port 30080'],
    [{ via: 'external-address', hosts: ['203.0.113.9'] }, 'through an external address, 203.0.113.9'],
    [{ hosts: ['a\u202eb'] }, 'for a\\u202eb, through its controller'],
  ] as const)('%j', (more, expected) => {
    expect(way(more)).toBe(expected)
  })
})

describe('why it lets through, or not', () => {
  it.each([
    [['203.0.113.0/24'], 'deny', '203.0.113.0-203.0.113.255 is let in, others are not let in'],
    [
      ['0.0.0.0/0'],
      'unknown',
      'every IPv4 address is let in, for others it depends on whether the policies see the client’s address or that of a node',
    ],
    [
      ['1.0.0.0/8', '3.0.0.0/8'],
      'deny',
      '1.0.0.0-1.255.255.255 and 3.0.0.0-3.255.255.255 are let in, others are not let in',
    ],
    [
      ['1.0.0.0/8', '3.0.0.0/8', '5.0.0.0/8', '7.0.0.0/8'],
      'deny',
      '4 address ranges are let in, others are not let in',
    ],
  ] as const)('addresses %j', (blocks, elsewhere, expected) => {
    expect(entryReasonText({ reason: 'some-addresses', from: blocks.map(block), elsewhere })).toBe(expected)
  })

  it('or what else decides', () => {
    expect(entryReasonText({ reason: 'everyone', from: [wholeSpace(4)] })).toBe('whoever comes is let in')
    expect(entryReasonText({ reason: 'controller-unknown', from: [] })).toBe(
      'it depends on where the controller runs, which cannot be told',
    )
  })
})

describe('what is known of a way besides', () => {
  const service = { group: '', kind: 'Service', namespace: 'edge', name: 'gw' }

  it.each([
    [{ ends: 'nowhere', client: 'not-asked' }, 'No TLS is asked for at the gateway.'],
    [{ ends: 'redirected', client: 'not-asked' }, 'Requests without TLS are told to come back with it.'],
    [
      { ends: 'controller', client: 'not-asked' },
      'TLS ends at the gateway, which asks for no client certificate. Its certificate is in a Secret, which is never read: without one nothing is served there.',
    ],
    [
      { ends: 'controller', client: 'optional' },
      'TLS ends at the gateway, which looks at a client certificate and lets in who has none. Its certificate is in a Secret, which is never read: without one nothing is served there.',
    ],
    [
      { ends: 'controller', client: 'required' },
      'TLS ends at the gateway, which requires a client certificate. Its certificate is in a Secret, which is never read: without one nothing is served there, and whose certificates it takes is not known.',
    ],
    [
      { ends: 'controller', client: 'mesh-identity' },
      'TLS ends at the gateway, which takes members of the mesh alone; whether anybody outside is one is not known.',
    ],
    [
      { ends: 'pods', client: 'unknown' },
      'TLS passes the gateway unopened and ends at the pods; whether they ask for a client certificate is not known.',
    ],
    [
      { ends: 'pods', client: 'mesh-identity' },
      'TLS passes the gateway unopened and ends at the pods, which meet the client’s own identity.',
    ],
    [{ ends: 'unknown', client: 'unknown' }, 'Where TLS ends could not be read.'],
  ] as const)('TLS: %j', (tls, expected) => {
    expect(entryFacts({ tls }, {})).toEqual([expected])
  })

  it.each([
    [
      [],
      'No Service and no port of a node is known to lead to the pods of the gateway: nothing outside reaches it, as far as is known.',
    ],
    [
      [
        { via: 'load-balancer', service, ports: [80, 443], verdict: 'allow' },
        { via: 'host-network', ports: [443], verdict: 'deny' },
        { via: 'node-port', service, ports: [], verdict: 'unknown' },
      ],
      'The pods of the gateway are reached by the load balancer of Service edge/gw, ports 80 and 443 (allowed); by the network of their nodes, port 443 (denied); by a port of every node of Service edge/gw (unknown).',
    ],
  ] as const)('doors: %j', (doors, expected) => {
    expect(entryFacts({ doors }, {})).toEqual([expected])
  })

  it.each([
    ['mtls', 'spiffe://d/ns/edge/sa/gw', 'Behind it these pods see spiffe://d/ns/edge/sa/gw, by mutual TLS.'],
    ['plaintext', null, 'Behind it goes plaintext, and these pods see nobody’s identity.'],
    ['app-tls', null, 'Behind it goes TLS, and these pods see nobody’s identity of the mesh.'],
    ['fail', null, 'Behind it the handshake with these pods fails.'],
    ['unknown', 'unknown', 'What goes over the wire behind the gateway could not be told.'],
  ] as const)('behind it: %s, %s', (transport, principal, expected) => {
    expect(entryFacts({}, { transport, principal })).toEqual([expected])
  })

  it('nothing of the kind', () => {
    expect(entryFacts({}, {})).toEqual([])
  })
})
