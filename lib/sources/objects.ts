import { asString, dig, isList, isMap, own, type Json, type JsonMap } from '../model/json'
import type { ObjectRef, Origin } from '../model/object'
import type { Collector } from './collect'
import { scopeOf, splitApiVersion } from './kinds'
import { project } from './project'

/** Where a value was written, and what to call it when it has no name. */
export interface Place {
  readonly origin: Origin
  /** `document 2 of shop.yaml`, `item 3 of document 1 of shop.yaml`. */
  readonly text: string
}

/** Puts what one document holds into the collector: an object, or the items of a list, lists of lists included. */
export function takeValue(value: Json, place: Place, into: Collector): void {
  if (!isMap(value)) return
  const kind = asString(own(value, 'kind'))
  const apiVersion = asString(own(value, 'apiVersion'))
  if (!kind || !apiVersion) return
  const items = own(value, 'items')
  if (kind.endsWith('List') && isList(items)) {
    items.forEach((item, at) =>
      takeValue(
        withListKind(item, kind, apiVersion),
        { ...place, text: `item ${at + 1} of ${place.text}` },
        into,
      ),
    )
    return
  }
  takeObject(value, apiVersion, kind, place, into)
}

/** Items of typed lists (`PodList`) come without kind and version of their own when they come from the API server. */
function withListKind(item: Json, listKind: string, apiVersion: string): Json {
  if (listKind === 'List' || !isMap(item) || Object.hasOwn(item, 'kind')) return item
  return { apiVersion, kind: listKind.slice(0, -'List'.length), ...item }
}

function takeObject(
  value: JsonMap,
  apiVersion: string,
  kind: string,
  { origin, text }: Place,
  into: Collector,
): void {
  const { group, version } = splitApiVersion(apiVersion)
  const name = asString(dig(value, 'metadata', 'name')) ?? text
  const written = asString(dig(value, 'metadata', 'namespace'))
  const scope = scopeOf(group, kind)
  const namespace =
    scope === 'cluster' ? undefined : written || (scope === 'namespace' ? 'default' : undefined)
  const body = project(value, group, kind, name)
  if (!body) return into.countSecret()
  const ref: ObjectRef = { group, kind, ...(namespace !== undefined && { namespace }), name }
  into.add({ ref, version, body, origin })
}
