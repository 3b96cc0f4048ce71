import { join } from 'node:path'
import { z } from 'zod'
import { analyze } from '../../analyze'
import { joinRanges, parseAddress, rangeText, type AddressRange } from '../../model/address'
import type { Capture } from '../../model/capture'
import type { Session } from '../../model/session'
import { defaultSettings, type Settings } from '../../model/settings'
import { readManifests } from '../../sources/manifests'
import { compareSessions, printDiff } from '../diff'
import { printList } from '../list'
import { readFileText } from '../load'
import type { Row } from './row'

/** Whole expected outputs of the analyzer that `--compat netpol-analyzer` speaks like, listed in `index.json`. */
const index = z.object({
  list: z.array(z.string()),
  exposure: z.array(z.string()),
  diff: z.array(z.object({ before: z.string(), after: z.string() })),
})

type Index = z.infer<typeof index>

/** The cases that the text of an `index.json` lists; undefined when it is another kind of file. */
export function readIndex(text: string): Index | undefined {
  return index.safeParse(JSON.parse(text)).data
}

const settings: Settings = { ...defaultSettings, plane: 'network', compat: 'netpol-analyzer' }

export async function runGolden(oracle: string, { list, exposure, diff }: Index): Promise<Row[]> {
  const open = (name: string): Promise<Capture> => readManifests([join(oracle, 'inputs', name)])
  const compared = async (
    name: string,
    inputs: readonly string[],
    produce: (...sessions: readonly Session[]) => string,
    relevant: (expected: string) => string,
  ): Promise<Row> => {
    const captures = await Promise.all(inputs.map(open))
    const expected = relevant(await readFileText(join(oracle, name)))
    const differences = compareLines(
      expected,
      produce(...captures.map(capture => analyze(capture, settings))),
    )
    return { name, status: differences.length === 0 ? 'passed' : 'failed', details: differences }
  }
  const rows: Row[] = []
  for (const name of list) rows.push(await compared(`list/${name}.txt`, [name], listText, text => text))
  for (const name of exposure)
    rows.push(await compared(`exposure/${name}.txt`, [name], exposureText, relevantExposure))
  for (const { before, after } of diff)
    rows.push(await compared(`diff/${before}__${after}.txt`, [before, after], diffText, relevantDiff))
  return rows
}

const listText = (session?: Session): string => (session ? printList(session, settings, 'txt') : '')

const exposureText = (session?: Session): string =>
  session
    ? [listText(session), ...session.inventory.workloads.map(({ key }) => unprotected(session, key))].join('')
    : ''

/** Where nothing limits a workload, as the other analyzer says it. */
const unprotected = ({ isolation }: Session, key: string): string =>
  (['Egress', 'Ingress'] as const)
    .filter(side => isolation.get(key)?.[side === 'Egress' ? 'egress' : 'ingress'] === 'no')
    .map(side => `${key} is not protected on ${side}\n`)
    .join('')

const diffText = (before?: Session, after?: Session): string =>
  before && after ? printDiff(compareSessions(before, after, settings), 'txt') : ''

/** The list above the exposure, and the workloads that no policy limits; what new workloads might do is not compared. */
function relevantExposure(text: string): string {
  const [list = ''] = text.split('Exposure Analysis Result:')
  return `${list}\n${text
    .split('\n')
    .filter(line => line.includes(' is not protected on '))
    .join('\n')}`
}

const relevantDiff = (text: string): string =>
  text
    .replace(/, workloads-diff-info: .*$/gm, '')
    .replace(/\bref1: /g, 'before: ')
    .replace(/\bref2: /g, 'after: ')

/**
 * Compares two outputs as sets of lines, outside addresses joined to maximal ranges wherever the rest of the line is
 * the same; headers and blank lines do not count.
 */
export function compareLines(expected: string, got: string): string[] {
  const [wanted, given] = [expected, got].map(text => new Set(joinedLines(text)))
  return [
    ...[...(wanted ?? [])].filter(line => !given?.has(line)).map(line => `missing: ${line}`),
    ...[...(given ?? [])].filter(line => !wanted?.has(line)).map(line => `too much: ${line}`),
  ]
}

const outside = /([\d.]+)-([\d.]+)\[External\]/

function joinedLines(text: string): string[] {
  const ranges = new Map<string, AddressRange[]>()
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.endsWith(':'))
  const plain = lines.filter(line => {
    const [found, first = '', last = ''] = outside.exec(line) ?? []
    const [from, to] = [parseAddress(first), parseAddress(last)]
    if (found === undefined || !from || !to) return true
    const rest = line.replace(found, place)
    ranges.set(rest, [...(ranges.get(rest) ?? []), { family: 4, first: from.value, last: to.value }])
    return false
  })
  return [
    ...plain,
    ...[...ranges].flatMap(([rest, each]) =>
      joinRanges(each).map(range => rest.replace(place, `${rangeText(range)}[External]`)),
    ),
  ]
}

/** Stands for the range in a line while ranges are joined; no line holds it. */
const place = '\0'
