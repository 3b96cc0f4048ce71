import type { LensesAnswer } from '../api/matrix-contract'
import { lenses, noises, type LensName } from '../model/filter'
import type { Stepwise } from '../model/stepwise'
import { internet, type RowTest } from '../model/table'
import { noiseRules, without } from './noise'
import { eitherEnd } from './query/meaning'
import { narrowed, selectionOf, type Filter } from './selection'
import type { Survey } from './survey'
import { noCounts } from './tally'

/** What a lens lights, as a condition and as the text that says the same in the filter. */
export const lensOf: Readonly<Record<LensName, { readonly test: RowTest; readonly text: string }>> = {
  implicit: { test: { kind: 'class', classes: ['implicit'] }, text: 'class = implicit' },
  plaintext: { test: { kind: 'accepts', accepts: ['any'] }, text: 'accepts = any' },
  'no-identity': {
    test: { kind: 'pillar', pillar: 'authenticated', values: ['no'] },
    text: 'authenticated = no',
  },
  crosses: { test: { kind: 'crosses-namespaces' }, text: 'crosses = namespaces' },
  internet: { test: eitherEnd(new Set([internet])), text: 'kind = internet' },
  unknown: { test: { kind: 'class', classes: ['unknown'] }, text: 'class = unknown' },
}

/** How much of what a filter keeps each lens lights, and how much each kind of noise hides of it. */
export function* lensesView(survey: Survey, filter: Filter): Stepwise<LensesAnswer> {
  const { session } = survey
  const kept = selectionOf(survey, filter)
  const all = selectionOf(survey, { ...filter, hide: [] })
  const clean = without(survey, filter.hide)
  const hidden = clean && narrowed(all, { kind: 'not', of: clean })
  const answer: LensesAnswer = {
    counts: (yield* session.tallyOf(kept)).counts,
    hidden: hidden ? (yield* session.tallyOf(hidden)).counts : noCounts(),
    lenses: [],
    noise: [],
  }
  for (const name of lenses) {
    const { test, text } = lensOf[name]
    answer.lenses.push({ name, text, counts: (yield* session.tallyOf(narrowed(kept, test))).counts })
  }
  const rules = noiseRules(survey)
  for (const name of noises) {
    const { rule, test } = rules[name]
    answer.noise.push({
      name,
      rule,
      hidden: filter.hide.includes(name),
      counts: (yield* session.tallyOf(narrowed(all, test))).counts,
    })
  }
  return answer
}
