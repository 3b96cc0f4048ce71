import { expect, type Locator, type Page } from '@playwright/test'
import { clusters } from './clusters'
import { address, detail, failure, test, workload } from './kit'

const { demo, empty, noPolicies } = clusters
const { url } = demo

const identities = (view: Readonly<Record<string, string>> = {}, of: string = url): string =>
  address(of, view, '/identities')

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Identities' })

/** The rows without the headings of their sections. */
const rows = (page: Page): Locator =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })

/** What stands beside a name above the table. */
const figure = (page: Page, name: string): Locator =>
  page
    .getByRole('main')
    .locator('dl > div')
    .filter({ has: page.getByRole('term').filter({ hasText: name }) })
    .getByRole('definition')

const filter = (page: Page, name: RegExp): Locator =>
  page.getByRole('group', { name: 'Show only some identities' }).getByRole('button', { name })

test('the planted gaps of the mesh are told, each under its heading', async ({ page }) => {
  await page.goto(address(url))
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Identities' }).click()
  await expect(page.getByRole('heading', { name: 'Identities', level: 1 })).toBeVisible()
  await expect(grid(page).getByRole('rowheader')).toContainText([
    'No identity',
    'Shared',
    'Optional',
    'Own and demanded',
  ])
  // Of checkout 8 and of payments 7 present one, two of them the same: ledger-db is left out.
  await expect(figure(page, 'Workloads that share an identity')).toHaveText('2')
  const alone = ['Workloads that prove it only if asked', 'Workloads that prove one of their own']
  const counts = await Promise.all(alone.map(name => figure(page, name).innerText()))
  expect(counts.map(Number).reduce((sum, count) => sum + count)).toBe(13)
  await expect(figure(page, 'Issued by')).toContainText('istiod')
  const storefront = rows(page).filter({ hasText: 'storefront/' })
  await expect(storefront).toContainText('labelled for the mesh, pods not restarted')
  await expect(rows(page).filter({ hasText: 'payments/ledger-db' })).toContainText(
    'asks to stay out of the mesh',
  )
  await expect(rows(page).filter({ hasText: 'ns/checkout/sa/cart-redis' })).toContainText(
    'no rule asks for it',
  )
})

test('a shared identity says who presents it, and which rule lets both in', async ({ page }) => {
  await page.goto(identities())
  await filter(page, /^Shared 1$/).click()
  await expect(page).toHaveURL(/[?&]filter=shared/)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('shared by 2, default service account')
  await rows(page).click()
  await expect(page).toHaveURL(/[?&]identity=larkfield.example/)
  await expect(detail(page)).toContainText(
    '2 workloads present the same name: a rule that admits one admits all.',
  )
  await expect(detail(page).getByRole('region', { name: 'Issued by' })).toContainText(
    'no setting that was read names another CA',
  )
  await expect(detail(page)).toContainText('spiffe://larkfield.example/ns/checkout/sa/default')
  await expect(
    detail(page).getByRole('list', { name: 'Workloads that present it' }).getByRole('link'),
  ).toContainText(['checkout/promo', 'checkout/tax'])

  await detail(page).getByRole('link', { name: 'AuthorizationPolicy checkout/fraud-check' }).click()
  await expect(page).toHaveURL(/\/policies\?policy=/)
  await page.goBack()
  await detail(page).getByRole('link', { name: 'checkout/promo' }).click()
  await expect(page).toHaveURL(/\/explorer\?.*about=checkout/)
})

test('who is let in by namespace alone is told so', async ({ page }) => {
  await page.goto(identities({ identity: 'larkfield.example/ns/payments/sa/refunds' }))
  await expect(detail(page)).toContainText('by namespace payments alone')
  await expect(
    detail(page).getByRole('list', { name: 'Workloads that ledger governs' }).getByRole('link'),
  ).toContainText(['payments/ledger'])
  await expect(rows(page).and(page.getByRole('row', { selected: true }))).toContainText('payments/refunds')
})

test('an identity is found and opened without a pointer', async ({ page }) => {
  await page.goto(address(url))
  await expect(page.getByRole('tree')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await expect(page).toHaveURL(/\/identities/)
  await expect(grid(page)).toBeVisible()
  await grid(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(detail(page)).toContainText('payments: asks to stay out of the mesh')
  await page.keyboard.press('Escape')
  await expect(detail(page)).toBeHidden()
  await expect(page).not.toHaveURL(/identity=/)
  await expect(grid(page)).toBeFocused()
})

test('a namespace is looked at alone, and back leads out again', async ({ page }) => {
  await page.goto(identities())
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption('payments')
  await expect(page).toHaveURL(/[?&]namespace=payments/)
  await expect(rows(page)).toHaveCount(8)
  await expect(filter(page, /^Shared 0 because no two workloads present the same/)).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await page.goBack()
  await expect(rows(page)).toHaveCount(24)
})

test('a workload without an identity leads to the explorer', async ({ page }) => {
  await page.goto(identities({ identity: 'no-identity/payments/left-out' }))
  await expect(detail(page)).toContainText('Other pods of the namespace present an identity.')
  await detail(page).getByRole('link', { name: 'payments/ledger-db' }).click()
  await expect(page).toHaveURL(
    new RegExp(`about=${encodeURIComponent(workload('payments', 'ledger-db', 'StatefulSet')).slice(0, 8)}`),
  )
})

test('a cluster without a mesh says what that means', async ({ page }) => {
  for (const of of [noPolicies.url, empty.url]) {
    await page.goto(identities({}, of))
    await expect(
      page.getByRole('heading', { name: 'No mesh is seen: nobody presents an identity' }),
    ).toBeVisible()
    await expect(grid(page)).toBeHidden()
  }
})

test.describe('480 pixels', () => {
  test.use({ viewport: { width: 480, height: 900 }, hasTouch: true })

  test('rows are cards, the identity a sheet from below', async ({ page }) => {
    await page.goto(identities({ filter: 'shared' }))
    await rows(page).first().tap()
    await expect(detail(page)).toContainText('present the same name')
    await detail(page).getByRole('button', { name: 'Close' }).tap()
    await expect(detail(page)).toBeHidden()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
})

test.describe('what is not there', () => {
  test.use({ forgiven: /404/ })

  test('a link to nobody says so, and the table stays', async ({ page }) => {
    await page.goto(identities({ identity: 'nobody' }))
    await expect(failure(page)).toContainText('Nobody here presents')
    await expect(rows(page)).toHaveCount(24)
    await failure(page).getByRole('button', { name: 'Stop looking at it' }).click()
    await expect(page).not.toHaveURL(/identity=/)
  })
})
