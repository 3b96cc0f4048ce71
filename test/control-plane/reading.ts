import { gapTitle, partialSentence, unprovenSentence } from '../../components/overview/sentences'
import { analyzeWithPolicies, readKinds } from '../../lib/analyze'
import { completeness } from '../../lib/cli/load'
import { problemReport } from '../../lib/cli/problem-report'
import type { Capture } from '../../lib/model/capture'
import type { Pod } from '../../lib/model/inventory'
import type { Session } from '../../lib/model/session'
import { defaultSettings } from '../../lib/model/settings'
import { BadInput } from '../../lib/sources/bad-input'
import type { ClusterChoice } from '../../lib/sources/cluster/choice'
import { readCluster, type ClusterOptions } from '../../lib/sources/cluster/read'
import { overviewView } from '../../lib/views/overview'
import { survey } from '../../lib/views/survey'
import { visible } from '../../lib/words/visible'
import { sentence } from '../../lib/words/sentence'

/** What somebody is told of a reading, whatever came of it. */
export interface Told {
  /** The banner above everything, then what it does not name of the list of gaps; empty where there is nothing to say. */
  readonly page: readonly string[]
  /** Standard error. */
  readonly commandLine: string
  readonly code: 0 | 2 | 3
}

export interface Reading extends Told {
  readonly capture: Capture
  readonly session: Session
}

export type Options = Partial<ClusterOptions>

/** Reads a cluster as page and command line do. Throws BadInput where nothing can be read. */
export async function readingOf(choice: ClusterChoice, options: Options = {}): Promise<Reading> {
  const capture = await readCluster(choice, { reads: readKinds, ...options })
  const { session, policies } = analyzeWithPolicies(capture, defaultSettings)
  const overview = overviewView(survey(session, policies))
  const banner = [
    partialSentence(overview),
    overview.enforcementUnproven ? unprovenSentence : undefined,
  ].filter(words => words !== undefined)
  return {
    capture,
    session,
    page: [...banner, ...overview.gaps.slice(1).map(gap => `${gapTitle(gap)}.`)],
    commandLine: problemReport(session),
    code: completeness(session),
  }
}

/** The same for clusters of which nothing can be read. Rejects where something can. */
export async function refusalOf(choice: ClusterChoice, options: Options = {}): Promise<Told> {
  const error: unknown = await readingOf(choice, options).then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof BadInput))
    throw error instanceof Error ? error : new Error('the cluster could be read')
  return { page: [sentence(error.message)], commandLine: `${visible(error.message)}\n`, code: 2 }
}

/** `NetworkPolicy: forbidden`, `ConfigMap kube-system/cilium-config: forbidden`, `labels of pay`. */
export const gapsOf = ({ gaps }: Capture): readonly string[] =>
  gaps.map(gap => {
    if (gap.kind === 'namespace-labels') return `labels of ${gap.namespace}`
    const { group, kind, name } = gap.object
    const where = gap.namespace === undefined ? '' : ` in ${gap.namespace}`
    const what = kind === '*' ? `anything of ${group}` : `${kind}${name === '*' ? '' : ` ${name}`}${where}`
    return `${what}: ${gap.kind === 'unlisted' ? gap.why : gap.reason}`
  })

const ports = [80, 5432, 8080, 9999]

/** Verdict and class for every ordered pair of pods on some ports: `shop/web -> pay/db 5432` → `deny, no class`. */
export function answersOf(session: Session): ReadonlyMap<string, string> {
  const { pods } = session.inventory
  const end = (pod: Pod) => ({ kind: 'pods', label: nameOf(pod), pods: [pod] }) as const
  const answers = new Map<string, string>()
  for (const from of pods)
    for (const to of pods) {
      if (nameOf(from) === nameOf(to)) continue
      for (const port of ports) {
        const [answer] = session.explain({ from: end(from), to: end(to), protocol: 'TCP', port })
        const { verdict = 'no answer', trustClass = 'no class' } = answer?.explanation ?? {}
        answers.set(`${nameOf(from)} -> ${nameOf(to)} ${port}`, `${verdict}, ${trustClass}`)
      }
    }
  return answers
}

/** By what a pod is for, whatever could be read of its owners. */
const nameOf = ({ namespace, name, labels }: Pod): string => `${namespace}/${labels.get('app') ?? name}`

/**
 * What a reading claims that is not so: every answer must be that of the whole cluster, or say that it is unknown. A denial
 * that got lost is one, and so is a better class.
 */
export function liesIn(reading: Reading, whole: ReadonlyMap<string, string>): readonly string[] {
  return [...answersOf(reading.session)].flatMap(([pair, answer]) =>
    answer.includes('unknown') || answer === whole.get(pair)
      ? []
      : [`${pair}: ${answer}, not ${whole.get(pair)}`],
  )
}
