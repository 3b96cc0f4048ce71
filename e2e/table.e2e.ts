import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { clusters } from './clusters'
import { everything, implicit, unknown } from './demo-counts'
import { address, rows, table, test, workload } from './kit'

const { url } = clusters.demo

test('the head says how many connections are kept of how many', async ({ page }) => {
  await page.goto(address(url, { view: 'table', class: 'implicit' }))
  await expect(page.getByText(`${implicit} of ${everything} connections`, { exact: true })).toBeVisible()
  await page.goto(address(url, { view: 'table' }))
  await expect(page.getByText(`${everything} connections`, { exact: true })).toBeVisible()
})

test('rows stand together by target, with exact counts, and say what they leave out', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  await page.getByRole('combobox', { name: 'Group rows by' }).selectOption('to')
  await expect(page).toHaveURL(/by=to/)
  const ledgerDb = table(page).getByRole('row', { name: /payments\/ledger-db/, expanded: true })
  await page.goto(address(url, { view: 'table', by: 'to', q: 'dst.ns = payments' }))
  // demo-counts.ts: 26 open sources, 2 broad rules, 3 by name, and the internet.
  await expect(ledgerDb).toContainText('32 of 32 connections')
  await expect(rows(page).filter({ hasText: 'payments/ledger-db' })).toHaveCount(6)
  await expect(
    table(page)
      .getByRole('row')
      .filter({ hasText: '26 more rows, same reason except from host-network pods on its nodes' }),
  ).toHaveCount(1)
  await table(page).getByRole('button', { name: 'Show all of payments/ledger-db' }).click()
  await expect(table(page).getByRole('row').filter({ hasText: 'more rows' })).toHaveCount(0)
  await ledgerDb.click()
  await expect(rows(page).filter({ hasText: 'payments/ledger-db' })).toHaveCount(0)
})

test('the rows can be taken away, with what they are of', async ({ page }) => {
  await page.goto(address(url, { view: 'table', q: 'dst.ns = payments', class: 'implicit' }))
  for (const format of ['CSV', 'Markdown']) {
    await page.getByRole('button', { name: 'Export' }).click()
    const started = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: format }).click()
    const written = await readFile(await (await started).path(), 'utf8')
    // What Markdown would take for markup is escaped there.
    const text = format === 'Markdown' ? written.replaceAll('\\', '') : written
    expect(text).toContain('dst.ns = payments; class: implicit')
    expect(text).toContain('payments/ledger-db[StatefulSet]')
    expect(text).toMatch(
      new RegExp(`Unknown.*0 of 32 pairs by class .*; without the filter ${unknown} of ${everything} pairs`),
    )
  }
})

test('the row that a link selects comes into sight, however far down it is', async ({ page }) => {
  await page.goto(
    address(url, {
      view: 'table',
      from: workload('platform', 'prometheus', 'StatefulSet'),
      to: workload('storefront', 'web'),
    }),
  )
  await expect(
    rows(page)
      .and(page.getByRole('row', { selected: true }))
      .first(),
  ).toBeInViewport()
})

test('that row is found in another order and among rows that stand together', async ({ page }) => {
  const ends = {
    from: workload('storefront', 'media-proxy'),
    to: workload('payments', 'ledger-db', 'StatefulSet'),
  }
  for (const view of [{ sort: 'to', order: 'desc' }, { by: 'to' }, { by: 'class' }] as const) {
    await page.goto(address(url, { view: 'table', ...view, ...ends }))
    const selected = rows(page).and(page.getByRole('row', { selected: true }))
    await expect(selected).toBeInViewport()
    await expect(selected).toContainText('storefront/media-proxy')
  }
})

test('columns come and go, and this browser keeps them', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  const heads = table(page).getByRole('columnheader')
  await expect(heads.filter({ hasText: 'On the wire' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'On the wire' }).check()
  await page.getByRole('checkbox', { name: 'Ports' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(heads.filter({ hasText: 'On the wire' })).toHaveCount(1)
  await expect(heads.filter({ hasText: 'Ports' })).toHaveCount(0)
  await page.reload()
  await expect(heads.filter({ hasText: 'On the wire' })).toHaveCount(1)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'As usual' }).click()
  await page.keyboard.press('Escape')
  await expect(heads.filter({ hasText: 'Ports' })).toHaveCount(1)
  await expect(heads.filter({ hasText: 'On the wire' })).toHaveCount(0)
})

test('at 480 pixels rows can stand together too', async ({ page }) => {
  await page.setViewportSize({ width: 480, height: 900 })
  await page.goto(address(url, { view: 'table' }))
  await page.getByRole('combobox', { name: 'Group rows by' }).selectOption('to')
  await expect(page).toHaveURL(/by=to/)
  await expect(table(page).getByRole('row', { expanded: true }).first()).toBeVisible()
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0)
})
