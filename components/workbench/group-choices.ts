import type { Overview } from '@/lib/api/overview-contract'

export interface GroupChoice {
  /** As the address spells it. */
  readonly value: string
  readonly words: string
}

interface GroupChoices {
  readonly plain: readonly GroupChoice[]
  readonly namespaceLabels: readonly GroupChoice[]
  readonly labels: readonly GroupChoice[]
  readonly chosen: string
}

/**
 * What can be chosen to gather by: what exists in the cluster, and whatever the address names beside. What the server
 * chose by itself is shown as chosen.
 */
export function groupChoices(
  { namespaceLabels, labels }: Overview['groupings'],
  group: string,
  drawn: string | undefined,
): GroupChoices {
  const chosen = group === 'auto' ? (drawn ?? 'namespace') : group
  const choices = {
    plain: [
      { value: 'namespace', words: 'By namespace' },
      { value: 'service-account', words: 'By service account' },
    ],
    namespaceLabels: namespaceLabels.items.map(choice('namespace-label')),
    labels: labels.items.map(choice('label')),
  }
  const known = Object.values(choices).flat()
  const plain = known.some(({ value }) => value === chosen)
    ? choices.plain
    : [...choices.plain, { value: chosen, words: `By ${chosen.replace(/^(namespace-)?label:/, '')}` }]
  return { ...choices, plain, chosen }
}

const choice =
  (kind: string) =>
  ({ key, groups }: Overview['groupings']['labels']['items'][number]): GroupChoice => ({
    value: `${kind}:${key}`,
    words: `By ${key} (${groups})`,
  })
