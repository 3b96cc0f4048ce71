import { expect, type Locator, type Page } from '@playwright/test'
import { violations } from './axe'
import { clusters } from './clusters'
import { everything, implicit, implicitWithInternet, partial, unknown, verified } from './demo-counts'
import { activeCell, address, cell, cells, detail, matrix, rows, table, test } from './kit'
import { fortyOpen, fourHundred } from './large-clusters'
import { startServer, stopServer, type OwnServer } from './own-server'

const { url } = clusters.demo

/** How many members the cells in sight hold, and how many of them are of the worst class of their cell. */
async function members(page: Page): Promise<{ worst: number; all: number }> {
  const sum = { worst: 0, all: 0 }
  for (const label of await cells(page).evaluateAll(found =>
    found.map(each => each.getAttribute('aria-label') ?? ''),
  )) {
    const [, worst, all] = /: ([\d,]+) of ([\d,]+) (?:implicit|unknown|partial|verified)/.exec(label) ?? []
    sum.worst += Number(worst?.replaceAll(',', '') ?? 0)
    sum.all += Number(all?.replaceAll(',', '') ?? 0)
  }
  return sum
}

const begin = async (page: Page): Promise<void> => {
  await matrix(page).focus()
  await page.keyboard.press('Control+Home')
}

/** Walks to a cell with the arrows only. */
async function walkTo(page: Page, right: number, down: number): Promise<Locator> {
  for (let i = 0; i < right; i++) await page.keyboard.press('ArrowRight')
  for (let i = 0; i < down; i++) await page.keyboard.press('ArrowDown')
  return activeCell(page)
}

test.describe('the demo', () => {
  test('its cells hold every connection once, whatever is kept of them', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix' }))
    // 9 namespaces and the internet, the heads and Anyone.
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', '12')
    expect((await members(page)).all).toBe(everything)
    for (const [kept, count] of Object.entries({ implicit, unknown, partial, verified })) {
      await page.goto(address(url, { view: 'matrix', class: kept }))
      await expect(matrix(page)).toHaveAttribute('aria-busy', 'false')
      expect(await members(page), kept).toEqual({ worst: count, all: count })
    }
  })

  test('a cell says its worst and of how many, and Anyone which doors are open', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix' }))
    await expect(cell(page, 'payments from data: 9 of 9 implicit')).toContainText('9 / 9')
    await expect(cell(page, 'kube-system from data: 18 of 27 implicit')).toContainText('18')
    await expect(cell(page, 'data from edge: no connection shown')).toBeEmpty()
    // demo-counts.ts: one of the eight workloads of payments has an open door, and 31 come in through it.
    await expect(
      cell(page, /^anyone may come in to payments: 1 of 8 workloads, 31 connections/),
    ).toBeVisible()
  })

  test('other groups hold the same connections', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix' }))
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('service-account')
    await expect(page).toHaveURL(/group=service-account/)
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', /^(?!11$)\d+$/)
    const cellsIn = await page.request.get(`${url}/api/matrix?group=service-account&rowLimit=1&columnLimit=1`)
    expect(await cellsIn.json()).toMatchObject({ counts: { implicit, unknown, partial } })
  })

  test('a namespace opens into its workloads and closes again, by its button and by a key', async ({
    page,
  }) => {
    await page.goto(address(url, { view: 'matrix' }))
    await page.getByRole('button', { name: 'Show the workloads of payments' }).click()
    await expect(page).toHaveURL(/expand=payments/)
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', '19')
    await expect(cell(page, 'payments/ledger-db from data: 9 of 9 implicit')).toBeVisible()
    expect((await members(page)).all).toBe(everything)
    await page.getByRole('button', { name: 'Show payments as one line' }).click()
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', '12')

    await begin(page)
    await walkTo(page, 3, 3)
    await page.keyboard.press('x')
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', '19')
    await expect(activeCell(page)).toHaveAttribute('aria-label', /^inside payments\//)
    await page.keyboard.press('x')
    await expect(activeCell(page)).toHaveAttribute('aria-label', /^inside payments: /)
  })

  test('the key that opens says so where nothing opens', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix' }))
    await begin(page)
    // From the internet to itself.
    await page.keyboard.press('Control+End')
    await expect(activeCell(page)).toHaveAttribute('aria-label', /internet/i)
    await page.keyboard.press('x')
    await expect(page.getByRole('status', { name: 'News' })).toHaveText('Nothing here opens or closes.')
    await expect(page).not.toHaveURL(/expand=/)
  })

  test('by keyboard alone: a pair of namespaces, its workloads, and why they may talk', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix' }))
    await begin(page)
    await expect(await walkTo(page, 3, 0)).toHaveAttribute('aria-label', /^payments from data: /)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/from=namespace:data&to=namespace:payments/)
    await expect(detail(page).getByRole('heading', { name: 'data to payments' })).toBeVisible()
    await expect(detail(page)).toContainText('All 9 connections are implicit.')
    await expect(matrix(page).getByRole('gridcell', { selected: true })).toHaveAccessibleName(
      'payments from data: 9 of 9 implicit',
    )
    await detail(page).getByRole('button', { name: 'Show in the table' }).press('Enter')
    await expect(page).toHaveURL(/view=table/)
    await expect(
      page
        .getByRole('textbox', { name: /^Filter/ })
        .or(page.getByRole('combobox', { name: /^Filter/ }))
        .first(),
    ).toHaveValue('src.ns = data and dst.ns = payments')
    await expect(table(page)).toHaveAttribute('aria-rowcount', '10')
    await expect(rows(page).first()).toContainText('payments/ledger-db')

    await page.goBack()
    await expect(detail(page).getByRole('heading', { name: 'data to payments' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page).not.toHaveURL(/[?&]from=/)
    await begin(page)
    await walkTo(page, 3, 0)
    await page.keyboard.press('x')
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', '27')
    for (let i = 0; i < 30; i++) {
      const label = await activeCell(page).getAttribute('aria-label')
      if (label?.endsWith('1 of 1 implicit')) break
      await page.keyboard.press('ArrowRight')
    }
    await page.keyboard.press('Enter')
    await expect(detail(page)).toContainText('Allowed because nobody forbids it')
    await expect(matrix(page).getByRole('gridcell', { selected: true })).toHaveCount(1)
  })

  test('a lens dims what it does not light, and says how many it does', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix', lens: 'internet' }))
    await expect(cell(page, 'payments from data: 9 of 9 implicit, none lit')).toBeVisible()
    await expect(cell(page, 'Internet from data: 9 of 9 implicit, 9 lit')).toBeVisible()
    expect((await members(page)).all).toBe(everything)
    const lit = await cells(page).evaluateAll(found =>
      found.reduce((sum, each) => sum + Number(/ ([\d,]+) lit$/.exec(each.ariaLabel ?? '')?.[1] ?? 0), 0),
    )
    expect(lit).toBeGreaterThanOrEqual(implicitWithInternet)
  })

  test('a filter that hides everything says so and can be cleared', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix', q: 'no-such-name' }))
    await expect(page.getByRole('heading', { name: /The filter hides all/ })).toBeVisible()
    await page.getByRole('main').getByRole('button', { name: 'Clear the filter' }).click()
    await expect(matrix(page)).toBeVisible()
  })
})

test.describe('forty namespaces, all open', () => {
  let server: OwnServer
  test.beforeAll(async () => {
    server = await startServer([await fortyOpen.write()])
  })
  test.afterAll(() => stopServer(server))

  test('read as: everything is open to everyone, and here is where to start', async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(address(server.url, { view: 'matrix' }))
    await expect(detail(page)).toContainText('Everything is open to everyone')
    const { namespaces, workloads } = fortyOpen
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', String(namespaces + 3))
    // All of it is in sight, and every cell but the internet's own holds something implicit.
    await expect(cells(page).and(page.locator('[aria-label$=" implicit"]'))).toHaveCount(
      (namespaces + 1) ** 2 - 1,
    )
    const all = workloads * (workloads - 1) + 2 * workloads
    expect(await members(page)).toEqual({ worst: all, all })
    const overflow = await matrix(page).evaluate(({ parentElement: frame }) => [
      (frame?.scrollWidth ?? 0) - (frame?.clientWidth ?? 0),
      (frame?.scrollHeight ?? 0) - (frame?.clientHeight ?? 0),
    ])
    expect(overflow).toEqual([0, 0])
    await expect(matrix(page).getByRole('columnheader').filter({ hasText: 'start here' })).toHaveText(
      [1, 2, 3, 4, 5].map(number => new RegExp(`start here, number ${number}$`)),
    )
  })

  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(colorScheme, () => {
      test.use({ colorScheme })

      test('has no violation', async ({ page }) => {
        test.slow()
        for (const viewport of [
          { width: 1440, height: 900 },
          { width: 480, height: 900 },
        ]) {
          await page.setViewportSize(viewport)
          await page.goto(address(server.url, { view: 'matrix' }))
          await expect(cells(page).first()).toBeVisible()
          expect(await violations(page), `${viewport.width} pixels wide`).toEqual([])
        }
      })
    })
})

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`${colorScheme}`, () => {
    test.use({ colorScheme })

    test('the demo, with a group opened and a lens, has no violation', async ({ page }) => {
      test.slow()
      for (const viewport of [
        { width: 1280, height: 800 },
        { width: 480, height: 900 },
      ]) {
        await page.setViewportSize(viewport)
        await page.goto(address(url, { view: 'matrix', expand: 'payments', lens: 'internet' }))
        await expect(cells(page).first()).toBeVisible()
        expect(await violations(page), `${viewport.width} pixels wide`).toEqual([])
      }
    })
  })

test.describe('four hundred namespaces', () => {
  let server: OwnServer
  test.beforeAll(async () => {
    server = await startServer([await fourHundred.write()])
  })
  test.afterAll(() => stopServer(server))

  test('are gathered by the label that covers them, and that is said', async ({ page }) => {
    await page.goto(address(server.url, { view: 'matrix' }))
    await expect(
      page.getByText(/400 namespaces are more than can be shown at once: the label team /),
    ).toBeVisible()
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', String(fourHundred.teams + 3))
  })

  test('can be walked from end to end, a window at a time', async ({ page }) => {
    await page.goto(address(server.url, { view: 'matrix', group: 'namespace' }))
    await expect(matrix(page)).toHaveAttribute('aria-rowcount', String(fourHundred.namespaces + 3))
    await begin(page)
    await expect(cells(page).first()).toBeVisible()
    expect(await matrix(page).getByRole('row').count()).toBeLessThan(100)
    await page.keyboard.press('Control+End')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowUp')
    await expect(activeCell(page)).toHaveAttribute('aria-label', 'inside ns-399: 2 of 2 implicit')
    await expect(activeCell(page)).toBeInViewport()
    await page.keyboard.press('Home')
    await expect(activeCell(page)).toHaveAttribute('aria-label', 'ns-000 from ns-399: 4 of 4 implicit')
  })
})

test.describe('480 pixels', () => {
  test.use({ viewport: { width: 480, height: 900 }, hasTouch: true })

  test('the matrix scrolls inside its frame, under heads that stay', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix' }))
    // What is far out of sight is not there yet.
    await matrix(page).evaluate(({ parentElement: frame }) =>
      frame?.scrollTo(frame.scrollWidth, frame.scrollHeight),
    )
    const inside = cell(page, /^inside checkout: /)
    await inside.scrollIntoViewIfNeeded()
    await inside.tap()
    await expect(page.getByText('inside checkout: 5 of 6 partial', { exact: true })).toBeVisible()
    await expect(matrix(page).getByRole('rowheader', { name: /^checkout/ })).toBeInViewport()
    await expect(matrix(page).getByRole('columnheader', { name: /^checkout/ })).toBeInViewport()
    const { width, height } = (await inside.boundingBox()) ?? { width: 0, height: 0 }
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(43)
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0)
  })
})
