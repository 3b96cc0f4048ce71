import type { Hop } from '../../../model/mesh'
import { pathText, refKey, sameRef, type ObjectRef, type Path } from '../../../model/object'
import type { DestinationRule, TlsMode } from '../destination-rule'
import type { Exposed, Ground } from './ground'
import type { Pause } from './pitfall'

/** What a rule tells clients to send, to whom it cannot get through. */
export interface Failing {
  readonly rule: DestinationRule
  readonly object: ObjectRef
  readonly path: Path
  readonly exposed: Exposed[]
  sure: boolean
}

/** What could be refused at a server, by its look alone: asking the mesh of all the others would be for nothing. */
type MayFail = (exposed: Exposed) => boolean

/**
 * DestinationRules that some client heeds and whose TLS settings break the handshake, by the field that says so: told by
 * the mesh's routes, with one client of each kind until one fails.
 */
export function* failingRules(
  ground: Ground,
  modes: readonly TlsMode[],
  mayFail: MayFail,
): Generator<Pause, readonly Failing[]> {
  const found = new Map<string, Failing>()
  for (const rule of ground.read.destinationRules) {
    if (!says(rule, modes)) continue
    for (const exposed of ground.hostsOf(rule.host).flatMap(host => ground.exposedAs(host))) {
      if (!mayFail(exposed)) continue
      yield undefined
      const met = broken(ground, rule, exposed)
      if (!met) continue
      const key = `${refKey(rule.ref)} ${pathText(met.path)}`
      const known = found.get(key) ?? { rule, object: rule.ref, path: met.path, exposed: [], sure: false }
      known.exposed.push(exposed)
      known.sure ||= met.sure
      found.set(key, known)
    }
  }
  return [...found.values()]
}

const says = ({ policy, subsets }: DestinationRule, modes: readonly TlsMode[]): boolean =>
  [policy, ...subsets.values()].some(each =>
    [each?.tls, ...(each?.ports.values() ?? [])].some(tls => tls && modes.includes(tls.mode)),
  )

/** The field by which the rule breaks the handshake of some client. */
function broken(
  ground: Ground,
  rule: DestinationRule,
  { member, exposure }: Exposed,
): { readonly path: Path; readonly sure: boolean } | undefined {
  const { service } = exposure
  let perhaps: Path | undefined
  for (const client of ground.clients) {
    if (client.proxy !== 'sidecar' && client.proxy !== 'gateway') continue
    const { namespace } = client
    const { config, rules } = ground.read.outbound
    if (![namespace, service.namespace, config.rootNamespace].includes(rule.namespace)) continue
    const heeded = rules.find(client, ground.hostOf(exposure), service.namespace)
    if (heeded !== 'unsure' && (!heeded.rule || !sameRef(heeded.rule.ref, rule.ref))) continue
    const hop = ground.wayTo(client, member.pod, exposure)
    const path = saidBy(hop, rule)
    if (!path) continue
    if (hop.transport === 'fail') return { path, sure: true }
    if (hop.transport === 'unknown') perhaps ??= path
  }
  return perhaps && { path: perhaps, sure: false }
}

const saidBy = ({ because }: Hop, { ref }: DestinationRule): Path | undefined =>
  because.find(({ kind, object }) => kind === 'client-tls' && object && sameRef(object, ref))?.path
