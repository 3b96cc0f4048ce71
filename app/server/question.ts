import { resolveEndpoints } from '@/lib/engine/resolve'
import type { AskedPair } from '@/lib/api/connection-contract'
import type { ExplainQuery } from '@/lib/api/explanation-contract'
import { readDial } from '@/lib/engine/dialling'
import type { Inventory } from '@/lib/model/inventory'
import { firstPort, lastPort } from '@/lib/model/port'
import { misdialledText, type Misdialled } from '@/lib/model/said-dial'
import type { Endpoint, Question } from '@/lib/model/session'
import { RequestProblem } from './problem'

/** Finds the ends and the port that a request means; nothing is guessed at. */
export function readQuestion(inventory: Inventory, { from, to, port, protocol }: AskedPair): Question {
  const withoutPorts = protocol === 'ICMP' || protocol === 'ICMPv6'
  if (withoutPorts && port !== undefined)
    throw new RequestProblem('bad-request', `parameter \`port\` must be left out: ${protocol} has no ports`)
  // Every kind of pod with every other is the whole graph, which no list of answers tells.
  if (from === 'anyone' && to === 'anyone')
    throw new RequestProblem(
      'bad-request',
      'from `anyone` to `anyone` is the whole cluster: name one end, or look at the table',
    )
  return {
    from: readEnd(inventory, from),
    to: readEnd(inventory, to),
    protocol,
    ...(port !== undefined && { port: readPort(port) }),
  }
}

/** The same, with the way to dial and the request that are asked about. */
export function readDialled(inventory: Inventory, query: ExplainQuery): Question {
  const question = readQuestion(inventory, query)
  const dial = readDial(inventory, question, { ...query, headers: query.header ?? [] })
  if (dial && 'wrong' in dial) throw new RequestProblem('bad-request', complaint(dial))
  return { ...question, ...(dial && { dial }) }
}

/** ``parameter `path` must begin with /``. */
export const complaint = ({ at, wrong }: Misdialled): string => misdialledText(`parameter \`${at}\``, wrong)

function readEnd(inventory: Inventory, text: string): Endpoint {
  const found = resolveEndpoints(inventory, text)
  if (found.kind === 'unresolved') throw new RequestProblem('not-found', found.message)
  return found
}

/** A number, or the name of a container port, which holds a letter. */
function readPort(text: string): number | string {
  if (/[a-z]/i.test(text)) return text
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= firstPort && port <= lastPort) return port
  throw new RequestProblem(
    'bad-request',
    `parameter \`port\` must be a number from ${firstPort} to ${lastPort}, or the name of a container port`,
  )
}
