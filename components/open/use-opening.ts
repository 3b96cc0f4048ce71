'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Health } from '@/lib/api/capture-contract'
import { ApiProblem, apiOf, closeCapture, openCapture } from '@/lib/api/client'
import type { FileToOpen } from '@/lib/api/multipart'
import { problemStatus, problemTitles, problemType } from '@/lib/api/problem-types'
import type { Step } from '../capture/reading-words'
import { hrefsOf } from '../capture/use-capture'
import { lookInto, refusalOf, type Refusal } from './check'
import type { Pick } from './pick'
import type { OnSeen } from './walk'

/** Where opening files stands. */
export type Opening =
  /** `returned` from something that was picked or tried. */
  | { readonly kind: 'idle'; readonly returned: boolean }
  /** Files are gathered, and then looked into; nothing is sent yet. */
  | { readonly kind: 'looking'; readonly seen: number; readonly of?: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'picked'; readonly pick: Pick; readonly files: readonly FileToOpen[] }
  | { readonly kind: 'sending'; readonly at: Step }
  /** Everything is sent, and the server reads it; nothing is known of that yet where `health` is absent. */
  | { readonly kind: 'loading'; readonly health?: Health }
  | { readonly kind: 'failed'; readonly error: Error }

export interface OpeningControl {
  readonly opening: Opening
  /** Gathers files and looks whether they may be sent. */
  readonly look: (gather: (onSeen: OnSeen, signal: AbortSignal) => Promise<Pick>) => void
  /** Sends what was picked and goes to the explorer once it is read. */
  readonly open: (files: readonly FileToOpen[]) => void
  /** Stops whatever runs; nothing of it stays on the server. */
  readonly cancel: () => void
}

/** Milliseconds between two looks at how the server reads. */
const soon = 500

/** Milliseconds between two counts that are shown while files are gathered: drawing each would hold the page. */
const shown = 100

/** Calls at most once in that time; what is told in between is passed over. */
function seldom<Told extends readonly unknown[]>(tell: (...told: Told) => void): (...told: Told) => void {
  let last = Number.NEGATIVE_INFINITY
  return (...told) => {
    const now = performance.now()
    if (now - last < shown) return
    last = now
    tell(...told)
  }
}

export function useOpening(): OpeningControl {
  const router = useRouter()
  const [opening, setOpening] = useState<Opening>({ kind: 'idle', returned: false })
  const running = useRef<AbortController>(undefined)

  const stop = useCallback(() => running.current?.abort(new DOMException('cancelled', 'AbortError')), [])
  // Who leaves the page does not want the files opened any more.
  useEffect(() => stop, [stop])

  const run = useCallback(
    (work: (signal: AbortSignal) => Promise<void>) => {
      stop()
      const controller = new AbortController()
      running.current = controller
      work(controller.signal).catch((error: unknown) => {
        if (controller.signal.aborted) return
        setOpening({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) })
      })
    },
    [stop],
  )

  const look: OpeningControl['look'] = useCallback(
    gather =>
      run(async signal => {
        setOpening({ kind: 'looking', seen: 0 })
        const tell = seldom((seen: number, of?: number) =>
          setOpening({ kind: 'looking', seen, ...(of !== undefined && { of }) }),
        )
        const pick = await gather(tell, signal)
        signal.throwIfAborted()
        const refusal = refusalOf(pick)
        if (refusal) return setOpening({ kind: 'refused', refusal })
        const looked = await lookInto(pick, seen => tell(seen, pick.files.length), signal)
        setOpening(looked.kind === 'refused' ? looked : { kind: 'picked', pick, files: looked.files })
      }),
    [run],
  )

  const open: OpeningControl['open'] = useCallback(
    files =>
      run(async signal => {
        setOpening({ kind: 'sending', at: { step: 'sending', done: 0 } })
        const { id } = await openCapture(files, {
          onProgress: (done, of) => setOpening({ kind: 'sending', at: { step: 'sending', done, of } }),
          signal,
        })
        try {
          setOpening({ kind: 'loading' })
          await loaded(id, health => setOpening({ kind: 'loading', health }), signal)
        } catch (error) {
          // Whether it failed or was cancelled: nobody will look at it. That it could not be closed, its hour says.
          void closeCapture(id).catch(() => undefined)
          throw error
        }
        router.push(hrefsOf(id).explorer())
      }),
    [run, router],
  )

  const cancel = useCallback(() => {
    stop()
    setOpening({ kind: 'idle', returned: true })
  }, [stop])

  return { opening, look, open, cancel }
}

/** Waits until the server has read an opened capture; throws ApiProblem where nothing of it could be loaded. */
export async function loaded(
  id: string,
  onHealth: (health: Health) => void,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const health = await apiOf(id).getHealth(signal)
    if (health.status === 'ready') return
    if (health.status === 'failed')
      throw new ApiProblem({
        type: problemType('load-failed'),
        title: problemTitles['load-failed'],
        status: problemStatus['load-failed'],
        detail: health.detail ?? 'the server does not say why',
      })
    onHealth(health)
    await new Promise(resolve => setTimeout(resolve, soon))
    signal.throwIfAborted()
  }
}
