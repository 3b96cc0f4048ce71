/** What one look at a page costs, in a context of its own: nothing is in a cache. */

const viewport = { width: 1440, height: 900 }

async function fresh(browser, work) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}

/** Milliseconds from the start of the navigation until a page of one word stands. */
export const trivialLoad = (browser, url) =>
  fresh(browser, async page => {
    await page.goto(url)
    return {
      trivial: await page.evaluate(
        () => performance.timing.loadEventEnd - performance.timing.navigationStart,
      ),
    }
  })

/** Sees every task of 50 ms or more, from before the page runs. */
const watchTasks = () => {
  window.__tasks = []
  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) window.__tasks.push({ startTime, duration })
  }).observe({ type: 'longtask', buffered: true })
}

/** Waits until the four counts and the view are drawn; gives the page's own time of that. */
async function usable(page) {
  const handle = await page.waitForFunction(
    () => {
      const counts =
        document.querySelectorAll('[aria-label="Show only some trust classes"] button').length === 4
      const drawn =
        window.__cy?.nodes().nonempty() || document.querySelector('main [role="gridcell"]') !== null
      return counts && drawn ? performance.now() : false
    },
    undefined,
    { polling: 'raf' },
  )
  return handle.jsonValue()
}

/**
 * Time until the explorer can be used, the longest task in the five seconds after, and all data and script that it asked for
 * by then without being touched.
 */
export const firstLoad = (browser, url) =>
  fresh(browser, async page => {
    const bytes = { data: 0, script: 0 }
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Network.enable')
    const kinds = new Map()
    devtools.on('Network.responseReceived', ({ requestId, type, response }) =>
      kinds.set(requestId, response.url.includes('/api/') ? 'data' : type === 'Script' ? 'script' : 'other'),
    )
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId)
      if (kind === 'data' || kind === 'script') bytes[kind] += encodedDataLength
    })
    await page.addInitScript(watchTasks)
    await page.goto(`${url}/explorer`)
    const at = await usable(page)
    await page.waitForTimeout(5000)
    const { data, script } = bytes
    const longest = await longestTask(page, at)
    return {
      usable: at,
      'first view data': data / 1000,
      'first-load script': script / 1000,
      'longest task after first draw': longest,
    }
  })

const longestTask = (page, since) =>
  page.evaluate(
    from =>
      Math.max(
        0,
        ...window.__tasks.filter(({ startTime }) => startTime > from).map(({ duration }) => duration),
      ),
    since,
  )

/**
 * Gives the page `__reaction(asked)`: milliseconds from the next click or key, as it reaches the page, until what it asked for is
 * on the screen: the address has it, the answer is there (which may have been asked for before), no view says that it is busy,
 * and a frame was drawn of that: the first frame that finds it so draws it, the second one proves it. The page itself watches
 * its frames, so that no time of the test tool is in it.
 */
const watchReactions = () => {
  window.__reaction = asked => {
    const question = new RegExp(`/api/(map|matrix).*${asked}`)
    const isDone = () =>
      location.search.includes(asked) &&
      !document.querySelector('main [aria-busy="true"]') &&
      performance
        .getEntriesByType('resource')
        .some(({ name, responseEnd }) => responseEnd > 0 && question.test(name))
    return new Promise(resolve => {
      const acted = ({ timeStamp }) => {
        for (const kind of ['click', 'keydown']) removeEventListener(kind, acted, true)
        let frames = 0
        const look = () => {
          frames = isDone() ? frames + 1 : 0
          if (frames > 1) resolve(performance.now() - timeStamp)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }
      for (const kind of ['click', 'keydown']) addEventListener(kind, acted, true)
    })
  }
}

/** Milliseconds that an act takes until what it asks for is drawn (`watchReactions`). */
async function reaction(page, asked, act) {
  await page.evaluate(asked => void (window.__measured = window.__reaction(asked)), asked)
  await act()
  return page.evaluate(() => window.__measured)
}

/** How long the page waits for a text to stand still (components/workbench/use-view.ts), in milliseconds. */
const settling = 200

/** Filter and lens on the view that is shown. */
export const reactions = (browser, url) =>
  fresh(browser, async page => {
    await page.addInitScript(watchReactions)
    await page.goto(`${url}/explorer`)
    await usable(page)
    await page.waitForTimeout(1500)
    const classes = await reaction(page, 'class=implicit', () =>
      page.getByRole('group', { name: 'Show only some trust classes' }).getByRole('button').first().click(),
    )
    await page.keyboard.press('/')
    const text = await reaction(page, 'q=a', () => page.keyboard.type('a'))
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.evaluate(() => document.activeElement?.blur?.())
    await page.waitForTimeout(1500)
    const lens = await reaction(page, 'lens=', () => page.keyboard.press('l'))
    return { 'class filter': classes, 'text filter, settled': text - settling, lens }
  })

/** Frames in a second while a map of 300 workloads and 900 lines is dragged and zoomed by the mouse. */
export const frames = (browser, url) =>
  fresh(browser, async page => {
    await page.goto(`${url}/explorer?view=map`)
    await page.waitForFunction(() => window.__cy?.nodes().nonempty())
    await page.evaluate(fillMap)
    const box = await page.getByRole('main').boundingBox()
    const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const pan = await framesWhile(page, async () => {
      await page.mouse.move(centre.x + 300, centre.y + 200)
      await page.mouse.down()
      for (let i = 0; i < 60; i++) await page.mouse.move(centre.x + 300 - 5 * i, centre.y + 200 - 3 * i)
      await page.mouse.up()
    })
    const zoom = await framesWhile(page, async () => {
      await page.mouse.move(centre.x, centre.y)
      for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? -40 : 40)
    })
    return { 'pan, 300 nodes and 900 edges': pan, 'zoom, 300 nodes and 900 edges': zoom }
  })

/** Workloads and lines of the product's own styles, in place of what is drawn. */
const fillMap = () => {
  const { __cy: cy } = window
  cy.elements().remove()
  const classes = ['implicit', 'partial', 'verified', 'unknown']
  const at = i => ({ x: (i % 20) * 130, y: Math.floor(i / 20) * 70 })
  cy.add([
    ...Array.from({ length: 300 }, (_, i) => ({
      group: 'nodes',
      data: { id: `n${i}`, name: `workload-${i}`, label: `workload-${i}`, width: 96, height: 24 },
      position: at(i),
      classes: `workload ${i % 5 === 0 ? 'open' : 'both'}`,
    })),
    ...Array.from({ length: 900 }, (_, i) => ({
      group: 'edges',
      data: { id: `e${i}`, source: `n${i % 300}`, target: `n${(i * 37 + 11) % 300}`, width: 2 },
      classes: `bundle ${classes[i % 4]}`,
    })),
  ])
  cy.fit(undefined, 20)
}

async function framesWhile(page, act) {
  await page.evaluate(() => {
    window.__frames = { count: 0, from: performance.now(), on: true }
    const count = () => {
      window.__frames.count += 1
      if (window.__frames.on) requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
  })
  await act()
  return page.evaluate(() => {
    const { count, from } = window.__frames
    window.__frames.on = false
    return (1000 * count) / (performance.now() - from)
  })
}
