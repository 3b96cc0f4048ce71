import { addressText, joinRanges, parseAddress, rangeText, type AddressRange } from '../model/address'
import { allPorts, cutPorts, joinPorts, portsText, type PortRange } from '../model/port'
import type { Explanation } from '../model/explanation'
import type { Endpoint, PairAnswer, Question, Session } from '../model/session'
import type { Verdict } from '../model/verdict'

/** What is asked about two ends: one port, one protocol, or everything. */
export interface Ask {
  readonly from: Endpoint
  readonly to: Endpoint
  readonly protocol?: Question['protocol']
  readonly port?: number | string
  readonly dial?: Question['dial']
}

/** Ports for which one answer stands, and the answers of all kinds of pairs, the most open first. */
export interface Topic {
  /** `TCP 80`, `UDP 1-65535`, `ICMP`. */
  readonly title: string
  /** Empty where ports mean nothing, or one port was asked for. */
  readonly ports: readonly PortRange[]
  readonly answers: readonly Answer[]
}

/** The answer for some of the pairs behind two ends. */
export interface Answer {
  readonly explanation: Explanation
  readonly pairs: number
  /** Outside addresses for which the same is true; absent where both ends are in the cluster. */
  readonly outside?: string
}

/**
 * Puts the question that was asked; where no port was named, one question for each set of ports that have the same
 * answer, the most open set first.
 */
export function topicsOf(session: Session, { from, to, protocol, port, dial }: Ask): Topic[] {
  const answer = (question: Pick<Question, 'protocol' | 'port'>): Answer[] =>
    joined(session.explain({ from, to, ...question, ...(dial && { dial }) }), from, to)
  if (protocol === 'ICMP' || protocol === 'ICMPv6')
    return [{ title: protocol, ports: [], answers: answer({ protocol }) }]
  if (port !== undefined) {
    const question = { protocol: protocol ?? 'TCP', port } as const
    return [{ title: `${question.protocol} ${port}`, ports: [], answers: answer(question) }]
  }
  const declared = declaredPorts(to)
  const topics: Topic[] = []
  let left = allPorts.filter(range => protocol === undefined || range.protocol === protocol)
  for (let next = usual(left); next; next = usual(left)) {
    const asked = declared.find(one => left.some(range => covers(range, one))) ?? next
    const answers = answer({ protocol: asked.protocol, port: asked.first })
    const alike = answers.reduce((ports, { explanation }) => shared(ports, explanation.alike), left)
    const ports = alike.length > 0 ? alike : [{ ...asked, last: asked.first }]
    if (answers.length > 0) topics.push({ title: portsText(ports), ports, answers })
    left = answers.length > 0 ? without(left, ports) : []
  }
  return topics.sort((a, b) => openness(a) - openness(b))
}

const usual = (ports: readonly PortRange[]): PortRange | undefined =>
  ports.find(({ protocol }) => protocol === 'TCP') ?? ports[0]

const widestFirst: readonly Verdict[] = ['allow', 'conditional', 'unknown', 'deny']

const openness = ({ answers: [first] }: Topic): number =>
  first ? widestFirst.indexOf(first.explanation.verdict) : widestFirst.length

/** Ports that the destination's containers declare: of ports with one answer, the ones worth asking about. */
const declaredPorts = (to: Endpoint): PortRange[] =>
  to.kind === 'pods'
    ? to.pods.flatMap(pod => pod.ports.map(({ protocol, port }) => ({ protocol, first: port, last: port })))
    : []

const covers = (range: PortRange, piece: PortRange): boolean =>
  range.protocol === piece.protocol && range.first <= piece.first && piece.last <= range.last

const inside = (ranges: readonly PortRange[], piece: PortRange): boolean =>
  ranges.some(range => covers(range, piece))

export const shared = (a: readonly PortRange[], b: readonly PortRange[]): PortRange[] =>
  joinPorts(cutPorts([...a, ...b]).filter(piece => inside(a, piece) && inside(b, piece)))

const without = (ports: readonly PortRange[], taken: readonly PortRange[]): PortRange[] =>
  joinPorts(cutPorts([...ports, ...taken]).filter(piece => inside(ports, piece) && !inside(taken, piece)))

/** Answers that differ in nothing but the outside addresses they speak for become one. */
function joined(answers: readonly PairAnswer[], from: Endpoint, to: Endpoint): Answer[] {
  const end = isOutside(from) ? 'from' : isOutside(to) ? 'to' : undefined
  if (!end) return [...answers]
  const groups = new Map<string, { explanation: Explanation; ranges: AddressRange[] }>()
  for (const { explanation } of answers) {
    const key = JSON.stringify({ ...explanation, [end]: '' })
    const group = groups.get(key) ?? { explanation, ranges: [] }
    group.ranges.push(...readRange(explanation[end]))
    groups.set(key, group)
  }
  return [...groups.values()].map(({ explanation, ranges }) => ({
    explanation,
    pairs: 1,
    outside: joinRanges(ranges).map(shownRange).join(', '),
  }))
}

const isOutside = ({ kind }: Endpoint): boolean => kind === 'internet' || kind === 'address'

/** An explanation names outside ends as `a` or `a-b`. */
function readRange(text: string): AddressRange[] {
  const [first, last] = text.split('-').map(parseAddress)
  return first ? [{ family: first.family, first: first.value, last: (last ?? first).value }] : []
}

const shownRange = (range: AddressRange): string =>
  range.first === range.last ? addressText({ family: range.family, value: range.first }) : rangeText(range)
