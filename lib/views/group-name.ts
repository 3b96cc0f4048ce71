/** What workloads are gathered by; a workload's labels and account are those of its pods. */
export type GroupBy =
  | { readonly kind: 'namespace' }
  | { readonly kind: 'namespace-label'; readonly key: string }
  | { readonly kind: 'label'; readonly key: string }
  | { readonly kind: 'service-account' }

/** Reads `namespace`, `namespace-label:KEY`, `label:KEY` or `service-account`; undefined where it is none of these. */
export function readGroupBy(text: string): GroupBy | undefined {
  if (text === 'namespace' || text === 'service-account') return { kind: text }
  const [, kind, key = ''] = /^(namespace-label|label):(.+)$/s.exec(text) ?? []
  return kind === 'label' || kind === 'namespace-label' ? { kind, key } : undefined
}

export const groupByText = (by: GroupBy): string => ('key' in by ? `${by.kind}:${by.key}` : by.kind)

/** `without` have no such label, `differs` are workloads whose own pods are unlike in it, `unread` could not be read. */
const wordIds = ['without', 'differs', 'unread'] as const

/**
 * One group in one word, `label:tier=web`, `namespace-label:team!without`. `by` is what is gathered by as text, and `id`
 * a group of it: `=VALUE` or one of the words above.
 */
export const groupName = (by: string, id: string): string =>
  `${by.replace(/[%=!]/g, encodeURIComponent).replaceAll('!', '%21')}${id.startsWith('=') ? id : `!${id}`}`

/** What `groupName` spelled; undefined where a text is no such word. Namespaces have names of their own. */
export function readGroupName(text: string): { readonly by: GroupBy; readonly id: string } | undefined {
  const [, written = '', id = ''] = /^([^=!]+)([=!].*)$/s.exec(text) ?? []
  const by = readGroupBy(written.replace(/%(?:25|3D|21)/g, decodeURIComponent))
  if (!by || by.kind === 'namespace') return undefined
  if (id.startsWith('=')) return { by, id }
  const word = wordIds.find(known => `!${known}` === id)
  return word && { by, id: word }
}

/** What a group is called: its value, or what its members lack. */
export function groupLabel(by: GroupBy, id: string): string {
  const what = 'key' in by ? by.key : by.kind === 'service-account' ? 'service account' : by.kind
  switch (id) {
    case 'without':
      return `no ${what}`
    case 'differs':
      return `pods differ in ${what}`
    case 'unread':
      return `${what} could not be read`
    case '=':
      return '""'
    default:
      return id.slice(1)
  }
}
