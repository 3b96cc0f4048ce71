import type { Overview } from '@/lib/api/overview-contract'
import type { ReachAnswer } from '@/lib/api/reach-contract'
import { count } from '@/lib/words/count'
import { sourceLine } from '@/lib/words/explanation-text'
import { endText } from '../signs/EndName'
import { reachSentence, viaText } from './reach-sentence'

/** How far an end reaches, as plain text for a ticket: hop by hop, with the way, and where all of it comes from. */
export function reachText(
  answer: ReachAnswer,
  { source, capturedAt }: Pick<Overview, 'source' | 'capturedAt'>,
): string {
  const { from, direction, hops } = answer
  return [
    direction === 'out' ? `What ${endText(from)} reaches` : `Who reaches ${endText(from)}`,
    reachSentence(answer),
    ...hops.flatMap((hop, at) => [
      '',
      `${hopTitle(at + 1)}: ${count(hop.workloads, 'workload')}`,
      ...hop.named.map(({ key, certain, via }) => {
        const way = viaText(via)
        return `- ${endText(key)}${way === '' ? '' : `, ${way}`}${certain ? '' : ' (unknown)'}`
      }),
      ...(hop.workloads > hop.named.length
        ? [`and ${count(hop.workloads - hop.named.length, 'more workload')}, counted and not named`]
        : []),
    ]),
    '',
    sourceLine(source, capturedAt),
    '',
  ].join('\n')
}

export const hopTitle = (steps: number): string => (steps === 1 ? 'Directly' : `In ${steps} hops`)
