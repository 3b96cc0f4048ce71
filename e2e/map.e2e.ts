import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { clusters } from './clusters'
import * as counted from './demo-counts'
import { address, detail, filterBy, test, workload } from './kit'

const { url } = clusters.demo

const { everything } = counted

/** The canvas, which takes the keyboard. */
const map = (page: Page) => page.getByRole('application', { name: /^Map of / })

async function open(page: Page, view: Parameters<typeof address>[1] = {}): Promise<void> {
  await page.goto(address(url, { view: 'map', ...view }))
  await expect(map(page)).toBeVisible()
  await page.waitForFunction(() => (window.__cy?.nodes('.workload').length ?? 0) > 0)
  await page.evaluate(() => document.fonts.ready)
}

/** Where everything stands, and how it is looked at. */
const picture = (page: Page) =>
  page.evaluate(() => {
    const { __cy: cy } = window
    if (!cy) throw new Error('there is no map')
    return {
      places: Object.fromEntries(cy.nodes().map(node => [node.id(), node.position()])),
      zoom: cy.zoom(),
      pan: { ...cy.pan() },
    }
  })

const lines = (page: Page, selector = '.bundle') =>
  page.evaluate(name => window.__cy?.edges(name).map(edge => edge.id()) ?? [], selector)

/** What the map last said to those who do not see it. */
const said = (page: Page) => page.locator('p[role=status].sr-only')

test('a filter takes lines away and moves nothing', async ({ page }) => {
  await open(page)
  const [before, all] = [await picture(page), await lines(page)]

  await page.getByRole('group', { name: 'Show only some trust classes' }).getByRole('button').first().click()
  await expect.poll(async () => (await lines(page)).length).toBeLessThan(all.length)
  const filtered = await picture(page)
  expect(filtered).toMatchObject({ zoom: before.zoom, pan: before.pan })
  for (const [id, place] of Object.entries(filtered.places))
    expect([id, place]).toEqual([id, before.places[id]])

  await page.getByRole('group', { name: 'Show only some trust classes' }).getByRole('button').first().click()
  await expect.poll(async () => (await lines(page)).length).toBe(all.length)
  expect(await picture(page)).toEqual(before)
})

test('a filter that keeps nothing says so on the map, and moves nothing', async ({ page }) => {
  await open(page)
  const before = await picture(page)
  await filterBy(page, 'no-such-name')
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: /^The filter hides all/ })).toBeVisible()
  await expect(main.getByText('the text no-such-name')).toBeVisible()
  await expect.poll(() => lines(page)).toEqual([])
  const empty = await picture(page)
  expect(empty).toMatchObject({ zoom: before.zoom, pan: before.pan })
  expect(before.places).toMatchObject(empty.places)

  await main.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(main.getByRole('heading', { name: /^The filter hides all/ })).toBeHidden()
  await expect.poll(() => picture(page)).toEqual(before)
})

for (const [place, steps] of [
  ['a namespace', ['Home']],
  ['a line', ['End', 'ArrowUp', 'ArrowRight']],
] as const)
  test(`the key that opens says why nothing opens where all is drawn: on ${place}`, async ({ page }) => {
    await open(page)
    await map(page).focus()
    for (const key of steps) await page.keyboard.press(key)
    await page.keyboard.press('x')
    const why = `All ${counted.workloads} workloads are drawn one by one already: nothing here opens or closes.`
    await expect(page.getByRole('main').getByText(why)).toBeVisible()
    await expect(page.getByRole('status', { name: 'News' })).toHaveText(why)
  })

test('a lens dims what it does not light, and takes nothing away', async ({ page }) => {
  await open(page)
  const before = await picture(page)
  await open(page, { lens: 'unknown' })
  await expect.poll(async () => (await lines(page, '.bundle.dim')).length).toBeGreaterThan(0)
  expect((await lines(page, '.bundle.unknown.dim')).length).toBe(0)
  expect(await page.evaluate(() => window.__cy?.edges('.bundle.partial').not('.dim').length)).toBe(0)
  expect((await picture(page)).places).toEqual(before.places)
})

test('the map is where it was when one comes back from the table', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await map(page).focus()
  await page.keyboard.press('Shift+ArrowRight')
  const before = await picture(page)
  await page.getByRole('tab', { name: 'Table' }).click()
  await expect(map(page)).toBeHidden()
  await page.getByRole('tab', { name: 'Map' }).click()
  await expect.poll(async () => (await picture(page)).zoom).toBe(before.zoom)
  expect(await picture(page)).toEqual(before)
})

test('the keys walk along lines, say where they are, and lead to the reasons', async ({ page }) => {
  await open(page)
  await map(page).focus()
  await page.keyboard.press('Home')
  await expect(said(page).filter({ hasText: 'Namespace checkout' })).toContainText(
    '8 of 8 workloads isolated',
  )
  await page.keyboard.press('ArrowDown')
  await expect(said(page).filter({ hasText: /^checkout\// })).toContainText(/\d+ out, \d+ in, isolated/)
  await expect
    .poll(() =>
      page.evaluate(() => window.__cy?.nodes('.cursor').map(node => node.data('namespace') as string)),
    )
    .toEqual(['checkout'])

  await page.keyboard.press('End')
  await page.keyboard.press('ArrowUp')
  await expect(said(page).filter({ hasText: 'Anyone, whoever' })).toBeAttached()
  await page.keyboard.press('ArrowRight')
  await expect(
    said(page).filter({ hasText: 'Anyone to data: 9 of 9 workloads open, implicit' }),
  ).toBeAttached()
  await page.keyboard.press('ArrowRight')
  await expect(said(page).filter({ hasText: 'Namespace data' })).toBeAttached()
  for (let presses = 0; presses < 12; presses++) {
    if ((await said(page).allTextContents()).some(text => text.startsWith('data/metabase'))) break
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/about=data(\/|%2F)metabase/)

  await expect.poll(async () => (await lines(page, '.single')).length).toBeGreaterThan(0)
  await page.keyboard.press('ArrowRight')
  await expect(said(page).filter({ hasText: /^data\/metabase to / })).toBeAttached()
  await page.keyboard.press('e')
  await expect(detail(page).getByRole('heading', { name: /^data\/metabase to / })).toBeVisible()
  await expect(map(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/[?&]from=/)
})

test('the map is grouped by what is chosen, and the address says so', async ({ page }) => {
  await open(page)
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('service-account')
  await expect(page).toHaveURL(/group=service-account/)
  await expect(page.getByRole('application', { name: /workloads in \d+ groups/ })).toBeVisible()
  await expect
    .poll(() => page.evaluate(() => window.__cy?.getElementById('hull:=checkout/cart').nonempty()))
    .toBe(true)
  await page.goBack()
  await expect(page.getByRole('application', { name: /workloads in 9 namespaces/ })).toBeVisible()
})

test('looking at something moves nothing', async ({ page }) => {
  await open(page)
  const before = await picture(page)
  await open(page, { about: workload('data', 'metabase') })
  await expect.poll(async () => (await lines(page, '.single')).length).toBeGreaterThan(0)
  const focused = await picture(page)
  for (const [id, place] of Object.entries(before.places))
    expect([id, focused.places[id]]).toEqual([id, place])
})

/** The file that a choice of the menu saves. */
async function saved(page: Page, choice: string): Promise<{ name: string; contents: Buffer }> {
  await page.getByRole('button', { name: 'Export' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: choice }).click()
  const file = await coming
  return { name: file.suggestedFilename(), contents: await readFile(await file.path()) }
}

test('the map is saved as SVG with its text, its source and what is unknown', async ({ page }) => {
  await open(page, { lens: 'implicit', q: 'not ns = edge' })
  const { name, contents } = await saved(page, 'SVG')
  expect(name).toMatch(/^podtrust-map-demo-\d{4}-\d{2}-\d{2}\.svg$/)
  const texts = await page.evaluate(markup => {
    const parsed = new DOMParser().parseFromString(markup, 'image/svg+xml')
    if (parsed.querySelector('parsererror')) throw new Error('this is no XML')
    return [...parsed.querySelectorAll('text')].map(text => text.textContent)
  }, contents.toString('utf8'))
  for (const text of ['checkout', 'metabase', 'Anyone', '9 / 9']) expect(texts).toContain(text)
  expect(texts).toContainEqual(
    expect.stringMatching(/^podtrust, demo, captured \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/),
  )
  expect(texts).toContainEqual('Filter: not ns = edge · Lens: implicit · Grouped by namespace')
  expect(texts).toContainEqual(
    expect.stringContaining(
      `${counted.unknown} of ${everything} connections unknown · not everything could be read`,
    ),
  )
})

test('the map is saved as PNG at reading size with its legend, from the keyboard', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Export' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'PNG' })).toBeFocused()
  const coming = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  const contents = await readFile(await (await coming).path())
  expect(contents.subarray(1, 4).toString()).toBe('PNG')
  const box = await page.evaluate(() => window.__cy?.elements().boundingBox())
  // Below the map stand the signs of the classes: the first one is the thick line of what is implicit.
  const sign = await page.evaluate(
    async ({ png, below }) => {
      const bytes = Uint8Array.from(atob(png), character => character.charCodeAt(0))
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const canvas = document.createElement('canvas')
      ;[canvas.width, canvas.height] = [picture.width, picture.height]
      const pen = canvas.getContext('2d')
      pen?.drawImage(picture, 0, 0)
      const colourAt = (x: number, y: number) => [...(pen?.getImageData(x, y, 1, 1).data ?? [])].join()
      return { line: colourAt(56, below + 18), paper: colourAt(4, 4) }
    },
    { png: contents.toString('base64'), below: Math.ceil(2 * (box?.h ?? 0)) + 96 },
  )
  expect(sign.line).not.toBe(sign.paper)
  expect(contents.readUInt32BE(16)).toBeGreaterThan(2 * (box?.w ?? Infinity))
  expect(contents.readUInt32BE(20)).toBeGreaterThan(2 * (box?.h ?? Infinity))
})

test.describe('hostile names', () => {
  test('stay text in the SVG', async ({ page }) => {
    await page.goto(address(clusters.hostile.url, { view: 'map' }))
    await page.waitForFunction(() => (window.__cy?.nodes('.hull').length ?? 0) > 0)
    const { contents } = await saved(page, 'SVG')
    const found = await page.evaluate(markup => {
      const parsed = new DOMParser().parseFromString(markup, 'image/svg+xml')
      return {
        elements: [...new Set([...parsed.querySelectorAll('*')].map(element => element.localName))].sort(),
        names: [
          ...new Set([...parsed.querySelectorAll('*')].flatMap(element => element.getAttributeNames())),
        ].filter(name => name.startsWith('on') || name.includes('href')),
      }
    }, contents.toString('utf8'))
    expect(found.names).toEqual([])
    for (const element of found.elements)
      expect([
        'svg',
        'title',
        'desc',
        'g',
        'rect',
        'circle',
        'ellipse',
        'path',
        'line',
        'polygon',
        'polyline',
        'text',
      ]).toContain(element)
  })
})
