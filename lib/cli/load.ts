import { readFile } from 'node:fs/promises'
import { analyze, readKinds } from '../analyze'
import type { Capture } from '../model/capture'
import type { Session } from '../model/session'
import type { Settings } from '../model/settings'
import { BadInput } from '../sources/bad-input'
import type { ClusterChoice } from '../sources/cluster/choice'
import { readCluster } from '../sources/cluster/read'
import { readManifests, type Progress } from '../sources/manifests'
import { count } from '../words/count'
import { visible } from '../words/visible'
import { clusterOf } from './cluster-flags'
import type { Args, Io } from './command'
import { problemReport } from './problem-report'

/** Where objects come from: paths, or a live cluster. */
export type Input = readonly string[] | ClusterChoice

/** What a command's words or its cluster flags name. */
export const inputOf = (args: Args): Input => clusterOf(args) ?? args.words

/** Reads, analyses and reports what was wrong with the input on `err`. Throws `BadInput` when nothing could be read. */
export async function load(input: Input, settings: Settings, io: Io): Promise<Session> {
  const session = analyze(await read(input, io), settings)
  io.err(problemReport(session))
  return session
}

/**
 * 3 where something needed could not be read: it is missing from the result, or makes verdicts unknown (contract.md
 * section 2).
 */
export const completeness = (...sessions: readonly Session[]): 0 | 3 =>
  sessions.some(({ incomplete }) => incomplete) ? 3 : 0

/** How long nothing is said about the progress, in milliseconds: what is quick needs no commentary. */
const patience = 300

/** Reads the input, with a passing line about the progress where somebody watches. */
export async function read(input: Input, io: Io): Promise<Capture> {
  const started = performance.now()
  const show = ({ unit, file, filesRead, files, objects }: Progress): void => {
    if (performance.now() - started > patience)
      io.progress?.(
        visible(
          `reading ${file} (${filesRead + 1} of ${files}${unit === 'kind' ? ' kinds' : ''}), ${count(objects, 'object')} so far`,
        ),
      )
  }
  const options = io.progress ? { onProgress: show } : {}
  try {
    return isPaths(input)
      ? await readManifests(input, options)
      : await readCluster(input, { ...options, reads: readKinds, env: process.env })
  } finally {
    io.progress?.('')
  }
}

const isPaths = (input: Input): input is readonly string[] => Array.isArray(input)

/** The text of a file that is no manifest; throws `BadInput` when it cannot be read. */
export async function readFileText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new BadInput(`\`${file}\` cannot be read`)
  })
}
