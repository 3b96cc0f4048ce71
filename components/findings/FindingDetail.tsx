import Link from 'next/link'
import type { ReactNode } from 'react'
import type { FindingRow } from '@/lib/api/findings-contract'
import { pathText, refKey } from '@/lib/model/object'
import { findingPlace, severityWords } from '@/lib/words/finding'
import { numberText } from '@/lib/words/number'
import { visible } from '@/lib/words/visible'
import { useHrefs } from '../capture/use-capture'
import { ObjectCard } from '../inspector/ObjectCard'
import { PanelFrame } from '../inspector/PanelFrame'
import { PanelHead } from '../inspector/PanelHead'
import { sentence } from '../overview/sentences'
import { EndName } from '../signs/EndName'
import { FirstFew } from '../ui/FirstFew'
import { WithCode } from '../ui/WithCode'

interface FindingDetailProps {
  readonly row: FindingRow
  readonly onClose: () => void
}

/** One finding: what is wrong and why, what closes it, the lines that say it, and the workloads that it bears on. */
export function FindingDetail({ row, onClose }: FindingDetailProps) {
  const { about, doubt, evidence, remedy, severity, title, workloads, workloadsTotal } = row
  return (
    <PanelFrame>
      <PanelHead
        onClose={onClose}
        over={
          <>
            <span className="shrink-0 rounded-sm bg-surface-2 px-1.5 py-px text-2xs font-medium">
              {severityWords[severity].title}
            </span>
            <code className="truncate text-2xs">{row.code}</code>
          </>
        }
        title={<bdi className="wrap-anywhere">{findingPlace(about)}</bdi>}
      >
        <p className="mt-1.5 max-w-[72ch] text-md break-words">
          <WithCode text={sentence(title)} />
        </p>
        {doubt !== undefined && (
          <p className="mt-1.5 max-w-[72ch] break-words text-text-2">This may not hold: {visible(doubt)}.</p>
        )}
      </PanelHead>
      <Section id="remedy" title="What closes it">
        <p className="max-w-[72ch] break-words">
          <WithCode text={sentence(remedy)} />
        </p>
      </Section>
      {(about.kind === 'object' || evidence.length > 0) && (
        <Section id="where" title="Where it is written">
          <div className="space-y-2">
            {about.kind === 'object' && (
              <ObjectCard
                object={about.object}
                says={visible(pathText(about.path))}
                paths={[about.path]}
                marks="lines of the finding"
                open
              />
            )}
            {evidence.map(({ object, path }) => (
              <ObjectCard
                key={`${refKey(object)} ${path ? pathText(path) : ''}`}
                object={object}
                says="besides"
                paths={path ? [path] : []}
                marks="lines that prove it"
                open={false}
              />
            ))}
          </div>
        </Section>
      )}
      {workloadsTotal > 0 && (
        <Section id="workloads" title="Workloads" total={workloadsTotal}>
          <FirstFew
            items={workloads}
            total={workloadsTotal}
            few={20}
            noun="workload"
            label="Workloads that it bears on"
            keyOf={workload => workload}
          >
            {workload => <WorkloadLink workload={workload} />}
          </FirstFew>
        </Section>
      )}
      <p role="status" className="sr-only">
        {`${findingPlace(about)}: ${visible(title)}`}
      </p>
    </PanelFrame>
  )
}

function WorkloadLink({ workload }: { readonly workload: string }) {
  const { explorer } = useHrefs()
  return (
    <Link
      href={explorer({ about: workload })}
      prefetch={false}
      className="target-row flex min-w-0 items-center rounded-sm px-1.5 hover:bg-surface-2"
    >
      <span className="min-w-0 truncate">
        <EndName end={workload} withKind />
      </span>
    </Link>
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
