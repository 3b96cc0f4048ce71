import { expect, type Locator, type Page } from '@playwright/test'
import { clusters } from './clusters'
import { unknown } from './demo-counts'
import {
  address,
  detail,
  failure,
  networkPolicy,
  policies,
  policyRows,
  policyTable,
  test,
  workload,
  yaml,
} from './kit'

const { demo, empty, noPolicies, unreadable } = clusters
const { url } = demo

const filter = (page: Page, name: RegExp): Locator =>
  page.getByRole('group', { name: 'Show only some policies' }).getByRole('button', { name })

const marked = (page: Page): Locator => yaml(page).getByRole('listitem').filter({ hasText: 'marked:' })

/** The one row of a policy. */
const rowOf = (page: Page, name: string, namespace: string): Locator =>
  policyRows(page)
    .filter({ has: page.getByRole('gridcell', { name, exact: true }) })
    .filter({ hasText: namespace })

test('the planted policy that selects no pod is found, opened and shown to its line', async ({ page }) => {
  await page.goto(address(url))
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Policies' }).click()
  await expect(page.getByRole('heading', { name: 'Policies', level: 1 })).toBeVisible()
  await filter(page, /^Matches nothing/).click()
  await expect(page).toHaveURL(/[?&]filter=matches-nothing/)
  // ledger-db by its typo, node-agent whose pods use their node's network, and tax with a port name that no pod has.
  await expect(policyRows(page)).toHaveCount(3)
  await expect(rowOf(page, 'tax', 'checkout')).toContainText('no pod has port http-api')
  await expect(rowOf(page, 'node-agent', 'platform')).toContainText('selects only host-network pods')

  await rowOf(page, 'ledger-db', 'payments').click()
  await expect(detail(page)).toContainText('Selects no pod, so it decides nothing.')
  await expect(detail(page)).toContainText('0 of 8 workloads')
  await expect(detail(page).getByRole('definition').filter({ hasText: 'app=ledger_db' })).toContainText(
    'payments/ledger-db, if app=ledger-db were app=ledger_db',
  )
  await expect(marked(page)).toHaveCount(1)
  await expect(marked(page)).toContainText('app: ledger_db')
})

test('every object is there, under its tier, with its figures', async ({ page }) => {
  await page.goto(policies(url))
  await expect(page.getByText('68 objects in evaluation order')).toBeVisible()
  await expect(policyTable(page).getByRole('rowheader')).toContainText([
    'Network plane1 · place not known, so it may overrule everything below1 object',
    'Network plane2 · NetworkPolicy, allows add up; a selected workload is closed otherwise64 objects',
  ])
  await expect(policyRows(page)).toHaveCount(50)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(policyRows(page)).toHaveCount(68)
  await expect(policyTable(page).getByRole('rowheader').last()).toContainText(
    'Authorization plane1 · mesh, any deny closes; once an allow exists the rest is closed3 objects',
  )
  await expect(page.getByRole('button', { name: 'Show more' })).toBeHidden()

  const row = rowOf(page, 'default-deny', 'kube-system')
  // Two pods of the pod network (coredns, metrics-server), shut towards and from whoever no rule lets through.
  await expect(row.getByRole('gridcell').nth(2)).toHaveText('2')
  await expect(row.getByRole('gridcell').nth(3)).toContainText('0')
})

test('what could not be read counts as many unknown connections as the header', async ({ page }) => {
  await page.goto(policies(url))
  const row = rowOf(page, 'edge-public SecurityGroupPolicy', 'edge')
  await expect(row).toContainText(`could not be read, ${unknown} connections unknown`)
  await row.click()
  await detail(page)
    .getByRole('tab', { name: `Connections ${unknown}` })
    .click()
  await expect(detail(page).getByRole('heading', { name: 'Unknown because of it' })).toContainText(
    String(unknown),
  )
})

test('a filter that would show nothing says why', async ({ page }) => {
  await page.goto(policies(url))
  const shadowed = filter(page, /^Shadowed 0 because every rule here adds something/)
  await expect(shadowed).toHaveAttribute('aria-disabled', 'true')
  await shadowed.click({ force: true })
  await expect(page).not.toHaveURL(/filter=/)
})

test('from a workload to a policy that selects it, to its workloads, and back', async ({ page }) => {
  await page.goto(address(url, { about: workload('payments', 'card-vault') }))
  await detail(page).getByRole('link', { name: 'NetworkPolicy payments/card-vault' }).click()
  await expect(page).toHaveURL(/\/policies\?policy=/)
  await expect(policyRows(page).and(page.getByRole('row', { selected: true }))).toContainText('card-vault')
  await expect(detail(page)).toContainText('1 of 8 workloads')

  await detail(page).getByRole('tab', { name: 'Connections' }).click()
  await detail(page)
    .getByRole('link', { name: /payments\/payments-api to payments\/card-vault/ })
    .click()
  await expect(
    page.getByRole('heading', { name: 'payments/payments-api to payments/card-vault' }),
  ).toBeVisible()
  await page.goBack()
  await detail(page).getByRole('tab', { name: 'Selected 1' }).click()
  await detail(page).getByRole('link', { name: 'payments/card-vault' }).click()
  await expect(page).toHaveURL(/about=payments/)
  await expect(detail(page).getByRole('link', { name: 'NetworkPolicy payments/card-vault' })).toBeVisible()
})

test('an object is found and opened without a pointer', async ({ page }) => {
  await page.goto(policies(url, { filter: 'matches-nothing' }))
  await expect(policyRows(page)).toHaveCount(3)
  for (let presses = 0; ; presses++) {
    if (await policyTable(page).evaluate(element => element === document.activeElement)) break
    expect(presses, 'presses of Tab that lead to the table').toBeLessThan(20)
    await page.keyboard.press('Tab')
  }
  const active = async (): Promise<Locator> =>
    page.locator(`[id="${await policyTable(page).getAttribute('aria-activedescendant')}"]`)
  await expect(await active()).toContainText('tax')
  const outline = await (await active()).evaluate(element => getComputedStyle(element).outlineStyle)
  expect(outline).toBe('solid')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(detail(page)).toContainText('payments/ledger-db')
  await page.keyboard.press('Escape')
  await expect(detail(page)).toBeHidden()
  await expect(page).not.toHaveURL(/policy=/)
  await expect(policyTable(page)).toBeFocused()
})

test('a link shows the same object, back and forward walk', async ({ page }) => {
  const href = policies(url, { namespace: 'payments', policy: networkPolicy('payments', 'psp-adapter-dns') })
  await page.goto(href)
  await expect(page.getByRole('combobox', { name: 'Namespace' })).toHaveValue('payments')
  await expect(policyRows(page)).toHaveCount(17)
  await expect(policyRows(page).and(page.getByRole('row', { selected: true }))).toContainText(
    'psp-adapter-dns',
  )
  await rowOf(page, 'refunds', 'payments').click()
  await expect(detail(page)).toContainText('payments/refunds')
  await page.goBack()
  await expect(detail(page)).toContainText('payments/psp-adapter-dns')
  await detail(page).getByRole('button', { name: 'Close' }).click()
  await expect(detail(page)).toBeHidden()
  await expect(policyTable(page)).toBeFocused()
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption('')
  await expect(policyRows(page)).toHaveCount(50)
})

test('a link to an object far down brings its row', async ({ page }) => {
  await page.goto(policies(url, { policy: networkPolicy('storefront', 'search-index') }))
  const row = policyRows(page).and(page.getByRole('row', { selected: true }))
  await expect(row).toContainText('search-index')
  await expect(row).toBeInViewport()
})

test.describe('480 pixels', () => {
  test.use({ viewport: { width: 480, height: 900 }, hasTouch: true })

  test('rows are cards, the object a sheet from below', async ({ page }) => {
    await page.goto(policies(url, { filter: 'matches-nothing' }))
    await policyRows(page).filter({ hasText: 'ledger-db' }).tap()
    await expect(detail(page)).toContainText('Selects no pod')
    await detail(page).getByRole('button', { name: 'Close' }).tap()
    await expect(detail(page)).toBeHidden()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  test('what a finger meets is big enough', async ({ page }) => {
    await page.goto(policies(url))
    await expect(policyTable(page)).toBeVisible()
    const met = await page.locator('button, nav a, select').evaluateAll(controls =>
      controls
        .map(control => ({ name: control.textContent, box: control.getBoundingClientRect() }))
        .filter(({ box }) => box.height > 0 && box.y < window.innerHeight)
        .map(({ name, box: { width, height } }) => ({ name, width, height })),
    )
    expect(met.length).toBeGreaterThan(6)
    expect(met.filter(({ width, height }) => width < 44 || height < 44)).toEqual([])
  })
})

test('a cluster without workloads still shows its policies', async ({ page }) => {
  await page.goto(policies(empty.url))
  await expect(policyRows(page).first()).toContainText('selects no pod')
})

test('a cluster without policies says what that means', async ({ page }) => {
  await page.goto(policies(noPolicies.url))
  await expect(page.getByRole('heading', { name: 'No policies were loaded' })).toBeVisible()
})

test.describe('what is not there', () => {
  test.use({ forgiven: /404|503/ })

  test('a link to no policy says so, and the table stays', async ({ page }) => {
    await page.goto(policies(url, { filter: 'matches-nothing', policy: networkPolicy('payments', 'nobody') }))
    await expect(failure(page)).toContainText('There is no policy `NetworkPolicy payments/nobody` here')
    await expect(policyRows(page)).toHaveCount(3)
  })

  test('nothing loaded says why', async ({ page }) => {
    await page.goto(policies(unreadable.url))
    await expect(failure(page)).toBeVisible()
  })
})
