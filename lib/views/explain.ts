import type { Explained } from '../api/contract'
import { contains, rangeOf } from '../model/address'
import type { TraceStep } from '../model/explanation'
import { pathText, refKey, type ObjectRef, type Path } from '../model/object'
import type { Endpoint, PairAnswer, Question } from '../model/session'
import { factsOf, type Row } from './row'
import type { Survey } from './survey'
import { entry, internet } from './tally'

/** Kinds of pod pairs that an answer explains, the most open first. */
const maxAnswers = 20

/** Why a pair may talk or not at one port, every connection it has, and the objects that had a part in the answer. */
export function explainView(survey: Survey, question: Question): Explained {
  const answers = survey.session.explain(question)
  const shown = answers.slice(0, maxAnswers)
  const [from, to] = [endMatcher(question.from), endMatcher(question.to)]
  return {
    from: question.from.label,
    to: question.to.label,
    kinds: answers.length,
    answers: [...shown],
    connections: survey.rows
      .filter(row => from(row.from, row) && to(row.to, row))
      .map(row => factsOf(row, survey.workloads)),
    objects: objectsOf(shown),
  }
}

/** Whether a row has this end; nodes have no connections of their own. */
function endMatcher(endpoint: Endpoint): (name: string, row: Row) => boolean {
  switch (endpoint.kind) {
    case 'pods': {
      const keys = new Set(endpoint.pods.map(({ workload }) => workload))
      return name => keys.has(name)
    }
    case 'internet':
      return name => name === internet
    case 'address':
      return (name, { ranges }) =>
        name === internet && ranges.some(range => contains(range, rangeOf(endpoint.address)))
    case 'node':
      return () => false
  }
}

const roles = ['decided', 'near-miss', 'considered'] as const

/** Every object once, in its strongest role, with the places that gave it this role; those that decided first. */
function objectsOf(answers: readonly PairAnswer[]): Explained['objects'] {
  const steps = answers.flatMap(({ explanation }) => explanation.sides).flatMap(side => side.steps)
  const objects = new Map<string, { ref: ObjectRef; role: TraceStep['role']; paths: Map<string, Path> }>()
  for (const role of roles)
    for (const step of steps) {
      if (!step.object || step.role !== role) continue
      const { object: ref } = step
      const known = entry(objects, refKey(ref), () => ({ ref, role, paths: new Map<string, Path>() }))
      if (known.role === role && step.path) known.paths.set(pathText(step.path), step.path)
    }
  return [...objects.values()].map(({ ref, role, paths }) => ({
    ref,
    role,
    paths: [...paths.values()],
  }))
}
