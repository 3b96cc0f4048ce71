import type { Explained } from '../api/explanation-contract'
import type { Explanation, TraceStep } from '../model/explanation'
import { pathText, refKey, type KubeObject, type ObjectRef, type Path } from '../model/object'
import type { PairAnswer, Question } from '../model/session'
import { rowsBetween } from './between'
import { factsOf } from './row'
import type { Survey } from './survey'
import { entry } from './tally'

/** Kinds of pod pairs that an answer explains, the most open first. */
const maxAnswers = 20

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
    connections: rowsBetween(survey, question).map(row => factsOf(row, survey)),
    objects: objectsOf(shown, read),
  }
}

const roles = ['decided', 'near-miss', 'considered'] as const

/** Where an object had a part: a step of a side, or a reason for what is on the wire. */
type Part = Pick<TraceStep, 'role' | 'object' | 'path'>

const partsOf = ({ sides, route }: Explanation): Part[] => [
  ...sides.flatMap(({ steps }) => steps),
  ...(route?.because ?? []).flat().map((reason): Part => ({
    ...reason,
    role: reason.overruled ? 'considered' : 'decided',
  })),
]

/** Every object once, in its strongest role, with the places that gave it this role; those that decided first. */
function objectsOf(
  answers: readonly PairAnswer[],
  read: ReadonlyMap<string, KubeObject>,
): Explained['objects'] {
  const steps = answers.flatMap(({ explanation }) => partsOf(explanation))
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
