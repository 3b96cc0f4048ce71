import { isMap, quote, type Json, type JsonMap } from '../../model/json'
import type { Path } from '../../model/object'
import type { NamespaceScope, PodSet, Subject } from '../../model/rule'
import { present, readSelector, type Reading } from '../reading'
import type { Api } from './api'
import { oneOf } from './one-of'

/** Rule 2: the pods of the selected namespaces, or the selected pods in them; never those of the node's network. */
export function readSubject(reading: Reading, body: JsonMap, api: Api): Subject {
  const path: Path = ['spec', 'subject']
  const value = present(body, 'subject')
  if (!isMap(value)) {
    reading.refuse(
      'bad-subject',
      path,
      value === undefined ? 'is missing' : `${quote(value)} is no subject`,
      'write `namespaces`, or `pods` with both selectors; `namespaces: {}` means every pod',
    )
    return unreadableSubject(path)
  }
  const field = oneOf(reading, value, path, ['namespaces', 'pods'], 'bad-subject')
  if (!field) return unreadableSubject(path)
  const inside = present(value, field) ?? null
  const at = [...path, field]
  const set =
    field === 'pods'
      ? readPods(reading, inside, at, { ...api, oldShapes: false })
      : { namespaces: scope(readSelector(reading, inside, at)), pods: everyPod }
  return set ? { kind: 'pods', path, ...set } : unreadableSubject(at)
}

export const unreadableSubject = (path: Path): Subject => ({
  kind: 'unreadable',
  path,
  namespaces: { kind: 'all' },
  reason: 'the subject does not parse',
})

export const everyPod = { requirements: [], unreadable: [] } as const

const scope = (selector: PodSet['pods']): NamespaceScope => ({ kind: 'selected', selector })

/** `pods` of a subject or a peer: both selectors must match. Undefined where it does not parse. */
export function readPods(reading: Reading, value: Json, path: Path, api: Api): PodSet | undefined {
  if (!isMap(value)) {
    reading.refuse(
      'bad-selector',
      path,
      `${quote(value)} selects no pods`,
      'write `namespaceSelector` and `podSelector`',
    )
    return undefined
  }
  const old = api.oldShapes && present(value, 'namespaces') !== undefined
  const understood = reading.onlyKeys(value, path, [
    ...(old ? ['namespaces'] : []),
    'namespaceSelector',
    'podSelector',
  ])
  const pods = present(value, 'podSelector')
  if (pods === undefined) refuseMissing(reading, [...path, 'podSelector'])
  const namespaces = old
    ? readOldNamespaces(reading, value, path)
    : readNamespaceSelector(reading, value, path, api)
  if (!understood || !namespaces) return undefined
  // Rule 16: "if empty, it selects all": what is missing decodes to the empty selector, if the object is there at all.
  return { namespaces, pods: readSelector(reading, pods ?? {}, [...path, 'podSelector']) }
}

/** ClusterNetworkPolicy reads a missing `namespaceSelector` as an empty one; before, it had to be there. */
function readNamespaceSelector(reading: Reading, map: JsonMap, path: Path, { version }: Api): NamespaceScope {
  const at = [...path, 'namespaceSelector']
  const value = present(map, 'namespaceSelector')
  if (value !== undefined) return scope(readSelector(reading, value, at))
  if (version === 'v1alpha1') refuseMissing(reading, at)
  return { kind: 'all' }
}

const refuseMissing = (reading: Reading, path: Path): void =>
  reading.refuse('missing-field', path, 'is missing', 'write the selector; `{}` selects everything')

/** `pods: {namespaces: {namespaceSelector}, podSelector}` of v0.1.1 and before (rule 5). */
function readOldNamespaces(reading: Reading, map: JsonMap, path: Path): NamespaceScope | undefined {
  const value = present(map, 'namespaces') ?? null
  if (present(map, 'namespaceSelector') === undefined)
    return readNamespaces(reading, value, [...path, 'namespaces'], true)
  reading.refuse(
    'bad-selector',
    path,
    'sets `namespaces` and `namespaceSelector`, which are the same in two versions of the API',
    'keep `namespaceSelector`',
  )
  return undefined
}

const removed = ['sameLabels', 'notSameLabels']

/**
 * `namespaces` of a peer: a label selector, or a map that holds one as `namespaceSelector` (rule 5). Undefined where it
 * does not parse, which includes the removed fields: they compare with the namespace of each subject.
 */
export function readNamespaces(
  reading: Reading,
  value: Json,
  path: Path,
  oldShapes: boolean,
): NamespaceScope | undefined {
  if (
    !oldShapes ||
    !isMap(value) ||
    !['namespaceSelector', ...removed].some(key => Object.hasOwn(value, key))
  )
    return scope(readSelector(reading, value, path))
  const gone = removed.filter(key => present(value, key) !== undefined)
  for (const key of gone)
    reading.refuse(
      'removed-field',
      [...path, key],
      'was removed from the API; it compared namespaces with that of the subject',
      'select the namespaces by their labels, in one policy for each group of them',
    )
  const understood = reading.onlyKeys(value, path, ['namespaceSelector', ...gone])
  const selector = present(value, 'namespaceSelector')
  if (selector === undefined && gone.length === 0) refuseMissing(reading, [...path, 'namespaceSelector'])
  if (!understood || gone.length > 0 || selector === undefined) return undefined
  reading.warn(
    'old-shape',
    path,
    'is written as in v0.1.1 of the API and before; later versions drop `namespaceSelector` here and match every namespace',
    'write the labels of `namespaceSelector` directly below, one level up',
  )
  return scope(readSelector(reading, selector, [...path, 'namespaceSelector']))
}
