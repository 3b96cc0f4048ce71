import { asString, dig, isMap, own, type Json, type JsonMap } from './json'

/** Place of a value inside an object, as the field path a user would write: `['spec', 'ingress', 0, 'from', 1]`. */
export type Path = readonly (string | number)[]

/** Names one Kubernetes object. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectRef {
  /** API group without version; `''` is the core group. */
  readonly group: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

/** Where an object was written: a file (or `-`, `demo`, a cluster's label), its document (from 1) and line (from 1). */
export interface Origin {
  readonly file: string
  readonly document: number
  readonly line: number
}

/** One object as it was read, before any dialect looks at it. */
export interface KubeObject {
  readonly ref: ObjectRef
  /** API version without group, e.g. `v1`. */
  readonly version: string
  readonly body: JsonMap
  readonly origin?: Origin
}

export const refKey = (ref: ObjectRef): string =>
  `${ref.group}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`

export const sameRef = (a: ObjectRef, b: ObjectRef): boolean => refKey(a) === refKey(b)

/** By namespace, name and kind, so that no order of reading shows. */
export const compareRefs = (a: ObjectRef, b: ObjectRef): number =>
  compareText(a.namespace ?? '', b.namespace ?? '') ||
  compareText(a.name, b.name) ||
  compareText(a.kind, b.kind)

/** By code units, so that no locale changes the order. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** `NetworkPolicy production/default-deny`, or `Tier platform` for cluster-scoped kinds (contract.md section 4, `deciding`). */
export const refText = (ref: ObjectRef): string =>
  `${ref.kind} ${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}`

/** A path one step deeper. Without room to spare, which arrays that grow have: the policies of a cluster hold very many. */
export function below(path: Path, step: string | number): Path {
  const deeper = new Array<string | number>(path.length + 1)
  for (const [at, each] of path.entries()) deeper[at] = each
  deeper[path.length] = step
  return deeper
}

/** `spec.ingress[0].from[1]`; keys that are no plain words are quoted, `metadata.labels["a/b"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${text}[${JSON.stringify(step)}]`
    return text === '' ? step : `${text}.${step}`
  }, '')
}

export const spec = (object: KubeObject): Json | undefined => own(object.body, 'spec')

/** String-valued entries of a label or annotation map; other values are left out. */
export function stringMap(value: Json | undefined): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  if (isMap(value))
    for (const key of Object.keys(value)) {
      const entry = asString(own(value, key))
      if (entry !== undefined) map.set(key, entry)
    }
  return map
}

export const labelsOf = (object: KubeObject): ReadonlyMap<string, string> =>
  stringMap(dig(object.body, 'metadata', 'labels'))

export const annotationsOf = (object: KubeObject): ReadonlyMap<string, string> =>
  stringMap(dig(object.body, 'metadata', 'annotations'))
