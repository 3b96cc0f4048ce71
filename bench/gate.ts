import { contains, parseAddress, rangeOf } from '../lib/model/address'
import type { Connection, Side } from '../lib/model/connection'
import type { Protocol } from '../lib/model/port'
import { naiveVerdict, type EndName } from '../test/third-opinion/naive'
import type { RawObject } from '../test/third-opinion/raw'
import { manifestsOf } from './manifests'
import { podsOf, type Plan, type PlannedPod } from './plan'
import { Random } from './random'

/** One question whose two answers differ. */
export interface Disagreement {
  readonly question: string
  readonly listed: string
  readonly naive: string
}

/**
 * Puts as many random questions to the third opinion as `samples` says, and compares what a relation lists for the same
 * pair and port. Nothing that was measured is worth telling unless this is empty. Every workload's pods are alike, so a
 * pair of pods says what a pair of workloads may do; pairs inside one workload are not listed and not asked.
 */
export function disagreements(
  plan: Plan,
  connections: readonly Connection[],
  samples: number,
  seed = 1,
): Disagreement[] {
  const random = new Random(seed)
  const objects = JSON.parse(JSON.stringify([...manifestsOf(plan, 'pods')])) as RawObject[]
  const pods = [...podsOf(plan)]
  const listed = lookup(connections)
  const found: Disagreement[] = []
  for (let asked = 0; asked < samples;) {
    const [from, to] = ends(random, pods)
    if (from.key === to.key) continue
    asked += 1
    const [protocol, port] = portOf(random, pods)
    const { verdict } = naiveVerdict(
      objects,
      { from: from.name, to: to.name, protocol, port },
      { engine: 'kubernetes' },
    )
    const answer = listed(from, to, protocol, port)
    if (answer !== verdict)
      found.push({
        question: `${JSON.stringify(from.name)} to ${JSON.stringify(to.name)} ${protocol} ${port}`,
        listed: answer,
        naive: verdict,
      })
  }
  return found
}

interface End {
  readonly name: EndName
  /** Of the side that a connection would have: a workload's key; of an address the address. */
  readonly key: string
  readonly outside: boolean
}

/** Mostly pods of one namespace, because there the policies are; one in eight asks about an address. */
function ends(random: Random, pods: readonly PlannedPod[]): [End, End] {
  const from = random.pick(pods)
  const draw = random.next()
  if (draw < 0.125) {
    const address: End = outsideEnd(random.pick(addresses))
    return draw < 0.0625 ? [podEnd(from), address] : [address, podEnd(from)]
  }
  const near = pods.filter(({ workload }) => workload.namespace === from.workload.namespace)
  return [podEnd(from), podEnd(random.pick(draw < 0.7 ? near : pods))]
}

const addresses = [
  '172.16.1.1',
  '192.168.7.7',
  '203.0.113.9',
  '100.64.0.1',
  '8.8.8.8',
  '10.255.0.1',
  '20.0.9.9',
]

const outsideEnd = (ip: string): End => ({ name: { ip }, key: ip, outside: true })

/** Without its Deployment's object, a pod belongs to its ReplicaSet. */
function podEnd({ workload: { namespace, name: owner, kind, revision }, name }: PlannedPod): End {
  const key = kind === 'Deployment' ? `${owner}-${revision}[ReplicaSet]` : `${owner}[${kind}]`
  return { name: { pod: `${namespace.name}/${name}` }, key: `${namespace.name}/${key}`, outside: false }
}

/** A port that somebody listens on, or one at the border of a range that policies name. */
function portOf(random: Random, pods: readonly PlannedPod[]): [Protocol, number] {
  if (random.chance(0.6)) {
    const { protocol, port } = random.pick(random.pick(pods).workload.ports)
    return [protocol, port]
  }
  return [
    random.pick(['TCP', 'UDP']),
    random.pick([1, 53, 443, 8443, 9090, 9999, 29999, 30000, 32767, 32768]),
  ]
}

/** Finds what is listed of a pair and a port, `deny` where nothing is. */
function lookup(
  connections: readonly Connection[],
): (from: End, to: End, protocol: Protocol, port: number) => string {
  const byPair = new Map<string, Connection[]>()
  const keyOf = (from: string, to: string): string => JSON.stringify([from, to])
  const sideKey = (side: Side): string => (side.kind === 'workload' ? side.key : '')
  for (const connection of connections) {
    const key = keyOf(sideKey(connection.from), sideKey(connection.to))
    const known = byPair.get(key) ?? []
    known.push(connection)
    byPair.set(key, known)
  }
  const meets = (side: Side, { outside, key }: End): boolean => {
    const address = outside ? parseAddress(key) : undefined
    return side.kind === 'workload' || (address !== undefined && contains(side.range, rangeOf(address)))
  }
  return (from, to, protocol, port) => {
    const pair = byPair.get(keyOf(from.outside ? '' : from.key, to.outside ? '' : to.key)) ?? []
    const found = pair.filter(
      connection =>
        meets(connection.from, from) &&
        meets(connection.to, to) &&
        connection.ports.some(run => run.protocol === protocol && run.first <= port && port <= run.last),
    )
    if (found.length > 1) throw new Error('one port of one pair stands in two connections')
    return found[0]?.verdict ?? 'deny'
  }
}
