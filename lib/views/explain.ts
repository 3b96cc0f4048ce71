import type { Explained } from '../api/contract'
import { contains, overlaps, rangeOf, type AddressRange } from '../model/address'
import type { TraceStep } from '../model/explanation'
import { pathText, refKey, type KubeObject, type ObjectRef, type Path } from '../model/object'
import type { Endpoint, PairAnswer, Question } from '../model/session'
import { internet, type Row } from '../model/table'
import { factsOf } from './row'
import type { Survey } from './survey'
import { entry } from './tally'

/** Kinds of pod pairs that an answer explains, the most open first. */
const maxAnswers = 20
/** Rows that an answer looks at: blocks that a policy names can make any number. */
const maxRows = 2000

/** Why a pair may talk or not at one port, every connection it has, and the objects that had a part in the answer. */
export function explainView(
  survey: Survey,
  question: Question,
  read: ReadonlyMap<string, KubeObject> = new Map(),
): Explained {
  const { kinds, answers } = survey.session.explainSome(question, maxAnswers, 'most-open')
  const shown = answers.slice(0, maxAnswers)
  return {
    from: question.from.label,
    to: question.to.label,
    kinds,
    answers: [...shown],
    connections: rowsBetween(survey, question).map(row => factsOf(row, survey.workloads)),
    objects: objectsOf(shown, read),
  }
}

/** Rows between two ends; the ends of a question are single workloads, so that there are few. */
function rowsBetween({ session }: Survey, { from, to }: Question): Row[] {
  const { rows } = session.rows({ from: namesOf(from), to: namesOf(to), offset: 0, limit: maxRows })
  return rows.filter(({ ranges }) => holds(from, ranges) && holds(to, ranges))
}

/** What the rows of an end are called; nodes have no connections of their own, and those of everybody are the table. */
function namesOf(endpoint: Endpoint): ReadonlySet<string> {
  switch (endpoint.kind) {
    case 'pods':
      return new Set(endpoint.pods.map(({ workload }) => workload))
    case 'internet':
    case 'address':
    case 'block':
      return new Set([internet])
    case 'node':
    case 'anyone':
      return new Set()
  }
}

function holds(endpoint: Endpoint, ranges: readonly AddressRange[]): boolean {
  if (endpoint.kind === 'block') return ranges.some(range => overlaps(range, endpoint.range))
  return endpoint.kind !== 'address' || ranges.some(range => contains(range, rangeOf(endpoint.address)))
}

const roles = ['decided', 'near-miss', 'considered'] as const

/** Every object once, in its strongest role, with the places that gave it this role; those that decided first. */
function objectsOf(
  answers: readonly PairAnswer[],
  read: ReadonlyMap<string, KubeObject>,
): Explained['objects'] {
  const steps = answers.flatMap(({ explanation }) => explanation.sides).flatMap(side => side.steps)
  const objects = new Map<string, { ref: ObjectRef; role: TraceStep['role']; paths: Map<string, Path> }>()
  for (const role of roles)
    for (const step of steps) {
      if (!step.object || step.role !== role) continue
      const { object: ref } = step
      const known = entry(objects, refKey(ref), () => ({ ref, role, paths: new Map<string, Path>() }))
      if (known.role === role && step.path) known.paths.set(pathText(step.path), step.path)
    }
  return [...objects.values()].map(({ ref, role, paths }) => {
    const origin = read.get(refKey(ref))?.origin
    return { ref, role, paths: [...paths.values()], ...(origin && { origin }) }
  })
}
