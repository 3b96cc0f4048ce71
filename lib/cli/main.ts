import type { Io } from './command'
import { run } from './run'

/** The program: runs one command line on the process's own streams and gives the exit code. */
export const main = (argv: readonly string[]): Promise<number> => run(argv, processIo())

/** A reader that goes away early (`| head`) ends the output, not the command: its exit code stays true. */
function processIo(): Io {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return
      process.stderr.write(`the result could not be written: ${error.message}\n`)
      process.exit(2)
    })
  return {
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    ...(process.stderr.isTTY && { progress: line => void process.stderr.write(`\r\u001b[K${line}`) }),
  }
}
