import { describe, expect, it } from 'vitest'
import type { AskedRequest } from '../model/request'
import { tiers } from '../model/policy-kinds'
import type { Policy, TokenRule } from '../model/rule'
import { verify } from './tokens'

const verifying = (...tokens: Omit<TokenRule, 'path'>[]): Policy => ({
  dialect: 'test',
  object: { group: 'test', kind: 'Test', name: 'tokens' },
  path: [],
  tier: tiers.mesh,
  direction: 'ingress',
  precedence: 0,
  subject: { kind: 'unreadable', path: [], namespaces: { kind: 'all' }, reason: 'test' },
  isolates: 'no',
  enforcement: 'enforced',
  refused: false,
  unread: false,
  rules: [],
  tokens: tokens.map(token => ({ ...token, path: [] })),
})
const ofA = verifying({ issuer: 'a', audiences: ['shop'] })
const ofB = verifying({ issuer: 'b', audiences: [] })

const bare: AskedRequest = { method: 'GET', headers: new Map() }
const withToken = (iss: string, valid = true, aud = ['shop']): AskedRequest => ({
  ...bare,
  jwt: { valid, iss, aud, claims: {} },
})

describe('tokens (istio.md section 6, RequestAuthentication)', () => {
  it.each<[string, AskedRequest, readonly Policy[], 'known' | 'not known' | 'refused']>([
    ['one that verifies', withToken('a'), [ofA], 'known'],
    ['one of another rule', withToken('b'), [ofA, ofB], 'known'],
    ['one that nobody verifies', withToken('a'), [], 'not known'],
    ['a bad one that nobody verifies', withToken('a', false), [], 'not known'],
    ['a bad one', withToken('a', false), [ofA], 'refused'],
    ['one of an issuer that nobody knows', withToken('c'), [ofA, ofB], 'refused'],
    ['one for another audience', withToken('a', true, ['bank']), [ofA], 'refused'],
    ['none', bare, [ofA], 'not known'],
  ])('%s', (_, request, policies, expected) => {
    const { request: seen, rejectedBy } = verify(request, policies)
    expect(rejectedBy.length > 0 ? 'refused' : seen.jwt ? 'known' : 'not known').toBe(expected)
  })
})
