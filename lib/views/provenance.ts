import { annotationsOf, labelsOf, type KubeObject } from '../model/object'
import type { Provenance } from '../model/provenance'

/** Longer than any name that these tools give; what is longer is somebody else's text. */
const longest = 253

/**
 * Where an object came from, by the labels and annotations that the tools set, the outermost tool first: Argo CD and Flux
 * render Helm charts, whose labels stay on what comes out. Without any, the file it was read from.
 *
 * Argo CD: label `argocd.argoproj.io/instance`; `app.kubernetes.io/instance` only beside its annotation
 * `argocd.argoproj.io/tracking-id`, because charts set that label too. The id begins with the application's name.
 */
export function provenanceOf(object: KubeObject | undefined): Provenance {
  if (!object) return { kind: 'unknown' }
  const labels = labelsOf(object)
  const annotations = annotationsOf(object)
  const says = (key: string): string | undefined => short(labels.get(key))

  const tracking = short(annotations.get('argocd.argoproj.io/tracking-id')?.split(':')[0])
  const application =
    says('argocd.argoproj.io/instance') ??
    (tracking === undefined ? undefined : (says('app.kubernetes.io/instance') ?? tracking))
  if (application !== undefined) return { kind: 'argo-cd', application }

  const kustomization = says('kustomize.toolkit.fluxcd.io/name')
  if (kustomization !== undefined) return { kind: 'flux', by: 'Kustomization', name: kustomization }
  const helmRelease = says('helm.toolkit.fluxcd.io/name')
  if (helmRelease !== undefined) return { kind: 'flux', by: 'HelmRelease', name: helmRelease }

  const release = short(annotations.get('meta.helm.sh/release-name'))
  const chart = says('helm.sh/chart')
  if (release !== undefined || (chart !== undefined && labels.get('app.kubernetes.io/managed-by') === 'Helm'))
    return { kind: 'helm', ...(release !== undefined && { release }), ...(chart !== undefined && { chart }) }

  return object.origin ? { kind: 'file', ...object.origin } : { kind: 'unknown' }
}

const short = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : text.slice(0, longest)
