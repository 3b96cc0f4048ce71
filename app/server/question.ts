import { resolveEndpoints } from '@/lib/engine/resolve'
import type { ExplainQuery } from '@/lib/api/contract'
import type { Inventory } from '@/lib/model/inventory'
import { firstPort, lastPort } from '@/lib/model/port'
import type { Endpoint, Question } from '@/lib/model/session'
import { RequestProblem } from './problem'

/** Finds the ends and the port that a request means; nothing is guessed at. */
export function readQuestion(inventory: Inventory, { from, to, port, protocol }: ExplainQuery): Question {
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
