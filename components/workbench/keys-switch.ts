import { kept } from './kept'

/** Whether keys without a modifier act; whoever speaks to the machine, or presses by accident, can turn them off. */
export const keysSwitch = kept('podtrust-keys', true)
