import { finish } from '../model/stepwise'
import type { Counts } from '../model/summary'
import type { PillarValue } from '../model/verdict'
import type { Tri } from '../model/tri'
import { tally } from './relation/summary'
import type { RelationView } from './relation/view'

/**
 * Whether somebody whom a workload may call takes nobody without a verified identity (contract.md section 1, authenticated), by
 * the workload's key. Only what gets through counts: a server that turns the workload away demands nothing of it.
 */
export function demandsOf(view: RelationView): (workload: string) => Tri {
  const having = (value: PillarValue) =>
    finish(tally(view, { where: { kind: 'pillar', pillar: 'authenticated', values: [value] } })).byWorkload
  const [sure, possible] = [having('yes'), having('unknown')]
  return workload =>
    hasAny(sure.get(workload)?.outgoing) ? 'yes' : hasAny(possible.get(workload)?.outgoing) ? 'maybe' : 'no'
}

const hasAny = (counts: Counts | undefined): boolean =>
  counts !== undefined && Object.values(counts).some(count => count > 0)
