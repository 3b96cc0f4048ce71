import { asString, dig, isMap, own, quote, type Json } from '../../model/json'
import { below, type KubeObject, type Path } from '../../model/object'
import { isLabelKey, isLabelValue, type Reading } from '../reading'

/** When an object was made, as text that sorts; empty for what was never in a cluster. */
export const createdOf = (object: KubeObject): string =>
  asString(dig(object.body, 'metadata', 'creationTimestamp')) ?? ''

/** A map of labels all of which a pod must have. What Istio would refuse is left out, and the object is doubtful. */
export function readLabelMap(reading: Reading, value: Json | undefined, path: Path): Map<string, string> {
  const labels = new Map<string, string>()
  if (value === undefined) return labels
  if (!isMap(value)) {
    reading.refuse('bad-selector', path, `${quote(value)} is no map of labels`, 'write `key: value` pairs')
    return labels
  }
  for (const key of Object.keys(value)) {
    const wanted = own(value, key)
    if (typeof wanted === 'string' && isLabelKey(key) && isLabelValue(wanted)) labels.set(key, wanted)
    else
      reading.refuse(
        'bad-selector',
        below(path, key),
        `${quote(wanted)} is no value of a label ${quote(key)}`,
        'write labels as pods have them; wildcards are not allowed',
      )
  }
  return labels
}

/** Whether a pod has all of these labels. */
export function hasLabels(
  labels: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string> | undefined,
): boolean {
  for (const [key, value] of wanted ?? []) if (labels.get(key) !== value) return false
  return true
}

/** Earliest first; what has no date has none before it. */
export const byAge = (a: { readonly created: string }, b: { readonly created: string }): number =>
  a.created < b.created ? -1 : a.created > b.created ? 1 : 0

/** Whether every one of these is the same. */
export const allSame = <T>(values: readonly T[]): boolean => values.every(value => value === values[0])
