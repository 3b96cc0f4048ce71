import { existsSync } from 'node:fs'
import { run, runPackage } from './install.mjs'

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A Chromium for the browser tests: the one named, Playwright's own, the system's; undefined where there is none. */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : undefined
  const { chromium } = await import('playwright')
  return [chromium.executablePath(), ...systemBrowsers].find(path => existsSync(path))
}

/** Finds or gets a Chromium; throws one clear line where neither works. */
export async function ensureBrowser() {
  const found = await findBrowser()
  if (found) return found
  if (process.env.CHROMIUM_PATH)
    throw new Error(`CHROMIUM_PATH names \`${process.env.CHROMIUM_PATH}\`, which does not exist`)
  for (const get of [fromDebian, fromPlaywright]) {
    await get()
    const got = await findBrowser()
    if (got) return got
  }
  throw new Error('the browser tests need a Chromium: install one, or name it in CHROMIUM_PATH')
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.error('installing Chromium from the distribution…')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  if ((await run('apt-get', ['update', '-qq'], { env })) === 0)
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
}

async function fromPlaywright() {
  console.error("getting Playwright's own Chromium…")
  await runPackage('playwright/cli.js', ['install', 'chromium'])
}
