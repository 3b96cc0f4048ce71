/** Tells the operator of an error of our own; clients only learn that there was one. */
export function logError(what: string, error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`podtrust: ${what}: ${detail}\n`)
}
