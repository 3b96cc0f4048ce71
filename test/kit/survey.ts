import { analyzeWithPolicies } from '../../lib/analyze'
import type { Gap } from '../../lib/model/capture'
import { defaultSettings, type Settings } from '../../lib/model/settings'
import { survey, type Survey } from '../../lib/views/survey'
import { captureOf } from './world'

/** What the pages would show of some YAML. */
export function surveyOf(
  documents: readonly string[],
  settings: Partial<Settings> = {},
  gaps: readonly Gap[] = [],
): Survey {
  const { session, policies } = analyzeWithPolicies(captureOf(documents, gaps), {
    ...defaultSettings,
    ...settings,
  })
  return survey(session, policies)
}
