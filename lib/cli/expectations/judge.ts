import type { Explanation, Reason, SideTrace } from '../../model/explanation'
import type { Plane } from '../../model/rule'
import type { Endpoint, Session } from '../../model/session'
import type { Verdict } from '../../model/verdict'
import { findWay, leadsNowhere } from '../../engine/dialling'
import { resolveAddress, resolveEndpoint, resolveNode, type Unresolved } from '../../engine/resolve'
import { withoutPort } from '../port-names'
import { missingFeature, missingReading } from './features'
import { dialsOf } from './dials'
import { forbidden } from './never'
import type { Written } from './read'
import type { Difference, Result } from './result'
import type { ConnectionCase, End, Expected } from './schema'

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
      if (feature !== undefined) return end('unsupported', [notYet(feature)], feature)
      const answer = compare(session, written.case)
      if ('wrong' in answer) return end('error', answer.wrong)
      const { differences } = answer
      if (differences.length === 0) return end('passed', [])
      const lacking = missingReading(session, written.case, differences, plane)
      const details = [...new Set(differences.map(({ text }) => text))]
      return end('failed', lacking === undefined ? details : [...details, notYet(lacking)], lacking)
    }
  }
}

const notYet = (feature: string): string => `not supported yet: ${feature}`

function compare(
  session: Session,
  asked: ConnectionCase,
): { wrong: string[] } | { differences: Difference[] } {
  const ends = { from: resolve(session, asked.from), to: resolve(session, asked.to) }
  const wrong = (['from', 'to'] as const).flatMap(side => {
    const end = ends[side]
    return end.kind === 'unresolved' ? [`${side}: ${end.message}`] : []
  })
  const { from, to } = ends
  if (from.kind === 'unresolved' || to.kind === 'unresolved') return { wrong }
  const { protocol, port, service, address } = asked
  const misdialled = findWay(session.inventory, { to, service, address })
  if (misdialled) return { wrong: [`${misdialled.at}: ${misdialled.wrong}`] }
  const nameless = typeof port === 'string' ? withoutPort(to, protocol, port) : []
  if (nameless.length > 0) return { wrong: nameless.map(text => `port: ${text}`) }
  const dials = dialsOf(session, asked, to)
  const answers = dials.flatMap(dial =>
    session.explain({ from, to, protocol, ...(port !== undefined && { port }), ...(dial && { dial }) }),
  )
  const nowhere = leadsNowhere({
    from,
    to,
    protocol,
    ...(port !== undefined && { port }),
    ...(dials[0] && { dial: dials[0] }),
  })
  if (answers.length === 0)
    return {
      wrong: [nowhere ? `${nowhere.at}: ${nowhere.wrong}` : 'from and to hold no pair of pods to ask about'],
    }
  return {
    differences: answers.flatMap(({ explanation }) => {
      const pair = answers.length > 1 ? ` (${explanation.from} to ${explanation.to})` : ''
      return differencesOf(asked.expect, explanation).map(difference => ({
        ...difference,
        text: `${difference.text}${pair}`,
      }))
    }),
  }
}

function resolve(session: Session, end: End): Endpoint | Unresolved {
  if (typeof end === 'string') return resolveEndpoint(session.inventory, end)
  if (end.ip !== undefined) return resolveAddress(session.inventory, end.ip)
  if (end.node !== undefined) return resolveNode(session.inventory, end.node)
  // INVARIANT: missingFeature has stopped the other ends before.
  throw new Error('an end that is not supported yet was asked about')
}

/** Every named expectation that the explanation does not meet. */
function differencesOf(expect: Expected, explanation: Explanation): Difference[] {
  const found: Difference[] = []
  const differ = (fact: string, expected: string, got: string): void =>
    void found.push({ fact, got, text: `${fact}: expected ${expected}, got ${got}`, explanation })
  const same = (fact: string, expected: string | null | undefined, got: string | null | undefined): void => {
    if (expected !== undefined && expected !== got) differ(fact, shown(expected), shown(got))
  }
  const among = (fact: string, expected: string | undefined, got: readonly string[]): void => {
    if (expected !== undefined && !got.includes(expected))
      differ(fact, expected, [...new Set(got)].join(', ') || 'none')
  }
  same('verdict', expect.verdict, explanation.verdict)
  same('class', expect.class, explanation.trustClass)
  same('transport', expect.transport, explanation.transport)
  same('serverAccepts', expect.serverAccepts, explanation.serverAccepts)
  same('authorization', expect.authorization, planeVerdict(explanation, 'authorization'))
  same('principal', expect.principal, explanation.principal)
  same('originPrincipal', expect.originPrincipal, explanation.originPrincipal)
  same('through', expect.through?.join(', '), (explanation.route?.through ?? []).join(', '))
  for (const direction of ['egress', 'ingress'] as const) {
    const sides = explanation.sides.filter(side => side.direction === direction)
    const network = combined(sides.filter(side => side.plane === 'network'))
    same(`network.${direction}`, expect.network?.[direction], network)
    same(`pending.${direction}`, expect.pending?.[direction], network)
    among(`cause.${direction}`, expect.cause?.[direction], [
      ...sides.flatMap(causesOf),
      ...(direction === 'ingress' && explanation.transport === 'fail' ? ['handshake'] : []),
    ])
  }
  among('deciding', expect.deciding, decidingObjects(explanation))
  return found
}

const shown = (value: string | null | undefined): string =>
  value === undefined ? 'none' : value === null ? 'nobody' : value

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
