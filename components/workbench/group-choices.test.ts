import { describe, expect, test } from 'vitest'
import { groupChoices } from './group-choices'

const groupings = {
  namespaceLabels: { items: [{ key: 'team', groups: 3, workloads: 9 }], total: 1 },
  labels: { items: [{ key: 'tier', groups: 2, workloads: 4 }], total: 1 },
}

describe('what can be chosen to group by', () => {
  test('is namespace, service account, and the labels that exist', () => {
    const { plain, namespaceLabels, labels, chosen } = groupChoices(groupings, 'auto', 'namespace')
    expect([...plain, ...namespaceLabels, ...labels].map(({ value }) => value)).toEqual([
      'namespace',
      'service-account',
      'namespace-label:team',
      'label:tier',
    ])
    expect(labels[0]?.words).toBe('By tier (2)')
    expect(chosen).toBe('namespace')
  })

  test('shows what the server chose by itself', () => {
    expect(groupChoices(groupings, 'auto', 'namespace-label:team').chosen).toBe('namespace-label:team')
  })

  test('holds what the address names though no list has it', () => {
    const { plain, chosen } = groupChoices(groupings, 'label:rare', undefined)
    expect(chosen).toBe('label:rare')
    expect(plain.at(-1)).toEqual({ value: 'label:rare', words: 'By rare' })
  })
})
