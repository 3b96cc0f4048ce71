import { memo } from 'react'
import type { PolicyRow } from '@/lib/api/policy-contract'
import { provenanceShort, provenanceText } from '@/lib/words/provenance'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { Findings } from './Findings'
import type { PolicyColumn } from './policy-columns'

interface PolicyRowViewProps {
  readonly id: string
  readonly index: number
  readonly row: PolicyRow
  readonly columns: readonly PolicyColumn[]
  readonly cards: boolean
  readonly active: boolean
  readonly selected: boolean
  readonly onOpen: (index: number) => void
}

const cell =
  'overflow-hidden border-b border-line px-2.5 text-ellipsis whitespace-nowrap first:pl-5 max-sm:first:pl-4'
const numbers: readonly PolicyColumn['id'][] = ['selects', 'allows', 'denies', 'soleAllow']

/** One object: whom it selects, what that comes to, what is odd about it. */
export const PolicyRowView = memo(function PolicyRowView(props: PolicyRowViewProps) {
  const { id, index, row, columns, cards, active, selected, onOpen } = props
  return (
    <tr
      id={id}
      aria-selected={selected}
      onClick={() => onOpen(index)}
      className={`cursor-pointer scroll-mt-8 hover:bg-surface-2 aria-selected:bg-surface-3 ${
        active
          ? 'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-ink'
          : ''
      }`}
    >
      {columns.map((column, i) => (
        <td
          key={column.id}
          className={`${cell} ${cards ? 'py-2' : 'h-8'} ${numbers.includes(column.id) ? 'text-right tabular-nums' : ''} ${
            i === 0 && selected ? 'shadow-[inset_2px_0_var(--pt-ink)]' : ''
          }`}
        >
          {cards ? <Card row={row} /> : content(column, row)}
        </td>
      ))}
    </tr>
  )
})

function content({ id }: PolicyColumn, row: PolicyRow) {
  switch (id) {
    case 'policy':
      return <Name row={row} />
    case 'namespace':
      return <span className="text-text-2">{namespaceText(row)}</span>
    case 'selects':
      return <Selects row={row} />
    case 'allows':
    case 'denies':
    case 'soleAllow':
      return <Figure value={row[id]} />
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

function Card({ row }: { readonly row: PolicyRow }) {
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

/** A count; nothing is a dash to the eye and a number to the ear. */
function Figure({ value }: { readonly value: number }) {
  if (value > 0) return numberText(value)
  return (
    <>
      <span aria-hidden className="text-text-3 in-aria-selected:text-text-2">
        –
      </span>
      <span className="sr-only">0</span>
    </>
  )
}
