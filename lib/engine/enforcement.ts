import type { Capture } from '../model/capture'
import type { KubeObject, ObjectRef } from '../model/object'
import type { Problem } from '../model/problem'
import type { EngineFact } from '../model/session'

/**
 * DaemonSets that enforce NetworkPolicies wherever they run, by name. Plug-ins that enforce only in some versions or when told
 * to (`kindnet`, `aws-node`, `flannel`) prove nothing.
 */
const enforcers: ReadonlySet<string> = new Set([
  'anetd',
  'antrea-agent',
  'azure-npm',
  'calico-node',
  'canal',
  'cilium',
  'kube-network-policies',
  'kube-ovn-cni',
  'kube-router',
  'ovnkube-node',
  'weave-net',
])

/** Settings that only such an agent reads. */
const settings: ReadonlySet<string> = new Set(['cilium-config', 'calico-config'])

/**
 * Whether nothing was seen in a live cluster that would enforce its NetworkPolicies: a cluster without such an engine takes
 * policies and ignores them. Verdicts hold only if something does (contract.md section 2, `--engine`). Manifests are taken
 * as enforced, and so is what whoever asks says of the engine.
 */
export function isEnforcementUnproven(capture: Capture, { known, engine }: EngineFact): boolean {
  if (capture.cluster === undefined || known === 'said') return false
  if (engine === 'cilium' && areCiliumSettingsHidden(capture)) return true
  return !capture.objects.some(isSign)
}

export const unprovenProblem: Problem = {
  code: 'enforcement-unproven',
  message:
    'nothing was seen in this cluster that enforces network policies, so verdicts hold only if something does',
  remedy:
    'grant `list` on DaemonSets, so that the network engine can be seen, or say which one it is (`--engine cilium`)',
  effect: 'none',
}

const isSign = ({ ref: { group, kind, name } }: KubeObject): boolean =>
  (group === 'apps' && kind === 'DaemonSet' && enforcers.has(name)) ||
  (group === '' && kind === 'ConfigMap' && settings.has(name))

/** Whether Cilium's ConfigMap is there, as far as one knows, but could not be read: it may switch enforcement off. */
export const areCiliumSettingsHidden = ({ gaps }: Capture): boolean =>
  gaps.some(gap => gap.kind === 'unlisted' && isCiliumConfig(gap.object))

const isCiliumConfig = ({ group, kind, name }: ObjectRef): boolean =>
  group === '' && kind === 'ConfigMap' && name === 'cilium-config'
