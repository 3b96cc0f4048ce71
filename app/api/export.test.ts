import { describe, expect, it } from 'vitest'
import { GET } from '@/app/api/export/route'
import { ask, serve } from '@/test/kit/api'
import { namespace, networkPolicy, pod } from '@/test/kit/manifests'
import { manyWorkloads } from '@/test/kit/many-workloads'
import { captureOf } from '@/test/kit/world'

const exported = async (search: string): Promise<Response> =>
  GET(new Request(`http://localhost:3000/api/export${search}`))

const shop = captureOf([
  namespace('shop'),
  pod('shop/web'),
  pod('shop/=cmd|`<b>`'),
  networkPolicy(
    'shop/bad',
    '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{ipBlock: {cidr: x}}]}]}',
  ),
])

describe('the export', () => {
  it('is CSV that says what it is of', async () => {
    await serve(shop)
    const answer = await exported(`?q=${encodeURIComponent('dst.workload = web')}&hide=dns`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="podtrust-connections.csv"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const lines = (await answer.text()).split('\r\n')
    expect(lines.slice(0, 8)).toEqual([
      expect.stringMatching(/^Source,.+ \(manifests\)$/),
      expect.stringMatching(/^Read at,\d{4}-.+Z$/),
      'Filter,dst.workload = web; hidden: dns',
      'Unknown,2 of 2 pairs by class (100.0 %); without the filter 2 of 6 pairs by class (33.3 %)',
      'Complete,no: something that verdicts depend on was not read',
      'Rows,2 rows',
      '',
      'Class,From,To,Ports,Verdict,Authenticated,Authorized,Encrypted,On the wire,Server accepts,Pod pairs allowed,Pod pairs,May be altered by',
    ])
    expect(lines).toHaveLength(8 + 2 + 1)
    expect(lines[8]).toMatch(/^unknown,shop\/=cmd\|`<b>`\[Pod\],shop\/web\[Pod\],All Connections,unknown,/)
  })

  it('is Markdown in which names stay text', async () => {
    await serve(shop)
    const answer = await exported('?format=markdown&class=implicit')
    expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain('- Filter: class\\: implicit\n')
    expect(text).toContain(
      '| implicit | shop/web\\[Pod\\] | shop/\\=cmd\\|\\`\\<b\\>\\`\\[Pod\\] | All Connections |',
    )
    expect(text).not.toContain('<b>')
    // Of what is implicit nothing is unknown; that says nothing of the rest.
    expect(text).toContain(
      '- Unknown: 0 of 4 pairs by class \\(0.0 %\\); without the filter 2 of 6 pairs by class \\(33.3 %\\)\n',
    )
  })

  it('holds every row of the table once, in parts that follow each other', async () => {
    await serve(captureOf(manyWorkloads(60)))
    const { total } = (await ask('/api/connections?limit=1')).body as { total: number }
    expect(total).toBeGreaterThan(1000)
    const lines = (await (await exported('?sort=from')).text()).trimEnd().split('\r\n').slice(8)
    expect(lines).toHaveLength(total)
    expect(new Set(lines).size).toBe(total)
  })

  it('says what is wrong as every other address does', async () => {
    await serve(shop)
    for (const [search, status] of [
      ['?format=xml', 400],
      ['?q=ns%20%3D', 400],
      ['?about=nobody', 404],
      ['?limit=5', 400],
    ] as const) {
      const answer = await exported(search)
      expect([search, answer.status, answer.headers.get('content-type')]).toEqual([
        search,
        status,
        'application/problem+json',
      ])
    }
  })
})
