import { relative } from 'node:path'
import type { Capture } from '@/lib/model/capture'
import { readDemo } from '@/lib/sources/demo'
import { readManifests, type ReadOptions } from '@/lib/sources/manifests'

/** Reads these paths, or the demo cluster. Throws BadInput where they name nothing readable. */
export const readSource = (paths: readonly string[] | undefined, options: ReadOptions): Promise<Capture> =>
  paths === undefined ? readDemo() : readManifests(paths.map(shortest), options)

/** As somebody in the working directory would write it, where that is shorter: it is shown on the page. */
function shortest(path: string): string {
  const near = relative(process.cwd(), path) || '.'
  return near.length < path.length ? near : path
}
