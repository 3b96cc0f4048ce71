import type { ConnectionRow } from '../api/connection-contract'
import { addressText, type Address, type AddressRange } from '../model/address'
import type { Reason } from '../model/explanation'
import type { Direction } from '../model/rule'
import type { Endpoint, PairAnswer } from '../model/session'
import { internet, type Row } from '../model/table'
import { askOf } from './row'
import type { Survey } from './survey'

/** Kinds of pod pairs whose reasons a row gathers; those that answer differently come first. */
const maxKinds = 8
/** Reasons that a row lists for one side; the explanation has them all. */
const most = 12

/** What decided either side of a row at the port that stands for it, over all kinds of its pod pairs. */
export function reasonsOf(survey: Survey, row: Row): Pick<ConnectionRow, 'egress' | 'ingress'> {
  const from = endpointFor(survey, row.from, row.ranges)
  const to = endpointFor(survey, row.to, row.ranges)
  if (!from || !to) return { egress: [], ingress: [] }
  const answers = survey.session
    .explainSome({ from, to, ...askOf(row, survey.workloads) }, maxKinds, 'different')
    .answers.filter(({ explanation }) => explanation.verdict !== 'deny')
  return { egress: sideReasons(answers, 'egress'), ingress: sideReasons(answers, 'ingress') }
}

function sideReasons(answers: readonly PairAnswer[], direction: Direction): Reason[] {
  const reasons = answers
    .flatMap(({ explanation }) => explanation.sides)
    .filter(side => side.direction === direction)
    .flatMap(side => side.reasons)
  return [...new Map(reasons.map(reason => [JSON.stringify(reason), reason])).values()].slice(0, most)
}

function endpointFor(
  { workloads, held }: Survey,
  name: string,
  ranges: readonly AddressRange[],
): Endpoint | undefined {
  if (name !== internet) return { kind: 'pods', label: name, pods: workloads.get(name)?.pods ?? [] }
  const address = addressIn(ranges, held)
  return address && { kind: 'address', label: addressText(address), address }
}

/** An address of the ranges that nobody inside has: a pod's own address would be answered as the pod. */
function addressIn(ranges: readonly AddressRange[], held: ReadonlySet<string>): Address | undefined {
  for (const { family, first, last } of ranges)
    for (let value = first; value <= last; value++)
      if (!held.has(addressText({ family, value }))) return { family, value }
  return undefined
}
