import { severities, type Finding, type FindingPlace, type FindingReport } from '../model/finding'
import type { IdentityReport } from '../model/identities'
import { compareRefs, compareText, pathText } from '../model/object'
import type { Stepwise } from '../model/stepwise'
import { findings } from './findings'
import type { PodQuestions } from './pod-questions'
import { needsShut } from './relation/needs-shut'
import type { Relation } from './relation/relation'
import { tunnelsShut } from './relation/tunnels-shut'
import { sharedAccounts } from './shared-accounts'

/** All that the policies and the mesh give away, worst first; of one severity by what it is about. */
export function* findingReport(
  relation: Relation,
  ask: PodQuestions,
  identities: () => IdentityReport,
): Stepwise<FindingReport> {
  const {
    compiled: { policies },
    wire,
  } = relation.world
  const ofMesh = wire && (yield* wire.findings(policies))
  const checks: readonly (() => readonly Finding[])[] = [
    () => findings(policies, ask),
    ...(wire
      ? [
          () => sharedAccounts(identities()),
          () => tunnelsShut(relation),
          () => needsShut(relation, wire.needs),
        ]
      : []),
  ]
  const found: Finding[] = [...(ofMesh?.findings ?? [])]
  for (const [done, check] of checks.entries()) {
    yield { done, of: checks.length }
    found.push(...check())
  }
  return { findings: found.sort(compareFindings), unseen: ofMesh?.unseen ?? [] }
}

const compareFindings = (a: Finding, b: Finding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  compareText(a.code, b.code) ||
  comparePlaces(a.about, b.about)

/** What is missing comes before objects, the widest first. */
const kinds: readonly FindingPlace['kind'][] = ['mesh', 'namespace', 'workload', 'object']

const comparePlaces = (a: FindingPlace, b: FindingPlace): number =>
  a.kind === 'object' && b.kind === 'object'
    ? compareRefs(a.object, b.object) || compareText(pathText(a.path), pathText(b.path))
    : kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compareText(nameOf(a), nameOf(b))

function nameOf(place: FindingPlace): string {
  switch (place.kind) {
    case 'mesh':
    case 'object':
      return ''
    case 'namespace':
      return place.namespace
    case 'workload':
      return place.workload
  }
}
