/** Who put an object into the cluster, as the object itself says; any text in it is the cluster's own. */
export type Provenance =
  /** Installed by Helm, or at least rendered from one of its charts. */
  | { readonly kind: 'helm'; readonly release?: string; readonly chart?: string }
  | { readonly kind: 'argo-cd'; readonly application: string }
  | { readonly kind: 'flux'; readonly by: 'Kustomization' | 'HelmRelease'; readonly name: string }
  | { readonly kind: 'file'; readonly file: string; readonly document: number; readonly line: number }
  /** Nothing tells. */
  | { readonly kind: 'unknown' }
