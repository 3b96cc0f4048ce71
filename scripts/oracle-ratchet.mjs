import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Runs the oracles and holds what passed: `node scripts/oracle-ratchet.mjs DIR [--update]`. A row that passed once may
 * not fail later, so fewer passed rows than oracle-counts.json says is an error; `--update` writes the counts anew.
 */

const here = dirname(fileURLToPath(import.meta.url))
const countsFile = join(here, 'oracle-counts.json')
const again = dir => `\`node scripts/oracle-ratchet.mjs ${dir} --update\``

/** How many rows passed, by the name that the runner prints before them. */
export function readCounts(output) {
  const lines = output.matchAll(/^(.+): \d+ rows, (\d+) passed, \d+ failed, \d+ unsupported$/gm)
  return Object.fromEntries([...lines].map(([, name, passed]) => [name, Number(passed)]))
}

/** What got worse since the counts were written, and what got better. */
export function compareCounts(before, now) {
  const worse = []
  const better = []
  for (const [name, passed] of Object.entries(before))
    if (now[name] === undefined) worse.push(`${name}: was not run, ${passed} rows passed before`)
    else if (now[name] < passed) worse.push(`${name}: ${now[name]} rows pass, ${passed} passed before`)
  for (const [name, passed] of Object.entries(now))
    if (passed > (before[name] ?? 0))
      better.push(`${name}: ${passed} rows pass, ${before[name] ?? 0} passed before`)
  return { worse, better }
}

async function main([dir, flag, ...more]) {
  if (!dir || dir.startsWith('-') || (flag !== undefined && flag !== '--update') || more.length > 0) {
    console.error('usage: node scripts/oracle-ratchet.mjs DIR [--update]')
    return 2
  }
  const { output, code } = await runOracles(dir)
  if (code !== 0 && code !== 1) return code
  const now = readCounts(output)
  if (flag === '--update') {
    await writeFile(countsFile, `${JSON.stringify(now, null, 2)}\n`)
    return code
  }
  const { worse, better } = compareCounts(JSON.parse(await readFile(countsFile, 'utf8')), now)
  for (const line of worse) console.error(`REGRESSION ${line}`)
  if (worse.length > 0) return 1
  for (const line of better) console.error(`better: ${line}`)
  if (better.length > 0) console.error(`${again(dir)} keeps these counts`)
  return code
}

/** Runs the oracles with their output shown and kept. */
function runOracles(dir) {
  const program = join(here, '..', 'bin', 'podtrust.js')
  const child = spawn(process.execPath, [program, 'oracles', dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text
    process.stdout.write(text)
  })
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', code => done({ output, code: code ?? 2 }))
  })
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = await main(process.argv.slice(2))
