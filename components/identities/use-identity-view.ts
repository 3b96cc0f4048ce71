'use client'

import { useBoardView, type BoardControl } from '../board/use-board-view'
import { identityParsers, type IdentityView } from './identity-state'

export type IdentityControl = BoardControl<IdentityView>

/** The view of the identities. */
export const useIdentityView = (): IdentityControl => useBoardView(identityParsers, 'identity')
