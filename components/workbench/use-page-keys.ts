'use client'

import { useRouter } from 'next/navigation'
import { useHrefs } from '../capture/use-capture'
import { useKey } from './KeysProvider'

/** `g` and a letter lead to the pages, from any of them. */
export function usePageKeys(): void {
  const router = useRouter()
  const { explorer, policies, identities, findings, open } = useHrefs()
  useKey('g e', () => router.push(explorer()))
  useKey('g p', () => router.push(policies()))
  useKey('g i', () => router.push(identities()))
  useKey('g f', () => router.push(findings()))
  useKey('g o', () => router.push(open))
}
