import type { TrustMap } from '@/lib/api/map-contract'
import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import type { ViewFilter } from '../workbench/queries'
import type { View } from '../workbench/view-state'
import { endText } from '../signs/EndName'
import { hullWord } from './map-words'

/** What stands under every picture of the map, so that it cannot be read as more than it shows. */
export function pictureFooter(
  overview: Pick<Overview, 'source' | 'capturedAt' | 'counts' | 'incomplete'>,
  map: Pick<TrustMap, 'grouping' | 'drawn'>,
  filter: ViewFilter,
  { lens, about }: Pick<View, 'lens' | 'about'>,
): string[] {
  const { drawn, grouping } = map
  return [
    sourceWords(overview),
    [
      `Filter: ${filterWords(filter)}`,
      `Lens: ${lens ?? 'none'}`,
      `Grouped by ${visible(grouping.by)}`,
      ...(about === '' ? [] : [`Looking at ${endText(about)}`]),
    ].join(' · '),
    [
      ...unknownWords(overview),
      `${numberText(drawn.shown)} of ${count(drawn.of, drawn.unit === 'workloads' ? 'workload' : hullWord(map))} drawn`,
      ...(drawn.bundles < drawn.ofBundles
        ? [`${numberText(drawn.bundles)} of ${count(drawn.ofBundles, 'line')} drawn`]
        : []),
    ].join(' · '),
  ]
}

/** Of what, and of when. */
export const sourceWords = ({ source, capturedAt }: Pick<Overview, 'source' | 'capturedAt'>): string =>
  `podtrust, ${visible(source.label)}, captured ${capturedAt.slice(0, 16).replace('T', ' ')} UTC`

/** How much of the cluster is not known. */
export function unknownWords({ counts, incomplete }: Pick<Overview, 'counts' | 'incomplete'>): string[] {
  const all = counts.implicit + counts.unknown + counts.partial + counts.verified
  return [
    `${numberText(counts.unknown)} of ${count(all, 'connection')} unknown`,
    ...(incomplete ? ['not everything could be read'] : []),
  ]
}

export function filterWords({ class: classes, q, hide }: ViewFilter): string {
  const parts = [
    ...(classes.length > 0 ? [`only ${classes.join(', ')}`] : []),
    ...(q === '' ? [] : [visible(q)]),
    ...(hide.length > 0 ? [`without ${hide.join(', ')}`] : []),
  ]
  return parts.length === 0 ? 'none' : parts.join('; ')
}

/** `podtrust-map-demo-2026-11-28.svg`: of the source's name only what every file system takes. */
export function pictureName(
  { source, capturedAt }: Pick<Overview, 'source' | 'capturedAt'>,
  ending: 'png' | 'svg',
): string {
  const label = source.label
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  return ['podtrust-map', label, capturedAt.slice(0, 10)].filter(Boolean).join('-') + `.${ending}`
}
