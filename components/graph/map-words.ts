import type { TrustMap } from '@/lib/api/map-contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import type { NothingAt } from './use-graph-events'

/** What the boxes of the map are called: `namespace`, or `group` where they gather something else. */
export const hullWord = ({ grouping }: Pick<TrustMap, 'grouping'>): 'namespace' | 'group' =>
  grouping.by === 'namespace' ? 'namespace' : 'group'

/** What the picture says, for those who do not see it. */
export function mapSummary(map: TrustMap): string {
  const { drawn, hulls, bundles, anyone } = map
  const open = bundles.filter(({ from }) => from === undefined).reduce((sum, { failing }) => sum + failing, 0)
  return [
    `Map of ${drawn.unit === 'workloads' ? `${count(drawn.shown, 'workload')} in ` : ''}${count(hulls.length, hullWord(map))}`,
    `${count(bundles.length, 'line')} between them`,
    ...(anyone ? [`${count(open, 'workload')} open to anyone`] : []),
  ].join(', ')
}

/** Whether the filter keeps nothing that the map could draw; the places stay all the same. */
export const drawsNothing = ({ hulls, drawn }: Pick<TrustMap, 'hulls' | 'drawn'>): boolean =>
  drawn.ofBundles === 0 &&
  hulls.every(({ counts }) => Object.values(counts).every(connections => connections === 0))

/** Why a key that opens and closes does neither; undefined where it does. */
export const nothingToOpen = ({ drawn }: Pick<TrustMap, 'drawn'>): string | undefined =>
  drawn.unit === 'namespaces'
    ? undefined
    : drawn.shown < drawn.of
      ? 'What is drawn is drawn one by one already: nothing here opens or closes.'
      : `All ${count(drawn.of, 'workload')} are drawn one by one already: nothing here opens or closes.`

/** Why something that was touched opens nothing, and what does. */
export function nothingAt(map: Pick<TrustMap, 'drawn' | 'grouping'>, at: NothingAt): string {
  switch (at) {
    case 'group':
      return 'These are many namespaces that policies treat alike, drawn as one end. Enter shows its connections in the table.'
    case 'outside':
      return 'What lies outside has nothing in it to open or close. Enter shows what comes from it.'
    case 'line':
      return `A line does not open or close. Enter shows its detail; x opens a ${hullWord(map)} at its ends.`
  }
}

/** Why the connections of many namespaces as one end are not shown in the table. */
export const tooManyToName =
  'These are too many namespaces to name in one filter. Their lines open, and the matrix has them one by one.'

/** What the map does not show as asked, or not in full, and why. */
export function mapNotes(map: TrustMap): readonly string[] {
  const { grouping, drawn } = map
  return [
    ...(grouping.why === undefined
      ? []
      : [`Grouped by ${visible(grouping.by.replace(/^[^:]*:/, ''))}: ${visible(grouping.why)}.`]),
    ...(drawn.unit === 'namespaces'
      ? [
          `Too many workloads to draw one by one: ${drawn.shown === drawn.of ? '' : `${numberText(drawn.shown)} of `}${count(drawn.of, hullWord(map))}, closed unless opened.`,
        ]
      : []),
    ...(drawn.bundles < drawn.ofBundles
      ? [
          `${numberText(drawn.bundles)} of ${count(drawn.ofBundles, 'line')} are drawn, those with the most gaps.`,
        ]
      : []),
  ]
}
