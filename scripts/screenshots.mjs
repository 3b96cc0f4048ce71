import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { ensureBrowser } from './ensure-browser.mjs'
import { root } from './install.mjs'

/**
 * The pictures of the README, each in light and dark: `node scripts/screenshots.mjs [URL]` takes them from a podtrust that
 * already runs and shows the demo, and writes docs/screenshots.
 */

const url = process.argv[2] ?? 'http://127.0.0.1:3000'
const folder = join(root, 'docs', 'screenshots')

const ledgerDb = {
  from: 'data/metabase[Deployment]',
  to: 'payments/ledger-db[StatefulSet]',
  port: 'TCP-5432',
}

const shots = [
  { name: 'explorer', view: { view: 'map', class: 'implicit' } },
  { name: 'why', view: { ...ledgerDb, view: 'map', class: 'implicit' } },
  { name: 'table', view: { view: 'table', by: 'to' } },
  { name: 'identities', view: {}, path: '/identities', shows: 'Read again' },
  { name: 'landing', view: {}, path: '/', shows: 'planted gaps' },
]

const browser = await chromium.launch({ executablePath: await ensureBrowser() })
try {
  await mkdir(folder, { recursive: true })
  const encoder = await browser.newPage()
  for (const { name, view, path = '/explorer', shows = 'Read again' } of shots)
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({
        viewport: { width: 1440, height: 900 },
        colorScheme,
        locale: 'en-GB',
        reducedMotion: 'reduce',
      })
      await page.goto(`${url}${path}?${new URLSearchParams(view)}`)
      await page.getByText(shows).first().waitFor()
      await page.waitForLoadState('networkidle')
      if (view.view === 'map') await page.waitForFunction(() => window.__cy?.nodes().nonempty())
      await page.evaluate(() => document.fonts.ready)
      // The map draws itself anew, in the right font, in the frame after.
      await page.evaluate(
        () => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      )
      const picture = join(folder, `${name}-${colorScheme}.webp`)
      await writeFile(picture, await webp(encoder, await page.screenshot({ animations: 'disabled' })))
      console.log(picture)
      await page.close()
    }
} finally {
  await browser.close()
}

/** The same picture at a third of the size; the browser is the encoder at hand. */
async function webp(page, png) {
  const encoded = await page.evaluate(
    async source => {
      const picture = await createImageBitmap(await (await fetch(source)).blob())
      const canvas = document.createElement('canvas')
      canvas.width = picture.width
      canvas.height = picture.height
      canvas.getContext('2d').drawImage(picture, 0, 0)
      return canvas.toDataURL('image/webp', 0.85)
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  return Buffer.from(encoded.slice(encoded.indexOf(',') + 1), 'base64')
}
