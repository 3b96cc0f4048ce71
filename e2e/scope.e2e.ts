import { expect } from '@playwright/test'
import { violations } from './axe'
import { clusters } from './clusters'
import { address, detail, filterBy, scope, table, test } from './kit'

const { url } = clusters.demo

test('a connection is found and explained in the tree alone', async ({ page }) => {
  await page.goto(address(url))
  const item = (name: RegExp | string) => scope(page).getByRole('treeitem', { name })
  await item(/^data /).focus()
  await page.keyboard.press('p')
  await expect(item(/^platform /)).toBeFocused()
  await page.keyboard.press('p')
  await expect(item(/^payments /)).toBeFocused()
  await expect(item(/^payments /)).toHaveAttribute('aria-level', '1')

  await page.keyboard.press('ArrowRight')
  await expect(item(/^payments /)).toHaveAttribute('aria-expanded', 'true')
  await expect(item(/^ledger-db /)).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(item(/^ledger-db /)).toBeFocused()
  await expect(item(/^ledger-db /)).toHaveAttribute('aria-posinset', '1')
  await expect(item(/^ledger-db /)).toHaveAttribute('aria-setsize', '8')

  await page.keyboard.press('ArrowRight')
  await expect(item(/from data\/metabase/)).toHaveAttribute('aria-level', '3')
  await item(/from data\/metabase/).focus()
  await page.keyboard.press('Enter')
  await expect(
    detail(page).getByRole('heading', { name: 'data/metabase to payments/ledger-db' }),
  ).toBeVisible()
  await expect(item(/from data\/metabase/)).toHaveAttribute('aria-selected', 'true')
  expect(await violations(page)).toEqual([])

  await page.keyboard.press('ArrowLeft')
  await expect(item(/^ledger-db /)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(item(/^ledger-db /)).toHaveAttribute('aria-expanded', 'false')
  await expect(item(/from data\/metabase/)).toHaveCount(0)
})

test('a workload with many connections says how many more the table has', async ({ page }) => {
  await page.goto(address(url, { expand: 'payments' }))
  await scope(page)
    .getByRole('treeitem', { name: /^ledger-db / })
    .focus()
  await page.keyboard.press('ArrowRight')
  await scope(page)
    .getByRole('treeitem', { name: /more connections in the table$/ })
    .click()
  await expect(table(page)).toBeVisible()
  await expect(page).toHaveURL(/about=payments(\/|%2F)ledger-db/)
})

test('a star opens all beside', async ({ page }) => {
  await page.goto(address(url))
  const namespaces = scope(page).getByRole('treeitem', { expanded: false })
  await expect(namespaces).toHaveCount(9)
  await namespaces.first().focus()
  await page.keyboard.press('*')
  await expect(scope(page).getByRole('treeitem', { expanded: true })).toHaveCount(9)
  await expect(scope(page).getByRole('treeitem', { name: /^kafka/ })).toBeVisible()
})

test('the filter leaves in the tree what it leaves in the table', async ({ page }) => {
  await page.goto(address(url))
  const first = scope(page).locator('[aria-level="1"]')
  await expect(first).toHaveCount(9 + 2)
  await filterBy(page, 'src.ns = payments and dst.ns = payments')
  await expect(first).toHaveCount(1 + 2)
  await expect(first.first()).toContainText('payments')
  await filterBy(page, 'port = 1 and not port = 1')
  await expect(first).toHaveText([/^No namespace to show$/, /Anyone/, /Internet/])
})

test('panels are put away and come back, and the browser remembers', async ({ page }) => {
  await page.goto(address(url))
  await expect(scope(page)).toBeVisible()
  await page.keyboard.press('[')
  await page.keyboard.press(']')
  await expect(scope(page)).toBeHidden()
  await expect(detail(page)).toBeHidden()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Scope' })).toBeVisible()
  await expect(detail(page)).toBeHidden()
  await page.getByRole('button', { name: 'Scope' }).click()
  await scope(page)
    .getByRole('treeitem', { name: /^payments / })
    .click()
  await expect(detail(page)).toBeVisible()
})
