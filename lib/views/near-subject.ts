import type { ObjectRef } from '../model/object'
import type { Endpoint } from '../model/session'
import type { Survey } from './survey'

/** A workload that is open although a policy was written for it: the policy selects nobody, and nearly selects it. */
export interface NearSubject {
  readonly workload: string
  readonly policy: ObjectRef
  /** Implicit connections that come in through the open door. */
  readonly implicit: number
}

/** How many of the most open workloads are looked at. */
const looked = 60
/** Kinds of pods of one workload that are asked about. */
const maxKinds = 8

/** Asks `explain` about one connection through each open door for policies that would govern it but for one label. */
export function nearSubjects({ session, workloads }: Pick<Survey, 'session' | 'workloads'>): NearSubject[] {
  const pods = (key: string): Endpoint => ({ kind: 'pods', label: key, pods: workloads.get(key)?.pods ?? [] })
  return [...session.tally.byWorkload]
    .filter(([, { throughDoor }]) => throughDoor > 0)
    .sort(([, a], [, b]) => b.throughDoor - a.throughDoor)
    .slice(0, looked)
    .flatMap(([workload, { throughDoor }]) => {
      const through = session.throughDoor(workload)
      if (!through) return []
      const question = { from: pods(through.first), to: pods(workload), protocol: 'TCP' } as const
      const { answers } = session.explainSome(question, maxKinds, 'different')
      const slip = answers
        .flatMap(({ explanation }) => explanation.sides)
        .filter(({ direction }) => direction === 'ingress')
        .flatMap(({ steps }) => steps)
        .find(({ detail }) => detail.kind === 'near-subject' && detail.nobody)
      return slip?.object ? [{ workload, policy: slip.object, implicit: throughDoor }] : []
    })
}
