import type { PillarValue } from '@/lib/model/verdict'
import { classGloss, pillarGloss, pillarName, pillarOrder } from '@/lib/words/glossary'
import { ClassBadge } from '../signs/ClassBadge'
import { PillarMark } from '../signs/PillarMark'

/** In the order in which one should look at them. */
export const classOrder = ['implicit', 'unknown', 'partial', 'verified'] as const

export const pillarValues: readonly PillarValue[] = ['yes', 'partial', 'no', 'unknown']

/** Each class with its sign and what it means. */
export const ClassMeanings = () => (
  <dl className="grid grid-cols-[max-content_1fr] items-center gap-x-3 gap-y-1.5">
    {classOrder.map(trustClass => (
      <div key={trustClass} className="contents">
        <dt>
          <ClassBadge of={trustClass} />
        </dt>
        <dd className="text-text-2">{classGloss[trustClass]}</dd>
      </div>
    ))}
  </dl>
)

/** What each value of each pillar means. */
export const PillarMeanings = () => (
  <dl className="grid gap-y-2">
    {pillarOrder.map(pillar => (
      <div key={pillar}>
        <dt className="font-medium">{pillarName[pillar]}</dt>
        <dd>
          <ul className="text-text-2">
            {pillarValues.map(value => (
              <li key={value} className="flex items-start gap-2 py-px">
                <span className="mt-[3px]">
                  <PillarMark value={value} />
                </span>
                <span>
                  <b className="font-medium text-text">{value}</b>: {pillarGloss(pillar, value)}
                </span>
              </li>
            ))}
          </ul>
        </dd>
      </div>
    ))}
  </dl>
)

/** What the ring of a namespace counts, and what it leaves open. */
export const IsolationMeaning = () => (
  <div className="space-y-2 text-text-2">
    <p>
      The ring at a namespace shows how many of its workloads are isolated: selected by some policy, for what
      comes in or what goes out. The same stands beside it in figures, “5/8 isolated”.
    </p>
    <p>
      A full ring is not yet zero trust. An isolated workload still takes in whatever a rule allows, and one
      that is isolated for what goes out alone may be open to anyone: its own border says so.
    </p>
  </div>
)
