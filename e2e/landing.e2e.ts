import { expect, type Page } from '@playwright/test'
import { clusters } from './clusters'
import * as counted from './demo-counts'
import { address, detail, ledger, test } from './kit'

const { demo, textbook, unreadable } = clusters

/** One of the three ways into podtrust. */
const door = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, level: 2 }) })

test('the first page counts the demo, and one click leads to where to start', async ({ page }) => {
  await page.goto(demo.url)
  const own = door(page, 'Demo cluster')
  await expect(own).toContainText(
    `A shop with ${counted.workloads} workloads in ${counted.namespaces} namespaces`,
  )
  for (const count of [
    `${counted.implicit} implicit`,
    `${counted.partial} partial`,
    `${counted.verified} verified`,
    `${counted.unknown} unknown`,
  ])
    await expect(own.getByRole('listitem').filter({ hasText: count })).toBeVisible()
  await expect(own).toContainText(/data has no default deny: \d+ implicit connections\./)

  await own.getByRole('link', { name: 'Open the demo' }).click()
  await expect(page).toHaveURL(`${demo.url}/explorer`)
  await expect(detail(page).getByRole('button', { name: /data has no default deny/ })).toBeVisible()
})

test('the textbook opens beside what the server was started with, and leads back', async ({ page }) => {
  await page.goto(demo.url)
  await page.getByRole('button', { name: 'Textbook example' }).click()
  await expect(page).toHaveURL(/\/explorer\?capture=[\w-]{32}$/)
  await expect(detail(page).getByText(/isolates every workload/)).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('textbook')
  const explorer = page.url()

  await page.getByRole('link', { name: 'Open', exact: true }).click()
  await expect(page).toHaveURL(explorer.replace('/explorer?', '/?'))
  await expect(door(page, 'Demo cluster')).toContainText(`${counted.implicit} implicit`)
  await page.getByRole('link', { name: 'Back to textbook' }).click()
  await expect(page).toHaveURL(explorer)

  await page.goto(demo.url)
  await page.getByRole('button', { name: 'Textbook example' }).click()
  await expect(page, 'it is the same for everybody').toHaveURL(explorer)
})

test('a browser that asks for an icon by its old name gets one', async ({ page }) => {
  const answer = await page.request.get(`${demo.url}/favicon.ico`)
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-type']).toBe('image/x-icon')
})

test('where the server was started with manifests, they come first and the demo is one click away', async ({
  page,
}) => {
  await page.goto(textbook.url)
  await expect(door(page, 'Manifests of this server')).toContainText('public/examples/textbook')
  await page.getByRole('button', { name: 'Demo cluster' }).click()
  await expect(page).toHaveURL(/\/explorer\?capture=/)
  await expect(ledger(page, `${counted.implicit} implicit`)).toBeVisible({ timeout: 30_000 })
})

test('says how a live cluster is read, and what never is', async ({ page }) => {
  await page.goto(demo.url)
  const live = door(page, 'Live cluster')
  await expect(live).toContainText('npm start -- --kubeconfig FILE')
  await expect(live).toContainText('kubectl apply -f deploy/rbac.yaml')
  await expect(live.getByText('A kubeconfig itself is refused here')).toBeHidden()
  await live.getByText('Some of it only, or no access from here').click()
  await expect(live.getByText('A kubeconfig itself is refused here')).toBeVisible()
  for (const term of ['Read', 'Kept', 'Never read', 'Not known'])
    await expect(page.getByRole('term').filter({ hasText: new RegExp(`^${term}$`) })).toBeVisible()
})

test.describe('when something fails', () => {
  test.use({ forgiven: /Failed to load resource/ })

  test('the first page does not mind a capture that is gone', async ({ page }) => {
    const response = await page.goto(address(demo.url, { capture: 'nobody' }, '/'))
    expect(response?.status()).toBe(200)
    await expect(door(page, 'Demo cluster')).toContainText(`${counted.implicit} implicit`)
    await expect(page.getByRole('link', { name: /^Back to/ })).toBeHidden()
  })

  test('what the server was started with could not be loaded: said, and the examples are still there', async ({
    page,
  }) => {
    await page.goto(unreadable.url)
    const own = door(page, 'Manifests of this server')
    await expect(own.getByRole('alert')).toContainText('e2e/fixtures/unreadable')
    await page.getByRole('button', { name: 'Textbook example' }).click()
    await expect(page).toHaveURL(/\/explorer\?capture=/)
    await expect(detail(page).getByText(/isolates every workload/)).toBeVisible()
  })

  test('the server is gone when an example is asked for', async ({ page }) => {
    await page.goto(demo.url)
    await expect(door(page, 'Demo cluster')).toContainText('implicit')
    await page.route('**/api/examples**', route => route.abort())
    await page.getByRole('button', { name: 'Textbook example' }).click()
    await expect(door(page, 'Demo cluster').getByRole('alert')).toContainText('podtrust does not answer')
    await page.unroute('**/api/examples**')
    await page.getByRole('button', { name: 'Textbook example' }).click()
    await expect(page).toHaveURL(/\/explorer\?capture=/)
  })
})
