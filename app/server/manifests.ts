import { BadInput } from '@/lib/sources/bad-input'

/** Names the manifests to show, as a JSON list of paths; absent = the demo cluster. */
export const manifestsVariable = 'PODTRUST_MANIFESTS'

/** Reads that variable; undefined = the demo cluster. Throws BadInput where it is no list of paths. */
export function readPathList(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined
  try {
    const paths: unknown = JSON.parse(text)
    if (Array.isArray(paths) && paths.length > 0 && paths.every(path => typeof path === 'string'))
      return paths
  } catch {
    // Falls through to the same complaint.
  }
  throw new BadInput(`\`${manifestsVariable}\` must be a JSON list of paths, like ["/home/me/manifests"]`)
}
