'use client'

import { useMemo } from 'react'
import { isGroup } from '../workbench/ends'
import type { ViewControl } from '../workbench/use-view'
import type { End } from './cell-text'
import { aboutOf, connectionOf } from './opening'
import { anyoneLine, columnHeads, heads, type Place } from './walk'

export interface Ends {
  readonly from: End | undefined
  readonly to: End | undefined
}

export interface Acts {
  /** Goes to what a place stands for: a connection, a pair of groups, or whatever a head names. */
  readonly open: (place: Place, ends: Ends) => void
  /** What opening would do, in words; undefined where it does nothing. */
  readonly words: (place: Place, ends: Ends) => string | undefined
}

interface Act {
  readonly words: string
  readonly run: () => void
}

/** What can be done at a place of the matrix that is gathered by `by`. */
export function useActs({ selectConnection, lookAt }: ViewControl, by: string): Acts {
  return useMemo(() => {
    const actAt = ({ row, column }: Place, { from, to }: Ends): Act | undefined => {
      if (row === anyoneLine) {
        if (column === heads || !to) return { words: 'Look at Anyone', run: () => lookAt('anyone') }
        if (to === 'internet') return undefined
        const ends = { from: 'anyone', to: aboutOf(to, by) }
        return { words: 'Show who may come in', run: () => selectConnection(ends) }
      }
      if (row === columnHeads || column === heads) {
        const end = row === columnHeads ? to : from
        return end && { words: 'Look at it', run: () => lookAt(aboutOf(end, by)) }
      }
      if (!from || !to) return undefined
      const connection = connectionOf(from, to)
      if (connection) return { words: 'Say why', run: () => selectConnection(connection) }
      const ends = { from: aboutOf(from, by), to: aboutOf(to, by) }
      // Between the internet and itself there is nothing, and one workload with itself is no connection.
      return isGroup(ends.from) || isGroup(ends.to)
        ? { words: 'Show the pair', run: () => selectConnection(ends) }
        : undefined
    }
    return {
      open: (place, ends) => actAt(place, ends)?.run(),
      words: (place, ends) => actAt(place, ends)?.words,
    }
  }, [by, selectConnection, lookAt])
}
