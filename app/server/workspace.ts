import type { Overview } from '@/lib/api/contract'
import type { Capture } from '@/lib/model/capture'
import type { KubeObject } from '@/lib/model/object'
import { analyzeWithPolicies } from '@/lib/analyze'
import { objectIndex } from '@/lib/views/object'
import { overviewView } from '@/lib/views/overview'
import { survey, type Survey } from '@/lib/views/survey'

/** One loaded source and everything that requests ask of it. */
export interface Workspace {
  readonly survey: Survey
  readonly overview: Overview
  readonly objects: ReadonlyMap<string, KubeObject>
}

/**
 * Analyzes a capture in one go. It holds the event loop for as long as it takes, once, before anything is answered: a
 * session is made of functions, so that it can not come from a worker thread.
 */
export function openWorkspace(capture: Capture): Workspace {
  const { session, policies } = analyzeWithPolicies(capture)
  const surveyed = survey(session, policies)
  return { survey: surveyed, overview: overviewView(surveyed), objects: objectIndex(capture.objects) }
}
