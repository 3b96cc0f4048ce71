'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { verdictName } from '@/lib/words/glossary'
import { useReading } from '../capture/ReadingProvider'
import { useHrefs } from '../capture/use-capture'
import { MapSigns } from '../graph/GraphLegend'
import { ClassBadge } from '../signs/ClassBadge'
import { ClassCount } from '../signs/ClassCount'
import { PillarMarks } from '../signs/PillarMark'
import { Header } from '../workbench/Header'
import { overviewQuery } from '../workbench/queries'
import { classOrder, ClassMeanings, IsolationMeaning, PillarMeanings } from './Meanings'

const MapSample = dynamic(() => import('./MapSample'), {
  ssr: false,
  loading: () => <div className="h-64 rounded-md border border-line-strong" />,
})

// Cells are placed by styles, which no page from the server may hold.
const MatrixSample = dynamic(() => import('./MatrixSample'), {
  ssr: false,
  loading: () => <div className="h-61" />,
})

const verdicts = {
  allow: 'Both sides let it through, on every port that is named.',
  conditional: 'Let through for some requests, by a rule about their content.',
  unknown: 'Something that decides could not be read. Never counted as safe.',
  deny: 'At least one side forbids it. Shown where one asks for it.',
} as const

/** Every sign once, drawn by what draws it everywhere else. */
export function LegendPage() {
  const { health } = useReading()
  const { data: overview } = useQuery({ ...overviewQuery(), enabled: health.data !== undefined })
  const { explorer } = useHrefs()
  const router = useRouter()
  return (
    <div className="flex h-full flex-col">
      <Header
        overview={overview}
        problemsShown={false}
        onProblems={() => router.push(explorer({ show: 'problems' }))}
      />
      <main
        // Nothing in it takes the focus, and it scrolls.
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      >
        <div className="mx-auto max-w-[71rem] px-4 py-6 md:px-6 md:py-8">
          <h1 className="text-xl font-semibold tracking-[-0.01em]">Legend</h1>
          <p className="mt-1 max-w-[72ch] text-md text-text-2">
            Every sign once. Colour, line and glyph say the same thing; any two of them may be missing and the
            third still reads.
          </p>
          <div className="mt-5 grid items-start gap-4 md:grid-cols-2 lg:grid-cols-3">
            <div className="grid gap-4">
              <Part title="Trust classes">
                <ClassMeanings />
                <h3 className="mt-4 mb-1.5 text-xs font-semibold">As counts</h3>
                <p className="flex flex-wrap gap-x-4 gap-y-1">
                  {classOrder.map((trustClass, i) => (
                    <ClassCount key={trustClass} of={trustClass} count={[31, 2, 14, 6][i] ?? 0} />
                  ))}
                </p>
              </Part>
              <Part title="Verdicts">
                <dl className="space-y-2">
                  {(['allow', 'conditional', 'unknown', 'deny'] as const).map(verdict => (
                    <div key={verdict}>
                      <dt className="font-medium">
                        {verdict === 'deny' ? <ClassBadge of="denied" /> : verdictName[verdict]}
                      </dt>
                      <dd className="text-text-2">{verdicts[verdict]}</dd>
                    </div>
                  ))}
                </dl>
              </Part>
            </div>
            <Part title="Three pillars">
              <p className="mb-2 text-text-2">
                Always in this order, always in ink: the class beside them carries the colour. A connection is
                verified when all three are full.
              </p>
              <PillarMeanings />
              <h3 className="mt-4 mb-1.5 text-xs font-semibold">Together</h3>
              <p className="flex gap-6">
                <PillarMarks pillars={{ authenticated: 'yes', authorized: 'yes', encrypted: 'yes' }} />
                <PillarMarks
                  pillars={{ authenticated: 'partial', authorized: 'yes', encrypted: 'partial' }}
                />
                <PillarMarks pillars={{ authenticated: 'no', authorized: 'no', encrypted: 'no' }} />
                <PillarMarks
                  pillars={{ authenticated: 'unknown', authorized: 'yes', encrypted: 'unknown' }}
                />
              </p>
            </Part>
            <div className="grid gap-4">
              <Part title="On the map">
                <MapSigns />
                <div className="mt-3 border-t border-line pt-3">
                  <IsolationMeaning />
                </div>
              </Part>
              <Part title="In the matrix">
                <MatrixSample />
              </Part>
            </div>
            <Part title="A small map" wide>
              <MapSample />
              <p className="mt-2 text-text-2">
                A line between namespaces gathers connections and has the sign of the worst of them; “1 / 2”
                means that one of two is of that class. What nobody forbids is one line from Anyone, not
                hundreds. The Internet stands at the border of each namespace that has to do with it.
              </p>
            </Part>
          </div>
        </div>
      </main>
    </div>
  )
}

interface PartProps {
  readonly title: string
  readonly wide?: boolean
  readonly children: ReactNode
}

const Part = ({ title, wide = false, children }: PartProps) => (
  <section
    className={`min-w-0 rounded-lg border border-line-strong bg-surface px-4 py-3 ${wide ? 'md:col-span-2 lg:col-span-3' : ''}`}
  >
    <h2 className="mb-2 text-md font-semibold">{title}</h2>
    {children}
  </section>
)
