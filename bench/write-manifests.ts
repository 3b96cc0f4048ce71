import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import yaml from 'js-yaml'
import { asString, dig, type JsonMap } from '../lib/model/json'
import { manifestsOf, type Form } from './manifests'
import type { Plan } from './plan'

/**
 * Writes a plan as one YAML file a namespace and one, `cluster.yaml`, for what lives in none; gives the number of
 * objects. Other tools read the same folder.
 */
export async function writeManifests(plan: Plan, form: Form, folder: string): Promise<number> {
  const byFile = new Map<string, JsonMap[]>()
  let objects = 0
  for (const manifest of manifestsOf(plan, form)) {
    const file = fileOf(manifest)
    const documents = byFile.get(file) ?? []
    documents.push(manifest)
    byFile.set(file, documents)
    objects += 1
  }
  await mkdir(folder, { recursive: true })
  for (const [file, documents] of byFile)
    await writeFile(join(folder, file), documents.map(document => `---\n${text(document)}`).join(''))
  return objects
}

/** A namespace stands in the file of what lives in it. */
function fileOf(manifest: JsonMap): string {
  const of = dig(manifest, 'kind') === 'Namespace' ? 'name' : 'namespace'
  return `${asString(dig(manifest, 'metadata', of)) ?? 'cluster'}.yaml`
}

/** Aliases are written out: not every reader of manifests takes them. */
const text = (manifest: JsonMap): string => yaml.dump(manifest, { noRefs: true, lineWidth: -1 })
