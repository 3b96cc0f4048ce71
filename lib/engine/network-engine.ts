import type { Capture } from '../model/capture'
import type { ObjectRef } from '../model/object'
import type { EngineFact } from '../model/session'
import type { EngineName, Settings } from '../model/settings'
import type { Tri } from '../model/tri'

/** Objects that only stand where an engine runs, or that only it would enforce. */
const agents: readonly { engine: EngineName; is: (ref: ObjectRef) => boolean }[] = [
  { engine: 'cilium', is: ({ kind, name }) => kind === 'DaemonSet' && name === 'cilium' },
  { engine: 'cilium', is: ({ kind, name }) => kind === 'ConfigMap' && name === 'cilium-config' },
  { engine: 'calico', is: ({ kind, name }) => kind === 'DaemonSet' && name === 'calico-node' },
  { engine: 'calico', is: ({ kind, name }) => kind === 'ConfigMap' && name === 'calico-config' },
]

const policies: typeof agents = [
  { engine: 'cilium', is: ({ group }) => group === 'cilium.io' },
  { engine: 'calico', is: ({ group }) => group === 'projectcalico.org' || group === 'crd.projectcalico.org' },
]

/**
 * Whose network semantics apply (contract.md section 2, `--engine`): what was said; else the engine seen, by its agent
 * before its policy objects; else `kubernetes`, as an assumption.
 */
export function findEngine(capture: Capture, settings: Settings): EngineFact {
  if (settings.engine !== 'auto') return { engine: settings.engine, known: 'said', evidence: [] }
  for (const signs of [agents, policies]) {
    const seen = capture.objects.flatMap(({ ref }) => {
      const sign = signs.find(({ is }) => is(ref))
      return sign ? [{ engine: sign.engine, ref }] : []
    })
    const engines = [...new Set(seen.map(({ engine }) => engine))]
    const [engine] = engines
    if (engine) {
      const evidence = engines.flatMap(name => seen.find(sign => sign.engine === name)?.ref ?? [])
      return { engine: engines.length > 1 ? 'several' : engine, known: 'seen', evidence }
    }
  }
  return { engine: 'kubernetes', known: 'assumed', evidence: [] }
}

/**
 * Whether a block of addresses also means the pods that have them: upstream's conformance tests and Calico say yes,
 * Cilium says no (networkpolicy.md 4, rule 25).
 */
export const addressesMeanPods = (engine: EngineFact['engine'], settings: Settings): Tri =>
  settings.compat === 'netpol-analyzer' || engine === 'cilium' ? 'no' : engine === 'several' ? 'maybe' : 'yes'
