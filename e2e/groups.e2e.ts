import { expect, type Page } from '@playwright/test'
import { violations } from './axe'
import { clusters } from './clusters'
import { address, cell, detail, filterBox, matrix, rows, table, test, workload } from './kit'
import { oneTeam } from './large-clusters'
import { startServer, stopServer } from './own-server'

const { url } = clusters.demo

/** The canvas, which takes the keyboard. */
const map = (page: Page) => page.getByRole('application', { name: /^Map of / })

/** What the map last said to those who do not see it. */
const said = (page: Page, text: string | RegExp) =>
  page.locator('p[role=status].sr-only').filter({ hasText: text })

/** Touches a sign on the map where it is drawn. */
async function touch(page: Page, id: string): Promise<void> {
  const place = await page.evaluate(wanted => {
    const { __cy: cy } = window
    const box = cy?.container()?.getBoundingClientRect()
    const sign = cy?.nodes().filter(node => node.id() === wanted)
    if (!box || !sign || sign.empty()) throw new Error(`${wanted} is not drawn`)
    const { x, y } = sign.renderedPosition()
    return { x: box.x + x, y: box.y + y }
  }, id)
  await page.mouse.click(place.x, place.y)
}

async function openMap(page: Page, view: Parameters<typeof address>[1] = {}): Promise<void> {
  await page.goto(address(url, { view: 'map', ...view }))
  await expect(map(page)).toBeVisible()
  await page.waitForFunction(() => (window.__cy?.nodes('.hull').length ?? 0) > 0)
  await page.evaluate(() => document.fonts.ready)
}

test('a group by a label says who is in it, by keyboard, and leads on', async ({ page }) => {
  await openMap(page, { group: 'namespace-label:team' })
  await map(page).focus()
  await page.keyboard.press('Home')
  await expect(said(page, /^Group /)).toBeAttached()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/about=group:namespace-label:team(=|%3D)/)
  await expect(detail(page).getByText('Label team of the namespace')).toBeVisible()
  for (const fact of ['Coming in', 'Going out', 'Inside', 'Namespaces'])
    await expect(detail(page).getByRole('term').filter({ hasText: fact })).toBeVisible()
  const members = detail(page).getByRole('region', { name: /^Workloads/ })
  await members.getByRole('button').first().click()
  await expect(page).toHaveURL(/about=[a-z-]+(\/|%2F)/)
  await page.goBack()
  await expect(members).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/[?&]about=/)
})

test('a line between groups says how many, both ways, what decides, and shows exactly these', async ({
  page,
}) => {
  await openMap(page)
  await touch(page, 'sign:bundle:["data","kube-system"]')
  await expect(page).toHaveURL(/from=namespace:data&to=namespace:kube-system/)
  // demo-counts.ts: 9 open sources at 2 open doors; and coredns takes in whoever asks.
  await expect(detail(page)).toContainText('18 of 27 connections are implicit; 9 partial.')
  await expect(detail(page)).toContainText('18 of them come in where no policy limits who may')
  const reasons = detail(page).getByRole('region', { name: /^What decides/ })
  await expect(reasons).toContainText('NetworkPolicy kube-system/coredns')
  expect(await page.evaluate(() => window.__cy?.edges('.bundle.selected').map(edge => edge.id()))).toEqual([
    'bundle:["data","kube-system"]',
  ])

  await detail(page).getByRole('button', { name: 'The other way' }).click()
  await expect(detail(page).getByRole('heading', { name: 'kube-system to data' })).toBeVisible()
  await page.goBack()
  await detail(page)
    .getByRole('button', { name: /^implicit: data\/airflow-db/ })
    .first()
    .click()
  await expect(detail(page).getByRole('tab', { name: 'Why' })).toBeVisible()
  await page.goBack()

  await detail(page).getByRole('button', { name: 'Show in the table' }).click()
  await expect(filterBox(page)).toHaveValue('src.ns = data and dst.ns = kube-system')
  await expect(table(page)).toHaveAttribute('aria-rowcount', '28')
})

test('a pair of any groups is a link, and its rows are those of its cell', async ({ page }) => {
  const pair = { from: 'group:namespace-label:team=platform', to: 'group:namespace-label:team!without' }
  await page.goto(address(url, { view: 'matrix', group: 'namespace-label:team', ...pair }))
  const selected = matrix(page).getByRole('gridcell', { selected: true })
  await expect(selected).toHaveCount(1)
  const label = (await selected.getAttribute('aria-label')) ?? ''
  const [, all = ''] = / of ([\d,]+) /.exec(label) ?? []
  expect(Number(all)).toBeGreaterThan(0)
  await expect(detail(page)).toContainText(`${all} connections`)
  await detail(page).getByRole('button', { name: 'Show in the table' }).click()
  await expect(filterBox(page)).toHaveValue(
    'src.group = "namespace-label:team=platform" and dst.group = "namespace-label:team!without"',
  )
  const counted = await page.request.get(
    `${url}/api/connections?limit=1&q=${encodeURIComponent(await filterBox(page).inputValue())}`,
  )
  const { counts } = (await counted.json()) as { counts: Record<string, number> }
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(Number(all))
})

test('what Anyone may enter, what the internet may, and what stays inside are pairs too', async ({
  page,
}) => {
  await page.goto(address(url, { view: 'matrix' }))
  await cell(page, /^anyone may come in to payments/).click()
  await expect(detail(page).getByRole('heading', { name: 'Anyone to payments' })).toBeVisible()
  await expect(detail(page)).toContainText('All 31 connections are implicit.')
  await cell(page, 'Internet from data: 9 of 9 implicit').click()
  await expect(detail(page).getByRole('heading', { name: 'data to Internet' })).toBeVisible()
  await cell(page, /^inside checkout: /).click()
  await expect(detail(page).getByRole('heading', { name: 'Inside checkout' })).toBeVisible()
  await expect(detail(page)).toContainText('5 of 6 connections are partial; 1 verified.')
})

test('a workload shows what it is written in, and what selects it with the lines', async ({ page }) => {
  await page.goto(
    address(url, { view: 'table', about: workload('payments', 'ledger-db', 'StatefulSet'), tab: 'objects' }),
  )
  const own = detail(page).getByRole('region', { name: 'YAML, labels marked' }).first()
  await expect(own.getByRole('listitem').filter({ hasText: 'marked:' })).toContainText(['app: ledger-db'])
  await expect(own).not.toContainText('env:')
  await expect(detail(page)).toContainText('No policy selects it: that is why nothing limits it.')

  await page.goto(address(url, { view: 'table', about: workload('payments', 'ledger'), tab: 'objects' }))
  const policy = detail(page).locator('details').filter({ hasText: 'payments/default-deny' })
  await expect(policy).toContainText('selects it')
  await policy.locator('summary').click()
  await expect(policy.getByRole('listitem').filter({ hasText: 'marked:' }).first()).toContainText(
    'podSelector',
  )
})

test('a panel is made wider by keys and pointer, keeps its width, and goes back to the usual one', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(address(url, { view: 'table' }))
  const border = page.getByRole('separator', { name: 'Width of the detail' })
  await expect(border).toHaveAttribute('aria-valuenow', '384')
  await border.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(border).toHaveAttribute('aria-valuenow', '400')
  await page.reload()
  await expect(border).toHaveAttribute('aria-valuenow', '400')
  await expect.poll(async () => (await detail(page).boundingBox())?.width).toBe(400)

  const { x, y, width, height } = (await border.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + width / 2 - 60, y + height / 2, { steps: 3 })
  await page.mouse.up()
  await expect(border).toHaveAttribute('aria-valuenow', '460')
  await border.dblclick()
  await expect(border).toHaveAttribute('aria-valuenow', '384')
  const scopeBorder = page.getByRole('separator', { name: 'Width of the scope' })
  await scopeBorder.focus()
  await page.keyboard.press('End')
  // Never more than the views can spare.
  await expect(scopeBorder).toHaveAttribute('aria-valuenow', '360')
  await page.setViewportSize({ width: 480, height: 900 })
  await expect(border).toHaveCount(0)
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0)
})

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('a pair, a group and the objects of a workload have no violation', async ({ page }) => {
      test.slow()
      const views = [
        { view: 'map', from: 'namespace:data', to: 'namespace:payments' },
        { view: 'matrix', group: 'namespace-label:team', about: 'group:namespace-label:team=platform' },
        { view: 'table', about: workload('payments', 'ledger'), tab: 'objects' },
      ]
      for (const width of [1440, 480])
        for (const view of views) {
          await page.setViewportSize({ width, height: 900 })
          await page.goto(address(url, view))
          if (width > 480 || 'from' in view)
            await expect(detail(page).getByRole('heading').first()).toBeVisible()
          await expect(detail(page).locator('.skeleton')).toHaveCount(0)
          expect(await violations(page), JSON.stringify({ width, ...view })).toEqual([])
        }
    })
  })

test('at 480 pixels a pair comes as a sheet', async ({ page }) => {
  await page.setViewportSize({ width: 480, height: 900 })
  await page.goto(address(url, { view: 'map', from: 'namespace:data', to: 'namespace:payments' }))
  await expect(detail(page).getByRole('heading', { name: 'data to payments' })).toBeInViewport()
  await detail(page).getByRole('button', { name: 'Show in the table' }).click()
  await expect(rows(page).first()).toBeVisible()
  await expect(page).not.toHaveURL(/[?&]from=/)
})

test('many namespaces that are one end open the table of their connections', async ({ page }) => {
  const server = await startServer([await oneTeam.write()])
  try {
    await page.goto(address(server.url, { view: 'map' }))
    await expect(map(page)).toBeVisible()
    const group = () =>
      page.evaluate(() =>
        window.__cy
          ?.nodes()
          .filter(node => node.id().startsWith('group:'))
          .map(node => node.id()),
      )
    await expect.poll(group).toHaveLength(1)
    await touch(page, (await group())?.[0] ?? '')
    await expect(table(page)).toHaveAttribute('aria-rowcount', String(oneTeam.namespaces + 1))
    await expect(filterBox(page)).toHaveValue(
      'crosses = namespaces and src.group = "namespace-label:team=x" and dst.ns = hub',
    )
  } finally {
    await page.goto('about:blank')
    await stopServer(server)
  }
})
