'use client'

import { useMemo } from 'react'
import type { ViewControl } from '../workbench/use-view'
import type { End } from './cell-text'
import { aboutOf, both, connectionOf, endFilter, pairFilter } from './opening'
import { anyoneLine, columnHeads, heads, type Place } from './walk'

export interface Ends {
  readonly from: End | undefined
  readonly to: End | undefined
}

export interface Acts {
  /** Goes to what a place stands for: a connection, the rows of a pair, or whatever a head names. */
  readonly open: (place: Place, ends: Ends) => void
  /** What opening would do, in words; undefined where it does nothing. */
  readonly words: (place: Place, ends: Ends) => string | undefined
  /** True where both ends are workloads, or one is and the other is the internet. */
  readonly isConnection: (ends: Ends) => boolean
}

interface Act {
  readonly words: string
  readonly run: () => void
}

/** What can be done at a place of the matrix that is gathered by `by`. */
export function useActs({ view, set, selectConnection, lookAt }: ViewControl, by: string): Acts {
  return useMemo(() => {
    const pair = ({ from, to }: Ends) => from && to && connectionOf(from, to)
    const actAt = ({ row, column }: Place, ends: Ends): Act | undefined => {
      const { from, to } = ends
      const table = (q: string, about: string): Act => ({
        words: 'Show its connections',
        run: () => set({ view: 'table', q, about, from: null, to: null, port: null, show: null }, 'push'),
      })
      if (row === anyoneLine) {
        const only = to && endFilter('dst', by, to)
        if (column === heads || only === undefined)
          return { words: 'Look at Anyone', run: () => lookAt('anyone') }
        return to === 'internet' ? undefined : table(both(view.q, only), 'anyone')
      }
      if (row === columnHeads || column === heads) {
        const end = row === columnHeads ? to : from
        const about = end && aboutOf(end, by)
        return about === undefined ? undefined : { words: 'Look at it', run: () => lookAt(about) }
      }
      const connection = pair(ends)
      if (connection) return { words: 'Say why', run: () => selectConnection(connection) }
      const q = from && to && pairFilter(view.q, by, from, to)
      return q === undefined ? undefined : table(q, '')
    }
    return {
      open: (place, ends) => actAt(place, ends)?.run(),
      words: (place, ends) => actAt(place, ends)?.words,
      isConnection: ends => pair(ends) !== undefined,
    }
  }, [view.q, by, set, selectConnection, lookAt])
}
