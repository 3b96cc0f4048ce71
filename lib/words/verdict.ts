import type { Explanation, Reason, SideTrace, StepDetail } from '../model/explanation'
import { refText } from '../model/object'
import type { Cause } from '../model/verdict'
import { listed } from './count'
import { serverAcceptsGloss } from './glossary'
import { stepSentence } from './step'
import { visible } from './visible'

/** `NetworkPolicy shop/web`; undefined for a default, which no object states. */
export const reasonObject = ({ kind, namespace, name }: Reason): string | undefined =>
  kind === undefined || name === undefined
    ? undefined
    : visible(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`)

/** Causes that let a connection through although no allow rule was needed. */
const open: readonly Cause[] = ['default-allow', 'bypass', 'not-enforced']

/**
 * The answer in one or two sentences: what happens and whose doing it is, the object named where one decided.
 * Speaks about the explanation only, so that the page and the command line say the same.
 */
export function verdictSentence(explanation: Explanation): string {
  switch (explanation.verdict) {
    case 'allow':
      return allowed(explanation, 'Allowed')
    case 'conditional':
      return allowed(explanation, 'Allowed for some requests only')
    case 'deny':
      return denied(explanation)
    case 'unknown':
      return unknown(explanation)
  }
}

/**
 * Whose rules the pillar `authorized` judges: the source's where nothing can police the destination, because it is
 * outside (then it has no side) or uses its node's network.
 */
export function judgedAt(explanation: Explanation): string {
  const policed = explanation.sides.some(
    ({ direction, steps }) =>
      direction === 'ingress' &&
      !steps.some(({ detail }) => detail.kind === 'cannot-police' && detail.why === 'host-network'),
  )
  return visible(policed ? explanation.to : explanation.from)
}

/** Where a side is judged: one of the two ends, or a waypoint or gateway between them. */
const placeOf = (side: SideTrace): string => visible(side.at)

/** The subject of a sentence: its text, and the verb in its number. */
interface Actors {
  readonly text: string
  readonly verb: (one: string, many: string) => string
}

const actors = (text: string, several = false): Actors => ({
  text,
  verb: (one, many) => (several ? many : one),
})

function objectsOf(side: SideTrace, ...causes: readonly Cause[]): Actors | undefined {
  const named = side.reasons
    .filter(({ cause }) => causes.length === 0 || causes.includes(cause))
    .map(reasonObject)
    .filter(object => object !== undefined)
  const objects = [...new Set(named)]
  return objects.length === 0 ? undefined : actors(listed(objects), objects.length > 1)
}

function allowed(explanation: Explanation, opening: string): string {
  const { sides } = explanation
  if (sides.length > 1 && sides.every(side => side.cause === 'default-allow' && !isSelected(side)))
    return `${opening} because nobody forbids it: no policy selects either side.`
  const clauses = sides.map(allowedClause)
  const unforced =
    sides.length > 0 && sides.every(({ cause, verdict }) => open.includes(cause) && verdict !== 'conditional')
  return clauses.length === 0
    ? `${opening}.`
    : `${opening}${unforced ? ' because nobody forbids it' : ''}: ${[...new Set(clauses)].join('; ')}.`
}

const allowedClause = (side: SideTrace): string => `${openingClause(side)}${exceptions(side)}`

/** The requests that deciding rules of one action are about; rules about every request have none. */
function requestsOf(side: SideTrace, action: (StepDetail & { kind: 'rule-matches' })['action']): Requests {
  const rules = side.steps.flatMap(({ role, object, detail }) =>
    role === 'decided' &&
    detail.kind === 'rule-matches' &&
    detail.action === action &&
    detail.request !== undefined
      ? [{ object: object ? refText(object) : 'a rule', request: detail.request }]
      : [],
  )
  const objects = [...new Set(rules.map(({ object }) => object))]
  return {
    text: [...new Set(rules.map(({ request }) => request))].join(', or '),
    by: actors(listed(objects), objects.length > 1),
  }
}

interface Requests {
  readonly text: string
  readonly by: Actors
}

/** ` for requests with GET /api/*`, where that is all that is let through. */
function forRequests(side: SideTrace): string {
  const { text } = requestsOf(side, 'allow')
  return side.verdict === 'conditional' && text !== '' ? visible(` for requests with ${text}`) : ''
}

/** `, while AuthorizationPolicy shop/no denies requests with DELETE`. */
function exceptions(side: SideTrace): string {
  if (side.verdict !== 'conditional') return ''
  const [denied, asked] = [requestsOf(side, 'deny'), requestsOf(side, 'delegate')]
  const clauses = [
    ...(denied.text === ''
      ? []
      : [`, while ${denied.by.text} ${denied.by.verb('denies', 'deny')} requests with ${denied.text}`]),
    ...(asked.text === ''
      ? []
      : [
          `, while ${asked.by.text} ${asked.by.verb('asks', 'ask')} an external authorizer about requests with ${asked.text}`,
        ]),
  ]
  return visible(clauses.join(''))
}

function openingClause(side: SideTrace): string {
  const end = placeOf(side)
  const { text, verb } = objectsOf(side, 'explicit-allow', 'broad-allow') ?? actors('a rule')
  const crossing = `${verb('lets', 'let')} it ${side.direction === 'egress' ? 'leave' : 'in at'} ${end}${forRequests(side)}`
  switch (side.cause) {
    case 'explicit-allow':
      return `${text} ${crossing}`
    case 'broad-allow':
      return `${text} ${crossing}, leaving the peer or the port open`
    case 'default-allow':
      return isSelected(side)
        ? `nothing denies ${crossingText(side)} ${end}`
        : `no policy selects ${end} for ${side.direction}`
    case 'bypass':
    case 'not-enforced':
      return openClause(side) ?? `no policy reaches ${end}`
    default:
      return `${end} allows it`
  }
}

const crossingText = ({ verdict, direction }: SideTrace): string =>
  verdict === 'conditional'
    ? `other requests that ${direction === 'egress' ? 'leave' : 'arrive at'}`
    : `what ${direction === 'egress' ? 'leaves' : 'arrives at'}`

/** Whether policies govern a side that is open by default all the same. */
const isSelected = ({ steps }: SideTrace): boolean =>
  steps.some(({ detail }) => detail.kind === 'default-allow')

function openClause(side: SideTrace): string | undefined {
  const step = side.steps.find(({ detail }) => detail.kind === 'cannot-police')
  return step && stepSentence(step, side)
}

function denied(explanation: Explanation): string {
  const clauses = explanation.sides
    .filter(({ verdict }) => verdict === 'deny')
    .map(side => {
      const end = placeOf(side)
      return `${side.direction === 'egress' ? `leaving ${end}` : `arriving at ${end}`}: ${deniedClause(side)}`
    })
  const { transport, serverAccepts } = explanation
  const handshake = `the handshake cannot succeed${serverAccepts ? `: ${serverAcceptsGloss[serverAccepts]}` : ''}`
  if (clauses.length === 0) return transport === 'fail' ? `Denied because ${handshake}.` : 'Denied.'
  return `Denied ${[...clauses, ...(transport === 'fail' ? [handshake] : [])].join('; and ')}.`
}

function deniedClause(side: SideTrace): string {
  const by = objectsOf(side, side.cause) ?? objectsOf(side)
  const { text, verb } = by ?? actors(side.cause === 'default-deny' ? 'a policy' : 'a rule')
  switch (side.cause) {
    case 'default-deny':
      return `${text} ${verb('governs', 'govern')} its ${side.direction} and no rule lets this through`
    case 'explicit-deny':
      return `${text} ${verb('denies', 'deny')} it`
    case 'handshake':
      return 'the handshake cannot succeed'
    default:
      return by === undefined ? 'it is not let through' : `${text} ${verb('does', 'do')} not let it through`
  }
}

const saysWhyUnknown: ReadonlySet<StepDetail['kind']> = new Set(['unread', 'undefined-protocol', 'tie'])

function unknown(explanation: Explanation): string {
  const clauses = explanation.sides
    .filter(({ verdict }) => verdict === 'unknown')
    .map(side => {
      const why = side.steps
        .filter(({ role, detail }) => role === 'decided' && saysWhyUnknown.has(detail.kind))
        .map(step =>
          step.detail.kind === 'tie' && step.object
            ? visible(`${refText(step.object)} ${stepSentence(step, side)}`)
            : stepSentence(step, side),
        )
      const end = placeOf(side)
      const crossing = side.direction === 'egress' ? `may leave ${end}` : `may arrive at ${end}`
      const reason =
        why.length > 0
          ? listed([...new Set(why)], 2)
          : unreadClause(objectsOf(side, 'unread') ?? objectsOf(side))
      return `whether it ${crossing} is not known, because ${reason}`
    })
  return clauses.length === 0
    ? 'Unknown: something that decides could not be read.'
    : `Unknown: ${clauses.join('; and ')}.`
}

const unreadClause = (by: Actors | undefined): string =>
  by === undefined ? 'something that decides could not be read' : `${by.text} could not be read in full`
