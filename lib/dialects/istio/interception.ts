import { contains, parseBlock, rangeOf, type Address } from '../../model/address'
import type { Pod } from '../../model/inventory'
import { lastPort } from '../../model/port'

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

/** Health and metrics of Envoy. */
const envoyPorts: readonly number[] = [15021, 15090]

/** Where the agent beside Envoy tells of both, if a pod says nothing else. */
const usualAgentPort = 15020
const agentAnnotation = 'status.sidecar.istio.io/port'

/**
 * Where the agent listens; nowhere for 0, and `unsure` where the annotation does not parse: the injector refuses such a pod,
 * and the agent takes it for 0 (istio/istio pkg/kube/inject/validate.go, pilot/cmd/pilot-agent/config).
 */
function agentPort(pod: Pod): number | 'nowhere' | 'unsure' {
  const said = pod.meshAnnotations?.get(agentAnnotation)
  if (said === undefined) return usualAgentPort
  const port = /^\d{1,5}$/.test(said) ? Number(said) : lastPort + 1
  return port > lastPort ? 'unsure' : port === 0 ? 'nowhere' : port
}

/** Ports at which the proxy of a pod surely answers about itself, ascending; they are never captured. */
export function proxyPorts(pod: Pod): readonly number[] {
  const agent = agentPort(pod)
  return typeof agent === 'number' ? [...new Set([...envoyPorts, agent])].sort((a, b) => a - b) : envoyPorts
}

const isOff = (pod: Pod): boolean => pod.meshAnnotations?.get('sidecar.istio.io/interceptionMode') === 'NONE'

/**
 * Whether what comes in on the port goes past the sidecar, to the application or to the proxy itself. Where the agent listens
 * elsewhere, its usual port is the application's: the injector's rules capture it, those of Istio's network plugin leave it
 * out all the same (istio/istio cni/pkg/plugin/sidecar_redirect.go), and which of them are at work is not seen.
 */
export function isInboundPassed(pod: Pod, port: number): boolean | 'unsure' {
  if (isOff(pod) || proxyPorts(pod).includes(port)) return true
  const included = annotation(pod, 'includeInboundPorts') ?? '*'
  if (included.trim() !== '*') return !namesPort(included, port)
  return namesPort(annotation(pod, 'excludeInboundPorts'), port) || (port === usualAgentPort && 'unsure')
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

/** Every port of a pod with a proxy that the proxy does not take in as all others. */
export const portsOfProxy = (pod: Pod): readonly number[] => [
  ...portsSetApart(pod),
  ...proxyPorts(pod),
  usualAgentPort,
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
