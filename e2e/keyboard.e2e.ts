import { expect, type Locator, type Page } from '@playwright/test'
import { clusters } from './clusters'
import { everything, implicit, implicitByNamespace, unknown } from './demo-counts'
import { address, detail, filterBox, objectLink, rows, scope, table, test, yaml } from './kit'

const { url } = clusters.demo

/** Presses Tab until the element has the focus, as somebody without a pointer would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`60 presses of Tab do not lead to ${String(target)}`)
}

/** The row of the table that the arrow keys stand on. */
async function activeRow(page: Page): Promise<Locator> {
  const id = await table(page).getAttribute('aria-activedescendant')
  return page.locator(`[id="${id}"]`)
}

test('from the first page to an explained connection without a pointer', async ({ page }) => {
  await page.goto(url)
  await tabTo(page, page.getByRole('link', { name: 'Open the demo' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${url}/explorer`)
  await tabTo(page, page.getByRole('tab', { name: 'Map' }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Matrix' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Table' })).toBeFocused()
  await expect(table(page)).toBeVisible()

  await page.keyboard.press('/')
  await expect(filterBox(page)).toBeFocused()
  await page.keyboard.type('ledger-db')
  await expect(rows(page).first()).toContainText('ledger-db')

  await tabTo(page, table(page))
  for (
    let presses = 0;
    !(await (await activeRow(page)).textContent())?.includes('data/metabase');
    presses++
  ) {
    expect(presses, 'the row is among the first forty').toBeLessThan(40)
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'data/metabase to payments/ledger-db' })).toBeVisible()
  await expect(
    detail(page).getByText('Allowed because nobody forbids it: no policy selects either side.'),
  ).toBeVisible()
  await expect(
    page.getByText('selects app=ledger_db, which no pod has; the pod says app=ledger-db'),
  ).toBeVisible()
  await expect(page.getByText('spec.podSelector.matchLabels.app', { exact: true })).toBeVisible()

  await tabTo(page, objectLink(page, 'NetworkPolicy payments/ledger-db'))
  await page.keyboard.press('Enter')
  await expect(yaml(page).getByRole('listitem').filter({ hasText: 'marked:' })).toContainText([
    'app: ledger_db',
  ])
})

test('the scope tree walks with arrows and selects with Enter', async ({ page }) => {
  await page.goto(address(url))
  const data = scope(page).getByRole('treeitem', { name: /^data / })
  await tabTo(page, data)
  await page.keyboard.press('ArrowRight')
  await expect(data).toHaveAttribute('aria-expanded', 'true')
  await expect(scope(page).getByRole('treeitem', { name: /^kafka/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/about=data(\/|%2F)/)
  await page.keyboard.press('ArrowLeft')
  await expect(data).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(data).toHaveAttribute('aria-expanded', 'false')
})

test('Escape leaves what is selected, step by step', async ({ page }) => {
  await page.goto(address(url, { view: 'table', about: 'namespace:payments' }))
  await rows(page).first().click()
  await expect(page).toHaveURL(/[?&]from=/)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/[?&]from=/)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/[?&]about=/)
})

test('a key that turns to another view leaves the focus on its tab', async ({ page }) => {
  await page.goto(address(url))
  await page.getByRole('application').focus()
  for (const [key, name] of [
    ['3', 'Table'],
    ['2', 'Matrix'],
    ['1', 'Map'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('tab', { name, selected: true })).toBeFocused()
  }
  // Elsewhere it stays where it was.
  const ask = page.getByRole('button', { name: 'Ask' })
  await ask.focus()
  await page.keyboard.press('2')
  await expect(page.getByRole('tab', { name: 'Matrix', selected: true })).toBeVisible()
  await expect(ask).toBeFocused()
})

test('what is looked at is told, and what one comes back to', async ({ page }) => {
  const news = page.getByRole('status', { name: 'News' })
  await page.goto(address(url, { view: 'table' }))
  await scope(page)
    .getByRole('treeitem', { name: /^data / })
    .focus()
  await page.keyboard.press('Enter')
  await expect(news).toHaveText(`Looking at data: ${implicitByNamespace.data} implicit.`)
  await rows(page).first().click()
  await expect(news).toHaveText(/ to .*: Implicit trust\./)
  await page.keyboard.press('Escape')
  await expect(news).toHaveText(/^Looking at data: /)
  await page.keyboard.press('Escape')
  await expect(news).toHaveText(
    `The whole cluster: ${everything} connections, ${implicit} implicit, ${unknown} unknown.`,
  )
})

test('what has the focus shows it', async ({ page }) => {
  await page.goto(address(url))
  const button = page.getByRole('group', { name: 'Show only some trust classes' }).getByRole('button').first()
  await tabTo(page, button)
  const ring = await button.evaluate(element => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
  })
  expect(ring).toBe(true)
})
