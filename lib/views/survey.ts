import { addressText } from '../model/address'
import type { Inventory, Workload } from '../model/inventory'
import type { Direction, Policy } from '../model/rule'
import type { Session } from '../model/session'
import { finish, type Stepwise } from '../model/stepwise'
import type { Tri } from '../model/tri'
import { intendedButBlocked, type BlockedPairs } from './blocked'
import { defaultDenies } from './default-deny'
import { gapCosts, type GapCost } from './gaps'
import { sumNamespaces, type NamespaceSums } from './namespaces'

/** A session with what the pages count and look up over it; made once per load, read by every route. */
export interface Survey {
  readonly session: Session
  /** All compiled policies, staged ones and those of an engine that enforces none included. */
  readonly policies: readonly Policy[]
  /** Those that decide. */
  readonly enforced: readonly Policy[]
  /** By namespace: what its workloads come to. */
  readonly namespaces: ReadonlyMap<string, NamespaceSums>
  readonly blocked: BlockedPairs
  readonly workloads: ReadonlyMap<string, Workload>
  /** By namespace: whether a policy limits every pod of it, present and future. */
  readonly defaultDeny: ReadonlyMap<string, Readonly<Record<Direction, Tri>>>
  /** What could not be listed, what costs most first. */
  readonly gaps: readonly GapCost[]
  /** Addresses that pods or nodes have, as text: no good examples of an address outside. */
  readonly held: ReadonlySet<string>
}

/** `surveyStepwise` without a pause. */
export const survey = (session: Session, policies: readonly Policy[]): Survey =>
  finish(surveyStepwise(session, policies))

export function* surveyStepwise(session: Session, policies: readonly Policy[]): Stepwise<Survey> {
  const { inventory } = session
  const enforced = policies.filter(
    ({ enforcement, tier }) => enforcement === 'enforced' && (tier.plane !== 'network' || session.enforced),
  )
  const gaps = yield* gapCosts(session)
  const blocked = yield* intendedButBlocked(session, enforced)
  return {
    session,
    policies,
    enforced,
    namespaces: sumNamespaces(session),
    blocked,
    workloads: new Map(inventory.workloads.map(workload => [workload.key, workload])),
    defaultDeny: defaultDenies(enforced, inventory.namespaces.values()),
    gaps,
    held: heldAddresses(inventory),
  }
}

const heldAddresses = ({ pods, nodes }: Inventory): Set<string> =>
  new Set(
    [...pods.filter(({ hostNetwork }) => !hostNetwork), ...nodes].flatMap(({ addresses }) =>
      addresses.map(addressText),
    ),
  )
