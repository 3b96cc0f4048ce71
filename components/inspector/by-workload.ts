import type { Explained } from '@/lib/api/explanation-contract'
import { workloadName } from '../workbench/ends'

/**
 * The same answer with the workloads' names in place of one pod's, where all pods of both ends are alike and so the pod
 * stands for all of them. Where they differ, each answer keeps the pods that it is about.
 */
export function byWorkload(explained: Explained): Explained {
  const [only] = explained.answers
  if (only === undefined || explained.kinds > 1) return explained
  const { explanation } = only
  const from = shortName(explained.from) ?? explanation.from
  const to = shortName(explained.to) ?? explanation.to
  const names = new Map([
    [explanation.from, from],
    [explanation.to, to],
  ])
  const sides = explanation.sides.map(side => ({ ...side, at: names.get(side.at) ?? side.at }))
  return { ...explained, answers: [{ ...only, explanation: { ...explanation, from, to, sides } }] }
}

function shortName(end: string): string | undefined {
  const workload = workloadName(end)
  return workload && `${workload.namespace}/${workload.name}`
}
