import type { Overview } from '@/lib/api/overview-contract'
import type { Capture } from '@/lib/model/capture'
import type { KubeObject } from '@/lib/model/object'
import { analyzeStepwise } from '@/lib/analyze'
import type { Stepwise } from '@/lib/model/stepwise'
import { suggestedView } from '@/lib/views/map-groups'
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
  const suggest = yield* suggestedView(surveyed)
  return {
    survey: surveyed,
    overview: { ...overviewView(surveyed), ...(suggest && { suggest }) },
    objects: objectIndex(capture.objects),
  }
}
