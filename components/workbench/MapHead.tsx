'use client'

import { useQuery } from '@tanstack/react-query'
import { count } from '@/lib/words/count'
import { Button } from '../ui/Button'
import { drawnMap } from './queries'
import type { ViewControl } from './use-view'

/** Says what the map leaves out, and why; nothing where everything is drawn. */
export function MapHead({ control: { view, filter, set } }: { readonly control: ViewControl }) {
  const { data } = useQuery(drawnMap(view, filter))
  if (!data) return null
  const { unit, shown, of, bundles, ofBundles } = data.drawn
  const open = data.hulls.filter(({ collapsed }) => !collapsed)
  return (
    <div className="flex min-w-0 items-center gap-2 text-xs text-text-2">
      <p className="truncate">
        {unit === 'namespaces' &&
          `Too many workloads to draw: ${shown === of ? '' : `${shown} of `}${count(of, 'namespace')}, closed unless opened. `}
        {bundles < ofBundles && `Only lines with gaps: ${bundles} of ${ofBundles}.`}
      </p>
      {unit === 'namespaces' && open.length > 0 && (
        <Button tone="quiet" onClick={() => set({ expand: [] })}>
          Close all
        </Button>
      )}
    </div>
  )
}
