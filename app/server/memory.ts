import { getHeapStatistics } from 'node:v8'

const mebibyte = 1024 * 1024

/** Part of the free memory that the worker's objects may take; the rest is for texts, the server and everybody else. */
const share = 0.75

/** The same for an upload, of which several may be open. */
const uploadShare = 0.25

/** What an upload may take at least, in MiB. */
const uploadLeast = 512

/**
 * How large the worker's heap may grow, in MiB: by what this machine or container has free now, and never less than
 * Node gives itself, which knows containers and `--max-old-space-size`. What macOS calls free is far too little.
 */
export const heapLimit = (
  free = process.availableMemory(),
  nodesOwn = getHeapStatistics().heap_size_limit,
): number => Math.floor(Math.max(free * share, nodesOwn) / mebibyte)

/** How large the heap of an upload's worker may grow, in MiB. */
export const uploadHeapLimit = (free = process.availableMemory()): number =>
  Math.max(Math.floor((free * uploadShare) / mebibyte), uploadLeast)

/** Whether memory would hold an upload of this size, in bytes: its heap at the least, and its contents beside it. */
export const roomForUpload = (bytes: number, free = process.availableMemory()): boolean =>
  free > uploadLeast * mebibyte + bytes

/** Whether memory would hold all that is loaded a second time. */
export const roomForAnother = (
  free = process.availableMemory(),
  taken = process.memoryUsage.rss(),
): boolean => free > taken

/**
 * How large the space for fresh objects may grow, in MiB. A load makes many that stay: Node's own limit has them copied
 * again and again before they are old enough to stay where they are.
 */
export const nursery = (heap: number): number => Math.min(192, Math.floor(heap / 8))
