'use client'

import { useQuery } from '@tanstack/react-query'
import type { IdentityDetail as Detail, IdentityNaming, IdentityRow } from '@/lib/api/identity-contract'
import { pathText, refKey } from '@/lib/model/object'
import { count } from '@/lib/words/count'
import {
  absenceSentence,
  absenceShort,
  identitySentence,
  namedText,
  proofText,
  spiffe,
} from '@/lib/words/identity'
import { numberText } from '@/lib/words/number'
import { visible } from '@/lib/words/visible'
import { DetailSection } from '../board/DetailSection'
import { WorkloadLink } from '../board/WorkloadLink'
import { PanelFrame } from '../inspector/PanelFrame'
import { PanelHead } from '../inspector/PanelHead'
import { PolicyLink } from '../inspector/PolicyLink'
import { IssuedBy } from '../signs/IssuedBy'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { CopyButton } from '../ui/CopyButton'
import { FirstFew } from '../ui/FirstFew'
import { identityQuery } from './identity-queries'

interface IdentityDetailProps {
  readonly id: string
  readonly onClose: () => void
}

/** One identity: what follows from it in a sentence, who presents it, and every rule that names it. */
export function IdentityDetail({ id, onClose }: IdentityDetailProps) {
  const answer = useQuery(identityQuery(id))
  const { data } = answer
  return (
    <PanelFrame>
      <PanelHead
        onClose={onClose}
        over={data && <Marks row={data.row} />}
        title={<bdi className="wrap-anywhere">{data ? titleOf(data.row) : visible(id)}</bdi>}
      >
        {data?.row.kind === 'identity' && (
          <div className="mt-1 flex flex-wrap items-center gap-2">
            <code className="min-w-0 font-mono text-xs wrap-anywhere">{spiffe(data.row.identity)}</code>
            <CopyButton text={`spiffe://${data.row.identity}`} what="the SPIFFE ID" />
          </div>
        )}
        {data && <p className="mt-1.5 max-w-[72ch] text-md break-words">{sentenceOf(data.row)}</p>}
      </PanelHead>
      {answer.isError && (
        <Failure
          error={answer.error}
          onRetry={() => void answer.refetch()}
          onLeave={onClose}
          wasThere={answer.data !== undefined}
        />
      )}
      {!data && !answer.isError && <DetailSkeleton />}
      {data && <Sections detail={data} />}
      <p role="status" className="sr-only">
        {data && `${titleOf(data.row)}: ${sentenceOf(data.row)}`}
      </p>
    </PanelFrame>
  )
}

const titleOf = (row: IdentityRow): string =>
  row.kind === 'none'
    ? `${visible(row.namespace)}: ${absenceShort(row.why)}`
    : `${visible(row.namespace)}/${visible(row.serviceAccount)}`

const sentenceOf = (row: IdentityRow): string =>
  row.kind === 'none' ? absenceSentence(row.why, row.othersDo) : identitySentence(row)

function Marks({ row }: { readonly row: IdentityRow }) {
  const marks =
    row.kind === 'none'
      ? ['No identity']
      : [
          ...(row.presentersTotal > 1 ? [`Shared by ${numberText(row.presentersTotal)}`] : []),
          ...(row.isDefault ? ['Default account'] : []),
          ...(row.section === 'optional' ? ['Optional'] : []),
          ...(row.acceptedBy.rules === 0 ? ['Asked for by no rule'] : []),
        ]
  return marks.map(mark => (
    <span key={mark} className="shrink-0 rounded-sm bg-surface-2 px-1.5 py-px text-2xs font-medium">
      {mark}
    </span>
  ))
}

function Sections({ detail: { row, accepted, denied } }: { readonly detail: Detail }) {
  if (row.kind === 'none')
    return (
      <DetailSection id="nameless" title="Workloads" total={row.workloadsTotal}>
        <Workloads some={row.workloads} total={row.workloadsTotal} label="Workloads without an identity" />
      </DetailSection>
    )
  return (
    <>
      <DetailSection id="issued" title="Issued by">
        {row.issuers.map((issuer, i) => (
          <div key={i} className="text-xs not-first:mt-1.5">
            <IssuedBy issuer={issuer} />
          </div>
        ))}
      </DetailSection>
      <DetailSection id="presented" title="Presented by" total={row.presentersTotal}>
        <Workloads some={row.presenters} total={row.presentersTotal} label="Workloads that present it" />
      </DetailSection>
      <DetailSection id="accepted" title="Accepted by" total={row.acceptedBy.rules}>
        {accepted.length === 0 ? (
          <p className="text-xs text-text-2">No allow rule names it.</p>
        ) : (
          <Namings all={accepted} total={row.acceptedBy.rules} />
        )}
      </DetailSection>
      {denied.length > 0 && (
        <DetailSection id="denied" title="Denied by" total={row.deniedBy}>
          <Namings all={denied} total={row.deniedBy} />
        </DetailSection>
      )}
    </>
  )
}

interface WorkloadsProps {
  readonly some: readonly {
    readonly workload: string
    readonly pods: number
    readonly of: number
    readonly proxies?: Parameters<typeof proofText>[0]
  }[]
  readonly total: number
  readonly label: string
}

function Workloads({ some, total, label }: WorkloadsProps) {
  return (
    <FirstFew
      items={some}
      total={total}
      few={20}
      noun="workload"
      label={label}
      keyOf={({ workload }) => workload}
    >
      {({ workload, pods, of, proxies }) => (
        <WorkloadLink workload={workload}>
          {[pods < of ? `${numberText(pods)} of ${count(of, 'pod')}` : '', proxies ? proofText(proxies) : '']
            .filter(part => part !== '')
            .join(', ')}
        </WorkloadLink>
      )}
    </FirstFew>
  )
}

/** Rules that name the identity, each with its object, its place in it and the workloads it governs. */
function Namings({ all, total }: { readonly all: readonly IdentityNaming[]; readonly total: number }) {
  return (
    <>
      <ul className="space-y-3">
        {all.map(({ object, path, by, text, certain, workloads, workloadsTotal }) => (
          <li key={`${refKey(object)} ${pathText(path)}`} className="text-xs">
            <PolicyLink policy={object} />
            <p className="mt-0.5 wrap-anywhere text-text-2">
              <code className="font-mono">{visible(pathText(path))}</code> {namedText(by, text)}
              {!certain && '; the rule could not be read in full'}
            </p>
            {workloadsTotal === 0 ? (
              <p className="mt-0.5 text-text-2">It surely governs no workload.</p>
            ) : (
              <FirstFew
                items={workloads}
                total={workloadsTotal}
                few={5}
                noun="workload"
                label={`Workloads that ${visible(object.name)} governs`}
                keyOf={workload => workload}
              >
                {workload => <WorkloadLink workload={workload} />}
              </FirstFew>
            )}
          </li>
        ))}
      </ul>
      {total > all.length && (
        <p className="mt-2 text-xs text-text-2">and {count(total - all.length, 'more rule')}</p>
      )}
    </>
  )
}
