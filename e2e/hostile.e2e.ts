import { expect, type Page } from '@playwright/test'
import { clusters } from './clusters'
import {
  activeCell,
  address,
  detail,
  matrix,
  networkPolicy,
  policies,
  rows,
  scope,
  test,
  workload,
} from './kit'

const { url } = clusters.hostile

const image = '<img src=x onerror=document.title=`owned`>'
const bidi = 'right-\u202eleft\u2066'
const script = 'javascript:alert(1)'

/** The page shows names as they are spelt, runs none of them, and asks nobody else (kit.ts watches requests and errors). */
async function expectTame(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expect(page).toHaveTitle(/podtrust/)
  const found = await page.evaluate(() => {
    // Characters that print as nothing or in another order (lib/words/visible.ts); line feeds and tabs are layout.
    const deceptive = /[\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u0000-\u0008\u000e-\u001f\u115f\u1160\u3164\uffa0]/u
    const elements = [...document.body.querySelectorAll('*')].filter(
      element => !['SCRIPT', 'STYLE'].includes(element.tagName),
    )
    return {
      markup: document.body.querySelectorAll('img, iframe, object, embed, [onerror], [onload]').length,
      links: [...document.links]
        .map(({ href }) => href)
        .filter(href => !/^https?:\/\/127\.0\.0\.1/.test(href)),
      deceptive: elements.flatMap(element =>
        [
          ...[...element.childNodes].flatMap(node =>
            node.nodeType === Node.TEXT_NODE ? (node.nodeValue ?? '') : [],
          ),
          ...['title', 'aria-label', 'aria-description', 'placeholder'].map(
            name => element.getAttribute(name) ?? '',
          ),
        ].filter(text => deceptive.test(text)),
      ),
      wider: document.documentElement.scrollWidth - window.innerWidth,
    }
  })
  expect(found).toMatchObject({ markup: 0, links: [], deceptive: [] })
  expect(found.wider, 'wider than the window').toBeLessThanOrEqual(0)
}

const every = (name: string): string => workload(name, name)

const views: readonly (readonly [name: string, address: string])[] = [
  ['the map', url],
  ['the table', address(url, { view: 'table' })],
  ['the matrix', address(url, { view: 'matrix' })],
  ['the matrix, opened', address(url, { view: 'matrix', expand: [image, bidi, '__proto__', '=1+1'] })],
  ['the matrix by a label', address(url, { view: 'matrix', group: 'label:app' })],
  ['the problems', address(url, { show: 'problems' })],
  ['where to start', address(url, { show: 'start' })],
  ['a filter', address(url, { view: 'table', q: `"${image}"` })],
  ['a text that is no filter', address(url, { view: 'table', q: `${bidi} = ${image}` })],
  ['what would settle the unknown', address(url, { show: 'unknowns' })],
  ['how far one reaches', address(url, { about: workload(bidi, bidi), tab: 'reach' })],
  ['a question', address(url, { show: 'ask', from: workload(image, image), to: workload(bidi, bidi) })],
  ...[image, bidi, script, '__proto__', 'constructor', '=1+1', 'pipe|`tick`\n# heading'].flatMap(
    name =>
      [
        [`the namespace ${JSON.stringify(name)}`, address(url, { about: `namespace:${name}`, expand: name })],
        [
          `the table of ${JSON.stringify(name)}`,
          address(url, { view: 'table', about: `namespace:${name}`, expand: name }),
        ],
        [`the workload ${JSON.stringify(name)}`, address(url, { about: every(name), expand: name })],
        [
          `why ${JSON.stringify(name)} may talk`,
          address(url, { from: every(name), to: every('constructor'), port: 'TCP-8080' }),
        ],
        [
          `the objects about ${JSON.stringify(name)}`,
          address(url, { from: every(name), to: every('=1+1'), port: 'TCP-8080', tab: 'objects' }),
        ],
      ] as const,
  ),
  [
    'a name of 3,000 letters',
    address(url, { from: workload('long', `l${'o'.repeat(3000)}ng`), to: every(bidi) }),
  ],
  ['the policies', policies(url)],
  ...(['object', 'selected', 'connections'] as const).flatMap(
    tab =>
      [
        [
          `a policy that is no formula, ${tab}`,
          policies(url, { policy: networkPolicy('=1+1', '=1+1'), tab }),
        ],
        [
          `a policy that is no prototype, ${tab}`,
          policies(url, { policy: networkPolicy('__proto__', '__proto__'), tab }),
        ],
        [
          `a policy with an odd selector, ${tab}`,
          policies(url, { policy: networkPolicy('long', 'odd'), tab }),
        ],
      ] as const,
  ),
  ['the first page', address(url, {}, '/')],
]

test.describe('names that want to be more than text', () => {
  // A link to what is not there, and policies that a name with slashes in it cannot lead to.
  test.use({ forgiven: /40[04]/ })

  for (const [name, where] of views)
    test(`are text on ${name}`, async ({ page }) => {
      const dialogs: string[] = []
      page.on('dialog', dialog => {
        dialogs.push(dialog.message())
        void dialog.dismiss()
      })
      await page.goto(where)
      await expectTame(page)
      expect(dialogs).toEqual([])
    })

  test('are text in every cell of the matrix that one comes to', async ({ page }) => {
    await page.goto(address(url, { view: 'matrix', expand: [image, bidi] }))
    await expect(matrix(page)).toHaveAttribute('aria-busy', 'false')
    // Heads and cells carry the names that the cluster gave.
    await expect(matrix(page).getByText('right-\\u202eleft\\u2066').first()).toBeVisible()
    await expect(
      matrix(page)
        .getByRole('gridcell', { name: /<img src=x onerror/ })
        .first(),
    ).toBeAttached()
    await matrix(page).focus()
    await page.keyboard.press('Control+Home')
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press(step % 2 === 0 ? 'ArrowDown' : 'ArrowRight')
      await expect(activeCell(page)).toBeVisible()
    }
    await page.keyboard.press('Enter')
    await expectTame(page)
  })

  test('are text wherever one clicks', async ({ page }) => {
    await page.goto(address(url, { view: 'table' }))
    for (const at of [0, 3, 6, 9]) {
      await rows(page).nth(at).click()
      await expect(detail(page).getByRole('heading', { level: 2 }).first()).toBeVisible()
      await expectTame(page)
    }
    const items = scope(page).getByRole('treeitem')
    for (const at of [1, 4, 7]) {
      await items.nth(at).click()
      await items.nth(at).hover()
      await expectTame(page)
    }
  })
})

test('turned and invisible writing is spelt out', async ({ page }) => {
  await page.goto(address(url, { view: 'table', about: `namespace:${bidi}`, expand: bidi }))
  await expect(scope(page).getByText('right-\\u202eleft\\u2066').first()).toBeVisible()
  await page.goto(address(url, { from: every('zero\u200bwid\u00adth'), to: every(bidi), port: 'TCP-8080' }))
  await expect(detail(page).getByRole('heading', { level: 2 })).toContainText('zero\\u200bwid\\u00adth')
  await expect(detail(page).getByRole('heading', { level: 2 })).toContainText('right-\\u202eleft\\u2066')
})
