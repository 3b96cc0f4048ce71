import type { Explanation, SideTrace, TraceStep } from '../model/explanation'
import type { WireReason } from '../model/mesh'
import { pathText, refText } from '../model/object'
import type { Endpoint, Session } from '../model/session'
import { alteredText } from '../words/altered'
import { count } from '../words/count'
import {
  className,
  classGloss,
  pillarGloss,
  pillarOrder,
  principalGloss,
  serverAcceptsGloss,
  sideTitle,
  transportGloss,
} from '../words/glossary'
import { stepSentence } from '../words/step'
import { judgedAt, verdictSentence } from '../words/verdict'
import { unusualText, wireReasonText } from '../words/wire'
import { visible } from '../words/visible'
import { columns } from './command'
import { json } from './print'
import { alteration, sidedReasons } from './reasons'
import type { Answer, Topic } from './topics'

/** Whether anything was seen that enforces what policies say. */
type Proof = Pick<Session, 'enforcementUnproven'>

/** Everything that is known about a question, as JSON: one entry per set of ports and kind of pod pair. */
export function explainJson(
  from: Endpoint,
  to: Endpoint,
  topics: readonly Topic[],
  { enforcementUnproven }: Proof,
): string {
  return `${json(
    topics.flatMap(({ title, answers }) =>
      answers.map(
        ({ pairs, outside, explanation: { trustClass, pillars, serverAccepts, ...explanation } }) => ({
          from: from.label,
          to: to.label,
          conn: title,
          ...(outside === undefined
            ? { pods: { from: explanation.from, to: explanation.to, pairs, of: total(answers) } }
            : { outside }),
          protocol: explanation.protocol,
          port: explanation.port ?? null,
          verdict: explanation.verdict,
          class: trustClass ?? null,
          pillars: pillars ?? null,
          transport: explanation.transport,
          serverAccepts: serverAccepts ?? null,
          principal: explanation.principal,
          originPrincipal: explanation.originPrincipal,
          through: explanation.route?.through ?? [],
          route: explanation.route ?? null,
          ...alteration(explanation.alteredBy ?? []),
          engineDependent: explanation.engineDependent,
          enforcementUnproven,
          reasons: sidedReasons(explanation),
          sides: explanation.sides.map(({ steps, ...side }) => ({
            ...side,
            steps: steps.map(jsonStep(side)),
          })),
        }),
      ),
    ),
  )}\n`
}

const jsonStep =
  (side: Pick<SideTrace, 'at' | 'direction'>) =>
  (step: TraceStep): object => ({ ...step, text: stepSentence(step, side) })

const total = (answers: readonly Answer[]): number => answers.reduce((sum, { pairs }) => sum + pairs, 0)

/** The answers to a question in words: for each, what happens and whose doing it is, the facts, and every step. */
export const explainText = (from: Endpoint, to: Endpoint, topics: readonly Topic[], proof: Proof): string =>
  topics
    .flatMap(({ title, answers }) =>
      answers.map(answer =>
        [
          `${visible(`${from.label} => ${to.label}`)} : ${title}${scope(answer, answers)}\n`,
          `${verdictSentence(answer.explanation)}\n\n`,
          columns(factRows(answer.explanation, proof)),
          ...answer.explanation.sides.map(printSide),
        ].join(''),
      ),
    )
    .join('\n')

/** For whom an answer speaks, where it does not speak for all pairs. */
function scope({ explanation, pairs, outside }: Answer, answers: readonly Answer[]): string {
  if (outside !== undefined) return answers.length > 1 ? ` (${outside})` : ''
  const of = total(answers)
  if (answers.length === 1) return ''
  return ` (${pairs} of ${count(of, 'pod pair')}, such as ${visible(`${explanation.from} => ${explanation.to}`)})`
}

function factRows(explanation: Explanation, { enforcementUnproven }: Proof): [string, string][] {
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
    ['principal', principalGloss(explanation)],
    ...routeRows(explanation),
    ...(explanation.alteredBy ? [row('may be altered', alteredText(explanation.alteredBy))] : []),
    ...(explanation.engineDependent ? [row('engine', 'another network engine would decide otherwise')] : []),
    ...(enforcementUnproven
      ? [row('enforcement', 'unproven: nothing was seen in this cluster that enforces network policies')]
      : []),
  ]
}

/** How it is dialled, whom it passes, and why the wire is as it is on each stretch. */
function routeRows({ route }: Explanation): [string, string][] {
  if (!route) return []
  const { address, service, unusual, through, because } = route
  const dialled = service
    ? `${address} ${visible(`${service.namespace}/${service.name}`)}:${service.port}`
    : address
  return [
    row('dialled by', `${dialled}${unusual ? `; ${unusualText}` : ''}`),
    ...(through.length > 0 ? [row('through', visible(through.join(', ')))] : []),
    ...because.flat().map(reason => row('because', reasonText(reason))),
  ]
}

function reasonText(reason: WireReason): string {
  const { object, path } = reason
  const where = object ? `${refText(object)}${path ? `, ${pathText(path)}` : ''}: ` : ''
  return `${visible(where)}${wireReasonText(reason)}`
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
