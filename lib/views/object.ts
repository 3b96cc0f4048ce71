import type { ObjectText } from '../api/object-contract'
import { refKey, type KubeObject, type ObjectRef, type Path } from '../model/object'
import { objectText } from './object-text'

/** Objects by their reference. */
export const objectIndex = (objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> =>
  new Map(objects.map(object => [refKey(object.ref), object]))

/** What was kept of an object, as YAML with marked lines; undefined where no such object was read. */
export function objectView(
  objects: ReadonlyMap<string, KubeObject>,
  ref: ObjectRef,
  paths: readonly Path[],
): ObjectText | undefined {
  const object = objects.get(refKey(ref))
  return (
    object && {
      ref: object.ref,
      ...(object.origin && { origin: object.origin }),
      ...objectText(object.body, paths),
    }
  )
}
