import { refText, type ObjectRef, type Path } from '../../../model/object'
import type { Rule } from '../../../model/rule'
import type { Exposure } from '../exposures'
import { serviceHost } from '../hosts'
import { keysOf, type Ground, type Member } from './ground'
import { authorizationPolicies, services } from './kinds'
import type { Found, Pitfall } from './pitfall'
import { doubtOfPolicy, looksAtRequests, meant, ruleOf, writtenPolicies, type Written } from './policies'
import { listed } from '../../../model/listed'

/**
 * A DENY rule that looks at requests and names no port: where a sidecar sees bytes nothing but its sources is left of it,
 * so that it denies all of TCP (istio.md section 5, L7 fields on a TCP port; section 8, pitfall 3; istio/istio#41802).
 */
export const denyBlocksTcp: Pitfall = {
  code: 'istio-deny-blocks-tcp',
  reads: [authorizationPolicies, services],
  find: ground =>
    writtenPolicies(ground).flatMap(written =>
      [...blind(written)].flatMap(([, { path, rules }]) => finding(ground, written, path, rules)),
    ),
}

interface Blind {
  readonly path: Path
  readonly rules: Rule[]
}

/** Rules of which nothing about requests or ports is left where bytes are seen. */
function blind({ envoy }: Written): Map<string, Blind> {
  const found = new Map<string, Blind>()
  for (const rule of envoy.rules) {
    if (rule.action !== 'deny' || rule.sees !== 'bytes' || rule.request) continue
    if (!rule.ports.some(({ kind }) => kind === 'every')) continue
    const path = ruleOf(rule)
    const key = path.join()
    const hasHttp = envoy.rules.some(other => ruleOf(other).join() === key && looksAtRequests(other))
    if (!hasHttp) continue
    const known = found.get(key) ?? { path, rules: [] }
    known.rules.push(rule)
    found.set(key, known)
  }
  return found
}

function finding(ground: Ground, written: Written, path: Path, rules: readonly Rule[]): readonly Found[] {
  const hit = meant(ground, written.envoy, 'sidecar').flatMap(member => {
    const ports = ground.read.server(member.pod).exposures.filter(isBytes)
    return ports.length > 0 ? [{ member, ports }] : []
  })
  if (hit.length === 0) return []
  const ports = hit.flatMap(each => each.ports)
  const certain = ports.filter(({ protocol }) => protocol !== 'sniffed')
  const doubt =
    doubtOfPolicy(written, rules) ??
    (certain.length === 0 ? 'whether these ports carry requests is found out by looking at them' : undefined)
  const shown = certain.length > 0 ? certain : ports
  return [
    denied(
      written.object,
      path,
      rules,
      hit.map(({ member }) => member),
      shown,
      doubt,
    ),
  ]
}

const isBytes = ({ protocol }: Exposure): boolean =>
  protocol === 'tcp' || protocol === 'tls' || protocol === 'sniffed'

function denied(
  object: ObjectRef,
  path: Path,
  rules: readonly Rule[],
  members: readonly Member[],
  ports: readonly Exposure[],
  doubt: string | undefined,
): Found {
  const anybody = rules.some(({ peers }) => peers.some(({ kind }) => kind === 'anyone'))
  const hosts = ports.map(
    ({ service: { namespace, name }, servicePort }) => `${serviceHost(namespace, name)}:${servicePort.port}`,
  )
  return {
    severity: 'high',
    about: { kind: 'object', object, path },
    title: `${refText(object)} denies by what requests say and names no port: where the proxy sees no requests it denies ${anybody ? 'everybody' : 'whomever it names'} all of TCP, ${listed([...new Set(hosts)])} included`,
    remedy: 'add `ports` to the operation, those that speak HTTP',
    workloads: keysOf(members),
    evidence: [],
    ...(doubt !== undefined && { doubt }),
  }
}
