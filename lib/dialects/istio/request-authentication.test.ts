import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import { captureOf } from '../../../test/kit/world'

const requestAuthentication = (spec: string): string =>
  `apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {namespace: x, name: r}\nspec: ${spec}`

describe('RequestAuthentication (istio.md section 6): it never requires a token, so it decides nothing', () => {
  it.each([
    ['a rule for tokens', '{jwtRules: [{issuer: a, jwksUri: "https://a.example"}]}', []],
    ['no rules', '{}', []],
    ['rules that are no list', '{jwtRules: a}', ['spec.jwtRules: `a` is no list']],
    [
      'a rule without an issuer',
      '{jwtRules: [{jwks: a}]}',
      ['spec.jwtRules[0]: `{"jwks":"a"}` names no issuer'],
    ],
    ['an empty issuer', '{jwtRules: [{issuer: ""}]}', ['spec.jwtRules[0]: `{"issuer":""}` names no issuer']],
    ['a spec that is none', '[]', ['spec: `[]` is no map']],
  ])('%s', (_, spec, messages) => {
    const { policies, transports, identities, routes, problems } = compile(
      captureOf([requestAuthentication(spec)]),
    )
    expect({ policies, transports, identities, routes }).toEqual({
      policies: [],
      transports: [],
      identities: [],
      routes: [],
    })
    expect(problems.map(({ message, effect }) => [message, effect])).toEqual(
      messages.map(message => [message, 'none']),
    )
  })
})
