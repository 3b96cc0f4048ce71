const mebibyte = 1024 * 1024

/** Below this not even small clusters would load; the system may then have to swap. */
const least = 512

/** Part of the free memory that the worker's objects may take; the rest is for texts, the server and everybody else. */
const share = 0.75

/** How large the worker's heap may grow, in MiB, by what this machine or container has free now. */
export const heapLimit = (free = process.availableMemory()): number =>
  Math.max(least, Math.floor((free / mebibyte) * share))
