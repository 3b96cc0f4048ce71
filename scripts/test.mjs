import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ensureControlPlane, isRequired } from './control-plane.mjs'
import { ensureInstalled, quietly, root, runPackage } from './install.mjs'

/**
 * `npm test`: everything that must hold, closed by one line `N passed, N failed, N skipped`. A check without cases of its own
 * (lint, types, format, dead code) counts as one. Goes on after a failure, so that one run tells all.
 *
 * The tests against a real API server need Go, or CONTROL_PLANE=DIR (control-plane.mjs); where there is neither they are
 * left out, and with CI set they have failed. ORACLES=DIR runs the expected outcomes of other projects too;
 * PODTRUST_SEEDS=N sets the depth of the property tests.
 */

const total = { passed: 0, failed: 0, skipped: 0 }
const failures = []
/** Each failed case with what it said, told again at the end: the place where one looks, and all that a cut log keeps. */
const cases = []

function count(name, { passed, failed, skipped }, seconds) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  if (failed > 0) failures.push(name)
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds.toFixed(0)} s)`)
}

/** Runs one part; a part that throws has failed once. */
async function part(name, check) {
  console.log(`\n── ${name}`)
  const started = performance.now()
  const result = await check().catch(error => {
    console.error(error instanceof Error ? error.message : String(error))
    return one(false)
  })
  count(name, result, (performance.now() - started) / 1000)
}

const one = passed => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 })

const passes =
  (script, ...args) =>
  async () =>
    one((await runPackage(script, args)) === 0)

/** Vitest's own count; a file that does not even load counts as a failure. */
const unitTests = (folder, config) => async () => {
  const file = join(folder, `${config.replaceAll(sep, '-')}.json`)
  const code = await runPackage('vitest/vitest.mjs', [
    'run',
    `--config=${config}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const report = JSON.parse(await readFile(file, 'utf8'))
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  for (const { name, message } of broken) tell(relative(root, name), message)
  for (const { name, assertionResults } of report.testResults)
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === 'failed') tell(`${relative(root, name)}: ${fullName}`, failureMessages.join('\n'))
  const failed = report.numFailedTests + broken.length
  return {
    passed: report.numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

const browserTests = folder => async () => {
  const { ensureBrowser } = await import('./ensure-browser.mjs')
  const { ensureBuilt } = await import('./build.mjs')
  const browser = await ensureBrowser()
  await ensureBuilt()
  const file = join(folder, 'browser.json')
  const env = { ...quietly, CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
  const code = await runPackage('@playwright/test/cli.js', ['test', '--reporter=list,json'], { env })
  const { stats, errors, suites } = JSON.parse(await readFile(file, 'utf8'))
  for (const { message } of errors) tell('browser tests', message)
  for (const { file: name, title, message } of suites.flatMap(failedIn))
    tell(`e2e/${name}: ${title}`, message)
  const failed = stats.unexpected + stats.flaky + errors.length
  return { passed: stats.expected, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: stats.skipped }
}

/** The cases of a suite that did not come out as expected, with their last error. */
const failedIn = ({ file, specs = [], suites = [] }) => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ title, tests }) => ({
      file,
      title,
      message: tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors)).at(-1)?.message ?? '',
    })),
  ...suites.flatMap(failedIn),
]

/** Keeps the first lines of what a failed case said, without colours. */
function tell(name, message = '') {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, 12)
  cases.push([name, ...lines.map(line => `    ${line.slice(0, 400)}`)].join('\n'))
}

/** What runs against a real API server, once that is built or it is known why there is none. */
const controlPlaneTests = (folder, preparing) => async () => {
  const { missing } = await preparing
  if (missing === undefined) return unitTests(folder, join('test', 'control-plane', 'vitest.config.ts'))()
  console.log(`not run: there is no etcd and no kube-apiserver here; ${missing}`)
  return isRequired(process.env) ? one(false) : { passed: 0, failed: 0, skipped: 1 }
}

/** A script that closes with its own count: `N passed, N failed`, perhaps with what was skipped. */
const counted =
  (...args) =>
  async () => {
    const [code, output] = await outputOf(args)
    const [, passed, failed, skipped = 0] =
      /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(output) ?? []
    if (passed === undefined) return one(false)
    const result = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) }
    return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result
  }

/** `npm run oracles` with the counts that may not fall. */
const oracles = folder => counted(join(root, 'scripts', 'oracle-ratchet.mjs'), folder)

function outputOf(args) {
  return new Promise(done => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: quietly,
    })
    let output = ''
    child.stdout.on('data', data => {
      output += data
      process.stdout.write(data)
    })
    child.on('close', code => done([code ?? 1, output]))
  })
}

await ensureInstalled()
// Built behind the other parts; a failure is told by the part that waits for it.
const controlPlane = ensureControlPlane()
controlPlane.catch(() => {})
const folder = await mkdtemp(join(tmpdir(), 'podtrust-'))
const started = performance.now()
await part('format', passes('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'))
await part('lint', passes('eslint/bin/eslint.js', '--max-warnings=0', '.'))
await part('types', async () => {
  // The types of pages are generated; without them a fresh clone has fewer files to check.
  await runPackage('next/dist/bin/next', ['typegen'])
  return one((await runPackage('typescript/bin/tsc', ['--noEmit'])) === 0)
})
await part('dead code', passes('knip/bin/knip.js'))
await part('unit, property and conformance tests', unitTests(folder, 'vitest.config.ts'))
await part('mutants', counted(join(root, 'scripts', 'mutants.mjs')))
await part('browser tests', browserTests(folder))
await part('real API server', controlPlaneTests(folder, controlPlane))
if (process.env.ORACLES) await part('oracles', oracles(process.env.ORACLES))
else console.log('\n── oracles\noracles: not run, because ORACLES names no folder that holds them')
await rm(folder, { recursive: true, force: true })

if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`)
for (const text of cases) console.log(`\n✗ ${text}`)
console.log(`\n${((performance.now() - started) / 60_000).toFixed(1)} minutes`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
