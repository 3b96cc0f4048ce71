import { expect, type Page } from '@playwright/test'
import { mapAnswer } from '../lib/api/map-contract'
import { clusters } from './clusters'
import { everything } from './demo-counts'
import { address, cells, matrix, test } from './kit'

const { url } = clusters.demo

/** Numbers that look random, the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

/** Filters of one to three conditions on the demo. */
function someFilters(count: number): string[] {
  const random = numbers(20_261_128)
  const one = <T>(list: readonly [T, ...T[]]): T =>
    list[Math.floor(random.next().value * list.length)] ?? list[0]
  const namespace = () => one(['data', 'payments', 'platform', 'edge', 'storefront', 'kube-system'])
  const condition = (): string =>
    one<() => string>([
      () => `ns = ${namespace()}`,
      () => `src.ns = ${namespace()}`,
      () => `dst.ns != ${namespace()}`,
      () => `dst.ns in (${namespace()}, ${namespace()})`,
      () => `class ${one(['=', '!='])} ${one(['implicit', 'partial', 'unknown'])}`,
      () => `port = ${one(['53', '443', '8080', '5432'])}`,
      () => 'crosses = namespaces',
      () => 'not dst.kind = internet',
      () => one(['prometheus', 'ledger', 'api', 'web']),
    ])()
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random.next().value * 3) }, condition).join(one([' and ', ' or '])),
  )
}

const figure = (text: string | undefined): number => Number(text?.replaceAll(',', '') ?? 0)

async function inTable(page: Page, q: string): Promise<number> {
  await page.goto(address(url, { view: 'table', q }))
  const said = page.getByText(/^([\d,]+ of )?[\d,]+ connections$/)
  const hidden = page.getByRole('heading', { name: /The filter hides all/ })
  await expect(said.or(hidden).first()).toBeVisible()
  const [, kept, all] = /^(?:([\d,]+) of )?([\d,]+) /.exec((await said.textContent()) ?? '') ?? []
  return figure(kept ?? all)
}

async function inMatrix(page: Page, q: string): Promise<number> {
  await page.goto(address(url, { view: 'matrix', q }))
  const hidden = page.getByRole('heading', { name: /The filter hides all/ })
  await expect(matrix(page).or(hidden).first()).toBeVisible()
  const labels = await cells(page).evaluateAll(found => found.map(({ ariaLabel }) => ariaLabel ?? ''))
  return labels.reduce(
    (sum, label) => sum + figure(/ of ([\d,]+) (?:implicit|unknown|partial|verified)/.exec(label)?.[1]),
    0,
  )
}

async function inMap(page: Page, q: string): Promise<number> {
  const answered = page.waitForResponse(
    answer => answer.url().includes('/api/map') && (new URL(answer.url()).searchParams.get('q') ?? '') === q,
  )
  await page.goto(address(url, { view: 'map', q }))
  const { bundles, hulls, stubs } = mapAnswer.parse(await (await answered).json())
  // What the server tells of is what stands on the canvas.
  const drawn = () =>
    page.evaluate(() => ({
      bundles: window.__cy?.edges('.bundle').length,
      stubs: window.__cy?.edges('.stub').length,
    }))
  await expect.poll(drawn).toEqual({ bundles: bundles.length, stubs: stubs.length })
  const sum = (parts: readonly number[]): number => parts.reduce((a, b) => a + b, 0)
  return (
    sum(bundles.map(({ connections }) => connections)) +
    sum(hulls.map(({ inside }) => inside?.all ?? 0)) +
    sum(stubs.map(({ all }) => all))
  )
}

test('table, matrix and map show as many connections under twenty filters', async ({ page }) => {
  test.setTimeout(600_000)
  const seen = new Set<number>()
  for (const q of someFilters(20)) {
    const kept = await inTable(page, q)
    expect(await inMatrix(page, q), `matrix: ${q}`).toBe(kept)
    expect(await inMap(page, q), `map: ${q}`).toBe(kept)
    seen.add(kept)
  }
  // The filters tell something: some keep a part, and they differ.
  expect([...seen].some(kept => kept > 0 && kept < everything)).toBe(true)
  expect(seen.size).toBeGreaterThan(5)
})
