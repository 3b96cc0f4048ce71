/**
 * The third opinion: a NetworkPolicy evaluator over raw Kubernetes objects, for tests only.
 *
 * It is slow and simple on purpose and shares nothing with the product: every doubt is spelled out as a list of
 * readings, every reading is judged with plain yes and no, and the verdict is what the readings have in common.
 * Rule numbers are those of the list of NetworkPolicy edge cases (networkpolicy.md, section 4).
 */
import { adminReadings, isAdminPolicy, nodesOf, ordersOf, tierDecides, type AdminPolicy } from './admin'
import { block, parseAddress, type Range } from './cidr'
import { nameOf, namespaceOf, podsOf, type End, type Pod } from './ends'
import { policyReadings, type Attempt, type Grain, type PlainPolicy } from './policy'
import { product, type Direction, type Family, type Protocol, type RawObject } from './raw'
import { groupOf, isNetworkPolicy, reached, refuseUnknownKinds, type Power } from './unread'

export type Answer = 'allow' | 'deny' | 'unknown'

/** `pod` is `namespace/name` of a pod, or of a workload whose template has no pods yet. */
export type EndName = { readonly pod: string } | { readonly ip: string }

export interface Question {
  readonly from: EndName
  readonly to: EndName
  readonly protocol: Protocol
  readonly port: number
  /** Without it, a connection over any common family will do. */
  readonly family?: Family
}

export interface NaiveOptions {
  readonly engine: 'kubernetes' | 'cilium' | 'none'
  readonly podCIDRs?: readonly string[]
}

export interface Answers {
  readonly verdict: Answer
  readonly egress: Answer
  readonly ingress: Answer
}

export interface NaiveVerdict extends Answers {
  /**
   * The widest answers that the contract still permits ("bounds may err outwards"): a refused field takes its whole
   * entry down, and each side's bounds are taken before the sides meet. They differ from the answers above only by
   * being `unknown` more often.
   */
  readonly wide: Answers
}

/** Whether an engine's answer is right: the narrow answer, or `unknown` where the wide one is. */
export function agrees(engine: Answers, naive: NaiveVerdict): boolean {
  const keys = ['verdict', 'egress', 'ingress'] as const
  return keys.every(
    key => engine[key] === naive[key] || (engine[key] === 'unknown' && naive.wide[key] === 'unknown'),
  )
}

/**
 * Judges one connection. Throws when the question names no pod that exists, when something is not of the type it
 * must have, and on policy kinds whose powers are not known here.
 */
export function naiveVerdict(
  objects: readonly RawObject[],
  question: Question,
  options: NaiveOptions,
): NaiveVerdict {
  const world = latest(objects)
  refuseUnknownKinds(world)
  const pods = podsOf(world)
  const connection = { ...question, from: find(question.from, pods), to: find(question.to, pods) }
  const narrow = outcomes(world, connection, options, 'field')
  const wide = outcomes(world, connection, options, 'entry')
  const sides = (all: Outcome[]) => ({
    egress: judge(all.map(outcome => outcome.some(route => route.egress))),
    ingress: judge(all.map(outcome => outcome.some(route => route.ingress))),
  })
  return {
    verdict: judge(narrow.map(outcome => outcome.some(route => route.egress && route.ingress))),
    ...sides(narrow),
    wide: { verdict: sideBySide(wide), ...sides(wide) },
  }
}

/** Contract, verdict: what every reading allows is allowed, what none allows is denied, the rest is unknown. */
function judge(readings: boolean[]): Answer {
  return readings.every(Boolean) ? 'allow' : readings.some(Boolean) ? 'unknown' : 'deny'
}

/** The verdict from the bounds of the two sides, family by family, instead of from whole readings. */
function sideBySide(readings: Outcome[]): Answer {
  const families = readings[0]?.map((_, family) => readings.flatMap(outcome => outcome[family] ?? [])) ?? []
  const surely = families.some(all => all.every(route => route.egress) && all.every(route => route.ingress))
  const possibly = families.some(all => all.some(route => route.egress) && all.some(route => route.ingress))
  return surely ? 'allow' : possibly ? 'unknown' : 'deny'
}

/** Rule 40: of two documents with the same kind, namespace and name the later one counts. */
function latest(objects: readonly RawObject[]): RawObject[] {
  const id = (o: RawObject): string => JSON.stringify([groupOf(o), o['kind'], namespaceOf(o), nameOf(o)])
  return [...new Map(objects.map(object => [id(object), object])).values()]
}

function find(name: EndName, pods: readonly Pod[]): End {
  if ('pod' in name) {
    const pod = pods.find(candidate => candidate.name === name.pod)
    if (pod === undefined) throw new Error(`there is no pod \`${name.pod}\``)
    return pod
  }
  const address = parseAddress(name.ip)
  if (address === undefined) throw new Error(`\`${name.ip}\` is no address`)
  return { kind: 'outside', address }
}

// ------------------------------------------------------------------------------------------------- readings

interface Connection {
  readonly from: End
  readonly to: End
  readonly protocol: Protocol
  readonly port: number
  readonly family?: Family
}

/** What unread kinds do in one reading. */
interface Intervention {
  readonly egress: 'none' | 'allow' | 'deny'
  readonly ingress: 'none' | 'allow' | 'deny'
  readonly baseline: 'none' | 'allow' | 'deny'
  /** Whether a mesh refuses, on top of the network. */
  readonly meshDenies: Readonly<Record<Direction, boolean>>
}

/** All policies of one reading, those of administrators in the order in which they are asked. */
interface Policies {
  readonly policies: readonly PlainPolicy[]
  readonly admin: readonly AdminPolicy[]
}

/** The result of one reading: one entry per address family that both ends have. */
type Outcome = { readonly egress: boolean; readonly ingress: boolean }[]

/** One outcome for every reading of the whole world. */
function outcomes(
  world: RawObject[],
  connection: Connection,
  options: NaiveOptions,
  grain: Grain,
): Outcome[] {
  const networkPolicies = world.filter(isNetworkPolicy)
  const podCIDRs = (options.podCIDRs ?? []).map(block)
  const families = commonFamilies(connection, options)
  const nodes = nodesOf(world)
  const orders = product(
    world.filter(isAdminPolicy).map(policy => adminReadings(policy, nodes, grain)),
  ).flatMap(reading => ordersOf(reading.filter(policy => policy !== undefined)))
  const readings = product(networkPolicies.map(policy => policyReadings(policy, grain))).flatMap(reading => {
    const policies = reading.filter(policy => policy !== undefined)
    return orders.map((admin): Policies => ({ policies, admin }))
  })
  const all: Outcome[] = []
  for (const policies of readings)
    for (const intervention of interventions(world, connection))
      all.push(
        ...everyChoice(choose =>
          families.map(family => {
            const { from, to, protocol, port } = connection
            const shared = {
              destination: to,
              protocol,
              port,
              family,
              podCIDRs,
              // Narrowly, ranges that are written alike hold the same pods; widely, every entry is a doubt of its own.
              unaddressedInside: (ranges: readonly Range[], of: Family) =>
                choose(grain === 'field' ? rangesText(ranges, of) : ranges),
              engine: options.engine,
            }
            return {
              egress: allowed(from, { ...shared, direction: 'egress', peer: to }, policies, intervention),
              ingress: allowed(to, { ...shared, direction: 'ingress', peer: from }, policies, intervention),
            }
          }),
        ),
      )
  return all
}

const rangesText = (ranges: readonly Range[], family: Family): string =>
  ranges
    .filter(range => range.family === family)
    .map(({ first, last }) => `${family} ${first}-${last}`)
    .join()

/** The results of `run` for every way to answer the yes-or-no questions that it asks; the same question, the same answer. */
function everyChoice<T>(run: (choose: (question: unknown) => boolean) => T): T[] {
  const results: T[] = []
  const open = [new Map<unknown, boolean>()]
  for (let given = open.pop(); given; given = open.pop()) {
    const answers = given
    results.push(
      run(question => {
        const answer = answers.get(question)
        if (answer !== undefined) return answer
        open.push(new Map([...answers, [question, true]]))
        answers.set(question, false)
        return false
      }),
    )
  }
  return results
}

/** Rule 33: a connection needs a family that both ends have. A pod without an address may get one of any family. */
function commonFamilies(
  { from, to, family }: Connection,
  { podCIDRs }: NaiveOptions,
): (Family | undefined)[] {
  const has = (end: End, f: Family): boolean => {
    if (end.kind === 'outside') return end.address.family === f
    if (end.addresses.length > 0) return end.addresses.some(address => address.family === f)
    return podCIDRs === undefined || end.hostNetwork || podCIDRs.some(text => block(text).family === f)
  }
  const all: Family[] = [4, 6]
  if (family === undefined && isUnaddressed(from) && isUnaddressed(to)) return [undefined]
  return all.filter(f => (family ?? f) === f && has(from, f) && has(to, f))
}

const isUnaddressed = (end: End): boolean => end.kind === 'pod' && end.addresses.length === 0

/** Every combination of what the unread kinds in reach of the two ends could do. */
function interventions(world: RawObject[], { from, to, protocol }: Connection): Intervention[] {
  const decisions = (end: End) =>
    reached(end, 'either', world) ? (['none', 'allow', 'deny'] as const) : (['none'] as const)
  const maybe = (possible: boolean): boolean[] => (possible ? [false, true] : [false])
  const baselines =
    reached(from, 'baseline', world) || reached(to, 'baseline', world)
      ? (['none', 'allow', 'deny'] as const)
      : (['none'] as const)
  // A mesh captures TCP alone; all else goes past it.
  const refused = (end: End, power: Power) => maybe(protocol === 'TCP' && reached(end, power, world))
  const all: Intervention[] = []
  for (const egress of decisions(from))
    for (const ingress of decisions(to))
      for (const baseline of baselines)
        for (const out of refused(from, 'mesh-out'))
          for (const into of refused(to, 'mesh-in'))
            all.push({ egress, ingress, baseline, meshDenies: { egress: out, ingress: into } })
  return all
}

// ------------------------------------------------------------------------------------- one side, one reading

/** Rule 17: this is asked of both sides, and both must say yes. */
function allowed(subject: End, attempt: Attempt, policies: Policies, intervention: Intervention): boolean {
  // Nobody polices what lies outside the cluster. Rule 27: nor a host-network pod, whose traffic is the node's.
  if (subject.kind === 'outside' || subject.hostNetwork) return true
  // Rule 29: a pod always reaches itself.
  if (attempt.peer.kind === 'pod' && attempt.peer.name === subject.name) return true
  // A mesh is a second plane: it refuses on top of whatever the network does.
  if (intervention.meshDenies[attempt.direction]) return false
  return networkAllows(subject, attempt, policies, intervention)
}

function networkAllows(
  subject: Pod,
  attempt: Attempt,
  policies: Policies,
  intervention: Intervention,
): boolean {
  const { direction, peer } = attempt
  // Rule 35: where nothing enforces NetworkPolicy, it changes nothing.
  if (attempt.engine === 'none') return true
  // Rule 28: a pod and the node it runs on reach each other; a host-network pod is its node.
  if (peer.kind === 'pod' && peer.hostNetwork && peer.node !== undefined && peer.node === subject.node)
    return true
  if (intervention[direction] !== 'none') return intervention[direction] === 'allow'
  // The administrator's tier comes first, and what it decides is final.
  const admin = tierDecides(policies.admin, 'admin', subject, attempt)
  if (admin !== undefined) return admin
  // Rules 3 and 6: a policy isolates pods of its own namespace, in the directions it has.
  const isolating = policies.policies.filter(policy => {
    return (
      policy.namespace === subject.namespace &&
      policy.selects(subject.labels) &&
      policy.isolates.has(direction)
    )
  })
  // Whom no policy isolates for this direction is left to the baseline of the administrator, and else open.
  if (isolating.length === 0) {
    if (intervention.baseline !== 'none') return intervention.baseline === 'allow'
    return tierDecides(policies.admin, 'baseline', subject, attempt) ?? true
  }
  // Rule 16: policies add up; one matching rule of one of them is enough.
  return isolating.some(policy => policy[direction].some(rule => rule(attempt)))
}
