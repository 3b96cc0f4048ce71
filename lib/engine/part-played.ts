import { sameRef, type ObjectRef } from '../model/object'
import { inTiers, type OwnedBearing } from './sides'
import {
  allowsSome,
  differsInRequests,
  foldTiers,
  mayAllow,
  mayDeny,
  namingsAllowed,
  type Hit,
  type Outcomes,
} from './readings'
import { verdictOf } from './trust'

/**
 * Which part one object has in what a side answers for a port. Asked of the fold itself, with the bearings changed, so
 * that order, ties and passes mean here what they mean for the verdict.
 */

const fold = (bearings: readonly OwnedBearing[]): Outcomes => foldTiers(inTiers(bearings))

const belongs = ({ policy }: OwnedBearing, object: ObjectRef): boolean => sameRef(policy.object, object)

const withHits = (bearing: OwnedBearing, change: (hit: Hit) => readonly Hit[]): OwnedBearing => ({
  ...bearing,
  hits: bearing.hits.flatMap(change),
})

/** Two labels that tell, in the outcome, whose allow rule was the reason. */
export const [ours, theirs] = [1, 2] as const

/**
 * Whether an allow rule of the object, one that is there and matches in every reading, is among those that let the port
 * through at this side; `sole`: without the object's allow rules nothing would. A rule counts only where its plane would deny without allow rules (contract.md
 * section 1, "How a side allows").
 */
export function allowsAtSide(bearings: readonly OwnedBearing[], object: ObjectRef): 'no' | 'shared' | 'sole' {
  const marked = bearings.map(bearing =>
    withHits(bearing, hit => [
      hit.action === 'allow'
        ? { ...hit, namings: [belongs(bearing, object) && isSure(bearing, hit) ? ours : theirs] }
        : hit,
    ]),
  )
  if (!namingsAllowed(fold(marked)).some(label => (label & ours) !== 0)) return 'no'
  const without = bearings.map(bearing =>
    belongs(bearing, object) ? withHits(bearing, hit => (hit.action === 'allow' ? [] : [hit])) : bearing,
  )
  return mayAllow(fold(without)) ? 'shared' : 'sole'
}

const isSure = ({ governs, policy }: OwnedBearing, { match }: Hit): boolean =>
  governs === 'yes' && !policy.refused && match === 'yes'

/**
 * Whether the object is among those that keep a shut side shut: nobody before it shuts the port, and where it is asked
 * it would shut the port on its own.
 */
export function keepsShut(bearings: readonly OwnedBearing[], object: ObjectRef): boolean {
  return bearings
    .filter(bearing => belongs(bearing, object))
    .some(own => {
      const before = bearings.filter(other => isBefore(other, own))
      if (!mayAllow(fold(before))) return false
      const beside = bearings
        .filter(other => isBeside(other, own))
        .map(other => (belongs(other, object) ? other : withoutDenial(other)))
      return !mayAllow(fold([...before, ...beside]))
    })
}

type Owned = Pick<OwnedBearing, 'policy'>

/** Asked earlier: in a tier before, or before it in a tier where the first match decides. */
export const isBefore = (other: Owned, own: Owned): boolean =>
  other.policy.tier.name === own.policy.tier.name
    ? own.policy.tier.resolution === 'first-match' && other.policy.precedence < own.policy.precedence
    : other.policy.tier.order < own.policy.tier.order

export const isBeside = (other: Owned, own: Owned): boolean =>
  other.policy.tier.name === own.policy.tier.name &&
  (own.policy.tier.resolution === 'deny-overrides' || other.policy.precedence === own.policy.precedence)

const withoutDenial = (bearing: OwnedBearing): OwnedBearing => ({
  ...withHits(bearing, hit => (hit.action === 'deny' ? [] : [hit])),
  policy: { ...bearing.policy, isolates: 'no' },
})

/**
 * Whether what is doubtful in the object is a reason why the side's answer is: settled one way or another, with the
 * doubts of all others left as they are, the side would answer differently.
 */
export function isDoubtful(bearings: readonly OwnedBearing[], object: ObjectRef): boolean {
  const own = bearings.filter(bearing => belongs(bearing, object))
  if (verdictOf([fold(bearings)]) !== 'unknown') return false
  const answers = settled(own).map(choice => {
    return answerOf(fold(bearings.flatMap(bearing => choice.get(bearing) ?? [bearing])))
  })
  return new Set(answers).size > 1
}

/** What a side answers, its doubts told apart, as bits. */
export const answerOf = (outcomes: Outcomes): number =>
  [mayAllow, mayDeny, allowsSome, differsInRequests].reduce(
    (bits, holds, at) => bits | (holds(outcomes) ? 1 << at : 0),
    0,
  )

type Choice = ReadonlyMap<OwnedBearing, readonly OwnedBearing[]>

/** The object absent where that is possible, and there with its doubtful rules matching not at all, one by one, and all. */
function settled(own: readonly OwnedBearing[]): Choice[] {
  const doubts = own.flatMap(({ hits }) => hits.filter(hit => isOpen(hit)))
  const there = (matches: (hit: Hit) => boolean): Choice =>
    new Map(
      own.map(bearing => [
        bearing,
        [sure(withHits(bearing, hit => (isOpen(hit) ? resolved(hit, matches(hit)) : [hit])))],
      ]),
    )
  const canBeAbsent = own.some(
    ({ governs, policy }) => governs === 'maybe' || policy.refused || policy.isolates === 'maybe',
  )
  return [
    ...(canBeAbsent ? [new Map(own.map(bearing => [bearing, []] as const))] : []),
    there(() => false),
    ...doubts.map(one => there(hit => hit === one)),
    there(() => true),
  ]
}

/** Rules that may match, and those that ask somebody else. */
export const isOpen = ({ match, action }: Pick<Hit, 'match' | 'action'>): boolean =>
  match === 'maybe' || action === 'delegate'

/** The rule as it would be if it matched for sure, or not at all; an authorizer lets through, or denies. */
export function resolved(hit: Hit, matches: boolean): Hit[] {
  if (hit.action === 'delegate') return matches ? [] : [{ ...hit, action: 'deny', match: 'yes' }]
  return matches ? [{ ...hit, match: 'yes' }] : []
}

const sure = (bearing: OwnedBearing): OwnedBearing => ({
  ...bearing,
  governs: 'yes',
  policy: {
    ...bearing.policy,
    refused: false,
    isolates: bearing.policy.isolates === 'no' ? 'no' : 'yes',
  },
})
