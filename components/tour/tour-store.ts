import { kept } from '../workbench/kept'

/** Whether somebody ended or declined the tour in this browser; it is not offered again. */
export const tourEnded = kept('podtrust-tour-ended', false)

let step: number | undefined
const listeners = new Set<() => void>()

/** Which step of the tour is shown; it outlives a change of page, not of window. */
export const tourStep = {
  get: (): number | undefined => step,
  set: (next: number | undefined): void => {
    step = next
    for (const changed of listeners) changed()
  },
  subscribe: (changed: () => void): (() => void) => {
    listeners.add(changed)
    return () => void listeners.delete(changed)
  },
}
