import { describe, expect, it } from 'vitest'
import { meshPod, meshService, openMesh } from '../../../test/kit/mesh'
import type { ServicePort } from '../../model/inventory'
import { protocolOf } from './port-protocol'

const rows: readonly (readonly [Partial<ServicePort>, string])[] = [
  [{ name: 'http' }, 'http'],
  [{ name: 'HTTP-api' }, 'http'],
  [{ name: 'http2' }, 'http'],
  [{ name: 'grpc-x' }, 'http'],
  [{ name: 'grpc-web-x' }, 'http'],
  [{ name: 'tcp-db' }, 'tcp'],
  [{ name: 'mysql' }, 'tcp'],
  [{ name: 'https' }, 'tls'],
  [{ name: 'tls-x' }, 'tls'],
  [{ name: 'httpx' }, 'sniffed'],
  [{ name: 'my-http' }, 'sniffed'],
  [{}, 'sniffed'],
  [{ name: 'udp-x' }, 'unmeshed'],
  [{ name: 'http', protocol: 'UDP' }, 'unmeshed'],
  [{ port: 3306 }, 'tcp'],
  [{ port: 25 }, 'tcp'],
  [{ port: 53 }, 'tcp'],
  [{ port: 27017 }, 'tcp'],
  [{ port: 3306, name: 'http' }, 'http'],
  // What the port says of itself goes before its name.
  [{ appProtocol: 'http', name: 'tcp' }, 'http'],
  [{ appProtocol: 'kubernetes.io/h2c', name: 'tcp' }, 'http'],
  [{ appProtocol: 'kubernetes.io/ws', name: 'tcp' }, 'http'],
  [{ appProtocol: 'kubernetes.io/wss', name: 'http' }, 'tls'],
  [{ appProtocol: 'example.org/x', name: 'http' }, 'http'],
]

describe('protocol of a port', () => {
  it.each(rows)('%j: %s', (port, expected) => {
    expect(protocolOf({ protocol: 'TCP', port: 80, target: 80, ...port })).toBe(expected)
  })

  it('is what the application is taken to speak', () => {
    const { wire, hops } = openMesh([
      meshPod('out/plain', 'naked'),
      meshPod('shop/api', 'sidecar'),
      meshService('shop/api', { ports: ['http:1', 'tls:2', 'tcp:3', 'any:4'] }),
    ])
    const seen = [1, 2, 3, 4, 5].map(port => {
      const question = `out/plain -> shop/api ${port}`
      return `${wire(question)} ${hops(question)[0]?.enforcer.sees}`
    })
    expect(seen).toEqual([
      'plaintext any requests',
      'app-tls any bytes',
      'plaintext any bytes',
      'plaintext any bytes',
      'plaintext any bytes',
    ])
  })

  it('of two Services that differ the one that was made first counts', () => {
    const world = (http: string, tcp: string): unknown =>
      openMesh([
        meshPod('out/plain', 'naked'),
        meshPod('shop/api', 'sidecar'),
        meshService('shop/a', { ports: ['http:8080'], selector: 'app: api', created: http }),
        meshService('shop/b', { ports: ['tcp:8080'], selector: 'app: api', created: tcp }),
      ]).hops('out/plain -> shop/api 8080 service as http')[0]?.enforcer.sees
    expect(world('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')).toBe('requests')
    expect(world('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).toBe('bytes')
  })
})
