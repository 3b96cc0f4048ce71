import { relative } from 'node:path'
import { uploadLimits } from '@/lib/api/upload-limits'
import type { Capture } from '@/lib/model/capture'
import { readKinds } from '@/lib/analyze'
import { readCluster } from '@/lib/sources/cluster/read'
import { readExample } from '@/lib/sources/demo'
import { readManifests, type ReadOptions } from '@/lib/sources/manifests'
import { readUpload, type SentFile } from '@/lib/sources/upload'
import type { Start } from './messages'

/** Reads what is to be shown; `sent` are the files of an upload. Throws BadInput where nothing of it can be read. */
export function readSource(
  start: Start,
  options: ReadOptions,
  sent: readonly SentFile[] = [],
): Promise<Capture> {
  switch (start.kind) {
    case 'example':
      return readExample(start.name)
    case 'manifests':
      return readManifests(start.paths.map(shortest), options)
    case 'upload':
      return readUpload(sent, uploadLimits, options)
    case 'cluster':
      return readCluster(start.choice, { ...options, reads: readKinds, env: process.env })
  }
}

/** As somebody in the working directory would write it, where that is shorter: it is shown on the page. */
function shortest(path: string): string {
  const near = relative(process.cwd(), path) || '.'
  return near.length < path.length ? near : path
}
