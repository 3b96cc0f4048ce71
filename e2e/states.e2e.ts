import { expect } from '@playwright/test'
import type { Health } from '@/lib/api/capture-contract'
import { problemType } from '@/lib/api/problem-types'
import { clusters } from './clusters'
import { address, detail, failure, ledger, table, test, workload } from './kit'

const { demo, empty, noPolicies, unreadable } = clusters

test('a cluster in which nothing runs says so', async ({ page }) => {
  await page.goto(address(empty.url))
  await expect(detail(page).getByText('No workloads were loaded')).toBeVisible()
  await expect(detail(page).getByText(/nothing can be said about trust/i)).toBeVisible()
  await expect(ledger(page, '0 implicit')).toBeVisible()
})

test('a cluster without policies is not empty: everything in it is open', async ({ page }) => {
  await page.goto(address(noPolicies.url))
  await expect(page.getByText('Everything is open to everyone')).toBeVisible()
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

test('of several filters each is named, and ends with one click', async ({ page }) => {
  await page.goto(address(demo.url, { view: 'table', q: 'no-such-name', class: 'implicit', hide: 'dns' }))
  const main = page.getByRole('main')
  for (const words of ['the text no-such-name', 'class implicit', 'what hides DNS'])
    await expect(main.getByText(words, { exact: true })).toBeVisible()
  await main.getByRole('button', { name: 'Clear the text' }).click()
  await expect(table(page)).toBeVisible()
  await expect(page).toHaveURL(/class=implicit/)
})

test('a namespace in which nothing runs is no filter that hides something', async ({ page }) => {
  await page.goto(address(demo.url, { view: 'table' }))
  await expect(table(page)).toBeVisible()
  const answer = await page.request.get(`${demo.url}/api/overview`)
  const overview = (await answer.json()) as { namespaces: { name: string; workloads: number }[] }
  const [first] = overview.namespaces
  if (first) first.workloads = 0
  await page.route('**/api/overview', route => route.fulfill({ json: overview }))
  await page.route('**/api/connections**', route => route.fulfill({ json: { total: 0, rows: [] } }))
  await page.goto(address(demo.url, { view: 'table', about: `namespace:${first?.name ?? ''}` }))
  await expect(page.getByRole('heading', { name: `No pods in ${first?.name}` })).toBeVisible()
  await page.getByRole('button', { name: 'Show every namespace' }).click()
  await expect(page).not.toHaveURL(/about=/)
})

test.describe('a cluster that takes its time', () => {
  // Whoever asks too early is told to come back.
  test.use({ forgiven: /503/ })

  test('counts what it has read by kind, and the counts move nothing', async ({ page }) => {
    const pods = { name: 'Pods', count: 0 }
    const istio = { name: 'Istio', count: 0 }
    const health: Health = {
      status: 'loading',
      reading: 0,
      again: { state: 'no' },
      progress: { step: 'reading', done: 3, of: 14, read: [pods, istio] },
    }
    await page.route('**/api/health', route => route.fulfill({ json: health }))
    await page.route('**/api/overview', route =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        json: { type: problemType('loading'), title: 'Still loading', status: 503, detail: 'still reading' },
      }),
    )
    await page.goto(address(demo.url))
    const counts = page.getByRole('list', { name: 'Read so far' })
    const line = counts.getByRole('listitem').filter({ hasText: 'Pods' })
    await expect(line).toHaveText('Pods 0')
    const before = await counts.boundingBox()
    pods.count = 1204
    istio.count = 12
    await expect(line).toHaveText('Pods 1,204')
    await expect(counts.getByText('Istio')).toBeVisible()
    expect(await counts.boundingBox()).toEqual(before)

    // On a phone too all of it is in sight.
    await page.setViewportSize({ width: 480, height: 900 })
    await expect(line).toBeInViewport({ ratio: 1 })
    await expect(counts.getByText('12', { exact: true })).toBeInViewport({ ratio: 1 })

    // Then it is there.
    await page.unroute('**/api/health')
    await page.unroute('**/api/overview')
    await expect(page.getByRole('group', { name: 'Show only some trust classes' })).toBeVisible()
  })
})

test('without a canvas the map says so, and the table is one click away with the same selection', async ({
  page,
}) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null
  })
  const about = workload('data', 'metabase')
  await page.goto(address(demo.url, { view: 'map', about }))
  await expect(page.getByRole('heading', { name: 'The map cannot be drawn here' })).toBeVisible()
  await expect(detail(page).getByRole('heading', { name: 'data/metabase' })).toBeVisible()
  await page.getByRole('button', { name: 'Open the table' }).click()
  await expect(table(page)).toBeVisible()
  await expect(page).toHaveURL(/about=data(\/|%2F)metabase/)
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

  test('a part of the page that does not come: said in its place, and asked for again on request', async ({
    page,
  }) => {
    await page.goto(address(demo.url, { view: 'table' }))
    await expect(table(page)).toBeVisible()
    await page.waitForLoadState('networkidle')
    await page.route('**/*.js', route => route.abort())
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    const alert = detail(page).getByRole('alert')
    await expect(alert).toContainText('This part of the page could not be loaded')
    await page.unroute('**/*.js')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(detail(page).getByRole('combobox').first()).toBeFocused()
  })

  test('an answer that comes late keeps what is shown', async ({ page }) => {
    await page.goto(address(demo.url, { view: 'table' }))
    await expect(table(page)).toBeVisible()
    await page.route('**/api/explain**', route => route.abort())
    await table(page).press('Enter')
    await expect(failure(page)).toContainText(/podtrust does not answer/i)
    await expect(table(page)).toBeVisible()
  })

  test('a server that stops answering: said at the age, everything stays, and it is asked again', async ({
    page,
  }) => {
    await page.clock.install()
    await page.goto(address(demo.url, { view: 'table' }))
    await expect(table(page)).toBeVisible()
    const header = page.getByRole('banner')
    await page.route('**/api/**', route => route.abort())
    await page.clock.runFor(20_000)
    await expect(header).toContainText('no answer')
    await expect(page.getByRole('contentinfo')).toContainText('podtrust does not answer')
    await expect(table(page)).toBeVisible()
    await page.unroute('**/api/**')
    await header.getByRole('button', { name: 'Try now' }).click()
    await expect(header).not.toContainText('no answer')
    await expect(header.getByRole('button', { name: 'Read again' })).toBeVisible()
  })

  test('an address that does not exist', async ({ page }) => {
    const response = await page.goto(`${demo.url}/nowhere`)
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('link')).toBeVisible()
  })
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a page says why it stays empty, and what answers all the same', async ({ page }) => {
    for (const path of ['/', '/explorer', '/policies']) {
      await page.goto(`${clusters.demo.url}${path}`)
      await expect(page.getByText(/scripts are off in this browser, so they stay empty/)).toBeVisible()
    }
  })
})
