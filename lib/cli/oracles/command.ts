import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BadInput } from '../../sources/bad-input'
import { visible } from '../../words/visible'
import { UsageError, type Command, type Io } from '../command'
import { readFileText } from '../load'
import { runCases } from './cases'
import { readIndex, runGolden } from './golden'
import type { Row } from './row'
import { countTables } from './tables'

export const oracles: Command = {
  name: 'oracles',
  summary: 'Measures the engine against the expected outcomes of other projects',
  words: ['DIR'],
  flags: [{ name: 'only', value: 'NAME,NAME', help: 'run these oracles only' }],
  notes: [
    'Every folder in DIR is an oracle. Rows that fail are named on standard error; a row is unsupported only because of\na feature that it or its manifests use, and the result counts them by feature.',
    'Exit code 1: a row failed.',
  ],
  async run(args, io) {
    const [dir = '.'] = args.words
    const rows: Row[] = []
    for (const name of await oracleNames(dir, args.get('only'))) {
      io.progress?.(`running ${name}`)
      const found = await runOracle(join(dir, name))
      io.progress?.('')
      rows.push(...found)
      report(name, found, io)
    }
    if (rows.length === 0) throw new BadInput(`\`${dir}\` holds no rows of an oracle`)
    io.out(featureCounts(rows))
    io.out(
      `${tally(rows, 'passed')} passed, ${tally(rows, 'failed')} failed, ${tally(rows, 'unsupported')} skipped\n`,
    )
    return tally(rows, 'failed') > 0 ? 1 : 0
  },
}

async function oracleNames(dir: string, only: string | undefined): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => {
    throw new BadInput(`\`${dir}\`: no such folder`)
  })
  const found = entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
  const wanted = only?.split(',').map(name => name.trim())
  const unknown = wanted?.find(name => !found.includes(name))
  if (unknown !== undefined)
    throw new UsageError(
      `--only: there is no oracle \`${unknown}\` in \`${dir}\`; there are ${found.sort().join(', ')}`,
    )
  return found.filter(name => wanted?.includes(name) ?? true).sort()
}

async function runOracle(folder: string): Promise<Row[]> {
  const golden = (await readdir(folder)).includes('index.json')
    ? readIndex(await readFileText(join(folder, 'index.json')))
    : undefined
  return golden ? runGolden(folder, golden) : [...(await runCases(folder)), ...(await countTables(folder))]
}

function report(name: string, rows: readonly Row[], io: Io): void {
  const derived = rows.filter(row => row.derived)
  io.out(
    line(
      name,
      rows.filter(row => !row.derived),
    ),
  )
  if (derived.length > 0) io.out(line(`${name}, derived`, derived))
  for (const row of rows.filter(({ status }) => status === 'failed'))
    io.err(
      visible(`FAILED ${name}/${row.name}`) +
        '\n' +
        row.details.map(detail => `  ${visible(detail)}\n`).join(''),
    )
}

const line = (name: string, rows: readonly Row[]): string =>
  `${name}: ${rows.length} rows, ${tally(rows, 'passed')} passed, ${tally(rows, 'failed')} failed, ${tally(rows, 'unsupported')} unsupported\n`

const tally = (rows: readonly Row[], status: Row['status']): number =>
  rows.filter(row => row.status === status).length

/** How many rows each missing feature keeps from being judged, the most wanted first. */
function featureCounts(rows: readonly Row[]): string {
  const counts = new Map<string, number>()
  for (const { feature } of rows)
    if (feature !== undefined) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([feature, count]) => `unsupported because of ${visible(feature)}: ${count}\n`)
    .join('')
}
