'use client'

import { useSettled } from './use-settled'

/** Milliseconds within which an answer seems to be there at once. */
const blink = 150

/** Whether what is waited for takes so long that the page shows it; an answer within a blink would only flicker. */
export function useOverdue(waiting: boolean): boolean {
  return useSettled(waiting, blink) && waiting
}
