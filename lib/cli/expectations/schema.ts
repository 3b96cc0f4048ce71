import { z } from 'zod'
import { parseAddress, parseBlock } from '../../model/address'
import { firstPort, lastPort } from '../../model/port'
import { causes, serverAcceptances, transports, trustClasses, verdicts } from '../../model/verdict'
import { isPortName } from '../flags'

/** The Expectations file (contract.md section 4); whatever is not named here is an error, never ignored. */

const text = z.string().min(1)
const verdict = z.enum(verdicts)
const cause = z.enum(causes)

const ofEachSide = <T extends z.ZodType>(value: T) =>
  z.strictObject({ egress: value.exactOptional(), ingress: value.exactOptional() })

const address = z
  .string()
  .refine(value => parseAddress(value) !== undefined, { error: 'must be an IP address' })

const end = z.union([
  text,
  z
    .strictObject({
      ip: address.exactOptional(),
      node: text.exactOptional(),
      fqdn: text.exactOptional(),
      entity: text.exactOptional(),
    })
    .refine(value => Object.keys(value).length === 1, {
      error: 'must be `namespace/name` or exactly one of `ip`, `node`, `fqdn` and `entity`',
    }),
])

const port = z.union([
  z.int().min(firstPort).max(lastPort),
  z
    .string()
    .refine(isPortName, { error: `must be a number from ${firstPort} to ${lastPort} or a port name` }),
])

const protocol = z.enum(['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6'])

const request = z.strictObject({
  method: text.exactOptional(),
  path: text.exactOptional(),
  host: text.exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  remoteIp: address.exactOptional(),
  jwt: z
    .strictObject({
      valid: z.boolean().exactOptional(),
      iss: text.exactOptional(),
      sub: text.exactOptional(),
      aud: z.union([text, z.array(text)]).exactOptional(),
      claims: z.record(z.string(), z.json()).exactOptional(),
    })
    .exactOptional(),
})

const expected = z
  .strictObject({
    verdict: verdict.exactOptional(),
    network: ofEachSide(verdict).exactOptional(),
    cause: ofEachSide(cause).exactOptional(),
    pending: ofEachSide(verdict).exactOptional(),
    authorization: verdict.exactOptional(),
    transport: z.enum(transports).exactOptional(),
    serverAccepts: z.enum(serverAcceptances).exactOptional(),
    through: z.array(text).exactOptional(),
    originPrincipal: text.nullable().exactOptional(),
    principal: text.nullable().exactOptional(),
    class: z.enum(trustClasses).exactOptional(),
    deciding: text.exactOptional(),
  })
  .refine(value => Object.keys(value).length > 0, { error: 'names nothing to compare' })

/** "This connection has that answer." */
export const connectionCase = z
  .strictObject({
    name: text.exactOptional(),
    from: end,
    to: end,
    address: z.enum(['service', 'headless', 'pod-ip']).exactOptional(),
    service: text.exactOptional(),
    port: port.exactOptional(),
    protocol: protocol.default('TCP'),
    icmp: z.strictObject({ type: z.int().exactOptional(), code: z.int().exactOptional() }).exactOptional(),
    speaks: z.enum(['http', 'tcp', 'tls']).exactOptional(),
    sni: text.exactOptional(),
    request: request.exactOptional(),
    expect: expected,
  })
  .superRefine((value, context) => {
    const portless = value.protocol.startsWith('ICMP')
    if (portless && value.port !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['port'],
        message: `must not be given: ${value.protocol} has no ports`,
      })
    if (!portless && value.port === undefined)
      context.addIssue({ code: 'custom', path: ['port'], message: 'is missing' })
    if (!portless && value.icmp)
      context.addIssue({
        code: 'custom',
        path: ['icmp'],
        message: `must not be given with ${value.protocol}`,
      })
  })

const labelSelector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).exactOptional(),
  matchExpressions: z
    .array(
      z
        .strictObject({
          key: text,
          operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
          values: z.array(z.string()).exactOptional(),
        })
        .refine(({ operator, values = [] }) => operator.endsWith('In') === values.length > 0, {
          error: 'must have `values` for In and NotIn, and none for Exists and DoesNotExist',
        }),
    )
    .exactOptional(),
})

const zone = z
  .strictObject({
    namespaceSelector: labelSelector.exactOptional(),
    podSelector: labelSelector.exactOptional(),
  })
  .refine(value => Object.keys(value).length > 0, {
    error: 'must have a `namespaceSelector` or a `podSelector`',
  })

/** "These never reach those." */
export const neverCase = z.strictObject({
  name: text.exactOptional(),
  fromZone: zone,
  toZone: zone,
  except: z
    .array(
      z.strictObject({
        from: text.exactOptional(),
        to: text.exactOptional(),
        port: port.exactOptional(),
        protocol: z.enum(['TCP', 'UDP', 'SCTP']).default('TCP'),
      }),
    )
    .default([]),
  expect: z.strictObject({ connections: z.literal('none') }),
})

export const file = z.strictObject({
  apiVersion: z.literal('podtrust.dev/v1alpha1'),
  kind: z.literal('Expectations'),
  settings: z
    .strictObject({
      engine: z.enum(['kubernetes', 'cilium', 'calico', 'none']).exactOptional(),
      assume: z
        .strictObject({
          meshTrustDomain: text.exactOptional(),
          podCIDRs: z
            .array(
              z.string().refine(value => parseBlock(value) !== undefined, { error: 'must be a CIDR block' }),
            )
            .exactOptional(),
        })
        .exactOptional(),
    })
    .default({}),
  cases: z.array(z.unknown()).refine(cases => cases.length > 0, { error: 'names no case' }),
})

export type ConnectionCase = z.infer<typeof connectionCase>
export type NeverCase = z.infer<typeof neverCase>
export type Expected = z.infer<typeof expected>
export type End = z.infer<typeof end>
export type Zone = z.infer<typeof zone>
export type LabelSelector = z.infer<typeof labelSelector>
export type FileSettings = z.infer<typeof file>['settings']
