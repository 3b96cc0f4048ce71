import type { Blocked, GapView, Headline, Overview, StartingPoint } from '@/lib/api/overview-contract'
import { refText, type ObjectRef, type Origin } from '@/lib/model/object'
import { count, listed } from '@/lib/words/count'
import { costText, lackText } from '@/lib/words/gap'
import { sentence } from '@/lib/words/sentence'
import { reasonObject } from '@/lib/words/verdict'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { endText } from '../signs/EndName'

const objects = (refs: readonly ObjectRef[]): string => listed(refs.map(ref => visible(refText(ref))))

/** What the cluster is, in a title of a few words. */
export function headlineTitle(headline: Headline): string {
  switch (headline.kind) {
    case 'no-workloads':
      return 'No workloads were loaded'
    case 'no-policies':
      return 'Everything is open to everyone'
    case 'nothing-allowed':
      return `Nothing in ${listed(headline.namespaces.map(visible))} may talk`
    case 'nearly-open':
      return `${headline.open === headline.workloads ? 'Everything' : 'Nearly everything'} is open to everyone`
    case 'counts':
      if (headline.implicit > 0) return 'Where to start'
      return headline.unknown > 0 ? 'What could not be read' : 'Nothing is open by default'
  }
}

/** The same with its reason, in one or two sentences. */
export function headlineSentence(headline: Headline): string {
  switch (headline.kind) {
    case 'no-workloads':
      return 'Nothing that could talk was found: no pods, and no templates that make any. Nothing can be said about trust.'
    case 'no-policies':
      return `This is not an empty view. ${count(headline.workloads, 'workload')} ${
        headline.workloads === 1 ? 'accepts' : 'accept'
      } anyone: ${count(headline.implicit, 'implicit connection')}. Start with a default deny where most comes in.`
    case 'nothing-allowed':
      return `${headline.isolatedBy.length === 0 ? 'Policies' : objects(headline.isolatedBy)} ${
        headline.isolatedBy.length === 1 ? 'isolates' : 'isolate'
      } every workload in ${listed(headline.namespaces.map(visible))}${
        headline.egressRules
          ? ', and no rule lets both sides of a connection through.'
          : ' for egress, and no egress rule exists.'
      }`
    case 'nearly-open':
      return `${numberText(headline.open)} of ${count(headline.workloads, 'workload')} accept anyone, because no policy selects them. ${implicitShare(headline)} Start where it closes most.`
    case 'counts':
      if (headline.implicit > 0) return implicitShare(headline)
      if (headline.unknown > 0)
        return `${numberText(headline.unknown)} of ${count(headline.total, 'connection')} ${
          headline.unknown === 1 ? 'is' : 'are'
        } unknown. None of them counts as safe.`
      return `Every one of ${count(headline.total, 'connection')} is let in by a rule at its destination.`
  }
}

const implicitShare = ({ implicit, total }: { readonly implicit: number; readonly total: number }): string =>
  `${numberText(implicit)} of ${count(total, 'connection')} ${
    implicit === 1 ? 'is' : 'are'
  } allowed only because nobody forbids ${implicit === 1 ? 'it' : 'them'}.`

/** What an isolation without egress rules comes to, for workloads by name: DNS is the one that nobody thinks of. */
export const nothingLeaves = (names: readonly string[]): string =>
  `Nothing leaves ${listed(names.map(visible), 6)}: not to each other, not to DNS, not to the internet. Each of these is denied at egress, whatever the other side allows.`

/** What to look at first, without the count that stands beside it. */
export function startSentence(start: StartingPoint): string {
  switch (start.kind) {
    case 'no-default-deny':
      return `${visible(start.namespace)} has no default deny`
    case 'open-egress':
      return `${visible(start.namespace)} may reach every address outside`
    case 'near-miss':
      return `${endText(start.workload)} is missed by ${visible(refText(start.policy))}`
  }
}

/** What a starting point is about, as the view's `about` spells it. */
export const startAbout = (start: StartingPoint): string =>
  start.kind === 'near-miss' ? start.workload : `namespace:${start.namespace}`

/** `leaving production/api: NetworkPolicy production/default-deny governs its egress and no rule lets it through`. */
export function blockedSentence({ from, to, deniedAt, deniedBy, allowedBy, allowedAt }: Blocked): string {
  const end = deniedAt === 'egress' ? from : to
  const allowing = `${visible(refText(allowedBy))} ${allowedAt === 'ingress' ? 'lets it in' : 'lets it out'}`
  const denying =
    deniedBy.cause === 'default-deny'
      ? `${reasonObject(deniedBy) ?? 'a policy'} isolates ${endText(end)} for ${deniedAt} and no ${deniedAt} rule lets it through`
      : `${reasonObject(deniedBy) ?? 'a rule'} denies it ${deniedAt === 'egress' ? 'leaving' : 'arriving at'} ${endText(end)}`
  return `Denied at ${deniedAt}: ${denying}. ${allowing}, which is not enough.`
}

type Read = Pick<Overview, 'counts' | 'incomplete' | 'problems' | 'gaps'>

/** Undefined where everything could be read. */
export function partialSentence({ counts, incomplete, problems, gaps }: Read): string | undefined {
  if (!incomplete && problems.unknown === 0 && gaps.length === 0) return undefined
  const why = gaps.length > 0 ? ` ${gapsSentence(gaps)}` : problemSentence(problems)
  // What a kind that decides nothing would show is not there to be unknown.
  const hidden = gaps.some(({ unknown }) => unknown === undefined)
  if (counts.unknown === 0 && hidden)
    return `Not everything could be read, so something may be missing here.${why}`
  if (counts.unknown === 0) return `Something could not be read, and no connection hangs on it.${why}`
  const connections = `${count(counts.unknown, 'connection')} ${counts.unknown === 1 ? 'is' : 'are'} unknown`
  const causes = gaps.filter(({ unknown }) => unknown !== undefined && unknown > 0)
  if (causes.length === 0) return `${connections}. None of them counts as safe.${why}`
  const others = gaps.filter(gap => !causes.includes(gap))
  return `${connections} because ${lackText(causes)}${honoured(problems)}. None of them counts as safe.${
    others.length === 0 ? '' : ` ${gapsSentence(others)}`
  }`
}

const honoured = ({ unknown }: Read['problems']): string =>
  unknown === 0 ? '' : `, and ${count(unknown, 'object')} could not be honoured in full`

function problemSentence({ items }: Overview['problems']): string {
  const [first] = items.filter(problem => problem.effect === 'unknown')
  if (first === undefined) return ''
  return ` ${sentence(`${first.origin ? `${placeText(first.origin)}: ` : ''}${first.message}`)}`
}

/** `Cannot list NetworkPolicies in payments: 41 connections unknown`. */
export const gapTitle = ({ title, unknown }: GapView): string =>
  costText({ missing: visible(title), ...(unknown !== undefined && { unknown }) })

function gapsSentence(gaps: readonly GapView[]): string {
  const [first, ...others] = gaps
  if (first === undefined) return ''
  const more = others.length === 0 ? '' : `, and ${count(others.length, 'other kind')} not read to the end`
  return `${gapTitle(first)}${more}.`
}

/** How much could be read, in two or three words; empty where the number of problems says it. */
export function completenessWords(read: Read & Pick<Overview, 'missingKinds'>): string {
  if (read.missingKinds > 0) return `${count(read.missingKinds, 'kind')} missing`
  if (read.incomplete) return 'incomplete'
  return troubleCount(read) > 0 ? '' : 'complete'
}

/** A sentence in two: what it counts, which is what the eye shall meet, and the rest. */
export function leadOf(text: string): readonly [lead: string, rest: string] {
  const [lead = ''] = /^[\d,]+ connections? (?:is|are) unknown/.exec(text) ?? []
  return [lead, text.slice(lead.length)]
}

/** Everything that the page lists as not fully read or honoured. */
export const troubleCount = ({ problems, gaps }: Pick<Read, 'problems' | 'gaps'>): number =>
  problems.total + gaps.length

/** A cluster in which policies may be no more than text. */
export const unprovenSentence =
  'No sign was seen in this cluster of anything that enforces NetworkPolicies: verdicts hold only if something does.'

/** `base.yaml, document 3, line 14`. */
export const placeText = ({ file, document, line }: Origin): string =>
  `${visible(file)}, document ${document}, line ${line}`
