import { relative } from 'node:path'
import type { Capture } from '@/lib/model/capture'
import { readDemo } from '@/lib/sources/demo'
import { readManifests, type ReadOptions } from '@/lib/sources/manifests'
import type { Start } from './messages'

/** Reads what is to be shown. Throws BadInput where nothing of it can be read. */
export function readSource(start: Start, options: ReadOptions): Promise<Capture> {
  switch (start.kind) {
    case 'demo':
      return readDemo()
    case 'manifests':
      return readManifests(start.paths.map(shortest), options)
  }
}

/** As somebody in the working directory would write it, where that is shorter: it is shown on the page. */
function shortest(path: string): string {
  const near = relative(process.cwd(), path) || '.'
  return near.length < path.length ? near : path
}
