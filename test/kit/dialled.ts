import { expect } from 'vitest'
import type { Session } from '../../lib/model/session'
import { between, readQuestion } from './world'

/** What a client may do that dials the Service of `shop/api` on 8080, by the evaluator; what it may by any way, the rows must say too. */
export function verdictByService(session: Session, client: string): string {
  const question = readQuestion(session, `${client} -> shop/api 8080`)
  const verdictOf = (dial: typeof question.dial): string =>
    session.explain({ ...question, ...(dial && { dial }) })[0]?.explanation.verdict ?? 'none'
  const listed = between(session, `${client}[Pod]`, 'shop/api[Pod]').find(({ ports }) =>
    ports.some(({ protocol, first, last }) => protocol === 'TCP' && first <= 8080 && 8080 <= last),
  )
  expect(`${client}: ${listed?.verdict ?? 'deny'}`).toBe(`${client}: ${verdictOf(undefined)}`)
  return verdictOf({ address: 'service' })
}
