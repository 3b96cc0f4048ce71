import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { asString, isList, isMap, own, type Json } from '../../model/json'
import { BadInput } from '../../sources/bad-input'
import { readFileText } from '../load'
import { unsupported, type Row } from './row'

/** What the rows of each table are about. Nothing here answers them yet, so that all of them are unsupported. */
const features: ReadonlyMap<string, string> = new Map([
  ['baseline.jsonl', 'pod security levels'],
  ['restricted.jsonl', 'pod security levels'],
  ['rbac.jsonl', 'RBAC findings'],
  ['covers.json', 'RBAC rule coverage'],
  ['selectors.json', 'Calico selectors'],
  ['scoping.json', 'Calico selectors'],
  ['order.json', 'Calico policy order'],
  ['ids.json', 'SPIFFE IDs'],
  ['identities.json', 'SPIFFE identities'],
])

/** The rows of every table of an oracle: files of JSON, or of one JSON value per line. */
export async function countTables(oracle: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const file of await tableFiles(oracle)) {
    const name = relative(oracle, file)
    const feature = features.get(name.split('/').at(-1) ?? '') ?? 'tables of another form'
    for (const [at, entry] of entriesOf(await readFileText(file), name).entries())
      rows.push({
        ...unsupported(`${name}, row ${at + 1}`, feature),
        ...(isMap(entry) && asString(own(entry, 'derived')) !== undefined && { derived: true as const }),
      })
  }
  return rows
}

async function tableFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const inside = entries.filter(entry => entry.isDirectory() && entry.name !== 'manifests')
  return [
    ...entries
      .filter(entry => entry.isFile() && /\.jsonl?$/.test(entry.name))
      .map(({ name }) => join(folder, name)),
    ...(await Promise.all(inside.map(entry => tableFiles(join(folder, entry.name))))).flat(),
  ].sort()
}

/** A row per line of a `.jsonl` file, else per entry of the list, or of all lists of the map, that the file holds. */
function entriesOf(text: string, name: string): Json[] {
  if (name.endsWith('.jsonl'))
    return text
      .split('\n')
      .filter(line => line.trim() !== '')
      .map(line => parse(line, name))
  const value = parse(text, name)
  if (isList(value)) return [...value]
  return isMap(value) ? Object.values(value).flatMap(part => (isList(part) ? [...part] : [])) : []
}

function parse(text: string, name: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new BadInput(`\`${name}\` is no JSON`)
  }
}
