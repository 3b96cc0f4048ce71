import { expect, type Page } from '@playwright/test'
import { clusters } from './clusters'
import { violations } from './axe'
import { implicit } from './demo-counts'
import { address, detail, filterBox, filterBy, ledger, rows, scope, table, test } from './kit'

const { url } = clusters.demo

const proposals = (page: Page) => page.getByRole('listbox', { name: 'How the filter may go on' })
const news = (page: Page) => page.getByRole('status', { name: 'News' })

/** Every row of the table has this in it; the last one is looked at too. */
async function expectEveryRow(page: Page, text: RegExp): Promise<void> {
  await expect(rows(page).first()).toContainText(text)
  await table(page).press('End')
  await expect(rows(page).last()).toContainText(text)
  expect(await rows(page).filter({ hasNotText: text }).count()).toBe(0)
}

test('a filter is written with the keyboard alone, from what is proposed', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  await expect(rows(page).first()).toBeVisible()
  await page.keyboard.press('/')
  await expect(filterBox(page)).toBeFocused()
  await page.keyboard.type('dst.n')
  await expect(proposals(page).getByRole('option', { name: 'dst.ns' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(proposals(page).getByRole('option', { selected: true })).toContainText('dst.ns')
  await page.keyboard.press('Enter')
  await expect(filterBox(page)).toHaveValue('dst.ns ')
  await page.keyboard.type('= pay')
  await expect(proposals(page).getByRole('option', { name: 'payments 8 workloads' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await expect(filterBox(page)).toHaveValue('dst.ns = payments ')
  await page.keyboard.press('Escape')
  await expect(proposals(page)).toBeHidden()
  await expectEveryRow(page, /→ payments\//)
  await expect(page).toHaveURL(/q=dst\.ns/)
  await expect(news(page)).toContainText(/^\d+ of \d+ connections, \d+ implicit/)
})

test('Escape closes what is proposed, then empties, then leaves', async ({ page }) => {
  await page.goto(address(url, { view: 'table', about: 'namespace:payments' }))
  await filterBox(page).fill('led')
  await expect(proposals(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(proposals(page)).toBeHidden()
  await expect(filterBox(page)).toHaveValue('led')
  await page.keyboard.press('Escape')
  await expect(filterBox(page)).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(filterBox(page)).not.toBeFocused()
  await expect(page).toHaveURL(/about=/)
})

test('a text that is no filter says so under its place, and the last good result stays', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  await filterBy(page, 'dst.ns = payments')
  await expectEveryRow(page, /→ payments\//)
  const shown = await table(page).getAttribute('aria-rowcount')

  await filterBox(page).fill('dst.ns = payments and class = green')
  await expect(filterBox(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText(/`green` is no trust class/)).toBeVisible()
  await expect(page.getByText('Until then the last good filter stays in force.')).toBeVisible()
  await page.waitForTimeout(500)
  await expect(table(page)).toHaveAttribute('aria-rowcount', shown ?? '')

  await filterBox(page).fill('dst.ns = payments and class = partial')
  await expect(filterBox(page)).toHaveAttribute('aria-invalid', 'false')
  await expect(rows(page).first()).toContainText('Partial')
})

test('a link with a mistake in it shows everything and the mistake', async ({ page }) => {
  await page.goto(address(url, { view: 'table', q: 'ns = (' }))
  await expect(page.getByText('Until then nothing is filtered.')).toBeVisible()
  await expect(rows(page).first()).toBeVisible()
  await expect(ledger(page, `${implicit} implicit`)).toBeVisible()
})

test('a text that is too long is not cut to another filter', async ({ page }) => {
  await page.goto(address(url, { view: 'table', q: 'dst.ns = payments' }))
  await expect(rows(page).first()).toBeVisible()
  // What a paste does: cut to a thousand characters it would ask for `pay` and show less.
  await filterBox(page).fill(`dst.ns in (${'data, '.repeat(164)}payments)`)
  await expect(filterBox(page)).toHaveValue('dst.ns = payments')
  await expect(
    page.getByText(/^That would be 1,004 characters, .*: nothing was put in\.$/).last(),
  ).toBeVisible()
  await expect(news(page)).toContainText('nothing was put in')

  await page.goto(address(url, { view: 'table', q: `ns in (${'data, '.repeat(300)}payments)` }))
  await expect(page.getByText(/A filter holds 1,000 characters at most: this has 1,816/)).toBeVisible()
  await expect(rows(page).first()).toBeVisible()
})

test('a lens dims and removes nothing, and l turns to the next', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(address(url, { view: 'table' }))
  await expect(rows(page).first()).toBeVisible()
  const all = await table(page).getAttribute('aria-rowcount')
  const chip = page.getByRole('group', { name: /^Lenses/ }).getByRole('button', { name: /^Internet/ })
  await chip.click()
  await expect(chip).toHaveAttribute('aria-pressed', 'true')
  await expect(page).toHaveURL(/lens=internet/)
  await expect(table(page)).toHaveAttribute('aria-rowcount', all ?? '')
  const lit = rows(page).filter({ hasText: /Internet/ })
  await expect(rows(page).and(page.locator('[data-dimmed]')).first()).toBeVisible()
  expect(await lit.and(page.locator('[data-dimmed]')).count()).toBe(0)
  await expect(news(page)).toContainText(/^Lens Internet: \d+ of \d+ connections lit, the others dimmed\./)

  await page.keyboard.press('l')
  await expect(page).toHaveURL(/lens=unknown/)
  await expect(detail(page).getByRole('heading', { name: 'What would settle it' })).toBeVisible()
  await page.keyboard.press('l')
  await expect(page).not.toHaveURL(/lens=/)
})

for (const width of [1280, 480])
  test(`lenses have one menu in ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    await page.goto(address(url, { view: 'table' }))
    await page.getByRole('button', { name: /^Lens/ }).click()
    await page
      .getByRole('dialog', { name: 'Lenses' })
      .getByRole('button', { name: /^Crosses namespaces/ })
      .click()
    await expect(page).toHaveURL(/lens=crosses/)
    expect(await violations(page)).toEqual([])
  })

test('noise is hidden with its rule in words, and said', async ({ page }) => {
  await page.goto(address(url, { view: 'table' }))
  await expect(rows(page).first()).toBeVisible()
  const all = Number(await table(page).getAttribute('aria-rowcount'))
  await page.getByRole('button', { name: 'Hide noise' }).click()
  const menu = page.getByRole('dialog', { name: 'Noise' })
  await expect(menu).toContainText('open on port 53 and on no other')
  expect(await violations(page)).toEqual([])
  await menu.getByRole('checkbox', { name: /^DNS/ }).check()
  await expect(page.getByRole('contentinfo')).toContainText(/Hidden: [1-9]\d* DNS/)
  await expect.poll(async () => Number(await table(page).getAttribute('aria-rowcount'))).toBeLessThan(all)
  await menu.getByRole('checkbox', { name: /^DNS/ }).uncheck()
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(all))
  await expect(page.getByRole('contentinfo')).not.toContainText('Hidden')
})

test('the unknown is counted with what would settle it', async ({ page }) => {
  await page.goto(address(url))
  await page.getByRole('button', { name: 'What would settle it' }).click()
  await expect(detail(page).getByRole('listitem').first()).toContainText(
    /SecurityGroupPolicy edge\/edge-public/,
  )
  await expect(detail(page)).toContainText('None of them counts as safe.')
  await detail(page)
    .getByRole('button', { name: /^Show the \d+ in the table$/ })
    .click()
  await expectEveryRow(page, /Unknown/)
})

test.describe('names that want to be more than text', () => {
  const image = '<img src=x onerror=document.title=`owned`>'

  test('are proposed as they are spelt, and find what they name', async ({ page }) => {
    await page.goto(address(clusters.hostile.url, { view: 'table' }))
    await filterBox(page).fill('ns = "<img')
    await expect(proposals(page).getByRole('option').first()).toContainText(image)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await expect(filterBox(page)).toHaveAttribute('aria-invalid', 'false')
    await expectEveryRow(page, /onerror/)

    await filterBox(page).fill('ns = right')
    await expect(proposals(page)).toContainText('right-\\u202eleft\\u2066')
    expect(await page.locator('img').count()).toBe(0)
    await expect(page).toHaveTitle(/podtrust/)
    await expect(scope(page)).toBeVisible()
  })
})

test('a word that nothing is called is no dead end: what is nearly called so is proposed', async ({
  page,
}) => {
  await page.goto(address(url, { view: 'table' }))
  await filterBox(page).fill('dst.ns = paymnets')
  await expect(page.getByText('Nothing is called so. Did you mean:')).toBeVisible()
  await expect(proposals(page).getByRole('option', { name: 'payments 8 workloads' })).toBeVisible()
  await filterBox(page).press('Escape')
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: /^The filter hides all/ })).toBeVisible()
  await main.getByRole('button', { name: 'payments', exact: true }).click()
  await expect(filterBox(page)).toHaveValue('dst.ns = payments')
  await expectEveryRow(page, /→ payments\//)
})

test('whoever points at a class has its question sent, once', async ({ page }) => {
  const asked: string[] = []
  page.on('request', request => {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname === '/api/map') asked.push(searchParams.get('class') ?? '')
  })
  const times = (classes: string) => asked.filter(each => each === classes).length
  await page.goto(address(url, { view: 'map' }))
  const classes = page.getByRole('group', { name: 'Show only some trust classes' })
  const verified = classes.getByRole('button', { name: /verified/ })
  await verified.hover()
  await expect.poll(() => times('verified')).toBe(1)
  await verified.click()
  await expect(verified).toHaveAttribute('aria-pressed', 'true')
  await expect(page).toHaveURL(/class=verified/)
  await classes.getByRole('button', { name: /unknown/ }).focus()
  await expect.poll(() => times('unknown,verified')).toBe(1)
  expect(times('verified')).toBe(1)
})

test('what a filter hides is not told as denied', async ({ page }) => {
  const pair = { from: 'namespace:data', to: 'namespace:payments' }
  await page.goto(address(url, { ...pair, class: 'verified' }))
  await expect(detail(page)).toContainText('The filter keeps no connection that leads there')
  await expect(detail(page)).not.toContainText('denied')

  await page.goto(address(url, { about: 'namespace:istio-system', class: 'implicit', hide: 'dns' }))
  await expect(detail(page)).toContainText('None is implicit and left while DNS is hidden.')
})
