import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { field, isList, isMap, type Json, type JsonMap } from '../../lib/model/json'

const root = join(import.meta.dirname, '..', '..')

/** The objects of a folder of the repository, lists opened; read without podtrust's own reader. */
export async function objectsIn(folder: string): Promise<readonly JsonMap[]> {
  const names = await readdir(join(root, folder), { recursive: true })
  const files = names.filter(name => name.endsWith('.yaml')).sort()
  const texts = await Promise.all(files.map(name => readFile(join(root, folder, name), 'utf8')))
  return objectsOf(...texts)
}

/** The objects of YAML texts. */
export const objectsOf = (...texts: readonly string[]): readonly JsonMap[] =>
  texts.flatMap(text => loadAll(text)).flatMap(value => opened(value as Json))

function opened(value: Json): readonly JsonMap[] {
  const items = field(value, 'items')
  if (isList(items)) return items.flatMap(opened)
  return isMap(value) ? [value] : []
}
