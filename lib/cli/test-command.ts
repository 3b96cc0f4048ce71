import { analyze } from '../analyze'
import { visible } from '../words/visible'
import { clusterFlags } from './cluster-flags'
import type { Command } from './command'
import { judgeCase } from './expectations/judge'
import { readExpectations } from './expectations/read'
import type { Result } from './expectations/result'
import { withFileSettings } from './expectations/settings'
import { engineFlag, formatFlag, planeFlag, planeOf, settingsOf } from './flags'
import { inputOf, read, readFileText } from './load'
import { json } from './print'
import { problemReport } from './problem-report'

export const test: Command = {
  name: 'test',
  summary: 'Compares expectations with what the objects allow',
  words: ['PATH…'],
  orCluster: true,
  flags: [
    { name: 'expect', value: 'FILE', required: true, many: 'words', help: 'file of kind Expectations' },
    formatFlag(),
    planeFlag,
    engineFlag,
    ...clusterFlags,
  ],
  notes: [
    'Settings of a file go before flags. Exit code 1: a case failed or could not be judged.',
    'The result closes with `N passed, N failed`.',
  ],
  async run(args, io) {
    const expectations = (
      await Promise.all(
        args.all('expect').map(async file => readExpectations(await readFileText(file), file)),
      )
    ).flat()
    const capture = await read(inputOf(args), io)
    const results: Result[] = []
    for (const [at, { settings, cases }] of expectations.entries()) {
      const session = analyze(capture, withFileSettings(settingsOf(args), settings))
      if (at === 0) io.err(problemReport(session))
      results.push(...cases.map(one => judgeCase(session, one, planeOf(args))))
    }
    io.out(args.get('format') === 'json' ? printJson(results) : printResults(results))
    return results.every(({ status }) => status === 'passed') ? 0 : 1
  },
}

const passed = (results: readonly Result[]): number =>
  results.filter(({ status }) => status === 'passed').length

const printResults = (results: readonly Result[]): string =>
  [
    ...results.filter(({ status }) => status !== 'passed').map(printResult),
    `${passed(results)} passed, ${results.length - passed(results)} failed\n`,
  ].join('')

export const printResult = ({ status, name, file, line, details }: Result): string =>
  `${status === 'failed' ? 'FAILED' : 'ERROR'} ${visible(`${file}, line ${line}: ${name}`)}\n${details
    .map(detail => `  ${visible(detail)}\n`)
    .join('')}`

const printJson = (results: readonly Result[]): string =>
  `${json({
    passed: passed(results),
    failed: results.length - passed(results),
    cases: results.map(({ name, file, line, status, details }) => ({
      ...{ name, file, line },
      status: status === 'unsupported' ? 'error' : status,
      details,
    })),
  })}\n`
