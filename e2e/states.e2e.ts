import { expect } from '@playwright/test'
import { clusters } from './clusters'
import { address, detail, failure, ledger, table, test } from './kit'

const { demo, empty, noPolicies, unreadable } = clusters

test('a cluster in which nothing runs says so', async ({ page }) => {
  await page.goto(address(empty.url))
  await expect(detail(page).getByText('No workloads were loaded')).toBeVisible()
  await expect(detail(page).getByText(/nothing can be said about trust/i)).toBeVisible()
  await expect(ledger(page, '0 implicit')).toBeVisible()
})

test('a cluster without policies is not empty: everything in it is open', async ({ page }) => {
  await page.goto(address(noPolicies.url))
  await expect(page.getByText('No policies, so everything is open')).toBeVisible()
  // Three workloads: 3 × 2 between them, 3 to and 3 from the internet.
  await expect(detail(page).getByText(/3 workloads accept anyone: 12 implicit connections/)).toBeVisible()
  await expect(ledger(page, '12 implicit')).toBeVisible()
})

test('a filter that hides everything says so and can be cleared', async ({ page }) => {
  await page.goto(address(demo.url, { view: 'table', q: 'no-such-name' }))
  await expect(page.getByRole('heading', { name: /The filter hides all/ })).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).last().click()
  await expect(table(page)).toBeVisible()
})

test.describe('failures', () => {
  test.use({ forgiven: /Failed to load resource/ })

  test('files that hold no object: the reason in words', async ({ page }) => {
    await page.goto(address(unreadable.url))
    const alert = failure(page)
    await expect(alert).toContainText('Nothing could be loaded')
    await expect(alert).toContainText('e2e/fixtures/unreadable')
  })

  test('a server that does not answer: said, and asked again on request', async ({ page }) => {
    await page.route('**/api/**', route => route.abort())
    await page.goto(address(demo.url))
    const alert = failure(page)
    await expect(alert).toContainText(/podtrust does not answer/i)
    await page.unroute('**/api/**')
    await alert.getByRole('button', { name: 'Try again' }).first().click()
    await expect(page.getByRole('group', { name: 'Show only some trust classes' })).toBeVisible()
    await expect(alert).toBeHidden()
  })

  test('an answer that comes late keeps what is shown', async ({ page }) => {
    await page.goto(address(demo.url, { view: 'table' }))
    await expect(table(page)).toBeVisible()
    await page.route('**/api/explain**', route => route.abort())
    await table(page).press('Enter')
    await expect(failure(page)).toContainText(/podtrust does not answer/i)
    await expect(table(page)).toBeVisible()
  })

  test('an address that does not exist', async ({ page }) => {
    const response = await page.goto(`${demo.url}/nowhere`)
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('link')).toBeVisible()
  })
})
