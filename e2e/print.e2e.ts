import { expect, type Locator } from '@playwright/test'
import { clusters } from './clusters'
import { everything, unknown } from './demo-counts'
import { address, detail, rows, table, test, workload } from './kit'

const { url } = clusters.demo

/** Whether all of it stands on the page, and not behind a border that scrolls. */
const isWhole = (part: Locator): Promise<boolean> =>
  part.evaluate(element => {
    for (let box: Element | null = element; box; box = box.parentElement)
      if (box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== 'visible')
        return false
    return true
  })

test('an explanation is printed whole, with what it is of, and nothing to press', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 500 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(
    address(url, {
      from: workload('data', 'metabase'),
      to: workload('payments', 'ledger-db', 'StatefulSet'),
    }),
  )
  const last = detail(page).getByText('the client is in no mesh')
  await expect(last).toBeVisible()
  expect(await isWhole(last)).toBe(false)

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await isWhole(last)).toBe(true)
  await expect(page.getByText(`${unknown} of ${everything} connections unknown`)).toBeVisible()
  await expect(page.getByText(/^podtrust, demo, captured 20/)).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Filter' })).toBeHidden()
  await expect(page.getByRole('navigation', { name: 'Scope' })).toBeHidden()
  const ground = await detail(page).evaluate(element => getComputedStyle(element).backgroundColor)
  expect(ground).toBe('rgb(255, 255, 255)')
})

test('a printed table says which of its rows it holds, and where all are', async ({ page }) => {
  await page.goto(address(url, { view: 'table', q: 'src.ns = data' }))
  await expect(rows(page).first()).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(
    page.getByText(/^Printed are the lines in sight, 1 to \d+ of \d+\. The export, .* holds all\.$/),
  ).toBeVisible()
  await expect(page.getByText('Filter: src.ns = data')).toBeVisible()
  // No room is left for the rows that are not there.
  const below = async (part: Locator): Promise<number> => {
    const box = await part.boundingBox()
    return box ? box.y + box.height : Infinity
  }
  await expect
    .poll(async () => (await below(table(page))) - (await below(rows(page).last())))
    .toBeLessThan(40)
})
