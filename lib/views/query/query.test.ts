import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy, pod } from '../../../test/kit/manifests'
import { meshPod, meshService } from '../../../test/kit/mesh'
import { allRows, rowFits } from '../../../test/kit/pair-by-pair'
import { surveyOf } from '../../../test/kit/survey'
import { meaningOf } from './meaning'
import { parseQuery } from './parse'
import { QueryProblem, quoted } from './tokens'

const survey = surveyOf([
  namespace('shop'),
  namespace('data'),
  controller('Deployment', 'shop/web', { labels: 'app: web, tier: "a b", or: "and"' }),
  controller('StatefulSet', 'data/db', { labels: 'app: db', account: 'robot', ports: ['pg:5432'] }),
  pod('data/in', { labels: 'app: "x\\"y"' }),
  networkPolicy(
    'data/db',
    '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}], ports: [{port: 5432}, {port: 53, protocol: UDP}]}]}',
  ),
])
const { session } = survey
const rows = allRows(session)
const short = (name: string): string => name.replace(/^.*\/|\[.*$/g, '')

/** Which connections a text keeps, `from > to`. */
function kept(text: string): string[] {
  const query = parseQuery(text)
  if (!query) throw new Error('the text is blank')
  const test = meaningOf(query, session.inventory)
  const found = rows
    .filter(row => rowFits(session, row, test))
    .map(({ from, to }) => `${short(from)} > ${short(to)}`)
  return [...new Set(found)].sort()
}

const everything = [
  ...['db > in', 'db > internet', 'db > web', 'in > internet', 'in > web'],
  ...['internet > in', 'internet > web', 'web > db', 'web > in', 'web > internet'],
]
const with_ = (name: string): string[] => everything.filter(line => line.split(' > ').includes(name))

describe('what is on the wire', () => {
  const mesh = surveyOf([
    ...['shop/web', 'shop/api'].map(name => meshPod(name, 'sidecar')),
    meshPod('shop/old', 'naked'),
    meshService('shop/api'),
    ...['web', 'old'].map(name =>
      networkPolicy(`shop/${name}`, `{podSelector: {matchLabels: {app: ${name}}}}`),
    ),
    networkPolicy(
      'shop/api',
      '{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{podSelector: {}}], ports: [{port: 8080}]}]}',
    ),
  ]).session
  const found = (text: string): string[] => {
    const query = parseQuery(text)
    if (!query) throw new Error('the text is blank')
    const test = meaningOf(query, mesh.inventory)
    return allRows(mesh)
      .filter(row => row.to !== 'internet' && rowFits(mesh, row, test))
      .map(({ from, to }) => `${short(from)} > ${short(to)}`)
  }

  it.each([
    ['accepts = any', ['old > api', 'web > api']],
    ['accepts = any and authenticated = no', ['old > api']],
    ['transport = mtls', ['web > api']],
    ['encrypted = partial', ['web > api']],
    ['accepts = mtls-only', []],
  ])('%s', (text, expected) => {
    expect(found(text).sort()).toEqual(expected)
  })
})

describe('the filter language', () => {
  it.each([
    ['WEB', with_('web')],
    ['shop/web[Dep', with_('web')],
    ['"in"', [...new Set([...with_('in'), ...with_('internet')])].sort()],
    ['ns = shop', with_('web')],
    ['ns:shop', with_('web')],
    ['ns != shop', everything.filter(line => !line.includes('web'))],
    ['not ns = shop', everything.filter(line => !line.includes('web'))],
    ['ns not in (shop, nowhere)', everything.filter(line => !line.includes('web'))],
    ['src.ns = shop', ['web > db', 'web > in', 'web > internet']],
    ['dst.ns = shop', ['db > web', 'in > web', 'internet > web']],
    ['src.ns=shop and dst.ns=data', ['web > db', 'web > in']],
    ['workload in (web, data/db)', everything.filter(line => /web|db/.test(line))],
    ['workload = data/db[StatefulSet] and kind=internet', ['db > internet']],
    ['sa = robot', with_('db')],
    ['dst.sa = data/default', ['db > in', 'internet > in', 'web > in']],
    ['kind = Pod', with_('in')],
    ['label:app = db', with_('db')],
    ['src.label:tier = "a b"', ['web > db', 'web > in', 'web > internet']],
    ['label:or = "and"', with_('web')],
    ['label:app = "x\\"y"', with_('in')],
    ['label:app:web', with_('web')],
    ['class = partial', ['web > db']],
    ['class in (IMPLICIT, unknown) AND workload = db', ['db > in', 'db > internet', 'db > web']],
    ['verdict = allow', everything],
    ['verdict = unknown', []],
    ['authenticated = no', everything],
    ['authenticated in (yes, partial)', []],
    ['authorized = partial', ['web > db']],
    ['encrypted = YES', []],
    ['transport = plaintext and class = partial', ['web > db']],
    ['accepts = any', []],
    [
      'accepts = plaintext-only and not kind = internet',
      everything.filter(line => !line.includes('internet')),
    ],
    ['port = 5432 and not port = 443', ['web > db']],
    ['port = 400-500', everything.filter(line => line !== 'web > db')],
    ['protocol = udp and class = partial', ['web > db']],
    ['protocol = SCTP and dst.workload = db', []],
    ['crosses = namespaces', ['db > web', 'in > web', 'web > db', 'web > in']],
    ['dst.workload = db or dst.workload = in and src.ns = shop', ['web > db', 'web > in']],
    ['(dst.workload = db or dst.workload = in) and src.ns = data', ['db > in']],
    ['not dst.workload = db and dst.ns = data and src.workload = db', ['db > in']],
    ['not (ns = shop or kind = internet)', ['db > in']],
    ['not not ns=shop', with_('web')],
  ])('%s', (text, wanted) => {
    expect(kept(text)).toEqual([...wanted])
  })

  it('takes a blank text for no filter', () => {
    expect(parseQuery(' \t')).toBeUndefined()
  })

  it.each([
    ['"web', 0, 'this quote is never closed: write another `"` where the text ends'],
    ['web db', 4, 'write `and` or `or` before this'],
    ['web)', 3, 'there is no `(` before this `)`'],
    ['(web', 4, 'a `)` is missing here'],
    ['web and', 7, 'a name or a comparison is missing here'],
    ['and web', 0, 'a name or a comparison is missing before this; in quotes it would be a name'],
    ['= shop', 0, 'a name or a comparison is missing before this; in quotes it would be a name'],
    ['ns =', 4, 'a value is missing here'],
    ['ns:', 3, 'a value is missing here'],
    ['ns in shop', 6, 'a `(` is missing here: write `in (one, other)`'],
    ['ns in (shop data)', 12, 'a `,` or a `)` is missing here'],
    ['ns in (shop', 11, 'a `,` or a `)` is missing here'],
    ['label:app', 9, 'write what `label:app` is: `label:app = …`'],
    [
      'web and color = red',
      8,
      expect.stringContaining('there is no field `color`: there are `ns`,') as string,
    ],
    ['src.class = x', 0, expect.stringContaining('there is no field `src.class`') as string],
    ['class = bad', 8, '`bad` is no trust class: write `implicit`, `unknown`, `partial`, `verified`'],
    ['verdict = deny', 10, 'what is denied is no connection: ask about two ends to see why'],
    ['port = 0', 7, '`0` is no port: write a number from 1 to 65535, or a range like `8000-8100`'],
    ['port = 90-80', 7, '`90-80` is no port: write a number from 1 to 65535, or a range like `8000-8100`'],
    [
      'port in (80, http)',
      13,
      '`http` is no port: write a number from 1 to 65535, or a range like `8000-8100`',
    ],
    ['protocol = icmp', 11, '`icmp` is no protocol: write `TCP`, `UDP` or `SCTP`'],
    ['crosses = teams', 10, '`teams` is no border: write `namespaces`'],
    [`${'('.repeat(42)}web`, 41, 'brackets go 40 deep and no deeper'],
    [Array(66).fill('a').join(' or '), 320, 'a filter holds 64 terms at most: join some with `in (…)`'],
    ['a'.repeat(1001), 1000, 'a filter holds 1,000 characters at most: this has 1,001'],
  ])('says what is wrong with %s, and where', (text, at, message) => {
    const problem = (() => {
      try {
        const query = parseQuery(text)
        if (query) meaningOf(query, session.inventory)
        return undefined
      } catch (error) {
        return error instanceof QueryProblem ? { at: error.at, message: error.message } : error
      }
    })()
    expect(problem).toEqual({ at, message })
  })

  it('reads back every value as it is quoted', () => {
    for (const value of ['web', '', 'a b', 'and', 'x"y\\', '(', 'a,b', 'a=b', '!', 'ns:shop', 'ä\u202e'])
      expect(parseQuery(`workload = ${quoted(value)}`)).toMatchObject({ values: [{ text: value }] })
  })

  it('reads long texts in one pass', () => {
    for (const text of ['(', '"', '!', 'a', ' '].map(each => each.repeat(1000)))
      expect(() => {
        try {
          parseQuery(text)
        } catch (error) {
          if (!(error instanceof QueryProblem)) throw error
        }
      }).not.toThrow()
  })
})
