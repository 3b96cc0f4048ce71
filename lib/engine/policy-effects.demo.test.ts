import { describe, expect, it } from 'vitest'
import { analyze } from '../analyze'
import type { Side } from '../model/connection'
import { refKey } from '../model/object'
import type { Endpoint, Session } from '../model/session'
import { readDemo } from '../sources/demo'

/** One end of a connection as a question names it; of an outside range its first address stands for all. */
function endpointOf({ inventory }: Session, side: Side): Endpoint {
  if (side.kind === 'outside') {
    const { family, first } = side.range
    return { kind: 'address', label: 'outside', address: { family, value: first } }
  }
  const pods = inventory.workloads.find(({ key }) => key === side.key)?.pods ?? []
  return { kind: 'pods', label: side.key, pods }
}

const nameOf = (side: Side): string => (side.kind === 'workload' ? side.key : 'internet')

/** By object: the pairs of all connections at which the explanation names a rule of it as a reason to allow. */
function allowedByExplanation(session: Session): Map<string, Set<string>> {
  const pairs = new Map<string, Set<string>>()
  for (const { from, to, ports } of session.connections)
    for (const { protocol, first } of ports) {
      const question = { from: endpointOf(session, from), to: endpointOf(session, to), protocol, port: first }
      for (const { explanation } of session.explain(question)) {
        if (explanation.verdict === 'deny') continue
        for (const { cause, kind, namespace, name } of explanation.sides.flatMap(({ reasons }) => reasons)) {
          if (cause !== 'explicit-allow' && cause !== 'broad-allow') continue
          const key = `${kind} ${namespace} ${name}`
          pairs.set(key, (pairs.get(key) ?? new Set()).add(`${nameOf(from)} ${nameOf(to)}`))
        }
      }
    }
  return pairs
}

describe('what policies of the demo allow', () => {
  it('is what the explanations of its connections say', async () => {
    const session = analyze(await readDemo())
    const explained = allowedByExplanation(session)
    const reports = session.policyReports()
    const counted = reports.map(({ object }) => [refKey(object), session.policyEffects(object).allows])
    const expected = reports.map(({ object }) => [
      refKey(object),
      explained.get(`${object.kind} ${object.namespace} ${object.name}`)?.size ?? 0,
    ])
    expect(counted).toEqual(expected)
    expect(counted.filter(([, allows]) => Number(allows) > 0).length).toBeGreaterThan(40)
  })
})
