import type { ClusterFacts, Gap, UnlistedWhy } from '../model/capture'
import { unlistedWhys } from '../model/capture'
import { asString, isList, isMap, own, type Json, type JsonMap } from '../model/json'
import type { ObjectRef, Origin, Path } from '../model/object'
import type { Problem } from '../model/problem'

/** What the first document of a capture file says of all that follows it. */
export interface CaptureHead {
  /** What the source was called. */
  readonly label: string
  readonly capturedAt: string
  /** How many objects follow. */
  readonly objects: number
  readonly cluster: ClusterFacts
  readonly gaps: readonly Gap[]
  readonly problems: readonly Problem[]
}

export const captureGroup = 'podtrust.dev'
export const captureVersion = 'v1alpha1'
export const captureKind = 'Capture'

/** Reads the head of a capture file; undefined where it is not as it was written. */
export function readCaptureHead(map: JsonMap): CaptureHead | undefined {
  const label = asString(own(map, 'label'))
  const capturedAt = asString(own(map, 'capturedAt'))
  const objects = own(map, 'objects')
  const cluster = readFacts(own(map, 'cluster'))
  const gaps = each(own(map, 'gaps'), readGap)
  const problems = each(own(map, 'problems'), readProblem)
  if (label === undefined || capturedAt === undefined || Number.isNaN(Date.parse(capturedAt)))
    return undefined
  if (typeof objects !== 'number' || !cluster || !gaps || !problems) return undefined
  return { label, capturedAt, objects, cluster, gaps, problems }
}

/** All of a list, or nothing where one of them cannot be read. */
function each<T>(list: Json | undefined, read: (map: JsonMap) => T | undefined): readonly T[] | undefined {
  if (!isList(list)) return undefined
  const all = list.map(entry => (isMap(entry) ? read(entry) : undefined))
  return all.every(entry => entry !== undefined) ? all : undefined
}

const isText = (value: Json): value is string => typeof value === 'string'

const texts = (list: Json | undefined): readonly string[] | undefined =>
  isList(list) && list.every(isText) ? list : undefined

function readFacts(value: Json | undefined): ClusterFacts | undefined {
  if (!isMap(value)) return undefined
  const version = asString(own(value, 'version'))
  const notInstalled = texts(own(value, 'notInstalled'))
  const namespaces = texts(own(value, 'namespaces'))
  return (
    notInstalled && {
      ...(version !== undefined && { version }),
      notInstalled,
      ...(namespaces && { namespaces }),
    }
  )
}

function readGap(map: JsonMap): Gap | undefined {
  const reason = asString(own(map, 'reason'))
  const namespace = asString(own(map, 'namespace'))
  const object = readRef(own(map, 'object'))
  const within = namespace !== undefined && { namespace }
  if (reason === undefined) return undefined
  switch (own(map, 'kind')) {
    case 'policy':
      return object && { kind: 'policy', object, ...within, reason, ...originIn(map) }
    case 'unlisted': {
      const why = whyIn(map)
      return object && why && { kind: 'unlisted', object, ...within, why, reason }
    }
    case 'namespace-labels':
      return namespace === undefined
        ? undefined
        : { kind: 'namespace-labels', namespace, reason, ...originIn(map) }
    default:
      return undefined
  }
}

const whyIn = (map: JsonMap): UnlistedWhy | undefined => unlistedWhys.find(why => why === own(map, 'why'))

function readRef(value: Json | undefined): ObjectRef | undefined {
  if (!isMap(value)) return undefined
  const [group, kind, name] = ['group', 'kind', 'name'].map(key => asString(own(value, key)))
  const namespace = asString(own(value, 'namespace'))
  if (group === undefined || kind === undefined || name === undefined) return undefined
  return { group, kind, ...(namespace !== undefined && { namespace }), name }
}

function originIn(map: JsonMap): { origin?: Origin } {
  const value = own(map, 'origin')
  if (!isMap(value)) return {}
  const file = asString(own(value, 'file'))
  const [document, line] = [own(value, 'document'), own(value, 'line')]
  return file !== undefined && typeof document === 'number' && typeof line === 'number'
    ? { origin: { file, document, line } }
    : {}
}

function readProblem(map: JsonMap): Problem | undefined {
  const [code, message, remedy] = ['code', 'message', 'remedy'].map(key => asString(own(map, key)))
  const effect = (['none', 'unknown', 'left-out'] as const).find(word => word === own(map, 'effect'))
  const object = readRef(own(map, 'object'))
  const path = pathIn(map)
  if (code === undefined || message === undefined || remedy === undefined || !effect) return undefined
  return { code, message, remedy, effect, ...(object && { object }), ...(path && { path }), ...originIn(map) }
}

const isStep = (step: Json): step is string | number => typeof step === 'string' || typeof step === 'number'

function pathIn(map: JsonMap): Path | undefined {
  const path = own(map, 'path')
  return isList(path) && path.every(isStep) ? path : undefined
}
