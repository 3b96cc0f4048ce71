import type { Explanation, Reason, SideTrace } from '../../model/explanation'
import type { Plane } from '../../model/rule'
import type { Endpoint, Session } from '../../model/session'
import type { Verdict } from '../../model/verdict'
import { resolveAddress, resolveEndpoint, resolveNode, type Unresolved } from '../../engine/resolve'
import { findService } from '../services'
import { missingFeature } from './features'
import { forbidden } from './never'
import type { Written } from './read'
import type { ConnectionCase, End, Expected } from './schema'

/** What became of one case; `details` say what is wrong, `feature` names what this build cannot answer yet. */
export interface Result {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly status: 'passed' | 'failed' | 'error' | 'unsupported'
  readonly details: readonly string[]
  readonly feature?: string
}

/** Compares one case with what the session answers. A case that cannot be asked is an error, never passed in silence. */
export function judgeCase(session: Session, written: Written, plane: 'network' | 'all'): Result {
  const { name, file, line } = written
  const end = (status: Result['status'], details: readonly string[], feature?: string): Result => ({
    ...{ name, file, line, status, details },
    ...(feature !== undefined && { feature }),
  })
  switch (written.kind) {
    case 'broken':
      return end('error', written.wrong)
    case 'never': {
      const answer = forbidden(session, written.case)
      if ('wrong' in answer) return end('error', answer.wrong)
      return answer.found.length === 0 ? end('passed', []) : end('failed', answer.found)
    }
    case 'connection': {
      const feature = missingFeature(session.capture, written.case, plane)
      if (feature !== undefined) return end('unsupported', [`not supported yet: ${feature}`], feature)
      const answer = compare(session, written.case)
      if ('wrong' in answer) return end('error', answer.wrong)
      return answer.differences.length === 0 ? end('passed', []) : end('failed', answer.differences)
    }
  }
}

function compare(session: Session, asked: ConnectionCase): { wrong: string[] } | { differences: string[] } {
  const ends = { from: resolve(session, asked.from), to: resolve(session, asked.to) }
  const wrong = (['from', 'to'] as const).flatMap(side => {
    const end = ends[side]
    return end.kind === 'unresolved' ? [`${side}: ${end.message}`] : []
  })
  const { from, to } = ends
  if (from.kind === 'unresolved' || to.kind === 'unresolved') return { wrong }
  const misdialled =
    asked.service === undefined ? undefined : findService(session.inventory, asked.service, to)
  if (misdialled !== undefined) return { wrong: [`service: ${misdialled}`] }
  const { protocol, port } = asked
  const answers = session.explain({ from, to, protocol, ...(port !== undefined && { port }) })
  if (answers.length === 0)
    return { wrong: ['from and to are the same single pod, which may always reach itself'] }
  const differences = answers.flatMap(({ explanation }) => {
    const found = differencesOf(asked.expect, explanation)
    const pair = answers.length > 1 ? ` (${explanation.from} to ${explanation.to})` : ''
    return found.map(difference => `${difference}${pair}`)
  })
  return { differences: [...new Set(differences)] }
}

function resolve(session: Session, end: End): Endpoint | Unresolved {
  if (typeof end === 'string') return resolveEndpoint(session.inventory, end)
  if (end.ip !== undefined) return resolveAddress(session.inventory, end.ip)
  if (end.node !== undefined) return resolveNode(session.inventory, end.node)
  // INVARIANT: missingFeature has stopped the other ends before.
  throw new Error('an end that is not supported yet was asked about')
}

/** Every named expectation that the explanation does not meet. */
function differencesOf(expect: Expected, explanation: Explanation): string[] {
  const found: string[] = []
  const same = (what: string, expected: unknown, got: unknown): void => {
    if (expected !== undefined && expected !== got)
      found.push(`${what}: expected ${shown(expected)}, got ${shown(got)}`)
  }
  same('verdict', expect.verdict, explanation.verdict)
  same('class', expect.class, explanation.trustClass)
  same('transport', expect.transport, explanation.transport)
  same('serverAccepts', expect.serverAccepts, explanation.serverAccepts)
  same('authorization', expect.authorization, planeVerdict(explanation, 'authorization'))
  // No mesh is read, so nobody presents an identity and nothing lies between (missingFeature stops all other wishes).
  same('principal', expect.principal, null)
  same('originPrincipal', expect.originPrincipal, null)
  for (const direction of ['egress', 'ingress'] as const) {
    const network = explanation.sides.filter(side => side.plane === 'network' && side.direction === direction)
    same(`network.${direction}`, expect.network?.[direction], combined(network))
    same(`pending.${direction}`, expect.pending?.[direction], combined(network))
    const cause = expect.cause?.[direction]
    const causes = explanation.sides.filter(side => side.direction === direction).flatMap(causesOf)
    if (cause !== undefined && !causes.includes(cause))
      found.push(`cause.${direction}: expected ${cause}, got ${[...new Set(causes)].join(', ') || 'none'}`)
  }
  const { deciding } = expect
  if (deciding !== undefined) {
    const objects = [...new Set(decidingObjects(explanation))]
    if (!objects.includes(deciding))
      found.push(`deciding: expected ${deciding}, got ${objects.join(', ') || 'none'}`)
  }
  return found
}

const shown = (value: unknown): string =>
  value === undefined
    ? 'none'
    : value === null
      ? 'nobody'
      : typeof value === 'string'
        ? value
        : JSON.stringify(value)

const worstFirst: readonly Verdict[] = ['deny', 'unknown', 'conditional', 'allow']

/** Sides that must agree: a deny of any is a deny. A plane that judges nothing lets everything through. */
const combined = (sides: readonly SideTrace[]): Verdict =>
  worstFirst.find(verdict => sides.some(side => side.verdict === verdict)) ?? 'allow'

const planeVerdict = ({ sides }: Explanation, plane: Plane): Verdict =>
  combined(sides.filter(side => side.plane === plane))

const causesOf = ({ cause, reasons }: SideTrace): string[] => [cause, ...reasons.map(reason => reason.cause)]

/**
 * Objects that may be named as deciding: those of the first denying side in the order network egress, network ingress,
 * authorization; for anything that is not denied, every object that allows (contract.md section 4).
 */
function decidingObjects({ verdict, sides }: Explanation): string[] {
  const order = [...sides].sort((a, b) => rank(a) - rank(b))
  if (verdict === 'deny') return objects(order.find(side => side.verdict === 'deny')?.reasons ?? [])
  return objects(order.flatMap(side => side.reasons).filter(({ cause }) => cause.endsWith('-allow')))
}

const rank = ({ plane, direction }: SideTrace): number =>
  plane === 'authorization' ? 2 : direction === 'egress' ? 0 : 1

const objects = (reasons: readonly Reason[]): string[] =>
  reasons.flatMap(({ kind, namespace, name }) =>
    kind === undefined || name === undefined
      ? []
      : [`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`],
  )
