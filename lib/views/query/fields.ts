/** What a filter can ask about; a field of ends means either end, `src.` and `dst.` one of them. */
export const endFields = ['ns', 'workload', 'sa', 'kind', 'group'] as const
export const rowFields = [
  'class',
  'verdict',
  'authenticated',
  'authorized',
  'encrypted',
  'transport',
  'accepts',
  'port',
  'protocol',
  'crosses',
] as const

/** What a workload has by itself; which group it is in depends on its namespace too. */
export type PlainField =
  | { readonly kind: Exclude<(typeof endFields)[number], 'group'> }
  | { readonly kind: 'label'; readonly key: string }

export type EndField = PlainField | { readonly kind: 'group' }

export type Field =
  | { readonly of: 'ends'; readonly side: 'from' | 'to' | 'either'; readonly field: EndField }
  | { readonly of: 'row'; readonly field: (typeof rowFields)[number] }

const sides = { 'src.': 'from', 'dst.': 'to' } as const

/** Reads the name of a field; undefined where there is none of that name. */
export function readField(text: string): Field | undefined {
  const row = rowFields.find(field => field === text)
  if (row) return { of: 'row', field: row }
  const prefix = text.slice(0, 4)
  const side = prefix === 'src.' || prefix === 'dst.' ? sides[prefix] : 'either'
  const name = side === 'either' ? text : text.slice(4)
  if (name.startsWith('label:') && name.length > 6)
    return { of: 'ends', side, field: { kind: 'label', key: name.slice(6) } }
  const kind = endFields.find(field => field === name)
  return kind && { of: 'ends', side, field: { kind } }
}

/** All names, for whoever mistook one. */
export const fieldNames =
  '`ns`, `workload`, `sa`, `kind`, `group`, `label:KEY` (each also as `src.…` and `dst.…`), `class`, `verdict`, `authenticated`, `authorized`, `encrypted`, `transport`, `accepts`, `port`, `protocol` and `crosses`'
