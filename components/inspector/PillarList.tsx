import type { Explanation } from '@/lib/model/explanation'
import type { Pillars } from '@/lib/model/verdict'
import { pillarGloss, pillarName, pillarOrder } from '@/lib/words/glossary'
import { judgedAt } from '@/lib/words/verdict'
import { HelpPoint } from '../help/HelpPoint'
import { PillarMeanings } from '../help/Meanings'
import { PillarMark } from '../signs/PillarMark'

interface PillarListProps {
  readonly explanation: Explanation
  readonly pillars: Pillars
}

/** Each pillar with its mark, its word and what the word means here. */
export function PillarList({ explanation, pillars }: PillarListProps) {
  return (
    <div className="flex items-start border-b border-line py-2.5 pr-2 pl-4">
      <dl className="grid flex-1 grid-cols-[max-content_max-content_1fr] gap-x-3 gap-y-1">
        {pillarOrder.map(pillar => (
          <div key={pillar} className="col-span-3 grid min-h-6 grid-cols-subgrid items-center">
            <dt className="flex items-center gap-2 font-medium">
              <PillarMark value={pillars[pillar]} />
              {pillarName[pillar]}
            </dt>
            <dd className="font-semibold">{pillars[pillar]}</dd>
            <dd className="text-xs text-text-2">
              {pillarGloss(pillar, pillars[pillar], judgedAt(explanation))}
            </dd>
          </div>
        ))}
      </dl>
      <HelpPoint label="What the three pillars mean">
        <PillarMeanings />
      </HelpPoint>
    </div>
  )
}
