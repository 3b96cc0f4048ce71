import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import { captureOf } from '../../../test/kit/world'

const requestAuthentication = (spec: string): string =>
  `apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {namespace: x, name: r}\nspec: ${spec}`

describe('RequestAuthentication (istio.md section 6): it verifies tokens and never requires one', () => {
  it.each([
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
    const { policies, problems } = compile(captureOf([requestAuthentication(spec)]))
    expect(policies).toEqual([])
    expect(problems.map(({ message, effect }) => [message, effect])).toEqual(
      messages.map(message => [message, 'none']),
    )
  })

  it('names issuers and audiences, at proxies that see requests, and keeps nobody out that has no token', () => {
    const { policies } = compile(
      captureOf([requestAuthentication('{jwtRules: [{issuer: a, audiences: [shop]}, {issuer: b}]}')]),
    )
    expect(policies).toMatchObject([
      {
        isolates: 'no',
        rules: [],
        subject: { namespaces: { kind: 'named', namespace: 'x' }, proxies: ['sidecar', 'gateway'] },
        tokens: [
          { issuer: 'a', audiences: ['shop'], path: ['spec', 'jwtRules', 0] },
          { issuer: 'b', audiences: [], path: ['spec', 'jwtRules', 1] },
        ],
      },
    ])
  })
})
