import { transform } from 'esbuild'
import { load } from 'js-yaml'
import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createVitest } from 'vitest/node'
import { root } from './install.mjs'

/**
 * `npm run mutants [TEXT…]`: breaks one rule of the engine at a time and proves that some test notices. The list is in
 * test/mutants: for each mutant a snippet of code that must occur exactly once in its file, what it becomes, and the tests
 * that must catch it, in the order in which they are run. With TEXT only mutants whose id or file holds it.
 *
 * The sources stay as they are: the code is swapped while Vite loads it. Closes with `N passed, N failed`; the first check
 * is that the same tests pass while nothing is broken.
 */

const folder = join(root, 'test', 'mutants')
const fields = ['id', 'rule', 'source', 'file', 'code', 'becomes', 'tests']
/** Random clusters of each property test, whatever the depth of the suite around. */
const clusters = '500'
/** A mutant that loops for ever stops everything; no test is nearly as slow. */
const longest = 300_000
/** Mutants that are tried at the same time, where there are as many cores. */
const most = 4

process.env.PODTRUST_SEEDS = clusters
delete process.env.PODTRUST_SEED

/** The mutants of all files, in order; throws where an entry is not what it must be. */
async function readMutants() {
  const files = (await readdir(folder)).filter(name => name.endsWith('.yaml')).sort()
  const mutants = []
  for (const name of files)
    for (const mutant of load(await readFile(join(folder, name), 'utf8'))) {
      const missing = fields.filter(field => mutant[field] === undefined)
      const strange = Object.keys(mutant).filter(field => !fields.includes(field))
      if (missing.length > 0 || strange.length > 0)
        throw new Error(
          `test/mutants/${name}: ${mutant.id ?? 'a mutant without id'}: missing ${missing}, unknown ${strange}`,
        )
      if (mutants.some(({ id }) => id === mutant.id))
        throw new Error(`test/mutants/${name}: ${mutant.id} is there twice`)
      mutants.push(mutant)
    }
  return mutants
}

/** Why a mutant cannot be tried; undefined where it can. */
async function flawOf({ file, code, becomes }) {
  const text = await readFile(join(root, file), 'utf8').catch(() => undefined)
  if (text === undefined) return `there is no file ${file}`
  const times = text.split(code).length - 1
  if (times !== 1) return `its code occurs ${times} times in ${file}, not once`
  // Code that does not even parse would fail every test.
  return transform(
    text.replace(code, () => becomes),
    { loader: 'ts' },
  ).then(
    () => undefined,
    error => `what it makes of ${file} does not parse: ${error.message}`,
  )
}

class Bench {
  /** The mutant that is in force. */
  current = undefined
  applied = false
  failures = []
  errors = []

  async open() {
    const swap = {
      name: 'podtrust-mutants',
      enforce: 'pre',
      transform: (code, id) => {
        if (!this.current || id !== join(root, this.current.file)) return undefined
        this.applied = true
        return { code: code.replace(this.current.code, () => this.current.becomes), map: null }
      },
    }
    const listener = {
      onTestCaseResult: test => {
        if (test.result().state === 'failed')
          this.failures.push(`${test.module.relativeModuleId}: ${test.fullName}`)
      },
      onTestModuleEnd: module => this.errors.push(...module.errors().map(({ message }) => message)),
    }
    this.vitest = await createVitest(
      'test',
      {
        root,
        watch: false,
        bail: 1,
        maxWorkers: 1,
        pool: 'threads',
        reporters: [listener],
        setupFiles: [join(root, 'scripts', 'mutants-setup.mjs')],
      },
      { plugins: [swap] },
    )
  }

  /** Runs tests, file by file; stops at the first that fails. */
  async run(filters, mutant) {
    this.current = mutant
    this.applied = false
    this.failures = []
    this.errors = []
    if (mutant) this.vitest.invalidateFile(join(root, mutant.file))
    for (const filter of filters) {
      const files = await this.vitest.globTestSpecifications([filter])
      if (files.length === 0) this.errors.push(`no test is called ${filter}`)
      else await this.vitest.runTestSpecifications(files)
      if (this.failures.length > 0 || this.errors.length > 0) break
    }
    if (mutant) this.vitest.invalidateFile(join(root, mutant.file))
    this.current = undefined
  }
}

async function judge(bench, mutant) {
  const flaw = await flawOf(mutant)
  if (flaw) return [false, `does not apply: ${flaw}`]
  await bench.run(mutant.tests, mutant)
  if (bench.failures.length > 0) return [true, `killed by ${bench.failures[0]}`]
  if (bench.errors.length > 0) return [false, `broken: ${bench.errors[0]}`]
  if (!bench.applied) return [false, `does not apply: none of its tests loads ${mutant.file}`]
  return [false, `survived ${mutant.tests.join(', ')}; breaks "${mutant.rule}" (${mutant.source})`]
}

class Report {
  passed = 0
  failed = 0

  /** One check, timed; takes everything down where it hangs, because a loop in a test cannot be stopped otherwise. */
  async check(name, test) {
    const since = performance.now()
    const watch = setTimeout(() => {
      this.line(false, name, since, `takes longer than ${longest / 1000} s`)
      this.close()
      process.exit(1)
    }, longest)
    const [good, what] = await test()
    clearTimeout(watch)
    this.line(good, name, since, what)
  }

  line(good, name, since, what) {
    if (good) this.passed++
    else this.failed++
    const seconds = ((performance.now() - since) / 1000).toFixed(1)
    console.log(`${good ? 'ok  ' : 'FAIL'} ${name} (${seconds} s): ${what}`)
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`)
  }
}

async function main(texts) {
  const mutants = (await readMutants()).filter(
    ({ id, file }) => texts.length === 0 || texts.some(text => id.includes(text) || file.includes(text)),
  )
  const report = new Report()
  const benches = Array.from({ length: Math.min(availableParallelism(), most) }, () => new Bench())
  for (const bench of benches) await bench.open()
  /** Every bench takes the next of the list, as soon as it is done with the one before. */
  const all = async (list, run) => {
    const left = [...list]
    await Promise.all(
      benches.map(async bench => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) await run(bench, next)
      }),
    )
  }
  await all([...new Set(mutants.flatMap(({ tests }) => tests))], (bench, tests) =>
    report.check(`${tests} with nothing broken`, async () => {
      await bench.run([tests])
      const [wrong] = [...bench.failures, ...bench.errors]
      return wrong === undefined ? [true, 'passes'] : [false, wrong]
    }),
  )
  if (report.failed === 0)
    await all(mutants, (bench, mutant) => report.check(mutant.id, () => judge(bench, mutant)))
  for (const bench of benches) await bench.vitest.close()
  report.close()
  return report.failed > 0 ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
