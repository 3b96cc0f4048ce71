import { captureText, writeCapture } from '../sources/capture-file'
import { isInCluster } from '../sources/cluster/in-cluster'
import type { Capture } from '../model/capture'
import { clusterFlags, clusterOf } from './cluster-flags'
import { UsageError, usage, type Args, type Command, type ExitCode } from './command'
import { read, type Input } from './load'
import { problemReport } from './problem-report'

export const capture: Command = {
  name: 'capture',
  summary: 'Saves what is read of a live cluster, for every command and for the browser to open',
  words: [],
  flags: [
    {
      name: 'output',
      short: 'o',
      value: 'FILE',
      required: true,
      help: 'file to write; - is standard output',
    },
    ...clusterFlags,
  ],
  notes: [
    'The file holds what decides who may talk to whom: no Secret, no environment value, no command line.',
    'Exit code 3: something could not be read; the file says what.',
  ],
  async run(args, io): Promise<ExitCode> {
    const taken = await read(sourceOf(args), io)
    const file = args.get('output') ?? '-'
    if (file === '-') for (const text of captureText(taken)) io.out(text)
    else await writeCapture(taken, file)
    io.err(problemReport({ capture: taken, problems: taken.problems }))
    return isWhole(taken) ? 0 : 3
  },
}

/** The cluster that was named, or the one that this runs in. */
function sourceOf(args: Args): Input {
  const named = clusterOf(args, isInCluster(process.env))
  if (!named) throw new UsageError(`--kubeconfig FILE is missing; ${usage(capture)}`)
  return named
}

const isWhole = ({ gaps, problems }: Capture): boolean =>
  gaps.length === 0 && problems.every(({ effect }) => effect === 'none')
