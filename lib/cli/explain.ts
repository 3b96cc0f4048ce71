import { addresses } from '../model/mesh'
import { misdialledText, readRequest, type Misdialled, type SaidDial } from '../model/said-dial'
import type { Endpoint, Session } from '../model/session'
import { leadsNowhere, readDial } from '../engine/dialling'
import { resolveEndpoint } from '../engine/resolve'
import { visible } from '../words/visible'
import { clusterFlags } from './cluster-flags'
import { UsageError, type Args, type Command } from './command'
import { explainJson, explainText } from './explain-print'
import { engineFlag, formatFlag, planeFlag, readPort, settingsOf } from './flags'
import { completeness, inputOf, load } from './load'
import { withoutPort } from './port-names'
import { topicsOf, type Ask } from './topics'

const askable = ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6'] as const

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
    {
      name: 'address',
      value: 'WAY',
      choices: addresses,
      help: 'how the client dials; without it, in any way *',
    },
    { name: 'service', value: 'NS/NAME', help: 'the Service that it dials *' },
    { name: 'method', value: 'GET', help: 'method of the request *' },
    { name: 'path', value: '/x', help: 'path of the request, which begins with / *' },
    { name: 'host', value: 'HOST', help: 'host of the request; without it, the dialled Service *' },
    { name: 'header', value: 'K=V', many: 'repeated', help: 'header of the request *' },
    formatFlag(),
    planeFlag,
    engineFlag,
    ...clusterFlags,
  ],
  notes: [
    'A and B are namespace/workload, namespace/pod, namespace/name[Kind] where two are alike, an IP address,\nnode:NAME or internet.',
    '* Only meshes and rules about requests look at these. Of several ways to dial the most open one is told. With any part of\na request, one request is asked about that has nothing but what is given; without, what rules say of some requests stays\nconditional.',
  ],
  async run(args, io) {
    const ask = readQuestion(args)
    const said = saidIn(args)
    const request = readRequest(said)
    if (request && 'wrong' in request) throw misdialled(request)
    const session = await load(inputOf(args), settingsOf(args), io)
    const [from, to] = [resolved(session, 'from', args), resolved(session, 'to', args)]
    const { protocol = 'TCP', port } = ask
    const dial = readDial(session.inventory, { to, protocol }, said)
    if (dial && 'wrong' in dial) throw misdialled(dial)
    if (port === undefined && (dial?.service || (dial?.address ?? 'pod-ip') !== 'pod-ip'))
      throw new UsageError('--port is missing: Services lead to single ports')
    const nameless = typeof port === 'string' ? withoutPort(to, protocol, port) : []
    const [missing] = nameless
    if (missing !== undefined && nameless.length === (to.kind === 'pods' ? to.pods.length : 1))
      throw new UsageError(`--port: ${missing}`)
    for (const text of nameless) io.err(`${visible(text)}; it is left out\n`)
    const question = { from, to, ...ask, ...(dial && { dial }) }
    const topics = topicsOf(session, question)
    if (topics.every(({ answers }) => answers.length === 0)) {
      const nowhere = leadsNowhere({ ...question, protocol })
      throw nowhere
        ? misdialled(nowhere)
        : new UsageError('--from and --to hold no pair of pods to ask about')
    }
    const print = args.get('format') === 'json' ? explainJson : explainText
    io.out(print(from, to, topics, session))
    return completeness(session)
  },
}

function readQuestion(args: Args): Pick<Ask, 'protocol' | 'port'> {
  const protocol = askable.find(name => name === args.get('protocol'))
  const typed = args.get('port')
  if (typed !== undefined && protocol?.startsWith('ICMP'))
    throw new UsageError(`--port: ${protocol} has no ports`)
  return { ...(protocol && { protocol }), ...(typed !== undefined && { port: readPort(typed) }) }
}

const saidIn = (args: Args): SaidDial => ({
  address: addresses.find(way => way === args.get('address')),
  service: args.get('service'),
  method: args.get('method'),
  path: args.get('path'),
  host: args.get('host'),
  headers: args.all('header'),
})

/** `--path must begin with /`, `--service: there is no Service`. */
const misdialled = ({ at, wrong }: Misdialled): UsageError => new UsageError(misdialledText(`--${at}`, wrong))

function resolved(session: Session, flag: 'from' | 'to', args: Args): Endpoint {
  const found = resolveEndpoint(session.inventory, args.get(flag) ?? '')
  if (found.kind === 'unresolved') throw new UsageError(`--${flag}: ${found.message}`)
  return found
}
