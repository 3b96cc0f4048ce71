'use client'

import { useQuery } from '@tanstack/react-query'
import { useState, type RefObject } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { pictureFooter, pictureName } from '../graph/picture-words'
import { saveFile } from '../graph/save-file'
import type { MapPictures } from '../graph/TrustGraphView'
import { ExportMenu } from './ExportMenu'
import { GroupSelect } from './GroupSelect'
import { drawnMap } from './queries'
import type { ViewControl } from './use-view'

interface MapHeadProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly pictures: RefObject<MapPictures | null>
}

/** What the map is made of, and the map as a file. */
export function MapHead({ overview, control: { view, filter, set }, pictures }: MapHeadProps) {
  const { data } = useQuery(drawnMap(view, filter))
  const [told, setTold] = useState('')

  const save = async (ending: 'png' | 'svg') => {
    const { current } = pictures
    if (!current || !data) return
    const footer = pictureFooter(overview, data, filter, view)
    try {
      saveFile(
        ending === 'png' ? await current.png(footer) : current.svg(footer),
        pictureName(overview, ending),
      )
      setTold(`The map is saved as ${ending.toUpperCase()}.`)
    } catch (error) {
      setTold(`The map could not be saved: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }

  return (
    <>
      <p role="status" className="min-w-0 truncate text-xs text-text-2 empty:sr-only">
        {told}
      </p>
      <GroupSelect
        overview={overview}
        group={view.group}
        drawn={data?.grouping.by}
        onGroup={group => set({ group, expand: [] }, 'push')}
      />
      <ExportMenu
        choices={[
          { words: 'PNG', note: 'A picture at reading size', onChoose: () => void save('png') },
          { words: 'SVG', note: 'Its text can be searched and copied', onChoose: () => void save('svg') },
        ]}
      />
    </>
  )
}
