import { setImmediate } from 'node:timers/promises'
import type { Stage, Stepwise } from '@/lib/model/stepwise'

/** How long one request may hold its thread before others get their turn, in milliseconds. */
const turn = 20

/** Maps a list, letting other requests run in between; throws the signal's reason where nobody waits any more. */
export async function inTurns<From, To>(
  list: readonly From[],
  map: (item: From) => To,
  signal?: AbortSignal,
): Promise<To[]> {
  const mapped: To[] = []
  let began = performance.now()
  for (const item of list) {
    mapped.push(map(item))
    if (performance.now() - began < turn) continue
    await setImmediate()
    signal?.throwIfAborted()
    began = performance.now()
  }
  return mapped
}

/**
 * Drives a long computation to its end, letting requests run in between; says where it is before each pause. The first
 * one comes at once, since nobody knows how long the next step will take.
 */
export async function driveInTurns<Result>(
  work: Stepwise<Result>,
  onStage: (stage: Stage) => void,
  {
    pause = setImmediate,
    each = turn,
  }: { readonly pause?: () => Promise<unknown>; readonly each?: number } = {},
): Promise<Result> {
  let began = Number.NEGATIVE_INFINITY
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() - began < each) continue
    onStage(step.value)
    await pause()
    began = performance.now()
  }
}
