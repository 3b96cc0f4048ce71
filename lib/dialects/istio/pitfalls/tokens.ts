import type { RequestTest } from '../../../model/request'
import type { Rule } from '../../../model/rule'

/** What is known of a request by its token alone. */
const ofTokens: readonly RequestTest['field']['kind'][] = [
  'request-principal',
  'audience',
  'presenter',
  'claim',
]

const isOfToken = ({ field }: RequestTest): boolean => ofTokens.includes(field.kind)

/** Whether no request without a token meets the rule. */
export const asksForToken = ({ request }: Rule): boolean =>
  request?.tests.some(test => isOfToken(test) && !test.negated) ?? false

/** Whether the rule is met for want of a token: what it excludes, nobody without one has. */
export const meansTokenless = ({ request }: Rule): boolean =>
  request?.tests.some(test => isOfToken(test) && test.negated) ?? false
