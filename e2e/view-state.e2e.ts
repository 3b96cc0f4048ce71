import { expect } from '@playwright/test'
import { clusters } from './clusters'
import { implicit } from './demo-counts'
import {
  address,
  detail,
  failure,
  filterBox,
  filterBy,
  ledger,
  rows,
  scope,
  table,
  test,
  workload,
} from './kit'

const { url } = clusters.demo

test('a link shows the same view somewhere else', async ({ page, browser }) => {
  await page.goto(address(url, { view: 'table' }))
  await ledger(page, `${implicit} implicit`).click()
  await filterBy(page, 'ledger-db')
  await expect(rows(page).first()).toContainText('ledger-db')
  await rows(page)
    .filter({ hasText: /data\/metabase.*payments\/ledger-db/ })
    .click()
  const title = page.getByRole('heading', { name: 'data/metabase to payments/ledger-db' })
  await expect(title).toBeVisible()
  await page.getByRole('tab', { name: /^Objects/ }).click()
  await expect(page).toHaveURL(/tab=objects/)
  const shown = await table(page).getAttribute('aria-rowcount')

  const other = await browser.newContext()
  const copy = await other.newPage()
  await copy.goto(page.url())
  await expect(copy.getByRole('heading', { name: 'data/metabase to payments/ledger-db' })).toBeVisible()
  await expect(copy.getByRole('tab', { name: /^Objects/ })).toHaveAttribute('aria-selected', 'true')
  await expect(filterBox(copy)).toHaveValue('ledger-db')
  await expect(ledger(copy, `${implicit} implicit`)).toHaveAttribute('aria-pressed', 'true')
  await expect(table(copy)).toHaveAttribute('aria-rowcount', shown ?? '')
  await expect(rows(copy).and(copy.getByRole('row', { selected: true }))).toContainText('metabase')
  await other.close()
})

test('back and forward walk through what was looked at', async ({ page }) => {
  await page.goto(address(url))
  await scope(page)
    .getByRole('treeitem', { name: /^payments / })
    .click()
  await expect(page).toHaveURL(/about=namespace:payments/)
  await scope(page)
    .getByRole('treeitem', { name: /^data / })
    .click()
  await expect(page).toHaveURL(/about=namespace:data/)
  await page.goBack()
  await expect(scope(page).getByRole('treeitem', { name: /^payments / })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.goBack()
  await expect(page).toHaveURL(`${url}/explorer`)
  await page.goForward()
  await expect(scope(page).getByRole('treeitem', { name: /^payments / })).toHaveAttribute(
    'aria-selected',
    'true',
  )
})

test('one step back leads to the filter before, however many letters were written', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  await ledger(page, `${implicit} implicit`).click()
  await expect(page).toHaveURL(/class=implicit/)
  await filterBox(page).pressSequentially('ns = data')
  await expect(page).toHaveURL(/q=ns/)
  await rows(page).first().click()
  await expect(page).toHaveURL(/from=/)
  await filterBox(page).fill('ns = payments')
  await expect(page).toHaveURL(/payments/)
  await page.goBack()
  await expect(filterBox(page)).toHaveValue('ns = data')
  await page.goBack()
  await page.goBack()
  await expect(filterBox(page)).toHaveValue('')
  await expect(ledger(page, `${implicit} implicit`)).toHaveAttribute('aria-pressed', 'true')
})

test('an address that means nothing shows the whole picture', async ({ page }) => {
  await page.goto(
    address(url, { view: 'sideways', class: 'wonderful', sort: 'luck', order: 'up', port: 'TCP-99999' }),
  )
  await expect(ledger(page, `${implicit} implicit`)).toHaveAttribute('aria-pressed', 'false')
  await expect(scope(page).getByRole('treeitem', { name: /^data / })).toBeVisible()
})

test.describe('a link to what is not there', () => {
  test.use({ forgiven: /404/ })

  test('says so', async ({ page }) => {
    await page.goto(address(url, { from: workload('shop', 'nobody'), to: workload('data', 'etl') }))
    await expect(failure(page)).toContainText('There is no workload in a namespace `shop`')
  })

  test('says so of a namespace, alone and in a pair, and leads out', async ({ page }) => {
    await page.goto(address(url, { from: 'namespace:gone', to: 'namespace:data' }))
    await expect(detail(page)).toContainText('No namespace gone was loaded')
    await expect(detail(page)).not.toContainText('denied')
    await page.goto(address(url, { about: 'namespace:gone' }))
    await expect(detail(page)).toContainText('No namespace gone was loaded')
    await detail(page).getByRole('button', { name: 'Stop looking at it' }).click()
    await expect(detail(page).getByRole('heading', { name: 'Where to start' })).toBeVisible()
  })
})
