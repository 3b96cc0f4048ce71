import type { Gap } from '../../lib/model/capture'
import type { Finding, FindingPlace, FindingReport } from '../../lib/model/finding'
import { pathText, refText } from '../../lib/model/object'
import { finish } from '../../lib/model/stepwise'
import { open } from './world'

/** All that is found in some YAML. */
export const reportOf = (documents: readonly string[], gaps: readonly Gap[] = []): FindingReport =>
  finish(open(documents, {}, gaps).findings())

/** Those of one code. */
export const findingsOf = (
  code: string,
  documents: readonly string[],
  gaps: readonly Gap[] = [],
): readonly Finding[] => reportOf(documents, gaps).findings.filter(finding => finding.code === code)

/**
 * One line for each finding of a code: `PeerAuthentication shop/a spec.mtls: shop/api[Pod], shop/web[Pod]`; of one that
 * may not hold ` perhaps: REASON` comes after.
 */
export const found = (code: string, documents: readonly string[], gaps: readonly Gap[] = []): string[] =>
  findingsOf(code, documents, gaps).map(
    ({ about, workloads, doubt }) =>
      `${placeOf(about)}: ${workloads.join(', ')}${doubt === undefined ? '' : ` perhaps: ${doubt}`}`,
  )

function placeOf(about: FindingPlace): string {
  switch (about.kind) {
    case 'object':
      return `${refText(about.object)} ${pathText(about.path)}`
    case 'workload':
      return about.workload
    case 'namespace':
      return `namespace ${about.namespace}`
    case 'mesh':
      return 'the mesh'
  }
}
