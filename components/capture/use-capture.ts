'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { createContext, useContext, useMemo } from 'react'
import { findingsHref, type FindingView } from '../findings/finding-state'
import { identitiesHref, type IdentityView } from '../identities/identity-state'
import { policiesHref, type PolicyView } from '../policies/policy-state'
import { viewHref, type View } from '../workbench/view-state'

/** The parameter of every page's address that says which capture it is about. */
const captureParser = { parse: parseAsString.parse, history: 'push' } as const

/** Id of the upload that the page is about, as its address has it; told to all by `CaptureContext`. */
export function useCaptureOfAddress(): string | undefined {
  const [capture] = useQueryState('capture', captureParser)
  return capture === null || capture === '' ? undefined : capture
}

export const CaptureContext = createContext<string | undefined>(undefined)

/** Id of the upload that the page is about; undefined for what the server was started with. */
export const useCapture = (): string | undefined => useContext(CaptureContext)

/** Addresses of the pages; all stay with one capture. */
export interface Hrefs {
  readonly explorer: (view?: Partial<View>) => string
  readonly policies: (view?: Partial<PolicyView>) => string
  readonly identities: (view?: Partial<IdentityView>) => string
  readonly findings: (view?: Partial<FindingView>) => string
  readonly open: string
  readonly legend: string
}

export function hrefsOf(capture: string | undefined): Hrefs {
  const stay = (href: string): string => {
    if (capture === undefined) return href
    const about = new URLSearchParams({ capture }).toString()
    const [path = '', ...query] = href.split('?')
    return `${path}?${[about, query.join('?')].filter(part => part !== '').join('&')}`
  }
  return {
    explorer: (view = {}) => stay(viewHref('/explorer', view)),
    policies: (view = {}) => stay(policiesHref(view)),
    identities: (view = {}) => stay(identitiesHref(view)),
    findings: (view = {}) => stay(findingsHref(view)),
    open: stay('/'),
    legend: stay('/legend'),
  }
}

/** The addresses that stay with the capture of this page. */
export function useHrefs(): Hrefs {
  const capture = useCapture()
  return useMemo(() => hrefsOf(capture), [capture])
}
