import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * Stands beside a test and outlives it: when its standard input ends, however the test died, the processes that it was
 * told of and that still run are killed, and the folders removed. Lines: `+PID`, `-PID` (it ended), `/FOLDER`.
 */
const processes = new Set()
const folders = new Set()

const lines = createInterface({ input: process.stdin })
lines.on('line', line => {
  if (line.startsWith('/')) folders.add(line)
  else if (line.startsWith('+')) processes.add(Number(line.slice(1)))
  else processes.delete(Number(line.slice(1)))
})
lines.on('close', () => {
  for (const id of processes)
    try {
      process.kill(id, 'SIGKILL')
    } catch {
      // It ended by itself, and nobody was left to say so.
    }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
})
// Ctrl-C reaches the whole group; who is here to clean up leaves last.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
