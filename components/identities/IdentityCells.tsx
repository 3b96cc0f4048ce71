import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { IdentityRow } from '@/lib/api/identity-contract'
import { count, listed } from '@/lib/words/count'
import { absencePlace, absenceShort, proofText } from '@/lib/words/identity'
import { numberText } from '@/lib/words/number'
import { visible } from '@/lib/words/visible'
import { Figure } from '../board/Figure'
import { ClassCount } from '../signs/ClassCount'
import { workloadName } from '../workbench/ends'
import type { IdentityColumn } from './identity-columns'

/** One identity, or those of a namespace who have none for one reason; `common` is the trust domain of all. */
export function identityCell(column: IdentityColumn, row: IdentityRow, common?: string): ReactNode {
  switch (column) {
    case 'identity':
      return <Name row={row} common={common} />
    case 'presenters':
      return <Presenters row={row} />
    case 'how':
      return <span className="text-xs text-text-2">{howText(row)}</span>
    case 'accepted':
      return <Accepted row={row} />
    case 'notes':
      return <Notes row={row} />
  }
}

interface NameProps {
  readonly row: IdentityRow
  readonly common: string | undefined
}

function Name({ row, common }: NameProps) {
  if (row.kind === 'none')
    return <span className="font-mono text-xs text-text-3 in-aria-selected:text-text-2">none</span>
  const begin = common === undefined ? '' : `${common}/`
  const shown = row.identity.startsWith(begin) ? row.identity.slice(begin.length) : row.identity
  return (
    <bdi title={visible(row.identity)} className="font-mono text-xs">
      {visible(shown)}
    </bdi>
  )
}

/** Workloads by their names; all of a row are of one namespace, which is said once. */
function presentersText(row: IdentityRow): string {
  const [some, total] =
    row.kind === 'none' ? [row.workloads, row.workloadsTotal] : [row.presenters, row.presentersTotal]
  const names = some.map(({ workload, pods, of }) => {
    const name = visible(workloadName(workload)?.name ?? workload)
    return pods === of ? name : `${name} (${numberText(pods)} of ${count(of, 'pod')})`
  })
  const hidden = total - names.length
  return hidden > 0 ? `${names.join(', ')} and ${numberText(hidden)} more` : listed(names)
}

function Presenters({ row }: { readonly row: IdentityRow }) {
  const text = presentersText(row)
  return (
    <bdi title={`${visible(row.namespace)}/ ${text}`}>
      <span className="text-text-3 in-aria-selected:text-text-2">{visible(row.namespace)}/</span>
      {text}
    </bdi>
  )
}

const howText = (row: IdentityRow): string =>
  row.kind === 'none' ? absencePlace(row.why) : proofText(row.presenters.flatMap(({ proxies }) => proxies))

const Accepted = ({ row }: { readonly row: IdentityRow }) => (
  <Figure
    value={row.kind === 'none' ? 0 : row.acceptedBy.workloads}
    none={row.kind === 'none' ? 'nowhere by name' : 'nowhere'}
  />
)

/** What is odd about a row, in words; the weightiest first. */
function notes(row: IdentityRow): readonly string[] {
  if (row.kind === 'none')
    return [
      row.why === 'not-captured' || row.why === 'left-out' ? absenceShort(row.why) : '',
      row.why === 'outside' && row.othersDo ? 'others of the namespace are in the mesh' : '',
      row.asDefault > 0 ? `${numberText(row.asDefault)} as default` : '',
    ].filter(note => note !== '')
  return [
    row.presentersTotal > 1 ? `shared by ${numberText(row.presentersTotal)}` : '',
    row.isDefault ? 'default service account' : '',
    row.acceptedBy.rules === 0 ? 'no rule asks for it' : '',
    row.demanded === 'unknown' ? 'whether it is demanded is unknown' : '',
    row.presenters.some(({ pods, of }) => pods < of) ? 'not all pods present it' : '',
  ].filter(note => note !== '')
}

function Notes({ row }: { readonly row: IdentityRow }) {
  const all = notes(row)
  const implicit = row.kind === 'none' ? row.implicit : 0
  if (all.length === 0 && implicit === 0) return null
  return (
    <span className="inline-flex max-w-full items-center gap-2 align-middle">
      {implicit > 0 && (
        <span className="inline-flex shrink-0 items-center gap-1">
          <ClassCount of="implicit" count={implicit} />
          <span aria-hidden className="text-xs font-semibold text-implicit-text">
            implicit
          </span>
        </span>
      )}
      {all.length > 0 && (
        <span title={all.join(', ')} className="inline-flex min-w-0 items-center gap-1.5 text-xs">
          <TriangleAlert size={13} aria-hidden className="shrink-0" />
          <span className="min-w-0 truncate font-medium">{all.join(', ')}</span>
        </span>
      )}
    </span>
  )
}

interface IdentityCardProps {
  readonly row: IdentityRow
  readonly common: string | undefined
}

/** The same in few lines, where there is room for one column. */
export function IdentityCard({ row, common }: IdentityCardProps) {
  return (
    <>
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 truncate">
          <Name row={row} common={common} />
        </span>
        <span className="ml-auto shrink-0 text-xs text-text-2">{howText(row)}</span>
      </span>
      <span className="block truncate">
        <Presenters row={row} />
      </span>
      {row.kind === 'identity' && (
        <span className="block truncate text-xs text-text-2">
          accepted by{' '}
          {row.acceptedBy.rules === 0 ? 'nobody by name' : count(row.acceptedBy.workloads, 'workload')}
        </span>
      )}
      <span className="block truncate text-xs empty:hidden">
        <Notes row={row} />
      </span>
    </>
  )
}
