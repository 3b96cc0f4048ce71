import type { Changes, Health } from '@/lib/api/capture-contract'
import { bytesText } from '@/lib/words/bytes'
import { count } from '@/lib/words/count'
import { numberText } from '@/lib/words/number'

/** How far something is; `sending` is the browser's own step. */
export interface Step {
  readonly step: NonNullable<Health['progress']>['step'] | 'sending'
  readonly done: number
  /** Absent where nobody knows how much it will be. */
  readonly of?: number
}

const doings = { sending: 'Sending', receiving: 'Receiving', reading: 'Reading', judging: 'Judging' } as const

/** `Sending: 4.1 MiB of 12 MiB`, `Reading: 12 of 40`, `Judging: 3 of 60 workloads`. */
export function stepText({ step, done, of }: Step): string {
  const number = step === 'sending' || step === 'receiving' ? bytesText : numberText
  const unit = step === 'judging' ? ' workloads' : ''
  return `${doings[step]}: ${number(done)}${of === undefined ? '' : ` of ${number(of)}`}${unit}`
}

/** The same for ears: another text only at each quarter, so that it is not read out all the time. */
export function milestoneText({ step, done, of }: Step): string {
  if (of === undefined || of === 0) return doings[step]
  const quarter = Math.floor((4 * Math.min(done, of)) / of)
  return quarter === 0 ? doings[step] : `${doings[step]}: ${quarter * 25} percent`
}

/** `3 connections added, 1 removed, 2 changed; 1 object changed`; `nothing changed`. */
export function changesText({ connections, objects }: Changes): string {
  const links = tallyText(connections, 'connection')
  const things = tallyText(objects, 'object')
  if (links === '' && things === '') return 'nothing changed'
  const least = links !== '' && connections.atLeast === true ? 'at least ' : ''
  return [links === '' ? 'no connection changed' : `${least}${links}`, things]
    .filter(part => part !== '')
    .join('; ')
}

type Tally = Changes['objects']

/** Empty where nothing is counted; the noun stands with the first number alone. */
function tallyText(tally: Tally, noun: string): string {
  const parts = (['added', 'removed', 'changed'] as const).filter(part => tally[part] > 0)
  return parts
    .map((part, i) => `${i === 0 ? count(tally[part], noun) : numberText(tally[part])} ${part}`)
    .join(', ')
}
