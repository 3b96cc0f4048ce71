import { expect } from '@playwright/test'
import { clusters } from './clusters'
import { address, table, test, workload } from './kit'

const { url } = clusters.textbook

const ends = {
  from: workload('production', 'api'),
  to: workload('production', 'database', 'StatefulSet'),
}

test('the page says in words that the example blocks itself', async ({ page }) => {
  await page.goto(url)
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

  const leaving = page
    .getByRole('region')
    .or(page.locator('section'))
    .filter({ hasText: 'Leaving production/api' })
  await expect(leaving.first()).toContainText('default-deny')
  await expect(
    leaving.first().getByRole('button', { name: 'NetworkPolicy production/default-deny' }),
  ).toBeVisible()
  const arriving = page.locator('section').filter({ hasText: 'Arriving at production/database' })
  await expect(arriving.first()).toContainText('explicit-allow')
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
  await page.getByRole('button', { name: 'NetworkPolicy production/default-deny' }).first().click()
  const yaml = page.getByRole('region', { name: 'YAML, deciding lines marked' }).first()
  await expect(yaml).toContainText('podSelector: {}')
  await expect(yaml.getByRole('listitem').filter({ hasText: 'marked:' }).first()).toContainText('Egress')
})

test('nothing in production is in the table', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  await expect(table(page)).toHaveAttribute('aria-rowcount', '3')
  await expect(table(page)).not.toContainText('production')
})
