'use client'

import { useState } from 'react'
import { groupOf, type Picture } from './picture'
import { within, type Place } from './walk'

interface Standing {
  /** The place that the keys stand on. */
  readonly active: Place
  readonly setActive: (place: Place) => void
  /** Whoever opens or closes the groups of a place stays where they are. */
  readonly follow: (place: Place) => void
}

/** Where the keys stand, while the picture under them becomes another. */
export function useStanding(picture: Picture, stale: boolean): Standing {
  const [active, setActive] = useState<Place>({ row: 0, column: 0 })
  const [followed, setFollowed] = useState<{ readonly row?: string; readonly column?: string }>()
  const [seen, setSeen] = useState(picture)
  if (picture !== seen) {
    setSeen(picture)
    const place = {
      row: (followed?.row !== undefined && picture.find(followed.row)) || undefined,
      column: (followed?.column !== undefined && picture.find(followed.column)) || undefined,
    }
    if (followed && !stale) {
      setFollowed(undefined)
      setActive({ row: place.row ?? active.row, column: place.column ?? active.column })
    } else {
      const kept = within(active, picture.lines)
      if (kept.row !== active.row || kept.column !== active.column) setActive(kept)
    }
  }
  const follow = (place: Place) => {
    const [row, column] = [picture.lineAt(place.row), picture.lineAt(place.column)]
    setFollowed({ ...(row && { row: groupOf(row) }), ...(column && { column: groupOf(column) }) })
  }
  return { active, setActive, follow }
}
