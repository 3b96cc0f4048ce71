import type { PolicyRow } from '@/lib/api/policy-contract'
import { provenanceShort, provenanceText } from '@/lib/words/provenance'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { Figure } from '../board/Figure'
import { Findings } from './Findings'
import type { PolicyColumn } from './policy-columns'

/** One object: whom it selects, what that comes to, what is odd about it. */
export function policyCell(column: PolicyColumn, row: PolicyRow) {
  switch (column) {
    case 'policy':
      return <Name row={row} />
    case 'namespace':
      return <span className="text-text-2">{namespaceText(row)}</span>
    case 'selects':
      return <Selects row={row} />
    case 'allows':
    case 'denies':
    case 'soleAllow':
      return <Figure value={row[column]} />
    case 'findings':
      return <Findings row={row} />
    case 'from':
      return (
        <span title={provenanceText(row.from)} className="text-text-2">
          {provenanceShort(row.from)}
        </span>
      )
  }
}

const namespaceText = ({ ref: { namespace } }: PolicyRow): string =>
  namespace === undefined ? 'all' : visible(namespace)

/** The kind stands beside the name where it is not the usual one. */
function Name({ row: { ref } }: { readonly row: PolicyRow }) {
  return (
    <bdi title={`${visible(ref.kind)} ${visible(ref.name)}`} className="font-medium">
      {visible(ref.name)}
      {ref.kind !== 'NetworkPolicy' && (
        <span className="text-xs font-normal text-text-2"> {visible(ref.kind)}</span>
      )}
    </bdi>
  )
}

/** The same in few lines, where there is room for one column. */
export function PolicyCard({ row }: { readonly row: PolicyRow }) {
  const { selects, allows, denies } = row
  return (
    <>
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 truncate">
          <Name row={row} />
        </span>
        <span className="shrink-0 text-xs text-text-2">{namespaceText(row)}</span>
      </span>
      <span className="block truncate text-xs text-text-2 tabular-nums">
        selects {selectsText(selects)} · allows {numberText(allows)} · denies {numberText(denies)}
      </span>
      {(row.notesTotal > 0 || row.unknown > 0) && (
        <span className="block truncate text-xs">
          <Findings row={row} />
        </span>
      )}
    </>
  )
}

function Selects({ row: { selects } }: { readonly row: PolicyRow }) {
  if (selects.possibly === selects.workloads) return <Figure value={selects.workloads} />
  return (
    <span title={`${selects.workloads} for sure, ${selects.possibly} possibly`}>{selectsText(selects)}</span>
  )
}

/** `7`, or `0–5` where some are only possible. */
const selectsText = ({ workloads, possibly }: PolicyRow['selects']): string =>
  workloads === possibly ? numberText(workloads) : `${numberText(workloads)}–${numberText(possibly)}`
