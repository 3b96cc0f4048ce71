import type { FindingRow } from '@/lib/api/findings-contract'
import { pathText, refKey } from '@/lib/model/object'
import { findingPlace, severityWords } from '@/lib/words/finding'
import { sentence } from '@/lib/words/sentence'
import { visible } from '@/lib/words/visible'
import { DetailSection } from '../board/DetailSection'
import { WorkloadLink } from '../board/WorkloadLink'
import { ObjectCard } from '../inspector/ObjectCard'
import { PanelFrame } from '../inspector/PanelFrame'
import { PanelHead } from '../inspector/PanelHead'
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
      <DetailSection id="remedy" title="What closes it">
        <p className="max-w-[72ch] break-words">
          <WithCode text={sentence(remedy)} />
        </p>
      </DetailSection>
      {(about.kind === 'object' || evidence.length > 0) && (
        <DetailSection id="where" title="Where it is written">
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
        </DetailSection>
      )}
      {workloadsTotal > 0 && (
        <DetailSection id="workloads" title="Workloads" total={workloadsTotal}>
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
        </DetailSection>
      )}
      <p role="status" className="sr-only">
        {`${findingPlace(about)}: ${visible(title)}`}
      </p>
    </PanelFrame>
  )
}
