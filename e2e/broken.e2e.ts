import { expect } from '@playwright/test'
import { clusters } from './clusters'
import { address, detail, filterBy, objectLink, rows, scope, table, test, workload, yaml } from './kit'

const { url } = clusters.broken

const image = '<img src=x onerror=document.title=`owned`>'
const script = '<script>document.title=`owned`</script>'

test('a broken file among good ones is named with document, line and remedy', async ({ page }) => {
  await page.goto(address(url))
  await page
    .getByRole('button', { name: /problems?$/ })
    .first()
    .click()
  const problem = page.getByRole('listitem').filter({ hasText: 'half-written.yaml' })
  await expect(problem).toContainText('e2e/fixtures/broken/half-written.yaml, document 2, line 16')
  await expect(problem).toContainText('does not parse')
  await expect(problem).toContainText(/close|missing/)
})

test('what is not broken is loaded all the same', async ({ page }) => {
  await page.goto(address(url))
  await expect(scope(page).getByRole('treeitem', { name: /^shop / })).toBeVisible()
  await page.goto(
    address(url, { from: workload('shop', 'web'), to: workload('shop', 'api'), port: 'TCP-8080' }),
  )
  await expect(page.getByRole('heading', { name: 'shop/web to shop/api' })).toBeVisible()
  await expect(objectLink(page, 'NetworkPolicy shop/api')).toBeVisible()
})

test('what the broken policy might change is unknown, and said so', async ({ page }) => {
  await page.goto(address(url, { view: 'table', class: 'unknown', about: 'namespace:shop' }))
  await expect(page.getByText(/connections? (is|are) unknown/).first()).toBeVisible()
  await expect(
    rows(page).filter({ hasText: 'shop/web' }).filter({ hasText: 'shop/api' }).first(),
  ).toBeVisible()
})

test('names that want to be more are text', async ({ page }) => {
  await page.goto(address(url, { view: 'table', about: 'namespace:hostile', expand: 'hostile' }))
  const names = [image, script, '__proto__', 'constructor', 'right-\\u202eleft']
  for (const name of names) {
    await expect(scope(page).getByRole('treeitem').filter({ hasText: name })).toBeVisible()
    await expect(table(page).getByText(name).first()).toBeVisible()
  }
  expect(await page.getByRole('tree').getByRole('img').count()).toBe(0)
  await expect(page).toHaveTitle(/podtrust/)

  await filterBy(page, '<img')
  await rows(page).filter({ hasText: '__proto__' }).first().click()
  await expect(detail(page).getByRole('heading', { level: 2 })).toContainText(image)
  await expect(page).toHaveTitle(/podtrust/)
})

test('a name that spells a prototype is a workload like any other', async ({ page }) => {
  await page.goto(
    address(url, {
      from: workload('hostile', image),
      to: workload('hostile', '__proto__'),
      port: 'TCP-8080',
    }),
  )
  await expect(detail(page).getByRole('heading', { level: 2 })).toContainText('__proto__')
  const policy = objectLink(page, 'NetworkPolicy hostile/"><b>bold</b>')
  await expect(policy).toBeVisible()
  await policy.click()
  await expect(yaml(page)).toContainText('app: proto')
  expect(await page.getByText('bold', { exact: true }).count()).toBe(0)
})

test('a long name breaks nothing', async ({ page }) => {
  await page.goto(address(url, { view: 'table', about: 'namespace:hostile', expand: 'hostile' }))
  await expect(scope(page).getByRole('treeitem').filter({ hasText: 'very-long-name' })).toBeVisible()
  await rows(page).filter({ hasText: 'very-long-name' }).first().click()
  await expect(detail(page).getByRole('heading', { level: 2 })).toContainText('very-long-name')
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
