/** Objects of a mesh that random meshes lack, because not every question about them has one answer: to edit a mesh with. */
import fc from 'fast-check'
import { policyOf, policyPlan } from '../third-opinion/random-mesh-policies'
import { named, written, type Unnamed } from '../third-opinion/random-mesh-names'

const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const place = pick('red', 'blue', 'istio-system')
const some = pick(undefined, { matchLabels: { app: 'a' } }, { matchLabels: { app: 'b' } })
const age = fc.nat(99)

/** Whose tokens verify where, and which of their claims are lists of words. */
const requestAuthentication: fc.Arbitrary<Unnamed> = fc
  .record({ namespace: place, selector: some, words: pick(undefined, ['group']), age })
  .map(({ namespace, selector, words, age: born }) =>
    named(
      'security.istio.io/v1',
      'RequestAuthentication',
      { namespace },
      {
        spec: written({
          selector,
          jwtRules: [written({ issuer: 'https://a.example', spaceDelimitedClaims: words })],
        }),
      },
      born,
    ),
  )

/** Policies whose rules are about tokens. */
const aboutTokens: fc.Arbitrary<Unnamed> = fc
  .record({
    plan: policyPlan,
    key: pick('request.auth.claims[group]', 'request.auth.principal'),
    action: pick('ALLOW', 'DENY'),
  })
  .map(({ plan, key, action }) =>
    policyOf({
      ...plan,
      body: { action, rules: [{ when: [{ key, values: ['*a', 'https://a.example/*'] }] }] },
    }),
  )

/** Policies that ask one of two authorizers, of which each pod has one at most. */
const custom: fc.Arbitrary<Unnamed> = fc
  .record({ plan: policyPlan, name: pick('one', 'other') })
  .map(({ plan, name }) => policyOf({ ...plan, body: { action: 'CUSTOM', provider: { name }, rules: [{}] } }))

const sidecar: fc.Arbitrary<Unnamed> = fc
  .record({
    namespace: place,
    selector: pick(undefined, { app: 'a' }),
    host: pick('./*', 'red/*', '*/*'),
    age,
  })
  .map(({ namespace, selector, host, age: born }) =>
    named(
      'networking.istio.io/v1',
      'Sidecar',
      { namespace },
      {
        spec: written({
          workloadSelector: selector && { labels: selector },
          egress: [{ hosts: [host] }],
        }),
      },
      born,
    ),
  )

/** A name for the addresses of pods. */
const serviceEntry: fc.Arbitrary<Unnamed> = fc
  .record({
    namespace: place,
    block: pick('10.244.0.1', '10.244.0.0/30'),
    location: pick('MESH_INTERNAL', 'MESH_EXTERNAL'),
    age,
  })
  .map(({ namespace, block, location, age: born }) =>
    named(
      'networking.istio.io/v1',
      'ServiceEntry',
      { namespace },
      {
        spec: {
          hosts: ['named.example'],
          addresses: [block],
          location,
          ports: [{ number: 9000, name: 'tcp', protocol: 'TCP' }],
        },
      },
      born,
    ),
  )

const virtualService: fc.Arbitrary<Unnamed> = fc
  .record({ namespace: place, host: pick('web', 'api'), age })
  .map(({ namespace, host, age: born }) =>
    named(
      'networking.istio.io/v1',
      'VirtualService',
      { namespace },
      {
        spec: {
          hosts: [host],
          tcp: [{ route: [{ destination: { host, subset: 'new' } }] }],
        },
      },
      born,
    ),
  )

export const meshObject: fc.Arbitrary<Unnamed> = fc.oneof(
  requestAuthentication,
  aboutTokens,
  custom,
  sidecar,
  serviceEntry,
  virtualService,
)
