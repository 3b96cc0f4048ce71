'use client'

import type { PolicyRow, PolicyTier } from '@/lib/api/policy-contract'
import { refKey } from '@/lib/model/object'
import { count } from '@/lib/words/count'
import { planeTitle, tierSentence } from '@/lib/words/policy'
import { BoardTable, type BoardSection } from '../board/BoardTable'
import type { Arrival } from '../board/Pages'
import { phone, useMedia } from '../workbench/use-media'
import { fewPolicyColumns, mostPolicyColumns, policyCards, policyColumns } from './policy-columns'
import { PolicyCard, policyCell } from './PolicyCells'
import type { PolicyControl } from './use-policy-view'

interface PolicyTableProps extends Arrival {
  readonly tiers: readonly PolicyTier[]
  readonly rows: readonly PolicyRow[]
  readonly total: number
  readonly control: PolicyControl
}

/** Objects under a heading for each tier, in the order in which tiers are asked. */
export function PolicyTable({ tiers, control: { view, select }, ...table }: PolicyTableProps) {
  const cards = useMedia(phone)
  const wide = useMedia(view.policy === null ? '(min-width: 64rem)' : '(min-width: 90rem)')
  const medium = useMedia('(min-width: 80rem)')
  return (
    <BoardTable
      {...table}
      label="Policies"
      noun="object"
      sections={tiers.map(sectionOf)}
      columns={cards ? policyCards : wide ? policyColumns : medium ? mostPolicyColumns : fewPolicyColumns}
      cards={cards}
      keyOf={({ ref }) => refKey(ref)}
      chosen={view.policy === null ? undefined : refKey(view.policy)}
      onChoose={({ ref }) => select(ref)}
      cell={policyCell}
      card={row => <PolicyCard row={row} />}
    />
  )
}

const sectionOf = (tier: PolicyTier): BoardSection<PolicyRow> => ({
  key: `${tier.plane} ${tier.name}`,
  title: planeTitle[tier.plane],
  gloss: `${tier.position} · ${tierSentence(tier)}`,
  counted: count(tier.objects, 'object'),
  holds: row => row.tier.plane === tier.plane && row.tier.name === tier.name,
})
