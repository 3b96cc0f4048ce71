import { expect } from '@playwright/test'
import { violations } from './axe'
import { address, detail, test, workload } from './kit'
import { startServer, stopServer, type OwnServer } from './own-server'

let server: OwnServer
test.beforeAll(async () => {
  server = await startServer(['e2e/fixtures/mesh'])
})
test.afterAll(() => stopServer(server))

const ends = { from: workload('shop', 'web', 'Pod'), to: workload('shop', 'api', 'Pod'), port: 'TCP-8080' }

for (const colorScheme of ['light', 'dark'] as const)
  test(`one request is asked about, and the address keeps it (${colorScheme})`, async ({ page, browser }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto(address(server.url, ends))
    await expect(
      detail(page).getByText(/^Allowed for some requests only: .*GET or HEAD \/api\/\*/),
    ).toBeVisible()
    const wire = detail(page).getByRole('region', { name: 'On the wire' })
    await expect(wire).toContainText('Client presentsspiffe://cluster.local/ns/shop/sa/web')
    await expect(wire).toContainText('STRICT, from the workload')
    await expect(wire.getByRole('link', { name: 'PeerAuthentication shop/api' })).toBeVisible()

    await detail(page).getByRole('button', { name: 'Ask about one request' }).click()
    await detail(page).getByText('One request, one way to dial').click()
    await detail(page).getByRole('textbox', { name: 'Method' }).fill('POST')
    await detail(page).getByRole('textbox', { name: 'Path' }).fill('api')
    await detail(page).getByRole('button', { name: 'Ask', exact: true }).click()
    await expect(detail(page).getByText('Path must begin with /, not api.')).toBeVisible()
    await detail(page).getByRole('textbox', { name: 'Path' }).fill('/api/x')
    await detail(page).getByRole('button', { name: 'Ask', exact: true }).click()
    await expect(detail(page).getByText('Asked for: POST /api/x.')).toBeVisible()
    await expect(detail(page).getByText(/^Denied arriving at shop\/api: AuthorizationPolicy/)).toBeVisible()
    expect(await violations(page)).toEqual([])

    const other = await (await browser.newContext()).newPage()
    await other.goto(page.url().replace('method=POST', 'method=GET'))
    await expect(
      detail(other).getByText(/^Allowed: .*AuthorizationPolicy shop\/api lets it in/),
    ).toBeVisible()
    await expect(detail(other).getByRole('textbox', { name: 'Path' })).toHaveValue('/api/x')
    await other.context().close()
  })
