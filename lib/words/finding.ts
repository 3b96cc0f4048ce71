import type { FindingPlace, Severity, UnseenFindings } from '../model/finding'
import { pathText, refKey, refText } from '../model/object'
import { listed } from './count'
import { visible } from './visible'

/** Severities as headings, worst first, each with what it means for the one who reads it. */
export const severityWords: Readonly<Record<Severity, { readonly title: string; readonly gloss: string }>> = {
  critical: { title: 'Critical', gloss: 'something is open that must not be' },
  high: { title: 'High', gloss: 'protection that is meant to be there is not, or traffic breaks' },
  medium: { title: 'Medium', gloss: 'wider than it reads, or half done' },
  low: { title: 'Low', gloss: 'does nothing, or less than it seems to' },
}

/** What a finding is about: `PeerAuthentication shop/default`, `shop/api[Deployment]`, `namespace shop`, `the mesh`. */
export function findingPlace(about: FindingPlace): string {
  switch (about.kind) {
    case 'object':
      return visible(refText(about.object))
    case 'workload':
      return visible(about.workload)
    case 'namespace':
      return visible(`namespace ${about.namespace}`)
    case 'mesh':
      return 'the mesh'
  }
}

/** Tells one finding from every other, also after the cluster is read again; stands in addresses. */
export function findingId({ code, about }: { readonly code: string; readonly about: FindingPlace }): string {
  switch (about.kind) {
    case 'object':
      return `${code} ${refKey(about.object)} ${pathText(about.path)}`
    case 'workload':
      return `${code} ${about.workload}`
    case 'namespace':
      return `${code} ${about.namespace}`
    case 'mesh':
      return code
  }
}

/** `Objects of kind DestinationRule in shop were not read, so that findings about them may be missing: forbidden`. */
export function unseenSentence({ kind, namespaces, reason }: UnseenFindings): string {
  const what = kind === '' ? 'Objects' : `Objects of kind ${kind}`
  const where = namespaces.length === 0 ? '' : ` in ${listed(namespaces)}`
  return visible(`${what}${where} were not read, so that findings about them may be missing: ${reason}`)
}
