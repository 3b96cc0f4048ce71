import { expect, type Locator, type Page } from '@playwright/test'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { uploadLimits } from '@/lib/api/upload-limits'
import { tarGzOf, zipOf } from '../test/kit/archives'
import { violations } from './axe'
import { clusters } from './clusters'
import { implicit } from './demo-counts'
import { address, failure, leave, ledger, scope, test as base } from './kit'

const { demo } = clusters
const open = `${demo.url}/`

interface Opening {
  /** Ids of what was opened; all is closed when the test ends, since few may be open. */
  readonly opened: string[]
  readonly folder: string
}

const test = base.extend<Opening>({
  opened: async ({ context }, run) => {
    const ids: string[] = []
    const asked: Promise<void>[] = []
    context.on('response', response => {
      if (response.request().method() === 'POST' && response.url().endsWith('/api/captures') && response.ok())
        asked.push(response.json().then(({ id }: { id: string }) => void ids.push(id)))
    })
    await run(ids)
    await Promise.all(asked)
    await leave(context)
    for (const id of ids) await context.request.delete(`${demo.url}/api/captures?capture=${id}`)
  },
  folder: async ({}, run) => {
    const folder = await mkdtemp(join(tmpdir(), 'podtrust-opened-'))
    await run(folder)
    await rm(folder, { recursive: true })
  },
})

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: depot, labels: {app: ${name}}}\nspec: {containers: [{name: main, image: a}]}\n`

/** Two pods without a policy: 2 between them, 2 to and 2 from the internet. */
const depot = [pod('lorry'), pod('crane')].join('---\n')
const kubeconfig =
  'apiVersion: v1\nkind: Config\nclusters: []\nusers:\n- {name: admin, user: {token: not-a-token}}\n'

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

/** Chooses in the browser's own dialog. */
async function choose(page: Page, button: string, what: string | string[]): Promise<void> {
  const asks = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button, exact: true }).click()
  await (await asks).setFiles(what)
}

/** Drops what lies on the disk onto the page, as a file manager does. */
async function drop(page: Page, ...files: string[]): Promise<void> {
  // A page that does not run yet leaves what is dropped to the browser.
  await expect(page.getByText('a dozen planted gaps')).toBeVisible()
  const browser = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await browser.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await browser.detach()
}

/** What is said of the files that were chosen. */
const notice = (page: Page, title: string | RegExp): Locator =>
  page
    .getByRole('main')
    .locator('[aria-labelledby="opening"]')
    .filter({
      has: page.getByRole('heading', { name: title }),
    })

/** The explorer shows an upload: its name in the header, and its id in the address. */
async function shows(page: Page, label: string): Promise<void> {
  await expect(ledger(page, '6 implicit')).toBeVisible({ timeout: 30_000 })
  await expect(page).toHaveURL(/\/explorer\?capture=[\w-]{22,}/)
  await expect(page.getByRole('banner')).toContainText(label)
  await expect(page.getByRole('banner')).toContainText('upload')
}

/** Remembers what was sent, so that a test can say that nothing was. */
function sends(page: Page): string[] {
  const sent: string[] = []
  page.on('request', request => {
    if (request.method() === 'POST') sent.push(request.url())
  })
  return sent
}

test.describe('files are opened', () => {
  test('chosen as a folder, and what stays behind is told first', async ({ page, folder, opened }) => {
    await write(folder, {
      'depot/a.yaml': pod('lorry'),
      'depot/base/b.yml': pod('crane'),
      'depot/readme.md': '# depot',
      'depot/logo.png': 'x',
      'depot/.git/c.yaml': pod('ghost'),
      'depot/.git/d.yaml': pod('ghost'),
      'depot/ui/node_modules/e.json': '{}',
    })
    const sent = sends(page)
    await page.goto(open)
    await choose(page, 'Choose a folder', join(folder, 'depot'))
    const told = notice(page, /^2 files, \d+ bytes$/)
    await expect(told).toContainText(
      '2 files of other kinds (1 .md and 1 .png), 1 hidden file or folder and 1 folder node_modules are left out. Nothing is sent yet.',
    )
    expect(sent).toEqual([])
    expect(await violations(page)).toEqual([])
    await told.getByRole('button', { name: 'Open 2 files' }).click()
    await shows(page, 'folder depot')
    expect(opened).toHaveLength(1)
  })

  test('dropped as a folder', async ({ page, folder, opened }) => {
    await write(folder, {
      'depot/a.yaml': pod('lorry'),
      'depot/deep/er/b.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'crane', namespace: 'depot' },
        spec: { containers: [] },
      }),
      'depot/.hidden/c.yaml': pod('ghost'),
      'depot/node_modules/d.yaml': pod('ghost'),
    })
    await page.goto(open)
    await drop(page, join(folder, 'depot'))
    const told = notice(page, /^2 files, /)
    await expect(told).toContainText('1 hidden file or folder and 1 folder node_modules are left out.')
    await told.getByRole('button', { name: 'Open 2 files' }).click()
    await shows(page, 'folder depot')
    expect(opened).toHaveLength(1)
  })

  for (const [name, pack] of [
    ['depot.tar.gz', tarGzOf],
    ['depot.zip', zipOf],
  ] as const)
    test(`as an archive: ${name}`, async ({ page, folder, opened }) => {
      await writeFile(join(folder, name), pack([{ path: 'depot/all.yaml', contents: depot }]))
      await page.goto(open)
      await drop(page, join(folder, name))
      await notice(page, new RegExp(`^${name}, `))
        .getByRole('button', { name: 'Open it' })
        .click()
      await shows(page, name)
      expect(opened).toHaveLength(1)
    })

  test('as text that is pasted, with keys alone', async ({ page, opened }) => {
    await page.goto(open)
    await page.getByRole('button', { name: 'Paste YAML' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'YAML or JSON' })).toBeFocused()
    await page.keyboard.insertText(depot)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /^pasted\.yaml, / })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await shows(page, 'pasted text')
    expect(opened).toHaveLength(1)
  })
})

test('the upload stays in the address, and no question forgets it', async ({ page, folder, opened }) => {
  await write(folder, { 'depot.yaml': `${depot}---\n${policy}` })
  await page.goto(open)
  await choose(page, 'Choose files', join(folder, 'depot.yaml'))
  await page.getByRole('button', { name: 'Open it' }).click()
  await expect(page).toHaveURL(/capture=/)
  const [capture = ''] = opened
  const strays: string[] = []
  page.on('request', request => {
    const url = new URL(request.url())
    if (url.pathname.startsWith('/api/') && url.searchParams.get('capture') !== capture) strays.push(url.href)
  })
  await scope(page)
    .getByRole('treeitem', { name: /^depot / })
    .click()
  await expect(page).toHaveURL(/about=namespace:depot/)
  await page.getByRole('link', { name: 'Policies' }).click()
  await expect(page).toHaveURL(new RegExp(`/policies\\?capture=${capture}`))
  await page.getByRole('row', { name: /lorry-in/ }).click()
  await page.getByRole('tab', { name: /^Selected/ }).click()
  await page.getByRole('link', { name: /depot\/lorry/ }).click()
  await expect(page).toHaveURL(new RegExp(`/explorer\\?capture=${capture}&about=`))
  await page.getByRole('link', { name: 'NetworkPolicy depot/lorry-in' }).first().click()
  await expect(page).toHaveURL(new RegExp(`/policies\\?capture=${capture}&policy=`))
  await page.reload()
  await expect(page.getByRole('banner')).toContainText('depot.yaml')
  expect(strays).toEqual([])

  // Another capture, another cache: the demo is the demo, and going back is the upload again.
  await page.goto(address(demo.url))
  await expect(ledger(page, `${implicit} implicit`)).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('banner')).toContainText('depot.yaml')
})

const policy =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: lorry-in, namespace: depot}\nspec: {podSelector: {matchLabels: {app: lorry}}, policyTypes: [Ingress]}\n'

test.describe('many documents', () => {
  /** 1,000 files of 20 documents. */
  const write20000 = async (folder: string): Promise<void> => {
    for (let app = 0; app < 1000; app++) {
      const meta = (name: string) => `{name: ${name}, namespace: team-${app % 20}}`
      const documents = [
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: ${meta(`app-${app}`)}\nspec: {selector: {matchLabels: {app: a${app}}}, template: {metadata: {labels: {app: a${app}}}, spec: {containers: []}}}\n`,
        `apiVersion: v1\nkind: ServiceAccount\nmetadata: ${meta(`app-${app}`)}\n`,
        `apiVersion: v1\nkind: Service\nmetadata: ${meta(`app-${app}`)}\nspec: {selector: {app: a${app}}, ports: [{port: 80}]}\n`,
        ...Array.from(
          { length: 17 },
          (_, i) => `apiVersion: v1\nkind: ConfigMap\nmetadata: ${meta(`app-${app}-${i}`)}\ndata: {a: b}\n`,
        ),
      ]
      await writeFile(join(folder, `app-${app}.yaml`), documents.join('---\n'))
    }
  }

  test('are sent and read with progress, and can be cancelled', async ({ page, folder, opened }) => {
    test.setTimeout(180_000)
    await write20000(folder)
    await page.goto(open)
    await choose(page, 'Choose a folder', folder)
    const go = page.getByRole('button', { name: 'Open 1,000 files' })
    await expect(go).toBeVisible({ timeout: 30_000 })

    // Held on its way, so that there is time to cancel.
    await page.route('**/api/captures', () => undefined)
    await go.click()
    await expect(page.getByRole('progressbar', { name: 'Sending' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused()
    await page.unroute('**/api/captures')
    expect(opened).toEqual([])

    await choose(page, 'Choose a folder', folder)
    await page.route('**/api/health?capture=*', () => undefined)
    await go.click()
    await expect(page.getByRole('progressbar', { name: 'Reading' })).toBeVisible({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused()
    await page.unroute('**/api/health?capture=*')
    await expect(async () => {
      const answer = await page.request.get(`${demo.url}/api/health?capture=${opened[0]}`)
      expect(answer.status(), 'the server forgot what was cancelled').toBe(404)
    }).toPass()

    await choose(page, 'Choose a folder', folder)
    await go.click()
    await expect(page.getByRole('heading', { name: 'The server reads what was sent' })).toBeVisible({
      timeout: 60_000,
    })
    await expect(page).toHaveURL(/\/explorer\?capture=/, { timeout: 120_000 })
    await expect(page.getByRole('navigation', { name: 'Scope' })).toContainText('1,000 workloads')
  })
})

test.describe('what cannot be opened is said, with a way on', () => {
  test.use({ forgiven: /Failed to load resource/ })

  test('a kubeconfig is not sent, whether chosen or pasted', async ({ page, folder }) => {
    await write(folder, { 'depot/a.yaml': depot, 'depot/admin.yaml': kubeconfig })
    const sent = sends(page)
    await page.goto(open)
    await choose(page, 'Choose a folder', join(folder, 'depot'))
    const alert = notice(page, 'This is a kubeconfig, not a manifest')
    await expect(alert).toContainText('depot/admin.yaml holds the credentials of a cluster')
    expect(await violations(page)).toEqual([])
    await alert.getByRole('button', { name: 'Choose others' }).click()
    await page.getByRole('button', { name: 'Paste YAML' }).click()
    await page.getByRole('textbox', { name: 'YAML or JSON' }).fill(kubeconfig)
    await page.getByRole('button', { name: 'Look at the text' }).click()
    await expect(alert).toContainText('pasted.yaml holds the credentials of a cluster')
    expect(sent).toEqual([])
  })

  test('more than may be sent is refused before it is sent', async ({ page, folder }) => {
    await writeFile(join(folder, 'huge.yaml'), '')
    await truncate(join(folder, 'huge.yaml'), uploadLimits.sent + 1024 * 1024)
    const sent = sends(page)
    await page.goto(open)
    await choose(page, 'Choose files', join(folder, 'huge.yaml'))
    await expect(notice(page, 'Too large to send')).toContainText(
      '1 file of 101 MiB together; at most 100 MiB can be sent at a time.',
    )
    expect(sent).toEqual([])
  })

  test('a folder without manifests', async ({ page, folder }) => {
    await write(folder, { 'pictures/a.png': 'x' })
    await page.goto(open)
    await drop(page, join(folder, 'pictures'))
    await expect(notice(page, 'Nothing to send')).toContainText('1 file of other kinds (1 .png) is left out.')
  })

  test('what is no YAML', async ({ page, folder, opened }) => {
    await writeFile(
      join(folder, 'photo.jpg'),
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]),
    )
    await page.goto(open)
    await choose(page, 'Choose files', join(folder, 'photo.jpg'))
    await page.getByRole('button', { name: 'Open it' }).click()
    const alert = notice(page, 'Nothing could be loaded')
    await expect(alert).toContainText('photo.jpg')
    expect(await violations(page)).toEqual([])
    await alert.getByRole('button', { name: 'Choose others' }).click()
    await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused()
    await expect(async () => {
      const answer = await page.request.get(`${demo.url}/api/health?capture=${opened[0]}`)
      expect(answer.status(), 'nothing of it is kept').toBe(404)
    }).toPass()
  })

  test('a server that goes away while it is sent to', async ({ page, folder }) => {
    await write(folder, { 'a.yaml': depot })
    await page.goto(open)
    await choose(page, 'Choose files', join(folder, 'a.yaml'))
    await page.route('**/api/captures', route => route.abort())
    await page.getByRole('button', { name: 'Open it' }).click()
    await expect(notice(page, 'No answer')).toContainText('podtrust does not answer')
  })
})

test.describe('an upload goes', () => {
  test.use({ forgiven: /Failed to load resource/ })

  test('when it is closed: back to the own cluster, and its address says so', async ({
    page,
    folder,
    opened,
  }) => {
    await write(folder, { 'a.yaml': depot })
    await page.goto(open)
    await choose(page, 'Choose files', join(folder, 'a.yaml'))
    await page.getByRole('button', { name: 'Open it' }).click()
    await shows(page, 'a.yaml')
    const gone = page.url()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await expect(page).toHaveURL(`${demo.url}/explorer`)
    await expect(ledger(page, `${implicit} implicit`)).toBeVisible()
    expect((await page.request.get(`${demo.url}/api/health?capture=${opened[0]}`)).status()).toBe(404)

    await page.goto(gone)
    await expect(page.getByRole('heading', { name: 'This is no longer open', exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Open it again' })).toHaveAttribute('href', '/')
    await page.getByRole('link', { name: /own cluster/ }).click()
    await expect(ledger(page, `${implicit} implicit`)).toBeVisible()
  })

  test('under the eyes of somebody who looks at it', async ({ page, folder, opened }) => {
    let asked = Date.now()
    page.on('request', () => (asked = Date.now()))
    await write(folder, { 'a.yaml': depot })
    await page.goto(open)
    await choose(page, 'Choose files', join(folder, 'a.yaml'))
    await page.getByRole('button', { name: 'Open it' }).click()
    await shows(page, 'a.yaml')
    // What the page asks on its own it has asked by then, so that a click is the first to learn.
    await expect.poll(() => Date.now() - asked).toBeGreaterThan(1500)
    await page.request.delete(`${demo.url}/api/captures?capture=${opened[0]}`)
    await scope(page)
      .getByRole('treeitem', { name: /^Internet/ })
      .click()
    await expect(page.getByRole('heading', { name: 'This is no longer open', exact: true })).toBeVisible()
    await expect(failure(page)).toBeHidden()
  })

  test('and its policies with it', async ({ page }) => {
    await page.goto(address(demo.url, { capture: 'wrong' }, '/policies'))
    await expect(page.getByRole('heading', { name: 'This is no longer open', exact: true })).toBeVisible()
  })
})
