import { expect } from '@playwright/test'
import { clusters } from './clusters'
import { address, objectLink, side, table, test, workload, yaml } from './kit'

const { url } = clusters.textbook

const ends = {
  from: workload('production', 'api'),
  to: workload('production', 'database', 'StatefulSet'),
}

test('the page says in words that the example blocks itself', async ({ page }) => {
  await page.goto(address(url))
  await expect(
    page.getByText(
      'NetworkPolicy production/default-deny isolates production/api for egress and no egress rule lets it through',
    ),
  ).toBeVisible()
})

test('api to database is denied where it leaves, by default-deny', async ({ page }) => {
  await page.goto(address(url, { ...ends, port: 'TCP-5432' }))
  await expect(page.getByRole('heading', { name: 'production/api to production/database' })).toBeVisible()
  await expect(page.getByText(/^Denied leaving production\/api/)).toBeVisible()

  await expect(side(page, 'Leaving production/api')).toContainText('default-deny')
  await expect(
    side(page, 'Leaving production/api').getByRole('link', { name: 'NetworkPolicy production/default-deny' }),
  ).toBeVisible()
  // No AuthorizationPolicy is about the database, so the mesh has no say there.
  await expect(side(page, 'Arriving at production/database')).toHaveCount(1)
  await expect(side(page, 'Arriving at production/database')).toContainText('explicit-allow')
})

test('so are frontend to api and the question for a name', async ({ page }) => {
  const frontend = workload('production', 'frontend')
  await page.goto(address(url, { from: frontend, to: workload('production', 'api'), port: 'TCP-8080' }))
  await expect(
    page.getByText(/^Denied leaving production\/frontend.*arriving at production\/api/),
  ).toBeVisible()
  await page.goto(address(url, { from: frontend, to: workload('kube-system', 'coredns'), port: 'UDP-53' }))
  await expect(page.getByText(/^Denied leaving production\/frontend/)).toBeVisible()
})

test('the deciding object is shown with its deciding line marked', async ({ page }) => {
  await page.goto(address(url, { ...ends, port: 'TCP-5432' }))
  await objectLink(page, 'NetworkPolicy production/default-deny').click()
  await expect(yaml(page)).toContainText('podSelector: {}')
  await expect(yaml(page).getByRole('listitem').filter({ hasText: 'marked:' }).first()).toContainText(
    'Egress',
  )
})

test('nothing in production is in the table', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  await expect(table(page)).toHaveAttribute('aria-rowcount', '3')
  await expect(table(page)).not.toContainText('production')
})
