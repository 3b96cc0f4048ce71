import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asked, requestMatch, requestTest } from '../../test/kit/request-tests'
import { parseAddress } from '../model/address'
import type { AskedRequest, RequestMatch, RequestTest } from '../model/request'
import { coverage, isDoubtful, meetsRequest, requestText, withoutDoubts } from './requests'

const token: NonNullable<AskedRequest['jwt']> = {
  valid: true,
  iss: 'https://issuer.example/realm',
  sub: 'user/7',
  aud: ['shop', 'bank'],
  azp: 'web',
  claims: { groups: ['a', 'b'], role: 'admin', scope: 'read write', realm: { roles: ['x'] }, level: 3 },
}

describe('a request against a match (istio.md section 5)', () => {
  const get = asked({ method: 'GET', path: '/api/v1?x=1', host: 'Shop.Example:8080' })
  const signed = asked({ jwt: token })
  const headed = asked({ headers: new Map([['x-token', 'abc'], ['x-empty', '']]) }) // prettier-ignore
  const rows: readonly [title: string, test: string, request: AskedRequest, met: string][] = [
    ['methods have a case', 'method: get', get, 'no'],
    ['one of several values is enough', 'method: POST, GET', get, 'yes'],
    ['negated: none may match', '!method: POST, GET', get, 'no'],
    ['any method', 'method: *', get, 'yes'],
    ['what is absent meets nothing', 'method: *', asked(), 'no'],
    ['what is absent meets what is negated', '!method: *', asked(), 'yes'],
    ['the query is no part of a path', 'path: /api/v1', get, 'yes'],
    ['a prefix of a path', 'path: /api*', get, 'yes'],
    ['a suffix of a path', 'path: */v1', get, 'yes'],
    ['paths are compared as rewritten', 'path: /admin', asked({ path: '/api/%2e%2e/admin' }), 'yes'],
    ['gRPC is a path like others', 'path: /shop.Cart/*', asked({ path: '/shop.Cart/Add' }), 'yes'],
    ['hosts have no case', 'host: shop.example:8080', get, 'yes'],
    ['nor have their patterns', 'host: *.EXAMPLE:8080', get, 'yes'],
    ['the port is part of a host', 'host: shop.example', get, 'no'],
    ['and a prefix takes it in', 'host: shop.example:*', get, 'yes'],
    ['a header', 'header x-token: a*', headed, 'yes'],
    ['a header that is absent', '!header x-other: a*', headed, 'yes'],
    ['an empty header has no letter', 'header x-empty: *', headed, 'no'],
    ['the method as a header', 'header :method: GET', get, 'yes'],
    ['the host as a header', 'header :authority: Shop.Example:8080', get, 'yes'],
    [
      'issuer and subject',
      'principal: a/b',
      asked({ jwt: { valid: true, iss: 'a', sub: 'b', aud: [], claims: {} } }),
      'yes',
    ],
    ['the last slash parts them', 'principal: https://issuer.example/realm/user/7', signed, 'no'],
    ['an issuer with slashes', 'principal: https://issuer.example/realm/*', signed, 'yes'],
    ['any token', 'principal: *', signed, 'yes'],
    ['no token', 'principal: *', asked(), 'no'],
    [
      'a token without a subject',
      'principal: *',
      asked({ jwt: { valid: true, iss: 'a', aud: [], claims: {} } }),
      'no',
    ],
    ['the end of a subject', 'principal: *7', signed, 'yes'],
    ['the end of a subject, not of both', 'principal: *realm/7', signed, 'no'],
    ['one of the audiences', 'audience: bank', signed, 'yes'],
    ['negated: none of the audiences', '!audience: bank', signed, 'no'],
    ['the presenter', 'presenter: web', signed, 'yes'],
    ['a claim in a list', 'claim groups: b', signed, 'yes'],
    ['a claim that is a text', 'claim role: admin', signed, 'yes'],
    ['a claim in a claim', 'claim realm.roles: x', signed, 'yes'],
    ['a claim that is no text', 'claim level: 3', signed, 'no'],
    ['a claim that is absent', 'claim none: *', signed, 'no'],
    ['what a token says of itself is a claim', 'claim iss: https://issuer.example/realm', signed, 'yes'],
    ['a text of words as one text', 'claim scope: read write', signed, 'yes'],
    ['a text of words as a list', 'words scope: write', signed, 'yes'],
    ['then no longer as one', 'words scope: read write', signed, 'no'],
    ['the server name', 'sni: *.example', asked({ serverName: 'a.example' }), 'yes'],
    ['no server name', 'sni: *', asked(), 'no'],
    ['the address of the client', 'remote: 10.0.0.0/8', asked({ remoteIp: '10.1.2.3' }), 'yes'],
    ['negated', '!remote: 10.0.0.0/8', asked({ remoteIp: '10.1.2.3' }), 'no'],
    ['an address that nobody knows', 'remote: 10.0.0.0/8', asked(), 'maybe'],
  ]
  for (const [title, test, request, met] of rows)
    it(`${title}: ${test}`, () => {
      expect(meetsRequest(requestMatch(test), request)).toBe(met)
    })
  it('without another address that of the connection counts', () => {
    const match = requestMatch('remote: 10.0.0.0/8')
    expect(meetsRequest(match, asked(), parseAddress('10.0.0.1'))).toBe('yes')
    expect(meetsRequest(match, asked({ remoteIp: '11.0.0.1' }), parseAddress('10.0.0.1'))).toBe('no')
  })
  it.each([
    // Entries, trusted proxies before a gateway, whether 10.0.0.0/8 holds for the client of a connection from 10.0.0.1.
    ['192.0.2.1', 1, 'no'],
    ['10.9.9.9', 1, 'yes'],
    ['192.0.2.1', 0, 'maybe'],
    ['10.9.9.9', 0, 'yes'],
    ['192.0.2.1, 10.9.9.9', 1, 'yes'],
    ['192.0.2.1, 10.9.9.9', 2, 'maybe'],
    ['10.1.1.1, 10.9.9.9', 2, 'yes'],
    ['10.9.9.9', 3, 'yes'],
    ['nobody', 1, 'maybe'],
  ] as const)('x-forwarded-for: %s behind %s proxies', (forwarded, proxies, met) => {
    const request = asked({ headers: new Map([['x-forwarded-for', forwarded]]) })
    expect(
      meetsRequest(requestMatch(`remote ${proxies}: 10.0.0.0/8`), request, parseAddress('10.0.0.1')),
    ).toBe(met)
  })
  it('all tests must hold', () => {
    expect(meetsRequest(requestMatch('method: GET', 'path: /api*'), get)).toBe('yes')
    expect(meetsRequest(requestMatch('method: GET', 'path: /shop*'), get)).toBe('no')
  })
  it('what does not parse may hold, unless another test fails', () => {
    expect(meetsRequest(doubtful(), get)).toBe('maybe')
    expect(meetsRequest(doubtful('method: POST'), get)).toBe('no')
  })
})

const unreadable: RequestTest = {
  path: [],
  field: { kind: 'unreadable', reason: 'test' },
  negated: false,
  values: [],
}
const doubtful = (...tests: readonly string[]): RequestMatch => ({
  key: `doubtful ${tests.join()}`,
  tests: [...tests.map(requestTest), unreadable],
})

describe('which requests rules let through', () => {
  /** Alternatives; the tests of one are joined by ` & `. */
  const matches = (texts: readonly string[]): readonly RequestMatch[] =>
    texts.map(text => requestMatch(...text.split(' & ')))
  const rows: readonly [
    title: string,
    allowed: 'everything' | readonly string[],
    denied: readonly string[],
    answer: string,
  ][] = [
    ['nothing is asked', 'everything', [], 'all'],
    ['nothing is allowed', [], [], 'none'],
    ['one method', ['method: GET'], [], 'some'],
    ['every method', ['method: *'], [], 'all'],
    ['every path begins with a slash', ['path: /*'], [], 'all'],
    ['a method and all others', ['method: GET', '!method: GET'], [], 'all'],
    ['a deny of one method', 'everything', ['method: DELETE'], 'some'],
    ['a deny of every path', 'everything', ['path: *'], 'none'],
    ['a deny that cannot match', 'everything', ['method: GET & !method: GET'], 'all'],
    ['a deny of all that is allowed', ['method: GET'], ['method: *'], 'none'],
    ['a deny of more than is allowed', ['path: /api/v1/*'], ['path: /api*'], 'none'],
    ['a deny of less than is allowed', ['path: /api*'], ['path: /api/v1/*'], 'some'],
    ['a deny by its end', ['path: /a/b'], ['path: */b'], 'none'],
    ['a deny of another path', ['path: /a'], ['path: /b'], 'some'],
    ['two halves of a deny', ['path: /a'], ['path: /a & method: GET', 'path: /a & !method: GET'], 'none'],
    ['one half of a deny', ['path: /a'], ['path: /a & method: GET'], 'some'],
    ['halves of an allow', ['method: GET & path: /a*', 'method: GET & !path: /a*'], [], 'some'],
    [
      'four quarters',
      [
        'method: GET & path: /a*',
        'method: GET & !path: /a*',
        '!method: GET & path: /a*',
        '!method: GET & !path: /a*',
      ],
      [],
      'all',
    ],
    ['a header may be missing', ['header x: *'], [], 'some'],
    ['there or not', ['header x: *', '!header x: *'], [], 'all'],
    ['a deny without a token', 'everything', ['!principal: *'], 'some'],
    ['no token and any token', 'everything', ['!principal: *', 'principal: *'], 'none'],
    ['a deny of one issuer', ['principal: a/*'], ['principal: a/b'], 'some'],
    ['a deny of the issuer', ['principal: a/b'], ['principal: a/*'], 'none'],
    ['issuer and subject both named', ['principal: a/* & principal: *b/c'], [], 'none'],
    ['issuer and subject that agree', ['principal: ab/* & principal: *b/c'], [], 'some'],
    ['a list may hold both', ['claim g: a & claim g: b'], [], 'some'],
    ['a text may not', ['header g: a & header g: b'], [], 'none'],
    ['a list without one of them', ['claim g: a'], ['claim g: b'], 'some'],
    ['hosts have no case', ['host: A.example'], ['host: a.EXAMPLE'], 'none'],
    ['words hold no space', ['words scope: read write'], [], 'none'],
    ['addresses within others', ['remote: 10.1.0.0/16'], ['remote: 10.0.0.0/8'], 'none'],
    ['addresses around others', ['remote: 10.0.0.0/8'], ['remote: 10.1.0.0/16'], 'some'],
    ['halves of an address range', ['remote: 10.0.0.0/8'], ['remote: 10.0.0.0/9, 10.128.0.0/9'], 'none'],
    ['every address', ['remote: 0.0.0.0/0, ::/0'], [], 'all'],
    ['a server name may be missing', ['sni: *'], [], 'some'],
  ]
  for (const [title, allowed, denied, answer] of rows)
    it(title, () => {
      expect(
        coverage({
          allowed: allowed === 'everything' ? allowed : matches(allowed),
          denied: matches(denied),
        }),
      ).toBe(answer)
    })
  it('templates: what one sample shows is told, and beyond that only some', () => {
    const template = (negated = false): RequestTest => ({
      path: [],
      field: { kind: 'path', normalization: 'base' },
      negated,
      values: [{ kind: 'template', segments: [{ kind: 'text', text: 'a' }, { kind: 'one' }] }],
    })
    const match = (...tests: RequestTest[]): RequestMatch => ({ key: JSON.stringify(tests), tests })
    const allowed = [match(template())]
    expect(coverage({ allowed, denied: [] })).toBe('some')
    expect(coverage({ allowed, denied: allowed })).toBe('some')
    expect(coverage({ allowed: [requestMatch('path: /a/b')], denied: allowed })).toBe('none')
    expect(coverage({ allowed: [requestMatch('path: /a/b/c')], denied: allowed })).toBe('some')
    expect(coverage({ allowed, denied: [requestMatch('path: /a*')] })).toBe('some')
  })
  it('what does not parse leaves it at some', () => {
    expect(coverage({ allowed: 'everything', denied: [doubtful()] })).toBe('some')
    expect(coverage({ allowed: [doubtful()], denied: [] })).toBe('some')
    expect(coverage({ allowed: [doubtful('method: GET')], denied: [requestMatch('method: *')] })).toBe('none')
  })
  it('more choices than are tried leave it at some', () => {
    const names = Array.from({ length: 14 }, (_, at) => `h${at}`)
    // Every combination of headers that are there or not is denied, for one method and for all others.
    const denied = names.flatMap(name => [
      requestMatch(`header ${name}: *`, 'method: GET'),
      requestMatch(`!header ${name}: *`, 'method: GET', `!host: ${name}`),
    ])
    const allowed = [requestMatch('method: GET', 'host: none')]
    expect(coverage({ allowed, denied })).not.toBe('all')
  })
})

describe('against every request over a small alphabet', () => {
  const letters = ['a', 'b', 'c']
  const texts = ['', ...letters, ...letters.flatMap(a => letters.map(b => a + b))]
  const long = [...texts, ...letters.flatMap(a => texts.filter(t => t.length === 2).map(t => a + t))]
  const requests = long
    .filter(text => text !== '')
    .flatMap(method =>
      [undefined, ...long].map(header =>
        asked({ method, headers: new Map(header === undefined ? [] : [['x', header]]) }),
      ),
    )
  const tokens = [undefined, ...texts.map(text => [text]), ...texts.flatMap(a => texts.map(b => [a, b]))]
    .map(list => asked(list ? { jwt: { valid: true, aud: list, claims: {} } } : {}))
    .flatMap(({ jwt }) =>
      [undefined, ...texts].map(header =>
        asked({ ...(jwt && { jwt }), headers: new Map(header === undefined ? [] : [['x', header]]) }),
      ),
    )
  // `c` stands in no pattern, so that it is what is between a beginning and an end.
  const value = fc.constantFrom('a', 'b', 'ab', 'ba', 'a*', 'b*', '*a', '*b', '*')
  const testOf = (fields: readonly string[]): fc.Arbitrary<string> =>
    fc
      .tuple(fc.boolean(), fc.constantFrom(...fields), fc.uniqueArray(value, { minLength: 1, maxLength: 2 }))
      .map(([negated, name, values]) => `${negated ? '!' : ''}${name}: ${values.join(', ')}`)
  const listOf = (fields: readonly string[]): fc.Arbitrary<readonly RequestMatch[]> =>
    fc.array(
      fc.uniqueArray(testOf(fields), { minLength: 1, maxLength: 3 }).map(tests => requestMatch(...tests)),
      { maxLength: 3 },
    )
  for (const [title, fields, all] of [
    ['a method and a header', ['method', 'header x'], requests],
    ['a list and a header', ['audience', 'header x'], tokens],
  ] as const)
    it(title, () => {
      fc.assert(
        fc.property(
          fc.oneof(fc.constant('everything' as const), listOf(fields)),
          listOf(fields),
          (allowed, denied) => {
            const meets = (match: RequestMatch, request: AskedRequest): boolean =>
              meetsRequest(match, request) === 'yes'
            const through = all.filter(
              request =>
                (allowed === 'everything' || allowed.some(match => meets(match, request))) &&
                !denied.some(match => meets(match, request)),
            ).length
            expect(coverage({ allowed, denied })).toBe(
              through === 0 ? 'none' : through === all.length ? 'all' : 'some',
            )
          },
        ),
        { numRuns: 400 },
      )
    })
})

describe('a match in words', () => {
  it.each([
    [['method: GET', 'path: /api/*'], 'GET /api/*'],
    [['method: GET, POST'], 'GET or POST'],
    [['!method: DELETE'], 'any method but DELETE'],
    [['!path: /admin'], 'any path but /admin'],
    [['method: *'], 'any method'],
    [['host: a.example'], 'host a.example'],
    [['header x-token: *'], 'header x-token'],
    [['!header x-token: *'], 'no header x-token'],
    [['header x-token: a', 'path: /a'], '/a with header x-token a'],
    [['claim a.b: c'], 'claim a.b c'],
    [['!claim iss: c'], 'claim iss other than c'],
    [['principal: *'], 'token'],
    [['audience: shop', 'presenter: web'], 'audience shop with presenter web'],
    [['remote: 10.0.0.0/8'], 'client address 10.0.0.0/8'],
    [['sni: a.example'], 'server name a.example'],
    [['path: /a, /b, /c, /d, /e'], '/a or /b or /c or 2 more'],
  ])('%j', (tests, text) => {
    expect(requestText(requestMatch(...tests))).toBe(text)
  })
  it('what does not parse', () => {
    expect(requestText(doubtful('method: GET'))).toBe('GET with what does not parse')
  })
})

it('the readings of a doubtful match: it may be absent, or be what the rest of it is', () => {
  expect([isDoubtful(doubtful('method: GET')), isDoubtful(requestMatch('method: GET'))]).toEqual([
    true,
    false,
  ])
  expect(withoutDoubts(doubtful('method: GET'))?.tests).toEqual(requestMatch('method: GET').tests)
  expect(withoutDoubts(doubtful())).toBeUndefined()
})
