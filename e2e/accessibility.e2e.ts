import { expect, type Page } from '@playwright/test'
import { violations } from './axe'
import { clusters } from './clusters'
import { address, detail, networkPolicy, policies, rows, table, test, workload } from './kit'

const { demo, textbook, broken, empty, noPolicies, unreadable } = clusters

const ledgerDb = {
  from: workload('data', 'metabase'),
  to: workload('payments', 'ledger-db', 'StatefulSet'),
  port: 'TCP-5432',
}

/** Every state that the page has, with how to know that it is there. */
const states: Readonly<Record<string, { readonly url: string; readonly shows: string | RegExp }>> = {
  map: { url: address(demo.url, { view: 'map' }), shows: 'Where to start' },
  table: { url: address(demo.url, { view: 'table' }), shows: 'default-allow' },
  'why a connection is open': {
    url: address(demo.url, ledgerDb),
    shows: /^Allowed because nobody forbids it/,
  },
  'its objects': { url: address(demo.url, { ...ledgerDb, tab: 'objects' }), shows: 'near miss' },
  'why a connection is denied': {
    url: address(textbook.url, {
      from: workload('production', 'api'),
      to: workload('production', 'database', 'StatefulSet'),
      port: 'TCP-5432',
    }),
    shows: /^Denied leaving/,
  },
  'why a connection is unknown': {
    url: address(demo.url, {
      from: workload('edge', 'gateway'),
      to: workload('storefront', 'web'),
      port: 'TCP-8080',
    }),
    shows: /^Unknown: /,
  },
  'a workload': { url: address(demo.url, { about: ledgerDb.to }), shows: 'payments/ledger-db' },
  'a namespace': {
    url: address(demo.url, { about: 'namespace:platform', expand: 'platform' }),
    shows: 'platform',
  },
  'what would settle the unknown': {
    url: address(demo.url, { show: 'unknowns' }),
    shows: 'What would settle it',
  },
  'a question': { url: address(demo.url, { show: 'ask', ...ledgerDb }), shows: /^Allowed because nobody/ },
  'how far a workload reaches': {
    url: address(demo.url, { from: ledgerDb.from, to: ledgerDb.to, tab: 'reach' }),
    shows: /^If taken over/,
  },
  'a lens': { url: address(demo.url, { view: 'table', lens: 'internet' }), shows: /connections$/ },
  'a text that is no filter': {
    url: address(demo.url, { q: 'ns = (' }),
    shows: 'Until then nothing is filtered.',
  },
  problems: { url: address(broken.url, { show: 'problems' }), shows: /half-written\.yaml/ },
  'the textbook': { url: address(textbook.url), shows: /default-deny isolates/ },
  policies: { url: policies(demo.url), shows: /allows add up/ },
  'a policy that selects nobody': {
    url: policies(demo.url, { policy: networkPolicy('payments', 'ledger-db') }),
    shows: /^Selects no pod, so it decides nothing/,
  },
  'the workloads of a policy': {
    url: policies(demo.url, { policy: networkPolicy('payments', 'default-deny'), tab: 'selected' }),
    shows: /^Governs what arrives at/,
  },
  'the connections of a policy': {
    url: policies(demo.url, { policy: networkPolicy('payments', 'psp-adapter-dns'), tab: 'connections' }),
    shows: 'Allowed by it',
  },
  'a policy that could not be read': {
    url: policies(demo.url, { policy: 'vpcresources.k8s.aws/SecurityGroupPolicy/edge/edge-public' }),
    shows: /^Could not be read/,
  },
  'strange policies': { url: policies(broken.url), shows: /objects? in evaluation order/ },
  'no policies at all': { url: policies(noPolicies.url), shows: 'No policies were loaded' },
  'no policy passes': {
    url: policies(demo.url, { filter: 'shadowed' }),
    shows: 'The filter hides every policy',
  },
  'no such policy': {
    url: policies(demo.url, { policy: networkPolicy('payments', 'nobody') }),
    shows: /^There is no policy/,
  },
  'policies of nothing loaded': { url: policies(unreadable.url), shows: 'Nothing could be loaded' },
  findings: { url: address(demo.url, {}, '/findings'), shows: 'wider than it reads, or half done' },
  'a finding': {
    url: address(
      demo.url,
      { finding: 'istio-permissive-left security.istio.io/PeerAuthentication/checkout/default spec.mtls' },
      '/findings',
    ),
    shows: 'Where it is written',
  },
  'no such finding': {
    url: address(demo.url, { finding: 'nothing' }, '/findings'),
    shows: 'This is found no longer',
  },
  identities: { url: address(demo.url, {}, '/identities'), shows: 'several workloads, one name' },
  'a shared identity': {
    url: address(demo.url, { identity: 'larkfield.example/ns/checkout/sa/default' }, '/identities'),
    shows: /^2 workloads present the same name/,
  },
  'workloads without an identity': {
    url: address(demo.url, { identity: 'no-identity/storefront/not-captured' }, '/identities'),
    shows: /^Labels want these pods in the mesh/,
  },
  'no mesh': { url: address(noPolicies.url, {}, '/identities'), shows: /^No mesh is seen/ },
  'no such identity': {
    url: address(demo.url, { identity: 'nobody' }, '/identities'),
    shows: /^Nobody here presents/,
  },
  'nothing that runs': { url: address(empty.url), shows: 'No workloads were loaded' },
  'no policies': { url: address(noPolicies.url), shows: /^This is not an empty view/ },
  'no rows': { url: address(demo.url, { view: 'table', q: 'no-such-name' }), shows: /The filter hides all/ },
  'nothing loaded': { url: address(unreadable.url), shows: 'Nothing could be loaded' },
  'the first page': { url: `${demo.url}/`, shows: /a dozen planted gaps/ },
  'the first page of manifests': { url: `${textbook.url}/`, shows: /^public\/examples\/textbook: / },
  'the first page where nothing could be loaded': {
    url: `${unreadable.url}/`,
    shows: /^Nothing could be loaded/,
  },
  legend: { url: `${demo.url}/legend`, shows: 'Three pillars' },
  'an upload that is gone': {
    url: address(demo.url, { capture: 'nobody' }),
    shows: 'This is no longer open',
  },
  'policies of an upload that is gone': {
    url: policies(demo.url, { capture: 'nobody' }),
    shows: 'This is no longer open',
  },
  'no such page': { url: `${demo.url}/nowhere`, shows: 'podtrust' },
}

const sizes = [
  { width: 1280, height: 800 },
  { width: 480, height: 900 },
]

for (const [state, { url, shows }] of Object.entries(states))
  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(`${state}, ${colorScheme}`, () => {
      test.use({ colorScheme, forgiven: /Failed to load resource/ })

      test('has no violation', async ({ page }) => {
        for (const viewport of sizes) {
          await page.setViewportSize(viewport)
          await page.goto(url)
          await expect(page.getByText(shows).first()).toBeAttached()
          expect(await violations(page), `${viewport.width} pixels wide`).toEqual([])
        }
      })
    })

/** What opens over a page, each by what opens it. */
const overlays: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the help menu': async page => {
    await page.getByRole('button', { name: 'Help' }).click()
    await expect(page.getByRole('menuitem', { name: 'Legend' })).toBeVisible()
  },
  'the list of keys': async page => {
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  },
  'what the classes mean': async page => {
    await page.getByRole('button', { name: 'What the classes mean' }).click()
    await expect(page.getByRole('dialog', { name: 'What the classes mean' })).toBeVisible()
  },
  'the tour': async page => {
    await page.getByRole('button', { name: 'Start the tour' }).click()
    await expect(page.getByText('1 of 5')).toBeVisible()
  },
}

for (const [name, open] of Object.entries(overlays))
  for (const colorScheme of ['light', 'dark'] as const)
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ colorScheme })

      test('has no violation', async ({ page }) => {
        await page.goto(address(demo.url))
        await expect(page.getByRole('tree')).toBeVisible()
        await open(page)
        expect(await violations(page)).toEqual([])
      })
    })

test.describe('at 200 percent of 1440 by 900', () => {
  test.use({ viewport: { width: 720, height: 450 } })

  for (const [name, where] of [
    ['the first page', `${demo.url}/`],
    ['the legend', `${demo.url}/legend`],
    ['the explorer', address(demo.url)],
    ['why a connection is open', address(demo.url, ledgerDb)],
    ['the policies', policies(demo.url)],
  ] as const)
    test(`${name} loses nothing to the sides, and its head stays in reach`, async ({ page }) => {
      await page.goto(where)
      await expect(page.getByRole('main').first()).toBeVisible()
      await expect(page.getByRole('button', { name: 'Help' })).toBeInViewport()
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
    })
})

test.describe('forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } })

  test('classes keep their glyphs and words, and implicit is told from the rest', async ({ page }) => {
    await page.goto(address(demo.url, { view: 'table' }))
    await expect(table(page)).toBeVisible()
    const grounds = await page
      .getByRole('group', { name: 'Show only some trust classes' })
      .getByRole('button')
      .evaluateAll(buttons => buttons.map(button => getComputedStyle(button).backgroundColor))
    expect(new Set(grounds.slice(1)).size).toBe(1)
    expect(grounds[0]).not.toBe(grounds[1])
    await expect(rows(page).first().locator('svg').first()).toBeVisible()
  })
})

test('dark and light are chosen by hand too, and kept', async ({ page }) => {
  const asked = page.waitForRequest('**/api/overview')
  await page.goto(address(demo.url))
  await asked
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await page.getByRole('button', { name: /^Colours: as the system has it/ }).click()
  await page.getByRole('button', { name: /^Colours: light/ }).click()
  await expect(page.getByRole('button', { name: /^Colours: dark/ })).toBeVisible()
  const dark = await ground()
  expect(dark).not.toBe(light)
  await page.reload()
  await expect(page.getByRole('button', { name: /^Colours: dark/ })).toBeVisible()
  expect(await ground()).toBe(dark)
})

test('colours chosen while the page waits for its first answer are kept', async ({ page }) => {
  let release = (): void => undefined
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route('**/api/overview', async route => {
    await released
    await route.continue()
  })
  const asked = page.waitForRequest('**/api/overview')
  await page.goto(address(demo.url))
  await asked
  await page.getByRole('button', { name: /^Colours: as the system has it/ }).click()
  release()
  await expect(page.getByRole('tree')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Colours: light/ })).toBeVisible()
})

test.describe('reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('nothing moves', async ({ page }) => {
    await page.goto(address(demo.url, { ...ledgerDb, view: 'map' }))
    await expect(page.getByText(/^Allowed because nobody forbids it/)).toBeVisible()
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(animation => Number(animation.effect?.getComputedTiming().duration) > 1)
        .map(({ id, playState }) => `${id} ${playState}`),
    )
    expect(moving).toEqual([])
    const slow = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter(element =>
          getComputedStyle(element)
            .transitionDuration.split(',')
            .some(time => Number.parseFloat(time) > 0.001),
        ).length,
    )
    expect(slow).toBe(0)
  })
})

test.describe('480 pixels', () => {
  test.use({ viewport: { width: 480, height: 900 }, hasTouch: true })

  test('the table comes first, the reasons from below, the tree on request', async ({ page }) => {
    await page.goto(address(demo.url))
    await expect(table(page)).toBeVisible()
    await rows(page).first().tap()
    await expect(detail(page)).toContainText('Authenticated')
    await detail(page).getByRole('button', { name: 'Close' }).tap()
    await expect(detail(page)).toBeHidden()

    await page.getByRole('button', { name: 'Scope' }).tap()
    const drawer = page.getByRole('dialog', { name: 'Scope' })
    await drawer.getByRole('treeitem', { name: /^payments / }).tap()
    await expect(page).toHaveURL(/about=namespace:payments/)
    await expect(drawer).toBeHidden()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  test('the head of the page takes two lines, with a problem to tell of too', async ({ page }) => {
    await page.goto(address(demo.url))
    await expect(table(page)).toBeVisible()
    const head = page.getByRole('banner')
    await expect(head.getByRole('button', { name: '1 problem' })).toBeVisible()
    const middles = await head.locator('a, button').evaluateAll(all =>
      all
        .map(one => one.getBoundingClientRect())
        .filter(({ width }) => width > 0)
        .map(({ y, height }) => Math.round((y + height / 2) / 8)),
    )
    expect(new Set(middles).size).toBe(2)
  })

  test('what a finger meets is big enough', async ({ page }) => {
    await page.goto(address(demo.url))
    await expect(table(page)).toBeVisible()
    const met = await page.getByRole('button').evaluateAll(buttons =>
      buttons
        .map(button => ({ button, name: button.textContent, box: button.getBoundingClientRect() }))
        .filter(({ button, box }) => {
          const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
          return there !== null && button.contains(there)
        })
        .map(({ name, box: { width, height } }) => ({ name, width, height })),
    )
    expect(met.length).toBeGreaterThan(5)
    expect(met.filter(({ width, height }) => width < 44 || height < 44)).toEqual([])
  })
})

test.describe('at 200 % zoom of a small screen', () => {
  test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })

  for (const [name, where, what] of [
    ['the table', address(demo.url, { view: 'table' }), (page: Page) => rows(page).nth(2)],
    [
      'the map',
      address(demo.url, { view: 'map' }),
      (page: Page) => page.getByRole('application', { name: /^Map of / }),
    ],
    ['the policies', policies(demo.url), (page: Page) => page.getByRole('grid', { name: 'Policies' })],
  ] as const)
    test(`${name} is reached by scrolling down, and nothing to the side`, async ({ page }) => {
      await page.goto(where)
      await what(page).scrollIntoViewIfNeeded()
      await expect(what(page)).toBeInViewport()
      const box = await what(page).boundingBox()
      expect(box?.height, 'as high as can be used').toBeGreaterThan(24)
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
    })

  for (const [name, where] of Object.entries({
    map: address(demo.url, { view: 'map' }),
    matrix: address(demo.url, { view: 'matrix' }),
    table: address(demo.url, { view: 'table' }),
    policies: policies(demo.url),
    identities: address(demo.url, {}, '/identities'),
    findings: address(demo.url, {}, '/findings'),
  }))
    test(`what stands above the ${name} leaves well over half of the height`, async ({ page }) => {
      await page.goto(where)
      const tour = page.getByRole('button', { name: 'Not now' })
      if (where.includes('view=')) await tour.click()
      await expect(tour).toBeHidden()
      const main = page.getByRole('main')
      await expect(main.getByRole('grid').or(main.getByRole('application')).first()).toBeVisible()
      const box = await main.boundingBox()
      expect(box?.y, 'where it begins').toBeLessThanOrEqual(150)
      expect((box?.y ?? 0) + (box?.height ?? 0), 'where it ends').toBeLessThanOrEqual(400)
      expect(await violations(page)).toEqual([])
      expect(await tooSmall(page, 24)).toEqual([])
    })

  test('every page is a key away, and its name is said', async ({ page }) => {
    await page.goto(address(demo.url, { view: 'map' }))
    await expect(page.getByRole('application', { name: /^Map of / })).toBeVisible()
    const pages = page.getByRole('navigation', { name: 'Pages' })
    await pages.getByRole('button', { name: 'Explorer' }).press('Enter')
    expect(await violations(page)).toEqual([])
    await page.getByRole('menuitem', { name: 'Policies' }).press('Enter')
    await expect(page.getByRole('grid', { name: 'Policies' })).toBeVisible()
    await expect(pages.getByRole('button', { name: 'Policies' })).toBeVisible()
  })

  test('words that signs repeat are still said', async ({ page }) => {
    await page.goto(address(demo.url, { view: 'map' }))
    for (const name of [/^Open$/, /^Ask$/, /^Read again$/, /^1 problem$/, /^573 implicit$/, /^Export$/])
      await expect(
        page.getByRole('button', { name }).or(page.getByRole('link', { name })).first(),
      ).toBeVisible()
    await expect(page.getByText(/^573 of 792 connections are allowed only/)).toBeAttached()
    await expect(page.getByText('· incomplete')).toBeAttached()
  })

  for (const { beside, ...viewport } of [
    { width: 640, height: 400, beside: {} },
    { width: 320, height: 256, beside: {} },
    { width: 640, height: 400, beside: ledgerDb },
  ])
    test(`the focus is never hidden at ${viewport.width} by ${viewport.height}${'from' in beside ? ', above a sheet neither' : ''}`, async ({
      page,
    }) => {
      await page.setViewportSize(viewport)
      await page.goto(address(demo.url, { ...beside, view: 'table' }))
      await expect(rows(page).first()).toBeAttached()
      const hidden: string[] = []
      const met = new Set<string>()
      for (let at = 0; at < 40; at += 1) {
        await page.keyboard.press('Tab')
        const { name, seen } = await page.evaluate(() => {
          const focused = document.activeElement ?? document.body
          const { left, top, right, bottom } = focused.getBoundingClientRect()
          const [x, y] = [Math.max(left, 0), Math.max(top, 0)]
          const [wide, high] = [Math.min(right, innerWidth) - x, Math.min(bottom, innerHeight) - y]
          const points = [0.1, 0.5, 0.9].flatMap(i => [0.1, 0.5, 0.9].map(j => [x + i * wide, y + j * high]))
          return {
            name: `${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent}`,
            seen: points.some(([across = 0, down = 0]) => {
              const there = document.elementFromPoint(across, down)
              return there !== null && (focused.contains(there) || there.contains(focused))
            }),
          }
        })
        if (name.startsWith('BODY')) break
        met.add(name)
        if (!seen) hidden.push(name)
      }
      expect(met.size).toBeGreaterThan(15)
      expect(hidden).toEqual([])
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
    })
})

/** What can be pressed and is smaller than so many pixels on a side. Links within a sentence may be (WCAG 2.5.8). */
const tooSmall = (page: Page, least: number): Promise<string[]> =>
  page.locator('button, a[href], select, [role=tab]').evaluateAll(
    (elements, size) =>
      elements
        .filter(element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('p'))
        .map(element => ({ name: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width >= 2 && (box.width < size || box.height < size))
        .map(({ name, box }) => `${name} ${box.width} x ${box.height}`),
    least,
  )
