/**
 * The engine against the third opinion, on random clusters: what `explain` says of a pair, and what the list of
 * connections says of the same pair and port. `PODTRUST_SEEDS` sets the number of clusters, `PODTRUST_SEED` the first.
 */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { analyze } from '../../lib/analyze'
import { parseAddress, parseBlock, contains, rangeOf } from '../../lib/model/address'
import type { Side } from '../../lib/model/connection'
import type { SideTrace } from '../../lib/model/explanation'
import type { Endpoint, Session } from '../../lib/model/session'
import { defaultSettings } from '../../lib/model/settings'
import type { Verdict } from '../../lib/model/verdict'
import { Collector } from '../../lib/sources/collect'
import { readText } from '../../lib/sources/read-text'
import {
  agrees,
  naiveVerdict,
  type Answer,
  type Answers,
  type EndName,
  type NaiveOptions,
  type NaiveVerdict,
  type Question,
} from './naive'
import { randomCase, type RandomCase } from './random-cluster'
import type { Family, RawObject } from './raw'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 500)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)

function open(objects: readonly RawObject[], { engine, podCIDRs }: NaiveOptions): Session {
  const collector = new Collector()
  for (const _ of readText(
    objects.map(object => JSON.stringify(object)).join('\n---\n'),
    'cluster.yaml',
    collector,
  ));
  return analyze(collector.capture({ kind: 'manifests', label: 'random' }), {
    ...defaultSettings,
    engine,
    ...(podCIDRs && { podCIDRs: podCIDRs.map(parseBlock).filter(block => block !== undefined) }),
  })
}

function endpointOf(session: Session, end: EndName): Endpoint {
  if ('ip' in end) {
    const address = parseAddress(end.ip)
    if (!address) throw new Error(`\`${end.ip}\` is no address`)
    return { kind: 'address', label: end.ip, address }
  }
  const pods = session.inventory.pods.filter(
    pod =>
      `${pod.namespace}/${pod.name}` === end.pod ||
      (pod.predicted && pod.workload === `${end.pod}[Deployment]`),
  )
  return { kind: 'pods', label: end.pod, pods: pods.slice(0, 1) }
}

function explained(session: Session, { from, to, protocol, port }: Question): Answers | undefined {
  const [answer] = session.explain({
    from: endpointOf(session, from),
    to: endpointOf(session, to),
    protocol,
    port,
  })
  if (!answer) return undefined
  const { verdict, sides } = answer.explanation
  return {
    verdict: plain(verdict),
    egress: together(sides.filter(({ direction }) => direction === 'egress')),
    ingress: together(sides.filter(({ direction }) => direction === 'ingress')),
  }
}

/** The planes of one side must each agree. */
const together = (sides: readonly SideTrace[]): Answer =>
  sides.some(({ verdict }) => verdict === 'deny')
    ? 'deny'
    : sides.every(({ verdict }) => verdict === 'allow')
      ? 'allow'
      : 'unknown'

function plain(verdict: Verdict): Answer {
  if (verdict === 'conditional') throw new Error('nothing in these clusters is conditional')
  return verdict
}

/** What the list of connections says; undefined where it lists nothing by design. */
function listed(session: Session, { from, to, protocol, port }: Question): Answer | undefined {
  const source = endOf(session, from)
  const target = endOf(session, to)
  if (!source || !target || sameEnd(source, target)) return undefined
  const found = session.connections.filter(
    connection =>
      source(connection.from) &&
      target(connection.to) &&
      connection.ports.some(
        range => range.protocol === protocol && range.first <= port && port <= range.last,
      ),
  )
  if (found.length > 1) throw new Error('one port of one pair stands in two connections')
  return found[0] ? plain(found[0].verdict) : 'deny'
}

type IsEnd = (side: Side) => boolean

const sameEnd = (a: IsEnd, b: IsEnd): boolean => a === b

/** Only workloads of one pod: of several, the list says what the widest of their pairs may do. */
function endOf(session: Session, end: EndName): IsEnd | undefined {
  if ('ip' in end) {
    const address = parseAddress(end.ip)
    if (!address) throw new Error(`\`${end.ip}\` is no address`)
    return side => side.kind === 'outside' && contains(side.range, rangeOf(address))
  }
  const endpoint = endpointOf(session, end)
  const pod = endpoint.kind === 'pods' ? endpoint.pods[0] : undefined
  const workload = session.inventory.workloads.find(({ key }) => key === pod?.workload)
  if (workload?.pods.length !== 1) return undefined
  return side => side.kind === 'workload' && side.key === workload.key
}

const hostNetwork = (session: Session, end: EndName): string | undefined => {
  const endpoint = endpointOf(session, end)
  const pod = endpoint.kind === 'pods' ? endpoint.pods[0] : undefined
  return pod?.hostNetwork ? pod.node : undefined
}

/** A node's own traffic with its own pods is exempt from policies and not listed (docs/decisions/0002). */
function isNodeExempt(session: Session, { from, to }: Question): boolean {
  const nodeOf = (end: EndName): string | undefined => {
    const endpoint = endpointOf(session, end)
    return endpoint.kind === 'pods' ? endpoint.pods[0]?.node : undefined
  }
  const [a, b] = [nodeOf(from), nodeOf(to)]
  return a !== undefined && a === b && [from, to].some(end => hostNetwork(session, end) !== undefined)
}

function disagreements({ objects, options, questions }: RandomCase): string[] {
  const session = open(objects, options)
  return questions.flatMap(({ family: _, ...question }) => {
    const naive = naiveVerdict(objects, question, options)
    const spoken = JSON.stringify(question)
    const said = explained(session, question)
    const wrong: string[] = []
    if (
      !said ||
      !isRight(
        said,
        naive,
        families(session, question).map(family => naiveVerdict(objects, { ...question, family }, options)),
      )
    )
      wrong.push(`explain ${spoken}: ${show(said)}, third opinion ${show(naive)}`)
    const entry =
      isNodeExempt(session, question) || isItself(question) ? undefined : listed(session, question)
    if (entry !== undefined && entry !== said?.verdict)
      wrong.push(`list ${spoken}: ${entry}, explain ${show(said)}`)
    return wrong
  })
}

/** The verdict is that of the widest family; an explanation tells the sides of one family. */
const isRight = (said: Answers, naive: NaiveVerdict, each: readonly NaiveVerdict[]): boolean =>
  agrees({ ...naive, verdict: said.verdict }, naive) &&
  [naive, ...each].some(one => agrees({ ...said, verdict: one.verdict }, one))

function families(session: Session, { from, to }: Question): Family[] {
  const has = (end: EndName, family: Family): boolean => {
    const endpoint = endpointOf(session, end)
    if (endpoint.kind === 'address') return endpoint.address.family === family
    const addresses = endpoint.kind === 'pods' ? endpoint.pods.flatMap(pod => pod.addresses) : []
    return addresses.length === 0 || addresses.some(address => address.family === family)
  }
  return ([4, 6] as const).filter(family => has(from, family) && has(to, family))
}

const isItself = ({ from, to }: Question): boolean => JSON.stringify(from) === JSON.stringify(to)

const show = (answers: Answers | undefined): string =>
  answers ? `${answers.verdict} (${answers.egress}, ${answers.ingress})` : 'nothing'

describe('engine and third opinion', () => {
  it(`agree on ${clusters} random clusters, pair by pair and in the list`, () => {
    fc.assert(
      fc.property(randomCase, sample => {
        const wrong = disagreements(sample)
        if (wrong.length > 0) throw new Error(wrong.join('\n'))
      }),
      { numRuns: clusters, seed },
    )
  }, 600_000)
})
