import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { IdentityRow } from '@/lib/api/identity-contract'
import { count, listed } from '@/lib/words/count'
import { absenceShort, proofText } from '@/lib/words/identity'
import { numberText } from '@/lib/words/number'
import { visible } from '@/lib/words/visible'
import { endText } from '../signs/EndName'
import type { IdentityColumn } from './identity-columns'

/** One identity, or those of a namespace who have none for one reason. */
export function identityCell(column: IdentityColumn, row: IdentityRow): ReactNode {
  switch (column) {
    case 'identity':
      return <Name row={row} />
    case 'presenters':
      return <span title={presentersText(row)}>{presentersText(row)}</span>
    case 'account':
      return <Account row={row} />
    case 'how':
      return <span className="text-text-2">{howText(row)}</span>
    case 'accepted':
      return <Accepted row={row} />
    case 'notes':
      return <Notes row={row} />
  }
}

function Name({ row }: { readonly row: IdentityRow }) {
  if (row.kind === 'none') return <span className="font-mono text-text-2">none</span>
  return (
    <bdi title={visible(row.identity)} className="font-mono text-xs">
      {visible(row.identity)}
    </bdi>
  )
}

function presentersText(row: IdentityRow): string {
  const [some, total] =
    row.kind === 'none' ? [row.workloads, row.workloadsTotal] : [row.presenters, row.presentersTotal]
  const names = some.map(({ workload, pods, of }) =>
    pods === of ? endText(workload) : `${endText(workload)} (${numberText(pods)} of ${count(of, 'pod')})`,
  )
  const hidden = total - names.length
  return hidden > 0 ? `${names.join(', ')} and ${numberText(hidden)} more` : listed(names)
}

function Account({ row }: { readonly row: IdentityRow }) {
  if (row.kind === 'none')
    return row.asDefault === 0 ? null : (
      <span className="text-text-2">{numberText(row.asDefault)} as default</span>
    )
  const marks = [row.isDefault ? 'default' : '', row.presentersTotal > 1 ? 'shared' : ''].filter(
    mark => mark !== '',
  )
  return (
    <>
      <bdi>{visible(row.serviceAccount)}</bdi>
      {marks.map(mark => (
        <span
          key={mark}
          className="ml-1.5 rounded-sm border border-line-strong px-1 text-2xs font-medium text-text-2"
        >
          {mark}
        </span>
      ))}
    </>
  )
}

const howText = (row: IdentityRow): string =>
  row.kind === 'none' ? 'no proxy' : proofText(row.presenters.flatMap(({ proxies }) => proxies))

function acceptedText(row: IdentityRow): string {
  if (row.kind === 'none') return ''
  return row.acceptedBy.rules === 0 ? 'nowhere' : count(row.acceptedBy.workloads, 'workload')
}

function Accepted({ row }: { readonly row: IdentityRow }) {
  if (row.kind === 'identity') return acceptedText(row)
  return (
    <>
      <span aria-hidden className="text-text-3 in-aria-selected:text-text-2">
        –
      </span>
      <span className="sr-only">nowhere by name</span>
    </>
  )
}

/** What is odd about a row, in words; the weightiest first. */
function notes(row: IdentityRow): readonly string[] {
  if (row.kind === 'none')
    return row.why === 'outside' && row.othersDo
      ? ['not in the mesh, though others of the namespace are']
      : [absenceShort(row.why)]
  return [
    row.presentersTotal > 1 ? `shared by ${numberText(row.presentersTotal)}` : '',
    row.isDefault ? 'default service account' : '',
    row.acceptedBy.rules === 0 ? 'no rule asks for it' : '',
    row.presenters.some(({ pods, of }) => pods < of) ? 'not all pods present it' : '',
  ].filter(note => note !== '')
}

function Notes({ row }: { readonly row: IdentityRow }) {
  const all = notes(row)
  if (all.length === 0) return null
  const isPlain = row.kind === 'none' && row.why === 'outside' && !row.othersDo
  return (
    <span title={all.join(', ')} className="inline-flex max-w-full items-center gap-1.5 align-middle">
      {!isPlain && <TriangleAlert size={13} aria-hidden className="shrink-0" />}
      <span className={`min-w-0 truncate ${isPlain ? 'text-text-2' : 'font-medium'}`}>{all.join(', ')}</span>
    </span>
  )
}

/** The same in few lines, where there is room for one column. */
export function IdentityCard({ row }: { readonly row: IdentityRow }) {
  return (
    <>
      <span className="block truncate">
        <Name row={row} />
      </span>
      <span className="block truncate text-xs text-text-2">{presentersText(row)}</span>
      {row.kind === 'identity' && (
        <span className="block truncate text-xs text-text-2">accepted by {acceptedText(row)}</span>
      )}
      <span className="block truncate text-xs">
        <Notes row={row} />
      </span>
    </>
  )
}
