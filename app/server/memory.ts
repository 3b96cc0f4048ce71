import { getHeapStatistics } from 'node:v8'

const mebibyte = 1024 * 1024

/** Part of the free memory that the worker's objects may take; the rest is for texts, the server and everybody else. */
const share = 0.75

/**
 * How large the worker's heap may grow, in MiB: by what this machine or container has free now, and never less than
 * Node gives itself, which knows containers and `--max-old-space-size`. What macOS calls free is far too little.
 */
export const heapLimit = (
  free = process.availableMemory(),
  nodesOwn = getHeapStatistics().heap_size_limit,
): number => Math.floor(Math.max(free * share, nodesOwn) / mebibyte)

/**
 * How large the space for fresh objects may grow, in MiB. A load makes many that stay: Node's own limit has them copied
 * again and again before they are old enough to stay where they are.
 */
export const nursery = (heap: number): number => Math.min(192, Math.floor(heap / 8))
