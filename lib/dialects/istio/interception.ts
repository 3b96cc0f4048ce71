import { contains, parseBlock, rangeOf, type Address } from '../../model/address'
import type { Pod } from '../../model/inventory'

/** Which traffic of a pod its sidecar takes (istio.md section 1, annotations on the pod template). */

const annotation = (pod: Pod, name: string): string | undefined =>
  pod.meshAnnotations?.get(`traffic.sidecar.istio.io/${name}`)

const list = (text: string): string[] =>
  text
    .split(',')
    .map(entry => entry.trim())
    .filter(Boolean)

const namesPort = (text: string | undefined, port: number): boolean =>
  text !== undefined && list(text).includes(String(port))

/** Health and metrics of the proxy itself, which are never captured. */
export const proxyPorts: readonly number[] = [15020, 15021, 15090]

const isOff = (pod: Pod): boolean => pod.meshAnnotations?.get('sidecar.istio.io/interceptionMode') === 'NONE'

/** Whether what comes in on the port goes to the application past the sidecar. */
export function isInboundPassed(pod: Pod, port: number): boolean {
  if (isOff(pod) || proxyPorts.includes(port)) return true
  const included = annotation(pod, 'includeInboundPorts') ?? '*'
  return included.trim() === '*'
    ? namesPort(annotation(pod, 'excludeInboundPorts'), port)
    : !namesPort(included, port)
}

/** Whether what the pod sends leaves past the sidecar; `unsure` where the address is not known. */
export function isOutboundPassed(pod: Pod, port: number, address: Address | undefined): boolean | 'unsure' {
  if (isOff(pod) || namesPort(annotation(pod, 'excludeOutboundPorts'), port)) return true
  const excluded = annotation(pod, 'excludeOutboundIPRanges')
  const isExcluded = excluded === undefined || excluded.trim() === '' ? false : isInside(excluded, address)
  if (isExcluded === true) return true
  if (namesPort(annotation(pod, 'includeOutboundPorts'), port)) return isExcluded
  const included = (annotation(pod, 'includeOutboundIPRanges') ?? '*').trim()
  const isIncluded = included === '*' ? true : isInside(included, address)
  if (isIncluded === false) return true
  return isIncluded === 'unsure' || isExcluded === 'unsure' ? 'unsure' : false
}

function isInside(text: string, address: Address | undefined): boolean | 'unsure' {
  const ranges = list(text)
  if (ranges.length === 0) return false
  if (!address) return 'unsure'
  return ranges.some(range => {
    const block = parseBlock(range)
    return block !== undefined && contains(block, rangeOf(address))
  })
}

const portAnnotations = [
  'includeInboundPorts',
  'excludeInboundPorts',
  'includeOutboundPorts',
  'excludeOutboundPorts',
]

/** Every port that the annotations of a pod set apart from others. */
export function portsSetApart(pod: Pod): readonly number[] {
  if (!pod.meshAnnotations) return []
  return portAnnotations
    .flatMap(name => list(annotation(pod, name) ?? ''))
    .map(Number)
    .filter(port => Number.isInteger(port) && port > 0)
}

/** What a pod says of the traffic that it sends. */
export const leavesBy = (pod: Pod): readonly (readonly [string, string])[] =>
  [...(pod.meshAnnotations ?? [])].filter(([name]) => /[oO]utbound|Mode$/.test(name))
