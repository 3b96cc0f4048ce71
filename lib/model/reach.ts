/** A workload on the way, and whether it is certain that one gets there in so many steps. */
export interface Reached {
  /** Workload key. */
  readonly key: string
  readonly certain: boolean
}

/** Where one gets from an end, or from where one gets there, following connections that are not denied. */
export interface Reach {
  /** By number of steps, less one: the workloads that are new there, in the order of the inventory. */
  readonly hops: readonly (readonly Reached[])[]
  /** The number of steps to the internet, which leads nowhere else; absent where it is not reached. */
  readonly internet?: { readonly hop: number; readonly certain: boolean }
  /**
   * The workloads that one passes on a shortest way to what is reached (a key, or `internet`), in the order in which
   * traffic does; empty where it is reached directly. Of ways that are as short, the one over what is certain if there
   * is one, and of those the first by the order of the inventory, from the far end on.
   */
  readonly via: (end: string) => readonly string[]
}
