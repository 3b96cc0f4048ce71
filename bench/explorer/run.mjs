import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { createServer } from 'node:http'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { ensureBrowser } from '../../scripts/ensure-browser.mjs'
import { root } from '../../scripts/install.mjs'
import { firstLoad, frames, reactions, trivialLoad } from './measure.mjs'

/**
 * `node bench/explorer/run.mjs [--pods 10000] [--runs 3] [--json]`: what the explorer costs in headless Chromium, beside
 * its budgets and beside a page of one word in the same browser. Prints a table; nothing asserts on a time.
 */

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
const runs = Number(values.runs)

/** The generated cluster as manifests, written once. */
async function manifests() {
  const folder = join(root, '.podtrust', `bench-${values.pods}`)
  try {
    await access(join(folder, 'written'))
  } catch {
    await run(['bench/run.mjs', 'manifests', '--pods', values.pods, '--as', 'workloads', folder])
    await run(['-e', `require('fs').writeFileSync(${JSON.stringify(join(folder, 'written'))}, '')`])
  }
  return folder
}

async function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')} ended with ${code}`)
}

/** Starts the product and waits until the cluster is read; gives its address and how to end it. */
async function serve(folder) {
  const port = await freePort()
  const server = spawn(process.execPath, ['scripts/serve.mjs', '--port', `${port}`, '--manifests', folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 2],
  })
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const health = await fetch(`${url}/api/health`).then(
      answer => answer.json(),
      () => ({ status: 'not yet' }),
    )
    if (health.status === 'ready') break
    if (health.status === 'failed' || server.exitCode !== null) throw new Error(`no server: ${health.detail}`)
    await new Promise(again => setTimeout(again, 250))
  }
  return { url, end: () => server.kill() }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}

/** A page of one word, for ratios. */
async function trivial() {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>one</title><p>word')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${server.address().port}`, end: () => server.close() }
}

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** Every figure once for each run; A, B, A, B, so that a busy moment hits both. */
async function measure(browser, product, plain) {
  const found = {}
  const take = figures => {
    for (const [name, value] of Object.entries(figures)) (found[name] ??= []).push(value)
  }
  for (let i = 0; i < runs; i++) {
    take(await trivialLoad(browser, plain.url))
    take(await firstLoad(browser, product.url))
    take(await reactions(browser, product.url))
    take(await frames(browser, product.url))
  }
  return Object.fromEntries(Object.entries(found).map(([name, all]) => [name, median(all)]))
}

/** By figure: its unit, its budget, and whether more is better. */
const budgets = {
  'first view data': ['KB', 40],
  'first-load script': ['KB', 300],
  usable: ['ms', 1500],
  'longest task after first draw': ['ms', 50],
  'class filter': ['ms', 100],
  'text filter, settled': ['ms', 100],
  lens: ['ms', 100],
  'pan, 300 nodes and 900 edges': ['fps', 30, 'least'],
  'zoom, 300 nodes and 900 edges': ['fps', 30, 'least'],
}

function print(figures, circumstances) {
  if (values.json) return console.log(JSON.stringify({ circumstances, figures, budgets }, null, 2))
  console.log(`${circumstances.cpu}, ${circumstances.cores} cores, load ${circumstances.load.join(' ')}`)
  console.log(`a page of one word: ${figures.trivial.toFixed(0)} ms; medians of ${runs}\n`)
  for (const [name, [unit, budget, least]] of Object.entries(budgets)) {
    const value = figures[name]
    const kept = least ? value >= budget : value <= budget
    const ratio = unit === 'ms' ? `${(value / figures.trivial).toFixed(1)} x trivial` : ''
    console.log(
      [
        name.padEnd(34),
        `${value.toFixed(0)} ${unit}`.padStart(10),
        `${least ? 'at least' : 'at most'} ${budget} ${unit}`.padEnd(18),
        kept ? 'kept  ' : 'BROKEN',
        ratio,
      ].join('  '),
    )
  }
}

const product = await serve(await manifests())
const plain = await trivial()
const browser = await chromium.launch({ executablePath: await ensureBrowser() })
try {
  const figures = await measure(browser, product, plain)
  print(figures, {
    pods: Number(values.pods),
    runs,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    load: loadavg(),
  })
} finally {
  await browser.close()
  plain.end()
  product.end()
}
