import { expect, type Page } from '@playwright/test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtIn, refuse, startFakeApiServer, type FakeApiServer } from '../test/kit/fake-api-server'
import { address, detail, leave, ledger, test as base } from './kit'
import { startClusterServer, stopServer, type OwnServer } from './own-server'

interface Live {
  readonly api: FakeApiServer
  readonly server: OwnServer
}

const named = (namespace: string, name: string) => ({ name, namespace, labels: { app: name } })

/** Two namespaces of two pods each; nobody but its own comes into `pay`. */
const objects: Readonly<Record<string, (typeof builtIn)[number]['objects']>> = {
  Namespace: [{ metadata: { name: 'shop' } }, { metadata: { name: 'pay' } }],
  Pod: [...[named('shop', 'web'), named('shop', 'api'), named('pay', 'ledger'), named('pay', 'vault')]].map(
    metadata => ({ metadata, spec: { containers: [{ name: 'main' }] } }),
  ),
  NetworkPolicy: [
    {
      metadata: named('pay', 'own'),
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
    },
  ],
}

/** A cluster whose API server refuses to list the policies of `pay`, until a test lets it; read by a server of its own. */
const test = base.extend<{ readonly live: Live }>({
  live: async ({ context }, run) => {
    const api = await startFakeApiServer(
      builtIn.map(kind => ({ ...kind, objects: objects[kind.kind] ?? [] })),
    )
    api.fault = ({ path }, response) =>
      /^\/apis\/networking[^/]+\/v1\/(namespaces\/(pay|default)\/)?networkpolicies$/.test(path) &&
      refuse(response, 403, 'networkpolicies is forbidden')
    const folder = await mkdtemp(join(tmpdir(), 'podtrust-live-'))
    const kubeconfig = join(folder, 'config')
    await writeFile(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'c', cluster: { server: api.url } }],
        users: [{ name: 'u', user: {} }],
        contexts: [{ name: 'prod-eu', context: { cluster: 'c', user: 'u', namespace: 'shop' } }],
        'current-context': 'prod-eu',
      }),
    )
    const server = await startClusterServer(kubeconfig)
    await run({ api, server })
    await leave(context)
    await stopServer(server)
    await api.close()
    await rm(folder, { recursive: true })
  },
})

/** The way to the cluster that the server reads, on the first page. */
const context = (page: Page) => page.getByRole('main').getByRole('link', { name: /^prod-eu/ })

test('the door tells which cluster is read and how far, and the explorer what that leaves unknown', async ({
  page,
  live: { api, server },
}) => {
  await page.goto(server.url)
  await expect(page.getByRole('heading', { name: 'Cluster of this server' })).toBeVisible()
  await expect(context(page)).toContainText('v1.36.3 · 1 kind not read to the end')
  await context(page).click()

  const banner = page.getByRole('status').filter({ hasText: 'counts as safe' })
  await expect(banner).toContainText(
    /\d+ connections are unknown because NetworkPolicies in pay.* cannot be listed\. None of them counts as safe\./,
  )
  await banner.getByRole('button', { name: 'What would settle it' }).click()
  const causes = detail(page).getByRole('list', { name: 'What would settle it' })
  await expect(causes.getByRole('listitem').first()).toContainText('list NetworkPolicies')
  await expect(detail(page).getByRole('region', { name: 'Smallest role, as YAML' })).toContainText(
    'networkpolicies',
  )

  // Whoever reads gets the right, and what was unknown is decided.
  api.fault = () => false
  await page.getByRole('banner').getByRole('button', { name: 'Read again' }).click()
  await expect(ledger(page, '0 unknown')).toBeVisible()
  await expect(banner).toBeHidden()
  await page.goto(server.url)
  await expect(context(page)).toContainText('v1.36.3 · every kind read')
})

test('an API server that nobody reaches by now leaves what was read, and says so', async ({
  page,
  live: { api, server },
}) => {
  await page.goto(address(server.url, { view: 'table' }))
  await expect(page.getByRole('grid', { name: 'Connections' })).toBeVisible()
  api.fault = (_, response) => refuse(response, 401, 'who are you?')
  await page.getByRole('banner').getByRole('button', { name: 'Read again' }).click()
  await expect(page.getByRole('contentinfo')).toContainText('Could not be read again')
  await expect(page.getByRole('grid', { name: 'Connections' })).toBeVisible()
})
