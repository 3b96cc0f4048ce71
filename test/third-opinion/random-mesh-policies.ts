import fc from 'fast-check'
import { ROOT } from './mesh/settings'
import { named, type Unnamed } from './random-mesh-names'
import type { Json, RawObject } from './raw'

const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)

const some = (...values: string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(pick(...values), { minLength: 1, maxLength: 2 })

/** Some of the fields, at least one. */
const someOf = (fields: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<RawObject> =>
  fc
    .subarray(Object.keys(fields), { minLength: 1, maxLength: Math.min(2, Object.keys(fields).length) })
    .chain(keys => fc.record(Object.fromEntries(keys.map(key => [key, fields[key] ?? fc.constant(null)]))))

const principals = some(
  '*',
  'cluster.local/ns/red/sa/cart',
  'cluster.local/ns/blue/sa/shop',
  'cluster.local/ns/red/*',
  'corp/ns/red/sa/cart',
  'old/ns/blue/sa/cart',
  '*/sa/shop',
  '*/ns/red/sa/wp',
  'spiffe://cluster.local/ns/red/sa/cart',
)
const namespaces = some('red', 'blue', 'r*', '*', '*ue')
const blocks = some('10.244.0.0/30', '10.244.0.2', '10.244.9.0/24', '0.0.0.0/0')

const source: fc.Arbitrary<RawObject> = fc.oneof(
  {
    weight: 4,
    arbitrary: someOf({
      principals,
      notPrincipals: principals,
      namespaces,
      notNamespaces: namespaces,
      ipBlocks: blocks,
      notIpBlocks: blocks,
    }),
  },
  someOf({
    serviceAccounts: some('red/cart', 'blue/shop', 'cart', 'red/wp'),
    ipBlocks: blocks,
  }),
  someOf({ notServiceAccounts: some('red/cart', 'shop') }),
)

const ports = some('8080', '9000', '7000', '6000', '80', '90')
const methods = some('GET', 'POST', 'G*', '*')
const paths = some('/a', '/admin*', '*.html', '*', '/a/{*}', '/a/{**}')
const hosts = some('web', 'web:*', 'api', '*')

const operation: fc.Arbitrary<RawObject> = someOf({
  ports,
  notPorts: ports,
  methods,
  notMethods: methods,
  paths,
  notPaths: paths,
  hosts,
  notHosts: hosts,
})

const condition: fc.Arbitrary<RawObject> = fc
  .oneof(
    fc.tuple(fc.constant('source.principal'), principals),
    fc.tuple(fc.constant('source.namespace'), namespaces),
    fc.tuple(fc.constant('source.ip'), blocks),
    fc.tuple(fc.constant('destination.port'), ports),
    { weight: 3, arbitrary: fc.tuple(fc.constant('request.headers[x-a]'), some('1', '2')) },
  )
  .chain(([key, values]) => pick('values', 'notValues').map(word => ({ key, [word]: values })))

const from = fc.array(
  source.map(each => ({ source: each })),
  { minLength: 1, maxLength: 2, size: 'max' },
)
const to = fc.array(
  operation.map(each => ({ operation: each })),
  { minLength: 1, maxLength: 2, size: 'max' },
)
const when = fc.array(condition, { minLength: 1, maxLength: 2, size: 'max' })

export const rule: fc.Arbitrary<RawObject> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ from }) },
  { weight: 12, arbitrary: fc.record({ to }) },
  { weight: 3, arbitrary: fc.record({ from, to }) },
  { weight: 4, arbitrary: fc.record({ when }) },
  { weight: 2, arbitrary: fc.record({ from, to, when }) },
)

const target: fc.Arbitrary<RawObject> = pick<RawObject>(
  { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'wp' },
  { group: '', kind: 'Service', name: 'web' },
  { group: '', kind: 'Service', name: 'api' },
)

/** For whom a policy is: a namespace, pods, or what a waypoint stands before. */
const place: fc.Arbitrary<PolicyPlan['place']> = fc.oneof(
  { weight: 2, arbitrary: pick('red', 'blue', ROOT).map(namespace => ({ namespace, spec: {} })) },
  {
    weight: 2,
    arbitrary: fc.tuple(pick('red', 'blue', ROOT), pick('a', 'b')).map(([namespace, app]) => ({
      namespace,
      spec: { selector: { matchLabels: { app } } },
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(pick('red', 'blue'), fc.array(target, { minLength: 1, maxLength: 2 }))
      .map(([namespace, targetRefs]) => ({ namespace, spec: { targetRefs } })),
  },
  fc.constant<PolicyPlan['place']>({
    namespace: ROOT,
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' }],
    },
  }),
)

/** With at least one rule if it denies; without that, one that allows may also have none. */
const body: fc.Arbitrary<RawObject> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(rule, { minLength: 1, maxLength: 3 }).map(rules => ({ action: 'ALLOW', rules })),
  },
  {
    weight: 4,
    arbitrary: fc.array(rule, { minLength: 1, maxLength: 2 }).map(rules => ({ action: 'DENY', rules })),
  },
  pick<RawObject>({}, { action: 'ALLOW', rules: [] }, { rules: [{}] }),
)

/** A place for policies, and what they may say there. */
export interface PolicyPlan {
  readonly place: { readonly namespace: string; readonly spec: RawObject }
  readonly body: RawObject
  readonly tried: 'dry-run' | 'revision' | undefined
  readonly age: number
}

export const policyPlan: fc.Arbitrary<PolicyPlan> = fc.record({
  place,
  body,
  tried: fc.constant(undefined),
  age: fc.nat(9999),
})

export const policyOf = ({ place: { namespace, spec }, body: said, tried, age }: PolicyPlan): Unnamed =>
  named(
    'security.istio.io/v1',
    'AuthorizationPolicy',
    {
      namespace,
      ...(tried === 'dry-run' && { annotations: { 'istio.io/dry-run': 'true' } }),
      ...(tried === 'revision' && { labels: { 'istio.io/rev': 'canary' } }),
    },
    { spec: { ...spec, ...said } },
    age,
  )

/** One in seven is only tried out, or for another revision. */
export const authorizationPolicy: fc.Arbitrary<Unnamed> = fc
  .tuple(
    policyPlan,
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      pick<PolicyPlan['tried']>('dry-run', 'revision'),
    ),
  )
  .map(([plan, tried]) => policyOf({ ...plan, tried }))
