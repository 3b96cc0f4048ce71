import { expect, type Page } from '@playwright/test'
import { clusters } from './clusters'
import { address, detail, policies, policyTable, scope, table, test } from './kit'

const { demo, textbook } = clusters

const keys = (page: Page) => page.getByRole('dialog', { name: 'Keys' })
const tour = (page: Page) => page.getByRole('region', { name: 'Tour of the demo' })

test.describe('keys', () => {
  test('are listed by ?, and every one that leads somewhere leads there', async ({ page }) => {
    await page.goto(address(demo.url, { view: 'map' }))
    await expect(scope(page)).toBeVisible()
    await page.keyboard.press('?')
    for (const does of ['Filter', 'Map', 'Table', 'Policies', 'Back, one step'])
      await expect(
        keys(page)
          .getByRole('term')
          .filter({ hasText: new RegExp(`^${does}$`) }),
      ).toBeVisible()
    await page.keyboard.press('3')
    await expect(page, 'nothing acts behind the list').toHaveURL(/view=map/)
    await page.keyboard.press('Escape')
    await expect(keys(page)).toBeHidden()

    await page.keyboard.press('3')
    await expect(table(page)).toBeVisible()
    await page.keyboard.press('1')
    await expect(page.getByRole('tab', { name: 'Map' })).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await expect(page).toHaveURL(`${demo.url}/policies`)
    await expect(page.getByRole('grid', { name: 'Policies' })).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await expect(page).toHaveURL(`${demo.url}/explorer`)
    await expect(scope(page)).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await expect(page).toHaveURL(`${demo.url}/`)
  })

  test('are text where somebody types, and nothing when they are off', async ({ page }) => {
    await page.goto(address(demo.url, { view: 'map' }))
    await expect(scope(page)).toBeVisible()
    await page.keyboard.press('/')
    await page.keyboard.type('g3?')
    await expect(page).toHaveURL(/view=map/)
    await expect(keys(page)).toBeHidden()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Help' }).click()
    await page.getByRole('menuitem', { name: 'Keys' }).click()
    await keys(page).getByRole('checkbox').uncheck()
    await page.keyboard.press('Escape')
    await page.reload()
    await expect(scope(page)).toBeVisible()
    await page.keyboard.press('3')
    await page.keyboard.press('?')
    await expect(keys(page)).toBeHidden()
    await expect(page).toHaveURL(/view=map/)
  })
})

test('the legend is one choice away and leads back to the same capture', async ({ page }) => {
  await page.goto(policies(demo.url))
  await expect(policyTable(page)).toBeVisible()
  await page.getByRole('button', { name: 'Help' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Legend' }).press('Enter')
  await expect(page).toHaveURL(`${demo.url}/legend`)
  await expect(page.getByRole('heading', { name: 'Legend', level: 1 })).toBeVisible()
  for (const sign of ['Implicit trust', 'Partial trust', 'Verified', 'Denied'])
    await expect(page.getByText(sign, { exact: true }).first()).toBeVisible()
  await expect(
    page
      .getByRole('img', { name: /^Sample of a map/ })
      .locator('canvas')
      .first(),
  ).toBeVisible()
})

test('the legend shows the cells of the matrix, and the ring explains itself where it is met', async ({
  page,
}) => {
  await page.goto(`${demo.url}/legend`)
  const cells = page.locator('section').filter({ has: page.getByRole('heading', { name: 'In the matrix' }) })
  await expect(cells.getByRole('listitem').filter({ hasText: '31 of 35 are implicit' })).toContainText(
    '31 / 35',
  )
  await expect(cells.getByRole('listitem').filter({ hasText: 'No connection' })).toBeVisible()

  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(address(demo.url, { view: 'map' }))
  const point = page
    .getByRole('region', { name: 'Legend' })
    .getByRole('button', { name: 'What the ring means' })
  await point.press('Enter')
  const meaning = page.getByRole('dialog', { name: 'What the ring means' })
  await expect(meaning).toContainText('A full ring is not yet zero trust')
  await page.keyboard.press('Escape')
  await expect(point).toBeFocused()
})

test('help at the point of need opens and closes by keys, and gives the focus back', async ({ page }) => {
  await page.goto(
    address(demo.url, { from: 'data/metabase[Deployment]', to: 'payments/ledger-db[StatefulSet]' }),
  )
  const point = detail(page).getByRole('button', { name: 'What the three pillars mean' })
  await point.focus()
  await page.keyboard.press('Enter')
  const help = page.getByRole('dialog', { name: 'What the three pillars mean' })
  await expect(help).toContainText('always ciphertext')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await expect(point).toBeFocused()
  await expect(page, 'Escape closed the help and no more').toHaveURL(/from=/)
})

test.describe('the tour', () => {
  test('walks through five gaps by keys, and what it says stands beside it', async ({ page }) => {
    await page.goto(address(demo.url))
    await tour(page).getByRole('button', { name: 'Start the tour' }).press('Enter')
    const next = tour(page).getByRole('button', { name: 'Next' })
    await expect(tour(page)).toContainText('1 of 5')
    await expect(page).toHaveURL(/about=namespace:data/)
    await expect(detail(page)).toContainText('data')

    await next.press('Enter')
    await expect(tour(page)).toContainText('2 of 5')
    await expect(detail(page)).toContainText(
      'selects app=ledger_db, which no pod has; the pod says app=ledger-db',
    )
    await next.press('Enter')
    await expect(tour(page)).toContainText('3 of 5')
    await expect(detail(page)).toContainText('Implicit trust')
    await expect(page.getByRole('heading', { name: 'fulfilment/labels to Internet' })).toBeVisible()
    await next.press('Enter')
    await expect(tour(page)).toContainText('4 of 5')
    await expect(detail(page)).toContainText('Partial trust')
    await expect(detail(page)).toContainText('checkout/cart-redis')
    await next.press('Enter')
    await expect(tour(page)).toContainText('5 of 5')
    await expect(page).toHaveURL(/class=unknown/)
    await expect(page).toHaveURL(/about=namespace:edge/)
    await tour(page).getByRole('button', { name: 'Back' }).press('Enter')
    await expect(tour(page)).toContainText('4 of 5')
    await tour(page).getByRole('button', { name: 'End the tour' }).press('Enter')
    await expect(tour(page)).toBeHidden()
  })

  test('is offered once, and from Help after that', async ({ page }) => {
    await page.goto(address(demo.url))
    await tour(page).getByRole('button', { name: 'Not now' }).click()
    await expect(tour(page)).toBeHidden()
    await page.goto(policies(demo.url))
    // The header is another one once there are answers, and takes an open menu with it.
    await expect(policyTable(page)).toBeVisible()
    await page.getByRole('button', { name: 'Help' }).click()
    await page.getByRole('menuitem', { name: 'Tour of the demo' }).click()
    await expect(tour(page)).toContainText('1 of 5')
    await expect(page).toHaveURL(/\/explorer\?.*about=namespace:data/)
    await tour(page).getByRole('button', { name: 'Next' }).press('Escape')
    await expect(tour(page)).toBeHidden()
    await page.reload()
    await expect(scope(page)).toBeVisible()
    await expect(tour(page)).toBeHidden()
  })

  test('is about the demo and no other cluster', async ({ page }) => {
    await page.goto(address(textbook.url))
    await expect(scope(page)).toBeVisible()
    await expect(tour(page)).toBeHidden()
    await page.getByRole('button', { name: 'Help' }).click()
    await expect(page.getByRole('menuitem', { name: 'Keys' })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: 'Tour of the demo' })).toBeHidden()
  })
})
