import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { open } from '../../test/kit/world'
import type { ObjectRef } from '../model/object'
import type { PolicyEffects } from '../model/policy-report'
import type { Settings } from '../model/settings'

/** Three pods, so that each is an end of six ordered pairs: two others and the internet, both ways. */
const cluster = [
  namespace('x'),
  pod('x/web', { labels: 'app: web', ports: ['http:8080'] }),
  pod('x/api', { labels: 'app: api', ports: ['grpc:9090'] }),
  pod('x/db', { labels: 'app: db', ports: ['sql:5432'] }),
]

const named = (name: string, kind = 'NetworkPolicy', group = 'networking.k8s.io'): ObjectRef => ({
  group,
  kind,
  namespace: 'x',
  name,
})

const effects = (
  documents: readonly string[],
  ref: ObjectRef = named('p'),
  settings: Partial<Settings> = {},
): PolicyEffects => open([...cluster, ...documents], settings).policyEffects(ref)

const numbers = ({ allows, denies, soleAllow, unknown }: PolicyEffects): number[] => [
  allows,
  denies,
  soleAllow,
  unknown,
]

const pairs = (of: PolicyEffects): string[] =>
  of.pairs.map(
    ({ from, to, effect, sole, port }) =>
      `${effect}${sole ? ' alone' : ''} ${from} => ${to}${port ? ` ${port.protocol} ${port.port}` : ''}`,
  )

const db = '{podSelector: {matchLabels: {app: db}}'
const fromApi = `${db}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: sql}]}]}`

describe('what a policy does', () => {
  it('is nothing where it selects nobody or is none', () => {
    expect(numbers(effects([networkPolicy('x/p', '{podSelector: {matchLabels: {app: none}}}')]))).toEqual([
      0, 0, 0, 0,
    ])
    expect(numbers(effects([], named('nowhere')))).toEqual([0, 0, 0, 0])
  })

  it('of a default deny is to shut every pair of the pods it selects, in the directions that it has', () => {
    expect(numbers(effects([networkPolicy('x/p', `${db}}`)]))).toEqual([0, 3, 0, 0])
    expect(numbers(effects([networkPolicy('x/p', `${db}, policyTypes: [Ingress, Egress]}`)]))).toEqual([
      0, 6, 0, 0,
    ])
    // All three pods: their six pairs and six with the internet, each counted once though both ends shut it.
    expect(numbers(effects([networkPolicy('x/p', '{policyTypes: [Ingress, Egress]}')]))).toEqual([
      0, 12, 0, 0,
    ])
  })

  it('of an allow rule is its pairs, alone where no other rule lets them in', () => {
    const alone = effects([networkPolicy('x/p', fromApi)])
    expect(numbers(alone)).toEqual([1, 2, 1, 0])
    expect(pairs(alone)).toEqual([
      'allows alone x/api[Pod] => x/db[Pod] TCP 5432',
      'denies x/web[Pod] => x/db[Pod]',
      'denies internet => x/db[Pod]',
    ])
    expect(numbers(effects([networkPolicy('x/p', fromApi), networkPolicy('x/q', fromApi)]))).toEqual([
      1, 2, 0, 0,
    ])
  })

  it('is alone where the other rule lets in other ports only', () => {
    const all = networkPolicy('x/p', `${db}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]}`)
    expect(numbers(effects([all, networkPolicy('x/q', fromApi)]))).toEqual([1, 2, 1, 0])
    expect(numbers(effects([all, networkPolicy('x/q', fromApi)], named('q')))).toEqual([1, 2, 0, 0])
  })

  it('does not count a pair that the other side keeps out', () => {
    const shut = networkPolicy('x/shut', '{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress]}')
    expect(numbers(effects([networkPolicy('x/p', fromApi), shut]))).toEqual([0, 2, 0, 0])
  })

  it('does not deny what another policy lets through at the same side', () => {
    const deny = networkPolicy('x/p', `${db}}`)
    expect(numbers(effects([deny, networkPolicy('x/q', fromApi)]))).toEqual([0, 2, 0, 0])
  })

  it('counts all addresses outside as one endpoint, denied only where every one is', () => {
    const some = networkPolicy(
      'x/p',
      `${db}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 5432}]}]}`,
    )
    const told = effects([some])
    expect(numbers(told)).toEqual([1, 2, 1, 0])
    expect(pairs(told)[0]).toBe('allows alone internet => x/db[Pod] TCP 5432')
  })

  it('of a workload whose pods differ is denied only where all of them are shut', () => {
    const replicas = ['blue', 'green'].map(track =>
      pod(`x/a-${track}`, { labels: `app: a, track: ${track}`, owner: 'ReplicaSet/a' }),
    )
    const blue = networkPolicy('x/p', '{podSelector: {matchLabels: {track: blue}}}')
    expect(numbers(effects([...replicas, blue]))).toEqual([0, 0, 0, 0])
    const green = networkPolicy('x/q', '{podSelector: {matchLabels: {track: green}}}')
    expect(numbers(effects([...replicas, blue, green]))).toEqual([0, 4, 0, 0])
  })

  it('leaves out what the platform lets through whatever policies say', () => {
    const agent = pod('x/agent', { hostNetwork: true, node: 'n' })
    const near = pod('x/near', { node: 'n' })
    const policy = networkPolicy('x/p', '{podSelector: {matchLabels: {app: near}}}')
    expect(pairs(effects([agent, near, policy]))).not.toContain('denies x/agent[Pod] => x/near[Pod]')
    expect(numbers(effects([agent, near, policy]))).toEqual([0, 4, 0, 0])
    expect(numbers(effects([pod('x/agent', { hostNetwork: true, node: 'm' }), near, policy]))).toEqual([
      0, 5, 0, 0,
    ])
  })

  it('is nothing where nobody enforces it', () => {
    expect(numbers(effects([networkPolicy('x/p', fromApi)], named('p'), { engine: 'none' }))).toEqual([
      0, 0, 0, 0,
    ])
  })
})

describe('a policy in doubt', () => {
  const cilium = named('p', 'CiliumNetworkPolicy', 'cilium.io')

  it('makes unknown what it could change, and allows and denies nothing', () => {
    const unread = object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p')
    // The six pairs of pods and six with the internet are open without it.
    expect(numbers(effects([unread], cilium))).toEqual([0, 0, 0, 12])
  })

  it('makes nothing unknown that another side denies for sure', () => {
    const firewall = object('k8s.ovn.org/v1', 'EgressFirewall', 'x/p')
    const ref = named('p', 'EgressFirewall', 'k8s.ovn.org')
    // It may cut what leaves each of the three; beside a default deny there is nothing left to cut.
    expect(numbers(effects([firewall], ref))).toEqual([0, 0, 0, 9])
    expect(numbers(effects([firewall, networkPolicy('x/q', '{policyTypes: [Egress]}')], ref))).toEqual([
      0, 0, 0, 0,
    ])
  })

  it('makes nothing unknown by a doubt that is settled elsewhere', () => {
    const refused = networkPolicy('x/p', fromApi.replace('ingress:', 'policyTypes: [Ingress, Odd], ingress:'))
    // Alone it may not exist, and then the database is open.
    expect(numbers(effects([refused]))[3]).toBeGreaterThan(0)
    const sure = networkPolicy('x/q', fromApi)
    expect(effects([refused, sure]).pairs.filter(({ to }) => to === 'x/db[Pod]')).toEqual([])
  })
})

describe('the pairs', () => {
  it('are the first of them, and the counts hold all', () => {
    const many = Array.from({ length: 210 }, (_, i) => pod(`x/p${i}`))
    const found = effects([...many, networkPolicy('x/p', `${db}}`)])
    expect([found.denies, found.pairs.length]).toEqual([213, 200])
  })
})
