import type { Counts } from '@/lib/api/terms-contract'
import { trustClasses } from '@/lib/model/verdict'
import { count, listed } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { noiseName } from '../filter/lens-words'
import type { ViewFilter } from '../workbench/queries'

/** What kind of group it is: `Label tier`, `Label team of the namespace`. `by` is as the API spells it. */
export function groupKind(by: string): string {
  if (by === 'service-account') return 'Service account'
  const [, kind, key = ''] = /^(label|namespace-label):(.*)$/s.exec(by) ?? []
  if (kind === 'label') return `Label ${visible(key)}`
  return kind === 'namespace-label' ? `Label ${visible(key)} of the namespace` : 'Namespace'
}

/**
 * How many connections lead from one group to another: `18 of 27 connections are implicit; 9 partial.` Where a filter keeps
 * some out, that none is left says nothing of what is denied.
 */
export function pairSentence(counts: Counts, narrowed = false): string {
  const [worst, ...others] = trustClasses.filter(each => counts[each] > 0)
  const all = trustClasses.reduce((sum, each) => sum + counts[each], 0)
  if (worst === undefined)
    return narrowed
      ? 'The filter keeps no connection that leads there. Whether one is possible shows without the filter.'
      : 'No connection leads there: every one is denied, or there is nobody.'
  if (others.length === 0)
    return all === 1 ? `The only connection is ${worst}.` : `All ${count(all, 'connection')} are ${worst}.`
  const rest = others.map(each => `${numberText(counts[each])} ${each}`).join(', ')
  return `${numberText(counts[worst])} of ${count(all, 'connection')} ${counts[worst] === 1 ? 'is' : 'are'} ${worst}; ${rest}.`
}

/** Why a list of connections of one end is empty. Denied is said only where nothing but policies keeps them out. */
export function noneSentence(
  { class: classes, hide }: Pick<ViewFilter, 'class' | 'hide'>,
  workloads?: number,
): string {
  if (workloads === 0) return 'Nothing runs here, so there is none.'
  if (classes.length === 0 && hide.length === 0) return 'None is possible: every one is denied.'
  const noises = listed(hide.map(noise => noiseName[noise]))
  const clauses = [
    ...(classes.length > 0 ? [classes.join(' or ')] : []),
    ...(hide.length > 0 ? [`left while ${noises} ${/s$| and /.test(noises) ? 'are' : 'is'} hidden`] : []),
  ]
  return `None is ${clauses.join(' and ')}.`
}

/** What of it the map draws elsewhere; empty where nothing is. */
export function doorSentence(through: number, counts: Counts): string {
  if (through === 0) return ''
  const all = trustClasses.reduce((sum, each) => sum + counts[each], 0)
  const where = 'where no policy limits who may: the map draws'
  if (through === 1) return `${all === 1 ? 'It' : '1 of them'} comes in ${where} it from Anyone.`
  return `${through === all ? 'All' : numberText(through)} of them come in ${where} those from Anyone.`
}
