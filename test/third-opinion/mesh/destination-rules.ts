import { namespaceOf } from '../ends'
import { at, listAt, textAt, type Json, type RawObject } from '../raw'
import type { Exposed } from './services'
import { ROOT, ofKind, oldestFirst } from './settings'

/** What a client is told to do; `unsaid` leaves it to automatic mutual TLS, `open` is not said by the sources. */
export type ClientTls = 'unsaid' | 'DISABLE' | 'SIMPLE' | 'ISTIO_MUTUAL' | 'open'

/** Section 4, DestinationRule lookup. Subsets and rules for some workloads are not read. */
export function clientTls(objects: readonly RawObject[], from: string, service: Exposed): ClientTls {
  const policy = policyFor(objects, from, service)
  return policy === undefined ? 'unsaid' : tlsAt(policy.value, service)
}

/** Section 4, auto mTLS: `loadBalancer: PASSTHROUGH` sends to wherever the client dialled, as headless Services do. */
export function passesOn(objects: readonly RawObject[], from: string, service: Exposed): boolean {
  const policy = policyFor(objects, from, service)
  return textAt(policy?.value, 'loadBalancer', 'simple') === 'PASSTHROUGH'
}

function policyFor(
  objects: readonly RawObject[],
  from: string,
  service: Exposed,
): { value: Json | undefined } | undefined {
  const host = `${service.name}.${service.namespace}.svc.cluster.local`
  for (const place of [from, service.namespace, ROOT]) {
    const here = ofKind(objects, 'DestinationRule').filter(rule => namespaceOf(rule) === place)
    const policy = policyHere(here, place, from, host)
    if (policy !== undefined) return policy
  }
  return undefined
}

/** The traffic policy of the rules of one namespace that count; undefined where none does. */
function policyHere(
  rules: readonly RawObject[],
  place: string,
  from: string,
  host: string,
): { value: Json | undefined } | undefined {
  // Where the client lives only what it sees is in the way, elsewhere only what is not private.
  const matching = oldestFirst(rules).filter(
    rule => covers(hostOf(rule), host) && (place === from ? isVisible(rule, place, from) : !isPrivate(rule)),
  )
  // The most specific host before anything else: whatever its rules are exported to.
  const most = matching.map(hostOf).sort((a, b) => specificity(b) - specificity(a))[0]
  const groups = new Map<string, RawObject[]>()
  for (const rule of matching.filter(each => hostOf(each) === most)) {
    const key = exportText(rule)
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  const visible = [...groups.values()].filter(([rule]) => rule !== undefined && isVisible(rule, place, from))
  const newest = visible.at(-1)
  if (newest === undefined) return undefined
  const saying = newest.find(rule => at(rule, 'spec', 'trafficPolicy') !== undefined)
  return { value: at(saying, 'spec', 'trafficPolicy') }
}

function hostOf(rule: RawObject): string {
  const written = textAt(rule, 'spec', 'host') ?? ''
  const short = !written.includes('.') && !written.includes('*')
  return short ? `${written}.${namespaceOf(rule)}.svc.cluster.local` : written
}

const covers = (pattern: string, host: string): boolean =>
  pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : pattern === host

/** Exact hosts before wildcards, long wildcards before short ones. */
const specificity = (host: string): number => (host.startsWith('*') ? host.length : 10_000)

/** An absent `exportTo` is not the same as `*`. */
const exportText = (rule: RawObject): string =>
  at(rule, 'spec', 'exportTo') === undefined
    ? 'absent'
    : [...listAt(rule, 'spec', 'exportTo')].map(String).sort().join()

/** `.`, or its own namespace by name and no other. */
const isPrivate = (rule: RawObject): boolean => ['.', namespaceOf(rule)].includes(exportText(rule))

function isVisible(rule: RawObject, place: string, from: string): boolean {
  const to = listAt(rule, 'spec', 'exportTo')
  if (to.length === 0 || to.includes('*') || to.includes(from)) return true
  return place === from && to.includes('.')
}

/** Item 5: a setting of the port takes the place of all others. */
function tlsAt(policy: Json | undefined, { port, headless }: Exposed): ClientTls {
  const whole = tlsOf(policy)
  const entry = listAt(policy, 'portLevelSettings').find(each => at(each, 'port', 'number') === port)
  if (entry === undefined) return whole
  const own = tlsOf(entry)
  if (own !== 'unsaid') return own
  if (whole === 'unsaid' || whole === 'ISTIO_MUTUAL') return 'unsaid'
  // Plaintext was seen at Services with an address of their own.
  return headless ? 'open' : 'DISABLE'
}

function tlsOf(node: Json | undefined): ClientTls {
  const mode = textAt(node, 'tls', 'mode')
  return (['DISABLE', 'SIMPLE', 'ISTIO_MUTUAL'] as const).find(each => each === mode) ?? 'unsaid'
}
