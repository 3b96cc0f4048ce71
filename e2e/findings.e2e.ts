import { expect } from '@playwright/test'
import { clusters } from './clusters'
import { address, detail, test } from './kit'

const { demo, noPolicies } = clusters

test('what is wrong is listed worst first, and each finding leads to its lines and workloads', async ({
  page,
}) => {
  await page.goto(address(demo.url, {}, '/explorer'))
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Findings' }).click()
  const grid = page.getByRole('grid', { name: 'Findings' })
  await expect(grid.getByRole('rowheader', { name: /^Medium/ })).toContainText('5 findings')

  await grid.getByText(/^PeerAuthentication checkout\/default says PERMISSIVE/).click()
  await expect(page).toHaveURL(/finding=istio-permissive-left/)
  await expect(
    detail(page).getByRole('heading', { name: 'PeerAuthentication checkout/default' }),
  ).toBeVisible()
  await expect(detail(page)).toContainText('write mode: STRICT.')
  const lines = detail(page).getByRole('region', { name: 'YAML, lines of the finding marked' })
  await expect(lines.getByRole('listitem').filter({ hasText: 'marked:' })).toHaveText([
    /mtls:/,
    /mode: PERMISSIVE/,
  ])

  await page.reload()
  await expect(
    detail(page).getByRole('heading', { name: 'PeerAuthentication checkout/default' }),
  ).toBeVisible()
  await detail(page).getByRole('link', { name: 'checkout/cart[Deployment]' }).click()
  await expect(page).toHaveURL(/\/explorer\?.*about=/)
})

test('they are narrowed by severity and namespace, walked by keyboard, and closed by Escape', async ({
  page,
}) => {
  await page.goto(address(demo.url, {}, '/findings'))
  const grid = page.getByRole('grid', { name: 'Findings' })
  await page.getByRole('button', { name: /^Low/ }).click()
  await expect(grid).toContainText('No PeerAuthentication in istio-system sets the mode of the mesh')
  await expect(page.getByRole('button', { name: /^Critical/ })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: /^All/ }).click()
  await page.getByRole('combobox', { name: /namespace/i }).selectOption('payments')
  await expect(grid).not.toContainText('fraud-check')

  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/finding=/)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/finding=/)
})

test('where nothing was found that is no praise', async ({ page }) => {
  await page.goto(address(noPolicies.url, {}, '/findings'))
  await expect(page.getByRole('heading', { name: 'Nothing was found' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('That says nothing of what is open')
})
