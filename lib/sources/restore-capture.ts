import type { Capture, ClusterFacts, Gap } from '../model/capture'
import type { KubeObject, Origin } from '../model/object'
import type { Problem } from '../model/problem'
import type { CaptureHead } from './capture-head'

/** A head in a file, and how many objects were read after it. */
export interface CapturedFile {
  readonly file: string
  readonly head: CaptureHead
  objects: number
}

/**
 * What was read from files as it was when it was captured, if capture files are among them: where it comes from and when,
 * what was missing, and objects that come from a cluster, not from a line of a file.
 */
export function restoreCapture(read: Capture, captured: readonly CapturedFile[]): Capture {
  const [first, ...others] = captured
  if (!first) return read
  const files = new Set(captured.map(({ file }) => file))
  const isCaptured = ({ origin }: { readonly origin?: Origin }): boolean =>
    origin !== undefined && files.has(origin.file)
  const alone = others.length === 0 && read.objects.every(isCaptured)
  const heads = captured.map(({ head }) => head)
  const short = captured.filter(({ head, objects }) => objects < head.objects)
  const told = new Set(heads.flatMap(({ problems }) => problems.map(withoutOrigin)))
  return {
    source: alone ? { kind: 'cluster', label: first.head.label } : read.source,
    capturedAt: heads.map(({ capturedAt }) => capturedAt).sort()[0] ?? read.capturedAt,
    cluster: others.length === 0 ? first.head.cluster : commonFacts(heads),
    objects: read.objects.map(object => (isCaptured(object) ? unplaced(object) : object)),
    gaps: [...heads.flatMap(({ gaps }) => gaps), ...read.gaps, ...short.map(shortGap)],
    problems: [
      ...heads.flatMap(({ problems }) => problems),
      // What is wrong with an object that is kept is found again in the file.
      ...read.problems.filter(problem => !(isCaptured(problem) && told.has(withoutOrigin(problem)))),
      ...short.map(shortProblem),
    ],
  }
}

const unplaced = ({ origin: _, ...object }: KubeObject): KubeObject => object

const withoutOrigin = ({ origin: _, ...problem }: Problem): string =>
  JSON.stringify(Object.entries(problem).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Of several clusters: only what is not installed in any of them. */
function commonFacts(heads: readonly CaptureHead[]): ClusterFacts {
  const [first, ...others] = heads.map(({ cluster }) => cluster)
  return {
    notInstalled: (first?.notInstalled ?? []).filter(group =>
      others.every(({ notInstalled }) => notInstalled.includes(group)),
    ),
  }
}

const reason = 'the capture file holds fewer objects than it says, so objects may be missing'

const shortGap = ({ file }: CapturedFile): Gap => ({
  kind: 'policy',
  object: { group: '', kind: 'capture', name: file },
  reason,
  origin: { file, document: 1, line: 1 },
})

const shortProblem = ({ file }: CapturedFile): Problem => ({
  code: 'cut-off',
  message: reason,
  remedy: 'capture the cluster again',
  effect: 'unknown',
  origin: { file, document: 1, line: 1 },
})
