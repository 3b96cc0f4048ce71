import type { Capture } from '../model/capture'
import { asString, isMap, own, type JsonMap } from '../model/json'
import type { ObjectRef } from '../model/object'
import type { EngineFact } from '../model/session'
import type { EngineName, Settings } from '../model/settings'
import type { Tri } from '../model/tri'
import { areCiliumSettingsHidden } from './enforcement'

/** Objects that only stand where an engine runs, or that only it would enforce. */
const agents: readonly { engine: EngineName; is: (ref: ObjectRef) => boolean }[] = [
  { engine: 'cilium', is: ({ kind, name }) => kind === 'DaemonSet' && name === 'cilium' },
  { engine: 'cilium', is: ({ kind, name }) => kind === 'ConfigMap' && name === 'cilium-config' },
  { engine: 'calico', is: ({ kind, name }) => kind === 'DaemonSet' && name === 'calico-node' },
  // Flannel's network with Calico's policies.
  { engine: 'calico', is: ({ kind, name }) => kind === 'DaemonSet' && name === 'canal' },
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
    /** The first sign of each engine. */
    const seen = new Map<EngineName, ObjectRef>()
    for (const { ref } of capture.objects)
      for (const { engine, is } of signs) if (is(ref) && !seen.has(engine)) seen.set(engine, ref)
    const [engine] = seen.keys()
    if (engine)
      return { engine: seen.size > 1 ? 'several' : engine, known: 'seen', evidence: [...seen.values()] }
  }
  return { engine: 'kubernetes', known: 'assumed', evidence: [] }
}

/** How the engine in charge departs from the words of the NetworkPolicy API. */
export interface Habits {
  readonly enforced: boolean
  /** Whether a block of addresses also means the pods that have them. */
  readonly addressesMeanPods: Tri
  /** Labels of pods that policies may or may not see. */
  readonly hidesLabel: (key: string) => boolean
}

/**
 * Whether blocks mean pods: upstream's conformance tests and Calico say yes, Cilium says no (networkpolicy.md 4, rule 25)
 * unless its settings may have it otherwise. Cilium also drops labels from identities, adds some of its own, and can be told
 * to enforce nothing (cilium-linkerd-spire-calico.md, Cilium: modes and identity labels). Settings that a cluster has but does
 * not show may say any of that; that they may switch enforcement off is said beside the verdicts (enforcement.ts).
 */
export function habitsOf({ engine, known }: EngineFact, capture: Capture, settings: Settings): Habits {
  const plain: Habits = { enforced: engine !== 'none', addressesMeanPods: 'yes', hidesLabel: hidesNothing }
  if (settings.compat === 'netpol-analyzer') return { ...plain, addressesMeanPods: 'no' }
  if (engine === 'several') return { ...plain, addressesMeanPods: 'maybe', hidesLabel: isNoIdentityLabel }
  if (engine !== 'cilium') return plain
  if (known === 'seen' && areCiliumSettingsHidden(capture))
    return { ...plain, addressesMeanPods: 'maybe', hidesLabel: hidesEverything }
  const config = ciliumSettings(capture)
  const says = (key: string): string => asString(own(config, key)) ?? ''
  return {
    enforced: says('enable-policy') !== 'never' && says('policy-audit-mode') !== 'true',
    addressesMeanPods: says('policy-cidr-match-mode') === '' ? 'no' : 'maybe',
    hidesLabel: says('labels') === '' ? isNoIdentityLabel : hidesEverything,
  }
}

function ciliumSettings({ objects }: Capture): JsonMap {
  const config = objects.find(
    ({ ref }) => ref.group === '' && ref.kind === 'ConfigMap' && ref.name === 'cilium-config',
  )
  const data = config && own(config.body, 'data')
  return isMap(data) ? data : {}
}

/** One function each, so that two worlds with the same habits are seen to have them. */
const hidesNothing = (): boolean => false
const hidesEverything = (): boolean => true

/** What Cilium drops from identities unless told otherwise, and the labels that it makes up itself. */
const isNoIdentityLabel = (key: string): boolean =>
  /^(?:io\.kubernetes|io\.cilium|kubernetes\.io|k8s\.io|topology\.kubernetes\.io|annotation|etcd_node)/.test(
    key,
  ) ||
  /beta\.kubernetes\.io/.test(key) ||
  workloadLabels.has(key)

const workloadLabels: ReadonlySet<string> = new Set([
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/controller-uid',
  'pod-template-hash',
  'pod-template-generation',
  'controller-revision-hash',
  'controller-uid',
])
