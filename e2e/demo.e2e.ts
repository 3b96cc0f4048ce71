import { expect, type Page } from '@playwright/test'
import { connectionsAnswer, type ConnectionRow } from '@/lib/api/connection-contract'
import { mapAnswer } from '@/lib/api/map-contract'
import { overviewAnswer } from '@/lib/api/overview-contract'
import { clusters } from './clusters'
import * as counted from './demo-counts'
import { address, detail, ledger, rows, scope, table, test, workload } from './kit'

const { url } = clusters.demo

const { everything } = counted

test('the header has the counts that were counted by hand', async ({ page }) => {
  await page.goto(address(url))
  await expect(ledger(page, `${counted.implicit} implicit`)).toBeVisible()
  await expect(ledger(page, `${counted.partial} partial`)).toBeVisible()
  await expect(ledger(page, `${counted.verified} verified`)).toBeVisible()
  await expect(ledger(page, `${counted.unknown} unknown`)).toBeVisible()
})

test('so have the namespaces and what lies outside', async ({ page }) => {
  await page.goto(address(url))
  for (const [namespace, implicit] of Object.entries(counted.implicitByNamespace)) {
    const row = scope(page).getByRole('treeitem', { name: new RegExp(`^${namespace} `) })
    if (implicit > 0) await expect(row).toContainText(`${implicit} implicit`)
    else await expect(row).not.toContainText('implicit')
  }
  await expect(scope(page).getByRole('treeitem', { name: /^Anyone/ })).toContainText(
    `${counted.implicitFromAnyone} implicit`,
  )
  await expect(scope(page).getByRole('treeitem', { name: /Internet/ })).toContainText(
    `${counted.implicitWithInternet} implicit`,
  )
})

test('one click shows only implicit trust, another one everything', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  const implicit = ledger(page, `${counted.implicit} implicit`)
  const all = await table(page).getAttribute('aria-rowcount')

  await implicit.click()
  await expect(implicit).toHaveAttribute('aria-pressed', 'true')
  await expect(page).toHaveURL(/[?&]class=implicit(&|$)/)
  await expect(table(page)).not.toHaveAttribute('aria-rowcount', all ?? '')
  await table(page).press('End')
  await expect(rows(page).last()).toContainText('Implicit')
  expect(
    await rows(page)
      .filter({ hasText: /Partial|Unknown|Verified/ })
      .count(),
  ).toBe(0)

  await implicit.click()
  await expect(implicit).toHaveAttribute('aria-pressed', 'false')
  await expect(table(page)).toHaveAttribute('aria-rowcount', all ?? '')
})

test('map, table and header count the same connections', async ({ page }) => {
  const answered = page.waitForResponse(response => response.url().includes('/api/map'))
  await page.goto(address(url, { view: 'map' }))
  const map = mapAnswer.parse(await (await answered).json())
  const onMap =
    sum(map.bundles.map(({ connections }) => connections)) +
    sum(map.hulls.map(({ inside }) => inside?.all ?? 0)) +
    sum(map.stubs.map(({ all }) => all))
  expect(onMap).toBe(everything)

  await expect(page.getByRole('application', { name: /^Map of 61 workloads in 9 namespaces/ })).toBeVisible()
  const drawn = await page.evaluate(() => ({
    workloads: window.__cy?.nodes('.workload').length,
    lines: window.__cy?.edges('.bundle').length,
    stubs: window.__cy?.edges('.stub').length,
  }))
  expect(drawn).toEqual({ workloads: counted.workloads, lines: map.bundles.length, stubs: map.stubs.length })

  const pairs = new Set((await everyRow(page)).map(pairOf))
  expect(pairs.size).toBe(everything)
  expect([...pairs].filter(pair => pair.startsWith('implicit ')).length).toBe(counted.implicit)
  expect([...pairs].filter(pair => pair.startsWith('unknown ')).length).toBe(counted.unknown)
})

test('implicit trust is what the map shows first: filled, and in the sign of Anyone', async ({ page }) => {
  await page.goto(address(url))
  await expect(page.getByRole('application', { name: /18 workloads open to anyone/ })).toBeVisible()
  const open = await page.evaluate(() => window.__cy?.nodes('.workload.open').length)
  expect(open).toBe(18)
})

test('with only implicit trust shown, nothing of another class is left on the map', async ({ page }) => {
  await page.goto(address(url, { view: 'map' }))
  const drawn = (trustClass: string): Promise<number | undefined> =>
    page.evaluate(name => window.__cy?.elements(`.${name}`).filter(':visible').length, trustClass)
  await expect.poll(() => drawn('partial')).toBeGreaterThan(0)
  await expect.poll(() => drawn('unknown')).toBeGreaterThan(0)
  const implicit = await drawn('implicit')

  await detail(page).getByRole('button', { name: 'Show only implicit' }).click()
  await expect.poll(() => drawn('partial')).toBe(0)
  await expect.poll(() => drawn('unknown')).toBe(0)
  expect(await drawn('implicit')).toBe(implicit)
})

test('where to start leads to the gap', async ({ page }) => {
  await page.goto(address(url))
  const overview = overviewAnswer.parse(await (await page.request.get(`${url}/api/overview`)).json())
  expect(overview.start[0]).toMatchObject({ kind: 'no-default-deny', namespace: 'data' })
  await detail(page)
    .getByRole('button', { name: /data has no default deny/ })
    .click()
  await expect(page).toHaveURL(/[?&]about=namespace:data(&|$)/)
  await expect(scope(page).getByRole('treeitem', { name: /^data / })).toHaveAttribute('aria-selected', 'true')
})

test('a workload that a policy misses by one label says which policy, its connections which label', async ({
  page,
}) => {
  await page.goto(address(url))
  await detail(page)
    .getByRole('button', { name: /payments\/ledger-db is missed by/ })
    .click()
  await expect(detail(page)).toContainText('NetworkPolicy payments/ledger-db, by one label')
  await detail(page)
    .getByRole('button', { name: /data\/metabase/ })
    .first()
    .click()
  await expect(detail(page)).toContainText(
    'selects app=ledger_db, which no pod has; the pod says app=ledger-db',
  )
})

test('a workload tells its ways in and whom else it would accept', async ({ page }) => {
  await page.goto(address(url, { about: workload('edge', 'gateway') }))
  await expect(detail(page)).toContainText(
    'Service edge/gateway through its load balancer, port 443, to TCP 8443: Unknown',
  )

  await page.goto(address(url, { about: workload('data', 'metabase') }))
  await expect(detail(page)).toContainText('none that Services, Ingresses, Routes or Gateways open')
  await expect(detail(page)).toContainText('any pod of any namespace on every port')
})

test('the planted unknown is told, with what it makes unknown', async ({ page }) => {
  await page.goto(address(url))
  await expect(page.getByText(`${counted.unknown} connections are unknown`)).toBeVisible()
  await expect(
    page.getByText(/SecurityGroupPolicy of vpcresources\.k8s\.aws is not read yet/).first(),
  ).toBeVisible()
})

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** All rows of the table, page by page, as the table itself asks for them. */
async function everyRow(page: Page): Promise<ConnectionRow[]> {
  const found: ConnectionRow[] = []
  for (;;) {
    const response = await page.request.get(`${url}/api/connections?limit=500&offset=${found.length}`)
    const { rows: some, total } = connectionsAnswer.parse(await response.json())
    found.push(...some)
    if (found.length >= total || some.length === 0) return found
  }
}

const pairOf = ({ from, to, trustClass }: ConnectionRow): string => {
  const [source, target] = [from, to].map(side => (side.kind === 'workload' ? side.key : 'internet'))
  return `${trustClass} ${source} ${target}`
}
