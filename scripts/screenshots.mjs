import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { ensureBrowser } from './ensure-browser.mjs'
import { root } from './install.mjs'

/**
 * The pictures of the README: `node scripts/screenshots.mjs [URL]` takes them from a podtrust that already runs and shows
 * the demo, and writes docs/screenshots.
 */

const url = process.argv[2] ?? 'http://127.0.0.1:3000'
const folder = join(root, 'docs', 'screenshots')

const ledgerDb = {
  from: 'data/metabase[Deployment]',
  to: 'payments/ledger-db[StatefulSet]',
  port: 'TCP-5432',
}
const desktop = { width: 1440, height: 900 }
const phone = { width: 480, height: 900 }

const shots = [
  { name: 'explorer-light', viewport: desktop, view: { view: 'map', class: 'implicit' } },
  { name: 'explorer-dark', viewport: desktop, view: { view: 'map', class: 'implicit' }, colorScheme: 'dark' },
  { name: 'table', viewport: desktop, view: { ...ledgerDb, view: 'table', q: 'ledger-db' } },
  { name: 'why', viewport: desktop, view: { ...ledgerDb, view: 'map', class: 'implicit' } },
  { name: 'narrow', viewport: phone, view: { ...ledgerDb, q: 'ledger-db' } },
  { name: 'landing', viewport: desktop, view: {}, page: '/', shows: 'planted gaps' },
]

const browser = await chromium.launch({ executablePath: await ensureBrowser() })
try {
  await mkdir(folder, { recursive: true })
  for (const { name, viewport, view, page: path = '/explorer', shows, colorScheme = 'light' } of shots) {
    const page = await browser.newPage({ viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' })
    await page.goto(`${url}${path}?${new URLSearchParams(view)}`)
    await (shows ? page.getByText(shows) : page.getByRole('button', { name: 'Read again' })).waitFor()
    await page.waitForLoadState('networkidle')
    if (view.view === 'map') await page.waitForFunction(() => window.__cy?.nodes().nonempty())
    await page.evaluate(() => document.fonts.ready)
    // The map draws itself anew, in the right font, in the frame after.
    await page.evaluate(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    const picture = join(folder, `${name}.png`)
    await page.screenshot({ path: picture, animations: 'disabled' })
    console.log(picture)
    await page.close()
  }
} finally {
  await browser.close()
}
