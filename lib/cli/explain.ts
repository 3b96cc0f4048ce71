import type { Endpoint, Session } from '../model/session'
import { resolveEndpoint } from '../engine/resolve'
import { visible } from '../words/visible'
import { clusterFlags } from './cluster-flags'
import { UsageError, type Args, type Command } from './command'
import { explainJson, explainText } from './explain-print'
import { engineFlag, formatFlag, planeFlag, readPort, settingsOf } from './flags'
import { completeness, inputOf, load } from './load'
import { findWay, withoutPort } from './services'
import { topicsOf, type Ask } from './topics'

const askable = ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6'] as const
const addresses = ['service', 'headless', 'pod-ip'] as const

export const explain: Command = {
  name: 'explain',
  summary: 'Says what becomes of one connection, and which objects decide it on each side',
  words: ['PATH…'],
  orCluster: true,
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
    ...clusterFlags,
  ],
  notes: [
    'A and B are namespace/workload, namespace/pod, namespace/name[Kind] where two are alike, an IP address,\nnode:NAME or internet.',
    '* Only meshes and L7 rules look at these; the kinds that are evaluated so far do not, so they change no answer.',
  ],
  async run(args, io) {
    const ask = readQuestion(args)
    const session = await load(inputOf(args), settingsOf(args), io)
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
    const topics = topicsOf(session, { from, to, ...ask })
    if (topics.every(({ answers }) => answers.length === 0))
      throw new UsageError('--from and --to hold no pair of pods to ask about')
    const print = args.get('format') === 'json' ? explainJson : explainText
    io.out(print(from, to, topics, session))
    return completeness(session)
  },
}

function readQuestion(args: Args): Pick<Ask, 'protocol' | 'port'> {
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
