import type { ConnectionRun } from '@/lib/api/connection-contract'
import { refText } from '@/lib/model/object'
import { trustClasses } from '@/lib/model/verdict'
import { count } from '@/lib/words/count'
import { classGloss } from '@/lib/words/glossary'
import { visible } from '@/lib/words/visible'

/** What is true of all rows of a run, for its heading; undefined where that differs, or is in doubt. */
export function runWords({ key, admitted, unlimited }: ConnectionRun): string | undefined {
  const trustClass = trustClasses.find(each => each === key)
  if (trustClass) return classGloss[trustClass]
  return admitted ? admissionWords(admitted) : unlimited && 'no policy limits what goes out'
}

type Admission = NonNullable<ConnectionRun['admitted']>

/** What lets in the rows of one destination, for its heading. */
export function admissionWords({ policies, only, butHosts }: Admission): string {
  if (policies === 0) return 'no policy limits what comes in'
  const who = only
    ? `${visible(refText(only))} alone`
    : `one or another of ${count(policies, 'policy', 'policies')}`
  return `let in by ${who}${butHosts ? ', but for host-network pods' : ''}`
}

/** The same of the rows that are left out, after their number: that they share their reason, or who may have let them in. */
export function othersWords({ policies, only, butHosts }: Admission): string {
  const same = policies === 0 || only !== undefined
  return [
    same ? ', same reason' : `, let in by one or another of ${count(policies, 'policy', 'policies')}`,
    butHosts ? `${same ? '' : ','} except from host-network pods on its nodes` : '',
  ].join('')
}
