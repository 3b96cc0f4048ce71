import type { GapView, Overview } from '../api/overview-contract'
import type { Capture } from '../model/capture'
import type { Problem } from '../model/problem'
import type { GapCost } from './gaps'
import { groupingsOf } from './groupings'
import { headline } from './headline'
import { startingPoints } from './start'
import type { Survey } from './survey'

/** Problems that an answer lists, those that cost most first; `total` counts all. */
const maxProblems = 200

/** What the page shows before anybody has asked: what was read, how much of it is earned, and where to start. */
export function overviewView(survey: Survey): Overview {
  const { session, blocked, gaps } = survey
  const { capture, problems, engine, inventory, incomplete, tally } = session
  return {
    source: capture.source,
    capturedAt: capture.capturedAt,
    incomplete,
    missingKinds: missingKinds(capture),
    gaps: gaps.map(gapView),
    ...(capture.cluster && { cluster: capture.cluster }),
    problems: {
      total: problems.length,
      unknown: problems.filter(({ effect }) => effect === 'unknown').length,
      items: worstFirst(problems).slice(0, maxProblems),
    },
    engine: { engine: engine.engine, known: engine.known, evidence: [...engine.evidence] },
    enforcementUnproven: session.enforcementUnproven,
    counts: tally.counts,
    outside: { anyone: tally.anyone, internet: tally.internet },
    workloads: inventory.workloads.length,
    namespaces: namespaceViews(survey),
    groupings: groupingsOf(inventory),
    headline: headline(survey),
    start: startingPoints(survey),
    blocked: { items: [...blocked.items], complete: blocked.complete },
  }
}

/** Each kind once, in however many namespaces and for whatever reason; what nobody asked for is not missing. */
const missingKinds = ({ gaps }: Capture): number =>
  new Set(
    gaps.flatMap(gap =>
      gap.kind === 'unlisted' && gap.why !== 'not-asked' && gap.object.name === '*'
        ? [`${gap.object.group}/${gap.object.kind}`]
        : [],
    ),
  ).size

const gapView = ({ missing, what, lack, cause, remedy, unknown }: GapCost): GapView => ({
  title: missing.charAt(0).toUpperCase() + missing.slice(1),
  what,
  lack,
  detail: cause,
  remedy,
  ...(unknown !== undefined && { unknown }),
})

function worstFirst(problems: readonly Problem[]): Overview['problems']['items'] {
  const rank = { unknown: 0, 'left-out': 1, none: 2 } as const
  return [...problems].sort((a, b) => rank[a.effect] - rank[b.effect])
}

const namespaceViews = ({ namespaces, defaultDeny }: Survey): Overview['namespaces'] =>
  [...namespaces].map(([name, { workloads, isolated, open, owned }]) => ({
    name,
    workloads: workloads.length,
    isolated,
    open,
    defaultDeny: defaultDeny.get(name) ?? { ingress: 'maybe', egress: 'maybe' },
    counts: owned,
  }))
