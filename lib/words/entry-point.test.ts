import { describe, expect, it } from 'vitest'
import { parseBlock, wholeSpace, type AddressRange } from '../model/address'
import type { EntryPoint } from '../model/entry-point'
import { entryReasonText, entryWayText } from './entry-point'

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
