'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { IdentityDetail as Detail, IdentityNaming, IdentityRow } from '@/lib/api/identity-contract'
import { pathText, refKey, refText } from '@/lib/model/object'
import { count } from '@/lib/words/count'
import {
  absenceSentence,
  absenceShort,
  identitySentence,
  issuerSentence,
  issuerText,
  namedText,
  proofText,
  spiffe,
} from '@/lib/words/identity'
import { numberText } from '@/lib/words/number'
import { visible } from '@/lib/words/visible'
import { useHrefs } from '../capture/use-capture'
import { PanelFrame } from '../inspector/PanelFrame'
import { PanelHead } from '../inspector/PanelHead'
import { PolicyLink } from '../inspector/PolicyLink'
import { EndName } from '../signs/EndName'
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
      <Section id="nameless" title="Workloads" total={row.workloadsTotal}>
        <Workloads some={row.workloads} total={row.workloadsTotal} label="Workloads without an identity" />
      </Section>
    )
  return (
    <>
      <Section id="issued" title="Issued by">
        {row.issuers.map((issuer, i) => (
          <div key={i} className="text-xs not-first:mt-1.5">
            <bdi className="font-medium">{issuerText(issuer)}</bdi>
            <p className="max-w-[72ch] text-text-2">{issuerSentence(issuer)}</p>
            {issuer.object && (
              <p className="text-text-2 wrap-anywhere">
                {visible(refText(issuer.object))}
                {issuer.path && <code className="font-mono"> {visible(pathText(issuer.path))}</code>}
              </p>
            )}
          </div>
        ))}
      </Section>
      <Section id="presented" title="Presented by" total={row.presentersTotal}>
        <Workloads some={row.presenters} total={row.presentersTotal} label="Workloads that present it" />
      </Section>
      <Section id="accepted" title="Accepted by" total={row.acceptedBy.rules}>
        {accepted.length === 0 ? (
          <p className="text-xs text-text-2">No allow rule names it.</p>
        ) : (
          <Namings all={accepted} total={row.acceptedBy.rules} />
        )}
      </Section>
      {denied.length > 0 && (
        <Section id="denied" title="Denied by" total={row.deniedBy}>
          <Namings all={denied} total={row.deniedBy} />
        </Section>
      )}
    </>
  )
}

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly total?: number
  readonly children: ReactNode
}

const Section = ({ id, title, total, children }: SectionProps) => (
  <section aria-labelledby={id} className="border-b border-line px-4 py-3">
    <h3 id={id} className="text-xs font-semibold">
      {title}
      {total !== undefined && <span className="font-normal text-text-3"> {numberText(total)}</span>}
    </h3>
    <div className="mt-1.5">{children}</div>
  </section>
)

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

function WorkloadLink({ workload, children }: { readonly workload: string; readonly children?: ReactNode }) {
  const { explorer } = useHrefs()
  return (
    <Link
      href={explorer({ about: workload })}
      prefetch={false}
      className="target-row flex min-w-0 items-center gap-2 rounded-sm px-1.5 hover:bg-surface-2"
    >
      <span className="min-w-0 truncate">
        <EndName end={workload} withKind />
      </span>
      <span className="ml-auto shrink-0 text-2xs text-text-2">{children}</span>
    </Link>
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
