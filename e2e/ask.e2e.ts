import { expect, type Page } from '@playwright/test'
import { violations } from './axe'
import { clusters } from './clusters'
import { address, detail, failure, test, workload } from './kit'

const { url } = clusters.demo

const box = (page: Page, name: 'From' | 'To') => detail(page).getByRole('combobox', { name, exact: true })
const port = (page: Page) => detail(page).getByRole('textbox', { name: 'Port' })

async function choose(page: Page, end: 'From' | 'To', part: string, name: string): Promise<void> {
  await box(page, end).fill(part)
  await detail(page).getByRole('option', { name }).click()
}

test('any two ends are asked about by keyboard, and the address keeps the question', async ({
  page,
  browser,
}) => {
  await page.goto(address(url))
  await expect(page.getByRole('button', { name: 'Ask' })).toBeVisible()
  await page.keyboard.press('a')
  await expect(box(page, 'From')).toBeFocused()
  await page.keyboard.type('checkout/promo')
  await expect(detail(page).getByRole('listbox').getByRole('option')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await expect(box(page, 'From')).toHaveValue(workload('checkout', 'promo'))
  await box(page, 'To').fill('storefront/search')
  await port(page).fill('8080')
  await page.keyboard.press('Enter')

  const verdict = /^Denied leaving checkout\/promo: .*allow-dns/
  await expect(detail(page).getByText(verdict)).toBeVisible()
  await expect(
    detail(page).getByRole('link', { name: 'NetworkPolicy checkout/default-deny' }).first(),
  ).toBeVisible()
  await expect(page).toHaveURL(/show=ask/)
  expect(await violations(page)).toEqual([])

  const other = await (await browser.newContext()).newPage()
  await other.goto(page.url())
  await expect(detail(other).getByText(verdict)).toBeVisible()
  await expect(port(other)).toHaveValue('8080')
  await other.context().close()
})

test('the internet and addresses are ends too', async ({ page }) => {
  await page.goto(address(url, { show: 'ask' }))
  await choose(page, 'From', 'metabase', 'data/metabase[Deployment]')
  await box(page, 'To').fill('Internet')
  await detail(page).getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(detail(page).getByText('Implicit trust').first()).toBeVisible()
  await expect(detail(page).getByRole('heading', { name: 'data/metabase to Internet' })).toBeVisible()

  await box(page, 'To').fill('203.0.113.7')
  await port(page).fill('443')
  await detail(page).getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(detail(page).getByRole('heading', { name: 'data/metabase to 203.0.113.7' })).toBeVisible()
})

test('anyone and a block of addresses are ends, each with its kinds of answers', async ({ page }) => {
  await page.goto(address(url, { show: 'ask' }))
  await box(page, 'From').fill('anyo')
  await detail(page).getByRole('option', { name: 'Anyone', exact: true }).click()
  await box(page, 'To').fill('payments/ledger-db')
  await port(page).fill('5432')
  await detail(page).getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(detail(page).getByRole('heading', { name: 'Anyone to payments/ledger-db' })).toBeVisible()
  const kinds = detail(page).getByRole('group', { name: 'Kinds of pod pairs' })
  await expect(kinds.getByRole('button').first()).toContainText(/pairs?/)
  await expect(detail(page).getByText('Implicit trust').first()).toBeVisible()

  await page.goto(address(url, { show: 'ask', from: workload('data', 'metabase'), to: '203.0.113.0/24' }))
  await expect(box(page, 'To')).toHaveValue('203.0.113.0/24')
  await expect(detail(page).getByRole('heading', { name: 'data/metabase to 203.0.113.0/24' })).toBeVisible()
  await expect(detail(page).getByText('Implicit trust').first()).toBeVisible()
})

test('what cannot be asked says why, and where', async ({ page }) => {
  await page.goto(address(url, { show: 'ask' }))
  await detail(page).getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(detail(page).getByText(/^Write who would talk/)).toBeVisible()
  await expect(box(page, 'From')).toHaveAttribute('aria-invalid', 'true')
  await box(page, 'From').fill('shop/web')
  await expect(box(page, 'From')).toHaveAttribute('aria-invalid', 'false')
  await expect(detail(page).getByText(/^Write to whom/)).toBeVisible()
  await expect(page).not.toHaveURL(/from=/)
})

test('a name that is nearly one is proposed', async ({ page }) => {
  await page.goto(address(url, { show: 'ask' }))
  await box(page, 'From').fill('paymnets/ledgre')
  await expect(detail(page).getByText('Nothing is called so. Did you mean:')).toBeVisible()
  await detail(page).getByRole('option', { name: 'payments/ledger-db' }).click()
  await expect(box(page, 'From')).toHaveValue(workload('payments', 'ledger-db', 'StatefulSet'))
})

test.describe('an end that is not there', () => {
  test.use({ forgiven: /404/ })

  test('is said, with what is there', async ({ page }) => {
    await page.goto(address(url, { show: 'ask' }))
    await box(page, 'From').fill('payments/ledgre')
    await box(page, 'To').fill('data/etl')
    await detail(page).getByRole('button', { name: 'Ask', exact: true }).click()
    await expect(failure(page)).toContainText(
      'There is no workload or pod `ledgre` in namespace `payments`; did you mean `ledger` or',
    )
    await expect(box(page, 'From')).toHaveValue('payments/ledgre')
  })
})

test.describe('an explanation', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })
  const hostile = workload('right-\u202eleft\u2066', 'right-\u202eleft\u2066')

  test('is copied as text, every name spelt out', async ({ page }) => {
    await page.goto(
      address(clusters.hostile.url, {
        from: hostile,
        to: workload('constructor', 'constructor'),
        port: 'TCP-8080',
      }),
    )
    await detail(page).getByRole('button', { name: 'Copy as text' }).click()
    await expect(page.getByRole('status', { name: 'News' })).toContainText('Copied the explanation.')
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/^right-\\u202eleft\\u2066\/right-\\u202eleft\\u2066 -> constructor\/constructor, /)
    expect(text).toMatch(/^Leaving .*\(egress, network\): /m)
    expect(text).toMatch(/^Source: .*, read 20\d\d-/m)
    expect(text).not.toMatch(/[\u202e\u2066]/)
  })
})

test('where the browser does not let a page copy, the text is there to be taken', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await page.goto(
    address(url, {
      from: workload('data', 'metabase'),
      to: workload('payments', 'ledger-db', 'StatefulSet'),
    }),
  )
  await detail(page).getByRole('button', { name: 'Copy as text' }).click()
  const area = detail(page).getByRole('textbox', { name: 'Text of the explanation' })
  await expect(area).toHaveValue(/NetworkPolicy payments\/ledger-db selects app=ledger_db/)
  await expect(area).toHaveValue(/payments\/.*\.yaml, document \d+, line \d+/)
  await expect(page.getByRole('status', { name: 'News' })).toContainText('does not let this page copy')
})

test('reach goes both ways, hop by hop, and leads on', async ({ page }) => {
  await page.goto(address(url, { about: workload('payments', 'ledger-db', 'StatefulSet'), tab: 'reach' }))
  const reach = detail(page).getByRole('region', { name: 'Reach' })
  await expect(reach).toContainText(/^.*If taken over, it can reach \d+ workloads? directly/)
  await expect(reach.getByText('3 hops', { exact: true })).toBeVisible()
  // Whoever is further off says by which way: data may go anywhere, and from there on to others.
  await expect(reach.getByRole('button', { name: / via [a-z-]+\/[a-z-]+/ }).first()).toBeVisible()
  await expect(reach.getByRole('button', { name: 'Copy as text' })).toBeVisible()
  await reach.getByRole('button', { name: 'Who reaches it' }).click()
  await expect(reach).toContainText(/It can be reached from \d+ workloads directly/)
  await reach.getByRole('button', { name: 'One hop less' }).click()
  await reach.getByRole('button', { name: 'One hop less' }).click()
  await expect(reach.getByText('1 hop', { exact: true })).toBeVisible()
  await expect(reach.getByRole('heading', { name: /^In 2 hops/ })).toHaveCount(0)
  // The address keeps which way and how far.
  await expect(page).toHaveURL(/reach=in&hops=1/)
  await page.reload()
  await expect(reach.getByText('1 hop', { exact: true })).toBeVisible()
  await expect(reach.getByRole('button', { name: 'Who reaches it' })).toHaveAttribute('aria-pressed', 'true')
  await reach.getByRole('button', { name: 'data/metabase' }).click()
  await expect(
    detail(page).getByRole('heading', { name: 'data/metabase to payments/ledger-db' }),
  ).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('a list that begins with its first items shows all of them, and the focus goes on there', async ({
  page,
}) => {
  await page.goto(address(url, { about: workload('platform', 'prometheus', 'StatefulSet'), tab: 'reach' }))
  const hop = detail(page)
    .getByRole('region', { name: 'Reach' })
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: /^Directly/ }) })
    .first()
  const items = hop.getByRole('listitem')
  await expect(items).toHaveCount(12)
  await hop.getByRole('button', { name: /^Show all \d+$/ }).press('Enter')
  await expect(hop.getByRole('button', { name: /^Show all/ })).toHaveCount(0)
  expect(await items.count()).toBeGreaterThan(12)
  await expect(items.nth(12).getByRole('button')).toBeFocused()
})
