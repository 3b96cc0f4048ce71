import type { Explanation, SideTrace, TraceStep } from '../model/explanation'
import { pathText, refText } from '../model/object'
import { cutPorts, joinPorts, portsText, type PortRange } from '../model/port'
import { contains, rangeOf } from '../model/address'
import type { Side } from '../model/connection'
import type { Endpoint, PairAnswer, Question, Session } from '../model/session'
import { resolveEndpoint } from '../engine/resolve'
import { count } from '../words/count'
import {
  className,
  classGloss,
  pillarGloss,
  pillarOrder,
  serverAcceptsGloss,
  sideTitle,
  transportGloss,
} from '../words/glossary'
import { stepSentence } from '../words/step'
import { judgedAt, verdictSentence } from '../words/verdict'
import { visible } from '../words/visible'
import { columns, UsageError, type Args, type Command } from './command'
import { engineFlag, formatFlag, planeFlag, readPort, settingsOf } from './flags'
import { load } from './load'
import { json } from './print'
import { principalOf, sidedReasons } from './reasons'
import { findWay, withoutPort } from './services'

const askable = ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6'] as const
const addresses = ['service', 'headless', 'pod-ip'] as const

export const explain: Command = {
  name: 'explain',
  summary: 'Says what becomes of one connection, and which objects decide it on each side',
  words: ['PATH…'],
  flags: [
    { name: 'from', value: 'A', required: true, help: 'the client' },
    { name: 'to', value: 'B', required: true, help: 'the server' },
    { name: 'port', value: 'P', help: "the server pod's port, a number or a name; without it, all ports" },
    { name: 'protocol', value: 'PROTOCOL', choices: askable, help: 'TCP where a port is given' },
    { name: 'address', value: 'WAY', choices: addresses, help: 'how the client dials *' },
    { name: 'service', value: 'NS/NAME', help: 'the Service that it dials *' },
    { name: 'method', value: 'GET', help: 'method of the request *' },
    { name: 'path', value: '/x', help: 'path of the request *' },
    { name: 'host', value: 'HOST', help: 'host of the request *' },
    { name: 'header', value: 'K=V', many: 'repeated', help: 'header of the request *' },
    formatFlag(),
    planeFlag,
    engineFlag,
  ],
  notes: [
    'A and B are namespace/workload, namespace/pod, namespace/name[Kind] where two are alike, an IP address,\nnode:NAME or internet.',
    '* Only meshes and L7 rules look at these; the kinds that are evaluated so far do not, so they change no answer.',
  ],
  async run(args, io) {
    const ask = readQuestion(args)
    const session = await load(args.words, settingsOf(args), io)
    const [from, to] = [resolved(session, 'from', args), resolved(session, 'to', args)]
    const address = addresses.find(way => way === args.get('address'))
    const { protocol = 'TCP', port } = ask
    const wrong = findWay(session.inventory, { to, service: args.get('service'), address })
    if (wrong !== undefined) throw new UsageError(`--${wrong}`)
    const nameless = typeof port === 'string' ? withoutPort(to, protocol, port) : []
    const [missing] = nameless
    if (missing !== undefined && nameless.length === (to.kind === 'pods' ? to.pods.length : 1))
      throw new UsageError(`--port: ${missing}`)
    for (const text of nameless) io.err(`${visible(text)}; it is left out\n`)
    const answers = topics(session, from, to, ask).map(topic => ({
      ...topic,
      answers: session.explain(topic.question),
    }))
    if (answers.every(topic => topic.answers.length === 0))
      throw new UsageError(`--from and --to are the same single pod, which may always reach itself`)
    io.out(args.get('format') === 'json' ? printJson(answers) : answers.map(printTopic).join('\n'))
    return session.incomplete ? 3 : 0
  },
}

type Ask = Pick<Question, 'port'> & { readonly protocol?: Question['protocol'] }

function readQuestion(args: Args): Ask {
  const protocol = askable.find(name => name === args.get('protocol'))
  const typed = args.get('port')
  for (const header of args.all('header'))
    if (!/^[^=\s]+=/.test(header)) throw new UsageError(`--header must be name=value, not \`${header}\``)
  const path = args.get('path')
  if (path !== undefined && !path.startsWith('/'))
    throw new UsageError(`--path must begin with /, not \`${path}\``)
  if (typed !== undefined && protocol?.startsWith('ICMP'))
    throw new UsageError(`--port: ${protocol} has no ports`)
  return { ...(protocol && { protocol }), ...(typed !== undefined && { port: readPort(typed) }) }
}

function resolved(session: Session, flag: 'from' | 'to', args: Args): Endpoint {
  const found = resolveEndpoint(session.inventory, args.get(flag) ?? '')
  if (found.kind === 'unresolved') throw new UsageError(`--${flag}: ${found.message}`)
  return found
}

/** One question to be put, and the ports that its answer stands for. */
interface Topic {
  readonly title: string
  readonly question: Question
}

/**
 * The questions behind one command: the port that was asked for, or else one for each connection of the pair and one
 * for the ports that are denied. Where connections do not tell (a single pod, a node, the internet), each port that
 * the destination declares is asked about.
 */
function topics(session: Session, from: Endpoint, to: Endpoint, ask: Ask): Topic[] {
  const pair = { from, to }
  const { protocol } = ask
  if (protocol === 'ICMP' || protocol === 'ICMPv6')
    return [{ title: protocol, question: { ...pair, protocol } }]
  if (ask.port !== undefined) {
    const question: Question = { ...pair, protocol: protocol ?? 'TCP', port: ask.port }
    return [{ title: `${question.protocol} ${ask.port}`, question }]
  }
  const wanted = (range: PortRange): boolean => protocol === undefined || range.protocol === protocol
  const declared = declaredPorts(to).filter(wanted)
  const groups = portGroups(session, from, to)
  if (!groups) {
    if (declared.length === 0)
      throw new UsageError('--port is missing: the destination declares no port, so say which one is meant')
    return declared.map(range => topicAt(pair, [range], range))
  }
  return groups.flatMap(group => {
    const ports = joinPorts(group.filter(wanted))
    const [first] = ports
    const known = declared.find(port => ports.some(range => covers(range, port)))
    return first ? [topicAt(pair, ports, known ?? first)] : []
  })
}

const topicAt = (
  pair: { from: Endpoint; to: Endpoint },
  ports: readonly PortRange[],
  at: PortRange,
): Topic => ({
  title: portsText(ports),
  question: { ...pair, protocol: at.protocol, port: at.first },
})

const declaredPorts = (to: Endpoint): PortRange[] =>
  to.kind === 'pods'
    ? joinPorts(
        to.pods.flatMap(pod =>
          pod.ports.map(({ protocol, port }) => ({ protocol, first: port, last: port })),
        ),
      ).flatMap(({ protocol, first, last }) =>
        Array.from({ length: last - first + 1 }, (_, i) => ({ protocol, first: first + i, last: first + i })),
      )
    : []

/** The ports of each connection of the pair, then those that are denied; undefined where connections do not tell. */
function portGroups(session: Session, from: Endpoint, to: Endpoint): PortRange[][] | undefined {
  const [source, target] = [from, to].map(end => meant(session, end))
  if (!source || !target) return undefined
  const open = session.connections.filter(connection => source(connection.from) && target(connection.to))
  const ports = open.flatMap(connection => connection.ports)
  const denied = cutPorts(ports).filter(piece => !ports.some(range => covers(range, piece)))
  return [...open.map(connection => [...connection.ports]), ...(denied.length > 0 ? [denied] : [])]
}

/** Whether a side of a connection is this end as a whole. */
function meant(session: Session, end: Endpoint): ((side: Side) => boolean) | undefined {
  if (end.kind === 'address')
    return side => side.kind === 'outside' && contains(side.range, rangeOf(end.address))
  return end.kind === 'pods' && session.inventory.workloads.some(({ key }) => key === end.label)
    ? side => side.kind === 'workload' && side.key === end.label
    : undefined
}

const covers = (range: PortRange, piece: PortRange): boolean =>
  range.protocol === piece.protocol && range.first <= piece.first && piece.last <= range.last

type Answered = Topic & { readonly answers: readonly PairAnswer[] }

function printJson(topics: readonly Answered[]): string {
  return `${json(
    topics.flatMap(({ title, answers }) =>
      answers.map(({ pairs, explanation: { trustClass, pillars, serverAccepts, ...explanation } }) => ({
        from: explanation.from,
        to: explanation.to,
        conn: title,
        pods: { pairs, of: total(answers) },
        protocol: explanation.protocol,
        port: explanation.port ?? null,
        verdict: explanation.verdict,
        class: trustClass ?? null,
        pillars: pillars ?? null,
        transport: explanation.transport,
        serverAccepts: serverAccepts ?? null,
        principal: principalOf(explanation),
        originPrincipal: principalOf(explanation),
        engineDependent: explanation.engineDependent,
        reasons: sidedReasons(explanation),
        sides: explanation.sides.map(({ steps, ...side }) => ({ ...side, steps: steps.map(jsonStep(side)) })),
      })),
    ),
  )}\n`
}

const jsonStep =
  (side: Pick<SideTrace, 'at' | 'direction'>) =>
  (step: TraceStep): object => ({ ...step, text: stepSentence(step, side) })

const total = (answers: readonly PairAnswer[]): number => answers.reduce((sum, { pairs }) => sum + pairs, 0)

function printTopic({ title, answers }: Answered): string {
  const of = total(answers)
  return answers
    .map(({ pairs, explanation }) => {
      const share = pairs === of ? '' : ` (${pairs} of ${count(of, 'pod pair')})`
      return [
        `${visible(explanation.from)} => ${visible(explanation.to)} : ${title}${share}\n`,
        `${verdictSentence(explanation)}\n\n`,
        columns(factRows(explanation)),
        ...explanation.sides.map(printSide),
      ].join('')
    })
    .join('\n')
}

function factRows(explanation: Explanation): [string, string][] {
  const { pillars, trustClass, transport, serverAccepts } = explanation
  return [
    ['verdict', explanation.verdict],
    ...(trustClass
      ? [row('class', `${trustClass}: ${className[trustClass]}, ${classGloss[trustClass]}`)]
      : []),
    ...(pillars
      ? pillarOrder.map(pillar =>
          row(pillar, `${pillars[pillar]}: ${pillarGloss(pillar, pillars[pillar], judgedAt(explanation))}`),
        )
      : []),
    [
      'transport',
      `${transport}: ${transportGloss[transport]}${serverAccepts ? `; ${serverAcceptsGloss[serverAccepts]}` : ''}`,
    ],
    [
      'principal',
      principalOf(explanation) === null
        ? 'nobody: no identity is presented'
        : 'unknown: who presents an identity could not be read',
    ],
    ...(explanation.engineDependent ? [row('engine', 'another network engine would decide otherwise')] : []),
  ]
}

const row = (name: string, text: string): [string, string] => [name, text]

const roles: Readonly<Record<TraceStep['role'], string>> = {
  decided: 'decided',
  considered: 'looked at',
  'near-miss': 'near miss',
}

function printSide(side: SideTrace): string {
  const title = `${sideTitle(side.direction, visible(side.at))} (${side.plane}): ${side.verdict}, ${side.cause}`
  return `\n  ${title}\n${columns(side.steps.map(step => [`  ${roles[step.role]}`, stepText(step, side)])) || ''}`
}

function stepText(step: TraceStep, side: SideTrace): string {
  const object = step.object ? `${refText(step.object)}${step.path ? `, ${pathText(step.path)}` : ''}: ` : ''
  return `${visible(object)}${stepSentence(step, side)}`
}
