import { relative } from 'node:path'
import type { Capture } from '@/lib/model/capture'
import { BadInput } from '@/lib/sources/bad-input'
import { readDemo } from '@/lib/sources/demo'
import { readManifests, type ReadOptions } from '@/lib/sources/manifests'

/** Names the manifests to show, as a JSON list of paths; absent = the demo cluster. */
export const manifestsVariable = 'PODTRUST_MANIFESTS'

/** Reads what the process was started with. Throws BadInput where that names nothing readable. */
export async function readSource(manifests: string | undefined, options: ReadOptions): Promise<Capture> {
  return manifests === undefined ? readDemo() : readManifests(pathsIn(manifests).map(shortest), options)
}

function pathsIn(text: string): string[] {
  try {
    const paths: unknown = JSON.parse(text)
    if (Array.isArray(paths) && paths.length > 0 && paths.every(path => typeof path === 'string'))
      return paths
  } catch {
    // Falls through to the same complaint.
  }
  throw new BadInput(`\`${manifestsVariable}\` must be a JSON list of paths, like ["/home/me/manifests"]`)
}

/** As somebody in the working directory would write it, where that is shorter: it is shown on the page. */
function shortest(path: string): string {
  const near = relative(process.cwd(), path) || '.'
  return near.length < path.length ? near : path
}
