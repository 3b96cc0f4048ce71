'use client'

import { Button } from '../ui/Button'
import type { ViewControl } from '../workbench/use-view'

/** How large cells are. */
export function MatrixTools({ control: { view, set } }: { readonly control: ViewControl }) {
  const large = view.cells === 'large'
  return (
    <Button
      className="text-xs max-sm:hidden"
      aria-pressed={large}
      onClick={() => set({ cells: large ? 'fit' : 'large' })}
    >
      {large ? 'All cells in sight' : 'Cells with counts'}
    </Button>
  )
}
