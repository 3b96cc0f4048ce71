import { expect } from '@playwright/test'
import { address, detail, rows, test, workload } from './kit'
import { startServer, stopServer, type OwnServer } from './own-server'

let server: OwnServer
test.beforeAll(async () => {
  server = await startServer(['public/examples/library'])
})
test.afterAll(() => stopServer(server))

const deployment = (namespace: string, name: string): string => workload(namespace, name, 'Deployment')
const desk = deployment('library', 'desk-v1')
const catalogue = deployment('library', 'catalogue-v1')

test('a mesh is walked: what is proven, what hangs on the request, and who is never heard', async ({
  page,
}) => {
  await page.goto(address(server.url, { view: 'table', from: desk, to: catalogue, port: 'TCP-9080' }))
  await expect(rows(page).first()).toBeVisible()
  await expect(detail(page)).toContainText('AuthorizationPolicy library/catalogue lets it in')
  const wire = detail(page).getByRole('region', { name: 'On the wire' })
  await expect(wire).toContainText('spiffe://library.example.org/ns/library/sa/desk')
  await expect(wire).toContainText('STRICT, from the mesh')

  await detail(page).getByRole('button', { name: 'Ask about one request' }).click()
  await detail(page).getByText('One request, one way to dial').click()
  for (const [method, answer] of [
    ['POST', /^Denied arriving at library\/catalogue-v1/],
    ['GET', /^Allowed: /],
  ] as const) {
    await detail(page).getByRole('textbox', { name: 'Method' }).fill(method)
    await detail(page).getByRole('button', { name: 'Ask', exact: true }).click()
    await expect(detail(page).getByText(answer)).toBeVisible()
  }

  await page.goto(
    address(server.url, {
      from: deployment('errands', 'errand'),
      to: deployment('library', 'desk-v1'),
      port: 'TCP-9080',
    }),
  )
  await expect(detail(page)).toContainText('the handshake cannot succeed: the server takes mutual TLS only')
})

test('a waypoint stands between, and is seen in place of its client', async ({ page }) => {
  await page.goto(
    address(server.url, {
      from: deployment('reading-room', 'pages'),
      to: deployment('reading-room', 'archive'),
      port: 'TCP-8080',
    }),
  )
  await expect(detail(page)).toContainText(
    'AuthorizationPolicy reading-room/archive-requests lets it in at reading-room/porter for requests with GET /volumes/*',
  )
  const wire = detail(page).getByRole('region', { name: 'On the wire' })
  await expect(wire).toContainText('spiffe://library.example.org/ns/reading-room/sa/pages')
  await expect(wire).toContainText('spiffe://library.example.org/ns/reading-room/sa/porter')
})
