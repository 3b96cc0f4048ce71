/** Bounds of an upload; the page states them before they bite. */
export const uploadLimits = {
  /** As sent, in bytes. */
  sent: 100 * 1024 * 1024,
  /** Archives unpacked, in bytes. */
  unpacked: 512 * 1024 * 1024,
  files: 20_000,
  documents: 100_000,
  /** Uploads that are open at the same time. */
  open: 4,
  /** Time that an upload nobody looks at is kept, in minutes. */
  minutes: 60,
} as const
