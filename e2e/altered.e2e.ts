import { expect } from '@playwright/test'
import { violations } from './axe'
import { address, detail, rows, test, workload } from './kit'
import { startServer, stopServer, type OwnServer } from './own-server'

let server: OwnServer
test.beforeAll(async () => {
  server = await startServer(['e2e/fixtures/mesh', 'e2e/fixtures/altered'])
})
test.afterAll(() => stopServer(server))

test('a connection that something may change is marked in the table, and its panel names it', async ({
  page,
}) => {
  await page.goto(address(server.url, { view: 'table', q: 'dst.workload = api and transport = mtls' }))
  const row = rows(page).filter({ hasText: 'web' }).first()
  const mark = row.getByText('may be altered')
  await expect(mark).toBeVisible()
  await expect(row.getByTitle(/^EnvoyFilter shop\/lua may change what proxies let through/)).toBeVisible()
  expect(await violations(page)).toEqual([])

  await row.click()
  await expect(
    detail(page).getByText(/^May be altered\. EnvoyFilter shop\/lua \(.*filter\.yaml, line 2\)/),
  ).toBeVisible()
  const wire = detail(page).getByRole('region', { name: 'On the wire' })
  await expect(wire).toContainText('issued by')
  expect(await violations(page)).toEqual([])
})

test('a connection that it does not touch is not marked', async ({ page }) => {
  await page.goto(address(server.url, { view: 'table', q: 'dst.workload = ledger' }))
  await expect(rows(page).first()).toBeVisible()
  await expect(page.getByText('may be altered')).toHaveCount(0)
  await page.goto(
    address(server.url, {
      from: workload('shop', 'web', 'Pod'),
      to: workload('shop', 'ledger', 'Pod'),
      port: 'TCP-5432',
    }),
  )
  await expect(detail(page).getByRole('tab', { name: 'Why' })).toBeVisible()
  await expect(detail(page).getByText('May be altered.')).toHaveCount(0)
})
