import { appendFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import yaml from 'js-yaml'
import { asString, dig, type JsonMap } from '../lib/model/json'
import { manifestsOf, type Form } from './manifests'
import type { Plan } from './plan'
import type { Detail } from './served-pod'

export const formats = ['yaml', 'json'] as const

export interface Writing {
  readonly form: Form
  readonly detail?: Detail
  /** YAML documents, or one JSON `List`. */
  readonly format?: (typeof formats)[number]
}

/** Characters that a file may gather before they are written. */
const handful = 1 << 22

/**
 * Writes a plan as one file a namespace and one, `cluster`, for what lives in none, into a folder that is emptied of
 * files of these names first; gives the number of objects. Other tools read the same folder.
 */
export async function writeManifests(plan: Plan, writing: Writing, folder: string): Promise<number> {
  const { form, detail = 'lean', format = 'yaml' } = writing
  const started = new Map<string, string[]>()
  let objects = 0
  await mkdir(folder, { recursive: true })
  for (const manifest of manifestsOf(plan, form, detail)) {
    const file = join(folder, `${fileOf(manifest)}.${format}`)
    const known = started.get(file)
    if (!known) await rm(file, { force: true })
    const parts = known ?? []
    started.set(file, parts)
    parts.push(format === 'yaml' ? yamlText(manifest) : jsonText(manifest, !known))
    objects += 1
    if (parts.length % 256 === 0 && parts.reduce((sum, { length }) => sum + length, 0) > handful)
      await appendFile(file, parts.splice(0).join(''))
  }
  for (const [file, parts] of started)
    await appendFile(file, `${parts.join('')}${format === 'yaml' ? '' : ']}\n'}`)
  return objects
}

/** A namespace stands in the file of what lives in it. */
function fileOf(manifest: JsonMap): string {
  const of = dig(manifest, 'kind') === 'Namespace' ? 'name' : 'namespace'
  return asString(dig(manifest, 'metadata', of)) ?? 'cluster'
}

/** Aliases are written out: not every reader of manifests takes them. */
const yamlText = (manifest: JsonMap): string =>
  `---\n${yaml.dump(manifest, { noRefs: true, lineWidth: -1, noCompatMode: true })}`

const jsonText = (manifest: JsonMap, first: boolean): string =>
  `${first ? '{"apiVersion":"v1","kind":"List","items":[' : ','}\n${JSON.stringify(manifest)}`
