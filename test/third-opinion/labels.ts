import { at, entriesAt, listAt, product, textAt, type Json } from './raw'

export type Labels = ReadonlyMap<string, string>
export type LabelTest = (labels: Labels) => boolean

export const noLabels: LabelTest = () => false
export const anyLabels: LabelTest = () => true

export function labelsAt(node: Json | undefined, ...path: string[]): Map<string, string> {
  const labels = new Map<string, string>()
  for (const [key, value] of entriesAt(node, ...path)) if (typeof value === 'string') labels.set(key, value)
  return labels
}

/**
 * The readings of a label selector: one if the API server would take it, several if it would refuse some
 * requirement (that requirement matching nothing, or everything).
 * Rule 15: all requirements must hold, those of `matchLabels` and those of `matchExpressions`. `{}` has none.
 */
export function selectorReadings(selector: Json): LabelTest[] {
  const requirements = [
    ...entriesAt(selector, 'matchLabels').map(([key, value]) => equalityReadings(key, value)),
    ...listAt(selector, 'matchExpressions').map(expressionReadings),
  ]
  return product(requirements).map(tests => labels => tests.every(test => test(labels)))
}

function equalityReadings(key: string, value: Json): LabelTest[] {
  return typeof value === 'string' ? [labels => labels.get(key) === value] : [noLabels, anyLabels]
}

/**
 * Rule 15: `In` and `Exists` need the key; `NotIn` and `DoesNotExist` also match what lacks it.
 * Refused: `In` or `NotIn` without values, `Exists` or `DoesNotExist` with values, any other operator.
 */
function expressionReadings(expression: Json): LabelTest[] {
  const key = textAt(expression, 'key')
  const values = listAt(expression, 'values')
  const refused = [noLabels, anyLabels]
  if (key === undefined) return refused
  const among: LabelTest = labels => values.some(value => value === labels.get(key))
  const present: LabelTest = labels => labels.has(key)
  switch (at(expression, 'operator')) {
    case 'In':
      return values.length > 0 ? [among] : refused
    case 'NotIn':
      return values.length > 0 ? [labels => !among(labels)] : refused
    case 'Exists':
      return values.length === 0 ? [present] : refused
    case 'DoesNotExist':
      return values.length === 0 ? [labels => !present(labels)] : refused
    default:
      return refused
  }
}
