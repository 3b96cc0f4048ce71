'use client'

import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import type { Changes, Health } from '@/lib/api/capture-contract'
import { apiOf } from '@/lib/api/client'
import { sentence } from '@/lib/words/sentence'
import { useSay } from '../announce/Announcements'
import { healthQuery } from '../workbench/queries'
import { isCutOff } from '../workbench/retry'
import { changesText, milestoneText, type Step } from './reading-words'
import { useCapture } from './use-capture'

/** What came of the last time that the source was read again, while this page was open. */
export type News =
  | { readonly kind: 'changes'; readonly changes: Changes | undefined }
  /** `message` is a clause in the user's words. */
  | { readonly kind: 'failed'; readonly message: string }

interface Reading {
  readonly health: UseQueryResult<Health>
  /** Present while the source is being read again. */
  readonly running: { readonly detail: string; readonly progress?: Step } | undefined
  readonly news: News | undefined
  readonly dismiss: () => void
  readonly readAgain: () => void
}

const ReadingContext = createContext<Reading | undefined>(undefined)

/**
 * Follows how the capture is read: when another reading is there, whoever asked for it, every answer is fetched anew and in
 * place. Stands above the pages, so that the news outlives a change of page.
 */
export function ReadingProvider({ children }: { readonly children: ReactNode }) {
  const capture = useCapture()
  const client = useQueryClient()
  const health = useQuery(healthQuery())
  const again = useMutation({
    mutationFn: () => apiOf(capture).readAgain(),
    onSettled: () => client.invalidateQueries({ queryKey: ['health'] }),
  })

  // Answers are asked for only after the first look at the readings, so none of them is older than this number.
  const reading = health.data?.reading
  const [seen, setSeen] = useState(reading)
  const [changed, setChanged] = useState(false)
  const [dismissed, setDismissed] = useState<string>()
  if (reading !== seen) {
    setSeen(reading)
    if (seen !== undefined && seen > 0) setChanged(true)
  }
  const { mutate, isPending, reset } = again
  useEffect(() => {
    if (!changed) return
    reset()
    void client.invalidateQueries({ predicate: ({ queryKey: [topic] }) => topic !== 'health' })
  }, [client, reset, changed, reading])

  const state = health.data?.again
  const running: Reading['running'] =
    state?.state === 'running' ? state : isPending ? { detail: 'about to read again' } : undefined
  const news = running === undefined ? newsOf(health.data, again.error, changed) : undefined
  const key = JSON.stringify([reading, news])
  const shown = dismissed === key ? undefined : news
  const say = useSay()
  const told =
    health.data && isCutOff(health.error)
      ? 'podtrust does not answer. What was read before stays.'
      : running
        ? `Reading again. ${running.progress ? milestoneText(running.progress) : ''}`
        : shown && newsText(shown)
  useEffect(() => {
    if (told !== undefined) say(told)
  }, [told, say])
  return (
    <ReadingContext
      value={{
        health,
        running,
        news: shown,
        dismiss: () => setDismissed(key),
        readAgain: () => {
          setDismissed(undefined)
          mutate()
        },
      }}
    >
      {children}
    </ReadingContext>
  )
}

/** `Read again: 3 connections added.`, `Could not be read again: the folder is gone.` */
export const newsText = (news: News): string =>
  news.kind === 'changes'
    ? `Read again: ${news.changes ? changesText(news.changes) : 'what changed is not known'}.`
    : sentence(`could not be read again: ${news.message}`)

function newsOf(health: Health | undefined, refused: Error | null, changed: boolean): News | undefined {
  if (refused !== null) return { kind: 'failed', message: refused.message }
  if (health?.again.state === 'failed') return { kind: 'failed', message: health.again.detail }
  return changed ? { kind: 'changes', changes: health?.changes } : undefined
}

export function useReading(): Reading {
  const reading = use(ReadingContext)
  if (!reading) throw new Error('the reading is asked for outside the page')
  return reading
}
