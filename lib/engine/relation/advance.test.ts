import { describe, expect, it } from 'vitest'
import { clusterNetworkPolicy, namespace, networkPolicy, pod } from '../../../test/kit/manifests'
import { captureOf } from '../../../test/kit/world'
import { compile } from '../../analyze'
import type { Gap } from '../../model/capture'
import { defaultSettings } from '../../model/settings'
import { worldsOf } from '../worlds'
import { advance } from './advance'
import { Connections } from './connections'
import { openRelation } from './open'
import type { Relation, Worlds } from './relation'

function worldsFrom(documents: readonly string[], gaps: readonly Gap[] = []): Worlds {
  const capture = captureOf(documents, gaps)
  const { world, other } = worldsOf(capture, compile(capture), defaultSettings)
  return { world: { ...world, hidesLabel: hidesNothing }, ...(other && { other }) }
}

const hidesNothing = (): boolean => false

const texts = (relation: Relation, { world }: Worlds): string[] =>
  [...new Connections(relation).all(world.inventory.workloads)]
    .map(each =>
      JSON.stringify(each, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
    )
    .sort()

/** Goes from one world to another and says whether the relation followed in place. */
function follows(before: Worlds, after: Worlds): boolean {
  const relation = openRelation(before)
  const wanted = texts(openRelation(after), after)
  expect(texts(relation, before)).not.toEqual(wanted)
  const advanced = advance(relation, after)
  expect(texts(advanced.relation, after)).toEqual(wanted)
  return advanced.relation === relation
}

describe('a relation goes to another world in place where', () => {
  const rest = [
    namespace('shop'),
    pod('shop/db', { ip: '10.0.0.9' }),
    networkPolicy(
      'shop/db',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}, {ipBlock: {cidr: 10.1.0.0/16}}]}]}',
    ),
    networkPolicy(
      'shop/to-http',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]}',
    ),
  ]
  const web = { labels: 'app: other', ip: '10.0.0.1', ports: ['http:80'] }

  it.each([
    ['labels', { ...web, labels: 'app: web' }],
    ['address', { ...web, ip: '10.1.0.1' }],
    ['named ports', { ...web, ports: ['http:81'] }],
  ])('a pod changes nothing but its %s', (_, changed) => {
    const [before, after] = [web, changed].map(options => worldsFrom([...rest, pod('shop/web', options)]))
    if (!before || !after) throw new Error('there are two')
    expect(follows(before, after)).toBe(true)
    expect(follows(after, before)).toBe(true)
  })

  it('the labels of a namespace change, are hidden, or come to light', () => {
    const objects = [
      namespace('shop', 'team: a'),
      pod('shop/web'),
      pod('shop/db'),
      clusterNetworkPolicy(
        'closed',
        '{tier: Admin, priority: 1, subject: {namespaces: {matchLabels: {team: a}}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}',
      ),
    ]
    const known = worldsFrom(objects)
    const other = worldsFrom([namespace('shop', 'team: b'), ...objects.slice(1)])
    const hidden = worldsFrom(objects, [{ kind: 'namespace-labels', namespace: 'shop', reason: 'forbidden' }])
    expect(follows(known, hidden)).toBe(true)
    expect(follows(hidden, known)).toBe(true)
    expect(follows(known, other)).toBe(true)
  })
})

describe('a relation is made anew where a policy', () => {
  const agents = ['a', 'b'].map(tier =>
    pod(`shop/agent-${tier}`, {
      labels: `app: agent, tier: ${tier}`,
      owner: 'StatefulSet/agent',
      ip: `10.0.0.${tier === 'a' ? 1 : 2}`,
    }),
  )
  it.each([
    ['is the first to ask for a label', '{podSelector: {matchLabels: {tier: a}}}'],
    [
      'is the first to name addresses',
      '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/32}}]}]}',
    ],
  ])('%s', (_, spec) => {
    const objects = [namespace('shop'), pod('shop/web'), ...agents]
    expect(follows(worldsFrom(objects), worldsFrom([...objects, networkPolicy('shop/new', spec)]))).toBe(
      false,
    )
  })
})
