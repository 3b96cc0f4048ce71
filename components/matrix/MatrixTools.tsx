'use client'

import { useQuery } from '@tanstack/react-query'
import type { Overview } from '@/lib/api/overview-contract'
import { Button } from '../ui/Button'
import { GroupSelect } from '../workbench/GroupSelect'
import { matrixQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'

interface MatrixToolsProps {
  readonly overview: Overview
  readonly control: ViewControl
}

/** What lines are gathered by, and how large cells are. */
export function MatrixTools({ overview, control: { view, filter, set } }: MatrixToolsProps) {
  const { data } = useQuery(matrixQuery(view, filter, { row: 0, column: 0 }))
  const large = view.cells === 'large'
  return (
    <>
      <GroupSelect
        overview={overview}
        group={view.group}
        drawn={data?.grouping.by}
        onGroup={group => set({ group, expand: [] }, 'push')}
      />
      <Button
        className="text-xs max-sm:hidden"
        aria-pressed={large}
        onClick={() => set({ cells: large ? 'fit' : 'large' })}
      >
        {large ? 'All cells in sight' : 'Cells with counts'}
      </Button>
    </>
  )
}
