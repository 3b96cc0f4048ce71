import { expect, type Page } from '@playwright/test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { violations } from './axe'
import { address, detail, failure, leave, ledger, rows, scope, table, test as base, workload } from './kit'
import { startServer, stopServer, type OwnServer } from './own-server'

interface Folder {
  readonly server: OwnServer
  readonly write: (file: string, text: string) => Promise<void>
  readonly remove: (file: string) => Promise<void>
}

/** A server that shows a folder; the test changes what is in it. */
const test = base.extend<{ readonly shown: Folder }>({
  shown: async ({ context }, run) => {
    const folder = await mkdtemp(join(tmpdir(), 'podtrust-shown-'))
    const write = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text)
    for (const name of yard) await write(`${name}.yaml`, pod(name))
    const server = await startServer([folder])
    await run({ server, write, remove: file => rm(join(folder, file)) })
    await leave(context)
    await stopServer(server)
    await rm(folder, { recursive: true })
  },
})

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: yard, labels: {app: ${name}}}\nspec: {containers: []}\n`

/** Enough for a table that scrolls: 12 × 11 connections between them, 12 to and 12 from the internet. */
const yard = ['crane', 'lorry', ...Array.from({ length: 10 }, (_, i) => `shed-${i}`)]
const all = 12 * 11 + 24

/** Lets only sheds come to the crane. */
const craneIn =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: crane-in, namespace: yard}\nspec: {podSelector: {matchLabels: {app: crane}}, policyTypes: [Ingress]}\n'

const again = (page: Page) => page.getByRole('button', { name: 'Read again' })
const line = (page: Page) => page.getByRole('contentinfo')

test('nothing changed is said too, and goes when it is dismissed', async ({ page, shown: { server } }) => {
  await page.goto(address(server.url))
  await again(page).click()
  await expect(line(page)).toContainText('Read again: nothing changed.')
  await expect(page.getByText('Read again: nothing changed.').first()).toBeAttached()
  expect(await violations(page)).toEqual([])
  await line(page).getByRole('button', { name: 'Dismiss' }).click()
  await expect(line(page)).not.toContainText('Read again')
})

test('what changed is there at once, and the view keeps its place', async ({
  page,
  shown: { server, write },
}) => {
  const view = {
    view: 'table',
    expand: 'yard',
    from: workload('yard', 'shed-3', 'Pod'),
    to: workload('yard', 'shed-4', 'Pod'),
  }
  await page.goto(address(server.url, view))
  await expect(ledger(page, `${all} implicit`)).toBeVisible()
  await expect(detail(page)).toContainText('Allowed because nobody forbids it')
  const scroller = table(page).locator('..')
  await scroller.evaluate(element => element.scrollTo({ top: 1200 }))
  // The very elements stay: nothing is taken away and drawn anew.
  for (const kept of [table(page), scope(page).getByRole('treeitem', { name: /^shed-3/ })])
    await kept.evaluate(element => element.setAttribute('data-kept', ''))

  const looked = page.url()
  await write('crane-in.yaml', craneIn)
  await again(page).click()
  // 11 pods and the internet came to the crane.
  await expect(line(page)).toContainText('Read again: 12 connections removed; 1 object added.')
  await expect(ledger(page, `${all - 12} implicit`)).toBeVisible()
  expect(await scroller.evaluate(element => element.scrollTop)).toBe(1200)
  await expect(page.locator('[data-kept]')).toHaveCount(2)
  expect(page.url()).toBe(looked)
  await expect(detail(page).getByRole('heading', { name: 'yard/shed-3 to yard/shed-4' })).toBeVisible()

  await page.getByRole('link', { name: 'Policies' }).click()
  await expect(page.getByRole('row', { name: /crane-in/ })).toBeVisible()
  await expect(line(page)).toContainText('12 connections removed')
})

test('a map that was moved stays where it is', async ({ page, shown: { server, write } }) => {
  await page.goto(address(server.url, { view: 'map' }))
  await page.waitForFunction(() => window.__cy?.nodes().nonempty())
  await page.getByRole('button', { name: 'Zoom in' }).click()
  const place = () => page.evaluate(() => ({ zoom: window.__cy?.zoom(), pan: window.__cy?.pan() }))
  const before = await place()
  await write('barge.yaml', pod('barge'))
  await again(page).click()
  await expect(line(page)).toContainText('1 object added')
  await page.waitForFunction(() =>
    window.__cy
      ?.nodes()
      .toArray()
      .some(node => node.id().includes('barge')),
  )
  expect(await place()).toEqual(before)
})

test('reading again draws other lines and leaves every place where it was', async ({
  page,
  shown: { server, write },
}) => {
  await page.goto(
    address(server.url, { view: 'map', from: workload('yard', 'lorry', 'Pod'), to: 'internet' }),
  )
  await page.waitForFunction(() => window.__cy?.nodes('.workload').nonempty())
  const picture = () =>
    page.evaluate(() => ({
      zoom: window.__cy?.zoom(),
      pan: window.__cy?.pan(),
      places: Object.fromEntries(
        window.__cy?.nodes('.workload').map(node => [node.id(), node.position()]) ?? [],
      ),
    }))
  const open = () => page.evaluate(() => window.__cy?.nodes('.workload.open').length)
  await expect.poll(open).toBe(12)
  const before = await picture()
  expect(Object.keys(before.places)).toHaveLength(12)
  await write('crane-in.yaml', craneIn)
  await again(page).click()
  await expect(line(page)).toContainText('Read again: 12 connections removed')
  await expect.poll(open, 'one is closed by now').toBe(11)
  expect(await picture()).toEqual(before)
})

test('somebody else has it read again, and the page notices', async ({
  page,
  context,
  shown: { server, write },
}) => {
  await page.goto(address(server.url, { view: 'table' }))
  await expect(ledger(page, `${all} implicit`)).toBeVisible()
  await write('crane-in.yaml', craneIn)
  const other = await context.newPage()
  await other.goto(address(server.url))
  await again(other).click()
  await expect(line(other)).toContainText('12 connections removed')
  await other.close()
  await expect(line(page)).toContainText('Read again: 12 connections removed', { timeout: 30_000 })
  await expect(ledger(page, `${all - 12} implicit`)).toBeVisible()
})

test.describe('what is no longer there', () => {
  test.use({ forgiven: /Failed to load resource/ })

  test('is told, and not dropped silently', async ({ page, shown: { server, remove } }) => {
    await page.goto(address(server.url, { view: 'table' }))
    await rows(page)
      .filter({ hasText: /yard\/lorry/ })
      .first()
      .click()
    await expect(detail(page)).toContainText('Allowed because nobody forbids it')
    await remove('lorry.yaml')
    await again(page).click()
    await expect(failure(page)).toContainText('No longer there')
    await expect(failure(page)).toContainText('lorry')
    expect(await violations(page)).toEqual([])
    await failure(page).getByRole('button', { name: 'Stop looking at it' }).click()
    await expect(detail(page)).toContainText('Everything is open to everyone')
  })

  test('at all: the old reading is shown on, and why', async ({ page, shown: { server, remove } }) => {
    await page.goto(address(server.url, { view: 'table' }))
    await expect(ledger(page, `${all} implicit`)).toBeVisible()
    for (const name of yard) await remove(`${name}.yaml`)
    await again(page).click()
    await expect(line(page)).toContainText(
      /Could not be read again: .*What you see was read (just now|\d+ s ago)/,
    )
    expect(await violations(page)).toEqual([])
    await expect(ledger(page, `${all} implicit`)).toBeVisible()
    await ledger(page, `${all} implicit`).click()
    await expect(table(page)).toHaveAttribute('aria-rowcount', String(all + 1))
  })
})
