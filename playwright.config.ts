import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { clusters } from './e2e/clusters'

/** The browser that `npm test` found, else the system's; absent = the one that Playwright installed. */
const browser = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find(path => path && existsSync(path))

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  outputDir: '.podtrust/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    ...(browser !== undefined && { launchOptions: { executablePath: browser } }),
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
  },
  webServer: Object.values(clusters).map(({ manifests, port, url }) => ({
    command: ['node scripts/serve.mjs --port', port, ...manifests.map(path => `--manifests ${path}`)].join(
      ' ',
    ),
    // Paths are meant from here, wherever `npm test` was typed.
    env: { INIT_CWD: import.meta.dirname },
    url: `${url}/api/health`,
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5_000 },
  })),
})
