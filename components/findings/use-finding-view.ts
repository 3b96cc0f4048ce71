'use client'

import { useBoardView, type BoardControl } from '../board/use-board-view'
import { findingParsers, type FindingView } from './finding-state'

export type FindingControl = BoardControl<FindingView>

/** The view of the findings. */
export const useFindingView = (): FindingControl => useBoardView(findingParsers, 'finding')
