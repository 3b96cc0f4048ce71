import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutSpace, parseAddress, parseBlock, type Address } from '../../model/address'
import type { Pod, Workload } from '../../model/inventory'
import { groupAlike, type Relevance } from '../classes'
import { Slots } from './slots'

const runs = { numRuns: 300, seed: Number(process.env['PODTRUST_SEED'] ?? 20261101) }

const address = (text: string): Address => {
  const found = parseAddress(text)
  if (!found) throw new Error(`\`${text}\` is no address`)
  return found
}

const blocks = ['10.0.0.0/8', '10.1.0.0/16', '192.0.2.0/24', 'fd00::/8', 'fd00:1::/32'].map(text => {
  const block = parseBlock(text)
  if (!block) throw new Error(`\`${text}\` is no block`)
  return block
})

const nothingAsked: Relevance = {
  labelKeys: new Set(),
  portNames: new Set(),
  serviceAccounts: false,
  nodes: false,
  atoms: cutSpace([]),
  addresses: false,
}
const atoms = cutSpace(blocks)

const pod = (name: string, more: Partial<Pod> = {}): Pod => ({
  namespace: 'x',
  name,
  workload: 'x/w[Deployment]',
  labels: new Map(),
  addresses: [],
  ports: [],
  hostNetwork: false,
  serviceAccount: 'default',
  proxy: 'none',
  predicted: false,
  ...more,
})

const workload = (pods: readonly Pod[]): Workload => ({
  key: 'x/w[Deployment]',
  namespace: 'x',
  name: 'w',
  kind: 'Deployment',
  object: { group: 'apps', kind: 'Deployment', namespace: 'x', name: 'w' },
  pods,
  predicted: false,
})

const place = (pods: readonly Pod[], relevance: Partial<Relevance> = {}): Slots =>
  new Slots({ namespaces: new Map(), workloads: [workload(pods)] }, { ...nothingAsked, ...relevance })

describe('two pods of one workload', () => {
  const labels = (key: string, value: string): Partial<Pod> => ({ labels: new Map([[key, value]]) })
  const ports = (name: string, port: number, protocol: 'TCP' | 'UDP' = 'TCP'): Partial<Pod> => ({
    ports: [{ name, port, protocol }],
  })
  const at = (...texts: string[]): Partial<Pod> => ({ addresses: texts.map(address) })

  it.each<[string, Partial<Pod>, Partial<Pod>, Partial<Relevance>, 'one' | 'two']>([
    [
      'labels that are asked for',
      labels('app', 'a'),
      labels('app', 'b'),
      { labelKeys: new Set(['app']) },
      'two',
    ],
    ['labels that nobody asks for', labels('app', 'a'), labels('app', 'b'), {}, 'one'],
    ['an empty label and none', labels('app', ''), {}, { labelKeys: new Set(['app']) }, 'two'],
    [
      'named ports that are asked for',
      ports('web', 80),
      ports('web', 81),
      { portNames: new Set(['web']) },
      'two',
    ],
    [
      'protocols of a named port',
      ports('web', 80),
      ports('web', 80, 'UDP'),
      { portNames: new Set(['web']) },
      'two',
    ],
    [
      'ports of names that nobody asks for',
      ports('dns', 1),
      ports('dns', 2),
      { portNames: new Set(['web']) },
      'one',
    ],
    ['ports where no name is asked for', ports('web', 80), ports('web', 81), {}, 'one'],
    ['addresses in other pieces', at('10.0.0.1'), at('10.1.0.1'), { atoms, addresses: true }, 'two'],
    ['addresses in one piece', at('10.0.0.1'), at('10.0.0.2'), { atoms, addresses: true }, 'one'],
    ['addresses where none is asked for', at('10.0.0.1'), at('10.1.0.1'), {}, 'one'],
    ['an address and none', at('10.0.0.1'), {}, { atoms, addresses: true }, 'two'],
    ['an address of each family', at('0.0.0.1'), at('::1'), { atoms, addresses: true }, 'two'],
    ['one family and both', at('10.0.0.1'), at('10.0.0.1', 'fd00::1'), { atoms, addresses: true }, 'two'],
    ['second addresses', at('10.0.0.1', 'fd00::1'), at('10.0.0.2', '::1'), { atoms, addresses: true }, 'two'],
    ['service accounts that are asked for', { serviceAccount: 'a' }, {}, { serviceAccounts: true }, 'two'],
    ['service accounts that nobody asks for', { serviceAccount: 'a' }, {}, {}, 'one'],
    ['the host network', { hostNetwork: true }, {}, {}, 'two'],
    ['nodes, for pods', { node: 'n1' }, { node: 'n2' }, { nodes: true }, 'one'],
    [
      'nodes, for the host network',
      { hostNetwork: true, node: 'n1' },
      { hostNetwork: true },
      { nodes: true },
      'two',
    ],
    ['namespaces', { namespace: 'y' }, {}, {}, 'two'],
  ])('differ by %s', (_, one, other, relevance, classes) => {
    // Asked both ways round, and between enough others that signatures are looked up and not compared one by one.
    const crowd = Array.from({ length: 12 }, (__, i) =>
      pod(`c${i}`, { labels: new Map([['crowd', `${i}`]]) }),
    )
    for (const [a, b] of [
      [pod('a', one), pod('b', other)],
      [pod('a', other), pod('b', one)],
    ] as const)
      for (const others of [[], crowd]) {
        const keys = [...(relevance.labelKeys ?? []), ...(others.length > 0 ? ['crowd'] : [])]
        const slots = place([a, ...others, b], { ...relevance, labelKeys: new Set(keys) })
        const [first, second] = [slots.slotOfPod(a), slots.slotOfPod(b)]
        expect(first).toBeDefined()
        expect(first === second ? 'one' : 'two').toBe(classes)
        expect(slots.podCounts[first ?? -1]).toBe(classes === 'one' ? 2 : 1)
      }
  })
})

const randomPod: fc.Arbitrary<Pod> = fc
  .record({
    namespace: fc.constantFrom('x', 'x', 'y'),
    app: fc.constantFrom(undefined, '', 'a', 'b'),
    addresses: fc.subarray(['10.0.0.1', '10.1.0.1', 'fd00::1', 'fd00:1::1', '203.0.113.1']),
    ports: fc.subarray([
      { name: 'web', protocol: 'TCP' as const, port: 80 },
      { name: 'web', protocol: 'UDP' as const, port: 80 },
      { name: 'dns', protocol: 'UDP' as const, port: 53 },
      { protocol: 'TCP' as const, port: 9 },
    ]),
    hostNetwork: fc.constantFrom(false, false, true),
    node: fc.constantFrom(undefined, 'n1', 'n2'),
    serviceAccount: fc.constantFrom('default', 'robot'),
  })
  .map(({ app, addresses, node, ...rest }) =>
    pod('p', {
      ...rest,
      labels: new Map(app === undefined ? [] : [['app', app]]),
      addresses: addresses.map(address),
      ...(node !== undefined && { node }),
    }),
  )

const randomRelevance: fc.Arbitrary<Relevance> = fc.record({
  labelKeys: fc.constantFrom(new Set<string>(), new Set(['app'])),
  portNames: fc.constantFrom(new Set<string>(), new Set(['web']), new Set(['web', 'dns'])),
  serviceAccounts: fc.boolean(),
  nodes: fc.boolean(),
  atoms: fc.constant(atoms),
  addresses: fc.boolean(),
})

describe('the classes of a workload', () => {
  it('are those that the readable evaluator makes, in order, with their pods counted', () => {
    fc.assert(
      fc.property(
        fc.array(randomPod, { minLength: 1, maxLength: 30 }),
        randomRelevance,
        (pods, relevance) => {
          const slots = place(pods, relevance)
          const groups = groupAlike(pods, relevance)
          const used = (slots.slotsOf[0] ?? []).map(slot => slots.podCounts[slot])
          expect(used).toEqual(groups.map(group => group.length))
          for (const [at, group] of groups.entries()) {
            const [slot = -1] = [slots.slotsOf[0]?.[at]]
            expect(new Set(group.map(each => slots.slotOfPod(each)))).toEqual(new Set([slot]))
            const nodes = new Set(group.map(each => each.node))
            expect(slots.soleNode(slot)).toBe(nodes.size === 1 ? [...nodes][0] : undefined)
            const families = new Set(group[0]?.addresses.map(({ family }) => (family === 4 ? 1 : 2)))
            expect(slots.families[slot]).toBe([...families].reduce((sum, bit) => sum + bit, 0))
          }
        },
      ),
      runs,
    )
  })

  it('stand in runs of their namespace, from a word of its own, with room for more', () => {
    const two = new Slots(
      {
        namespaces: new Map(),
        workloads: [
          workload([pod('a')]),
          {
            ...workload([pod('b', { namespace: 'y', workload: 'y/w[Pod]' })]),
            key: 'y/w[Pod]',
            namespace: 'y',
          },
        ],
      },
      nothingAsked,
    )
    expect(two.blocks.map(blocks => blocks.map(({ first, end, used }) => [first, end, used]))).toEqual([
      [[0, 32, 1]],
      [[32, 64, 1]],
    ])
    expect([two.outside, two.size, two.isOutside(64), two.isOutside(65), two.isOutside(66)]).toEqual([
      64,
      96,
      true,
      true,
      false,
    ])
    for (let added = 1; added < 32; added++) expect(two.addClass(0, pod(`n${added}`))).toBe(added)
    expect(two.addClass(0, pod('n32'))).toBe(96)
    expect(two.size).toBe(128)
  })
})

describe('addresses', () => {
  it('lie in the piece that holds them, of either family', () => {
    const slots = place([], { atoms, addresses: true })
    for (const text of [
      '0.0.0.0',
      '9.255.255.255',
      '10.0.0.0',
      '10.1.2.3',
      '255.255.255.255',
      '::',
      'fd00:1::',
      'ff::',
    ])
      expect(slots.atomOf(slots.slotOfAddress(address(text)))).toEqual(
        atoms.find(
          ({ family, first, last }) =>
            family === address(text).family && first <= address(text).value && address(text).value <= last,
        ),
      )
  })
})
