import { SelectionTooFine } from '@/lib/model/table'
import { QueryProblem } from '@/lib/views/query/tokens'
import { answers } from './answers'
import type { EndpointName, Query, Reply } from './engine'
import { RequestProblem } from './problem'
import type { Workspace } from './workspace'

/** Answers a query as bytes. Never rejects: what goes wrong is a reply too. */
export async function replyTo(workspace: Workspace, query: Query, signal: AbortSignal): Promise<Reply> {
  try {
    const text = JSON.stringify(await give(workspace, query, signal))
    return { kind: 'answer', bytes: new TextEncoder().encode(text) }
  } catch (error) {
    if (error instanceof RequestProblem)
      return { kind: 'refused', problem: error.kind, detail: error.message }
    if (error instanceof QueryProblem)
      return {
        kind: 'refused',
        problem: 'bad-request',
        detail: `parameter \`q\`, character ${error.at + 1}: ${error.message}`,
      }
    if (error instanceof SelectionTooFine)
      return { kind: 'refused', problem: 'bad-request', detail: error.message }
    return {
      kind: 'broken',
      stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
  }
}

const give = async <Name extends EndpointName>(
  workspace: Workspace,
  { endpoint, parameters }: Query<Name>,
  signal: AbortSignal,
): Promise<unknown> => answers[endpoint](workspace, parameters, signal)
