/**
 * The third opinion against truth tables of other projects. They are not part of this repository: `ORACLES` names
 * the folder that holds them.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { load, loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { naiveVerdict, type EndName } from './naive'
import { PROTOCOLS, at, listAt, textAt, type Json, type RawObject } from './raw'

const folder = process.env['ORACLES']

const foldersIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? [join(path, entry.name)] : [],
  )

function manifestsIn(path: string): RawObject[] {
  const files = readdirSync(path).filter(name => /\.(ya?ml|json)$/.test(name))
  return files.sort().flatMap(name => loadAll(readFileSync(join(path, name), 'utf8')) as RawObject[])
}

function endOf(node: Json | undefined): EndName {
  if (typeof node === 'string') return { pod: node }
  const ip = textAt(node, 'ip')
  if (ip === undefined) throw new Error(`neither a pod nor an address: ${JSON.stringify(node)}`)
  return { ip }
}

/** Every row of a case folder whose answer is not the expected one. Throws on a row that asks for more than a verdict. */
function failuresOf(path: string): { rows: number; failures: string[] } {
  const file = load(readFileSync(join(path, 'expectations.yaml'), 'utf8')) as RawObject
  const objects = manifestsIn(join(path, 'manifests'))
  expect(at(file, 'settings')).toEqual({ engine: 'kubernetes' })
  const cases = listAt(file, 'cases')
  const failures = cases.flatMap(row => {
    const name = textAt(row, 'name') ?? ''
    const protocol = PROTOCOLS.find(word => word === at(row, 'protocol'))
    const port = at(row, 'port')
    const expected = textAt(row, 'expect', 'verdict')
    const only = Object.keys(at(row, 'expect') ?? {}).join()
    if (protocol === undefined || typeof port !== 'number' || only !== 'verdict')
      throw new Error(`cannot ask ${name}`)
    const question = { from: endOf(at(row, 'from')), to: endOf(at(row, 'to')), protocol, port }
    const { verdict } = naiveVerdict(objects, question, { engine: 'kubernetes' })
    return verdict === expected ? [] : [`${name}: ${verdict}, expected ${String(expected)}`]
  })
  return { rows: cases.length, failures }
}

describe('the third opinion against oracles', () => {
  for (const name of ['kubernetes-e2e', 'nca-kubernetes']) {
    const path = join(folder ?? '', name)
    const absent = folder === undefined || !existsSync(path)
    it.skipIf(absent)(absent ? `${name}: not run, ORACLES names no folder that has it` : name, () => {
      const results = foldersIn(path).map(failuresOf)
      const rows = results.reduce((sum, result) => sum + result.rows, 0)
      const failures = results.flatMap(result => result.failures)
      console.log(`${name}: ${rows} rows, ${rows - failures.length} agree`)
      expect(rows).toBeGreaterThan(0)
      expect(failures).toEqual([])
    })
  }
})
