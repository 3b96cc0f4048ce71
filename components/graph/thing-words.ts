import type { TrustMap } from '@/lib/api/map-contract'
import { className } from '@/lib/words/glossary'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { endText } from '../signs/EndName'
import { isolationClass } from './elements'
import { bundleId, hullId, isGroup, singleId, stubId } from './parts'

/** What a thing on the map is, in one sentence: `storefront/web, 14 out, 3 in, open to anyone`. */
export function thingWords(map: TrustMap, id: string): string {
  const hull = map.hulls.find(({ namespace }) => hullId(namespace) === id)
  if (hull) return hullWords(map, hull)
  const node = map.nodes.find(({ key }) => key === id)
  if (node)
    return `${endText(node.key)}, ${numberText(node.outgoing)} out, ${numberText(node.incoming)} in, ${isolationWords[isolationClass(node.isolation)]}${litWords(node.lit)}`
  if (id === 'anyone')
    return `Anyone, whoever runs in the cluster: ${count(map.bundles.filter(({ from }) => from === undefined).length, 'line')} to workloads that are open`
  if (id === 'internet' && map.internet)
    return `Internet, reaches ${count(map.internet.incoming, 'workload')}, is reached by ${count(map.internet.outgoing, 'workload')}`
  const group = map.groups?.find(each => each.id === id)
  if (group) return `${visible(group.label)}, ${count(group.namespaces, 'namespace')} as one end`
  return lineWords(map, id)
}

const isolationWords = {
  open: 'open to anyone',
  doubt: 'isolation not known',
  both: 'isolated in and out',
  one: 'isolated for what comes in',
} as const

const litWords = (lit: number | undefined): string => (lit === 0 ? ', not lit by the lens' : '')

function hullWords(map: TrustMap, hull: TrustMap['hulls'][number]): string {
  const { implicit, unknown } = hull.counts
  const kind = map.grouping.by === 'namespace' ? 'Namespace' : 'Group'
  return [
    `${kind} ${visible(hull.label ?? hull.namespace)}${hull.collapsed ? ', closed' : ''}`,
    `${numberText(hull.isolated)} of ${count(hull.workloads, 'workload')} isolated`,
    hull.defaultDeny ? 'default deny' : 'no default deny',
    `${numberText(implicit)} implicit`,
    ...(unknown > 0 ? [`${numberText(unknown)} unknown`] : []),
    ...(hull.inside ? [`inside ${sharesWords(hull.inside)}`] : []),
  ].join(', ')
}

function lineWords(map: TrustMap, id: string): string {
  const bundle = map.bundles.find(({ from, to }) => bundleId(from, to) === id)
  if (bundle) {
    const { from, to, failing, all, lit } = bundle
    const ends = `${from === undefined ? 'Anyone' : placeName(map, from)} to ${placeName(map, to)}`
    return from === undefined
      ? `${ends}: ${numberText(failing)} of ${count(all, 'workload')} open, implicit${litWords(lit)}`
      : `${ends}: ${sharesWords(bundle)}${litWords(lit)}`
  }
  const stub = map.stubs.find(({ direction, namespace }) => stubId(direction, namespace) === id)
  if (stub) {
    const hull = placeName(map, stub.namespace)
    return `${stub.direction === 'out' ? `${hull} to Internet` : `Internet to ${hull}`}: ${sharesWords(stub)}${litWords(stub.lit)}`
  }
  const single = map.singles.find(each => singleId(each) === id)
  return single
    ? `${endText(single.from)} to ${endText(single.to)}, ${visible(single.ports)}, ${className[single.trustClass].toLowerCase()}`
    : ''
}

const sharesWords = ({
  failing,
  all,
  trustClass,
}: Pick<TrustMap['stubs'][number], 'failing' | 'all' | 'trustClass'>): string =>
  `${numberText(failing)} of ${count(all, 'connection')} not verified, ${failing === 0 ? 'all verified' : `at worst ${trustClass}`}`

function placeName(map: TrustMap, end: string): string {
  const group = isGroup(end) ? map.groups?.find(({ id }) => id === end) : undefined
  const hull = map.hulls.find(({ namespace }) => namespace === end)
  return visible(group?.label ?? hull?.label ?? end)
}
