/** Which live cluster is to be read, as it was typed. */
export interface ClusterChoice {
  /** A kubeconfig file; absent = the service account of the pod that this runs in. */
  readonly kubeconfig?: string
  /** A context of it; absent = its current one. */
  readonly context?: string
  /** Only these namespaces; absent = all that may be read. */
  readonly namespaces?: readonly string[]
}
