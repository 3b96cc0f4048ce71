import { dig, type Json } from '../../model/json'
import type { Around } from '../../model/dialect'
import { labelsOf, type KubeObject } from '../../model/object'
import type { Tri } from '../../model/tri'
import type { Reading } from '../reading'
import type { MeshConfig } from './mesh-config'

type Root = Pick<MeshConfig, 'rootNamespace' | 'unsure'>

const label = 'istio.io/rev'

/**
 * Whether the control plane of the mesh heeds the object: one that is labelled with the revision of another is ignored
 * (istio.md section 5). A revision shows in the name of its ConfigMap, `istio` for `default` or `istio-REVISION`.
 */
function isHeeded(object: KubeObject, around: Pick<Around, 'all'>, { rootNamespace, unsure }: Root): Tri {
  const wanted = labelsOf(object).get(label)
  if (wanted === undefined || wanted === '') return 'yes'
  // The ConfigMaps of other revisions may be elsewhere, or beyond reading.
  if (unsure.has('rootNamespace')) return 'maybe'
  const known = around.all('', 'ConfigMap').flatMap(config => revisionOf(config, rootNamespace))
  if (known.length === 0) return 'maybe'
  if (!known.includes(wanted)) return 'no'
  // Of several control planes each heeds its own, and which one a proxy listens to is not known here.
  return known.length === 1 ? 'yes' : 'maybe'
}

function revisionOf({ ref, body }: KubeObject, rootNamespace: string): readonly string[] {
  const mesh: Json | undefined = dig(body, 'data', 'mesh')
  if (ref.namespace !== rootNamespace || mesh === undefined) return []
  if (ref.name === 'istio') return ['default']
  return ref.name.startsWith('istio-') ? [ref.name.slice('istio-'.length)] : []
}

/** The same, and tells where the label matters. */
export function readRevision(
  reading: Reading,
  object: KubeObject,
  around: Pick<Around, 'all'>,
  config: Root,
): Tri {
  const heeded = isHeeded(object, around, config)
  const path = ['metadata', 'labels', label]
  const remedy = 'remove the label, or name the revision of the control plane'
  if (heeded === 'no')
    reading.warn(
      'other-revision',
      path,
      'names the revision of another control plane, so the policy is ignored',
      remedy,
    )
  if (heeded === 'maybe')
    reading.doubt(
      'other-revision',
      path,
      'names a revision, and whether the control plane has it is not known: the policy may be ignored',
      remedy,
    )
  return heeded
}
