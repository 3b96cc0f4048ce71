import type { Overview } from '@/lib/api/contract'
import type { Capture } from '@/lib/model/capture'
import type { KubeObject } from '@/lib/model/object'
import { analyzeStepwise } from '@/lib/analyze'
import type { Stepwise } from '@/lib/model/stepwise'
import { objectIndex } from '@/lib/views/object'
import { overviewView } from '@/lib/views/overview'
import { surveyStepwise, type Survey } from '@/lib/views/survey'

/** One loaded source and everything that requests ask of it. */
export interface Workspace {
  readonly survey: Survey
  readonly overview: Overview
  readonly objects: ReadonlyMap<string, KubeObject>
}

/** Analyzes a capture, step by step. */
export function* openWorkspace(capture: Capture): Stepwise<Workspace> {
  const { session, policies } = yield* analyzeStepwise(capture)
  const surveyed = yield* surveyStepwise(session, policies)
  return { survey: surveyed, overview: overviewView(surveyed), objects: objectIndex(capture.objects) }
}
