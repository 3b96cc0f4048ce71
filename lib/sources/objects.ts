import { asString, dig, isList, isMap, own, quote, type Json, type JsonMap } from '../model/json'
import { pathText, type ObjectRef, type Path } from '../model/object'
import { isPolicyGroup, mayAlter } from '../model/policy-kinds'
import { BadInput } from './bad-input'
import { captureGroup, captureKind, captureVersion, readCaptureHead } from './capture-head'
import type { Collector } from './collect'
import { headOf } from './head'
import { isBuiltIn, policyGroupOf, scopeOf, splitApiVersion } from './kinds'
import { unreadableMesh } from './keep-mesh'
import { nameProblems } from './names'
import { badLabel, oddValues } from './odd-values'
import { isKept, project } from './project'
import { reportUnread, type Complaint, type Place } from './unread'

/** Puts what one document holds into the collector: an object, or the items of a list, lists of lists included. */
export function takeValue(value: Json, place: Place, into: Collector): void {
  if (value === null) return
  if (isList(value)) return takeItems(value, {}, place, into)
  if (!isMap(value)) return reportUnread({ kinds: [], apiVersions: [] }, notAnObject(value), place, into)
  const list = listKindOf(value)
  const items = own(value, 'items')
  if (list && isList(items)) {
    if (list.kind === undefined) reportCutOff(place, into)
    return takeItems(items, list, place, into)
  }
  if (list && items !== undefined && items !== null)
    return reportUnread(headOf(value), { ...noItems, path: ['items'] }, place, into)
  if (!list) takeObject(value, place, into)
}

/** What the items of a list take from it where they do not say it themselves. */
export interface ListKind {
  readonly apiVersion?: string
  /** Absent where the list was cut off before its own kind, which kubectl writes last. */
  readonly kind?: string
}

/** Whether a map is a list of objects; an object whose kind merely ends in List has no items. */
export function listKindOf(value: JsonMap): ListKind | undefined {
  const kind = asString(own(value, 'kind'))
  const apiVersion = asString(own(value, 'apiVersion'))
  const items = own(value, 'items')
  const version = apiVersion && { apiVersion }
  if (kind === 'List' || (kind?.endsWith('List') && items !== undefined)) return { kind, ...version }
  return kind === undefined && apiVersion !== undefined && isList(items) ? { ...version } : undefined
}

function takeItems(items: readonly Json[], list: ListKind, place: Place, into: Collector): void {
  items.forEach((item, at) => takeItem(item, list, itemPlace(place, at), into))
}

export const itemPlace = <P extends Place>(place: P, at: number): P => ({
  ...place,
  text: `item ${at + 1} of ${place.text}`,
})

/** Items of typed lists (`PodList`) come without kind and version of their own when they come from the API server. */
export function takeItem(item: Json, { kind, apiVersion }: ListKind, place: Place, into: Collector): void {
  if (item === null) return
  if (!isMap(item) || kind === undefined || kind === 'List') return takeValue(item, place, into)
  const own = { ...(apiVersion && { apiVersion }), kind: kind.slice(0, -'List'.length) }
  takeValue({ ...own, ...item }, place, into)
}

/** The list ends before it says so: what else was in it is unknown. */
export const reportCutOff = (place: Place, into: Collector): void =>
  reportUnread(
    { kinds: [], apiVersions: [] },
    {
      code: 'cut-off',
      message: 'the list is cut off before its end, so objects may be missing',
      remedy: 'write the file again',
    },
    place,
    into,
  )

/** YAML takes any text for a string, so that it parses says nothing. */
const notAnObject = (value: Json): Complaint => ({
  code: 'not-an-object',
  message:
    typeof value === 'string' && /^\s*</.test(value)
      ? 'the document is a web page, not YAML'
      : 'the document is no Kubernetes object but plain text or a number',
  remedy: 'load manifests with `apiVersion`, `kind` and `metadata`',
})
const noItems: Complaint = {
  code: 'bad-list',
  message: '`items` is no list',
  remedy: 'write the objects as a list',
}

function takeObject(value: JsonMap, place: Place, into: Collector): void {
  const kind = asString(own(value, 'kind'))
  const apiVersion = asString(own(value, 'apiVersion'))
  if (!kind || !apiVersion) return reportHeadless(value, place, into)
  const { group, version } = splitApiVersion(apiVersion)
  // A Secret is passed over before anything of it is looked at.
  if (group === '' && kind === 'Secret') return
  const head = headOf(value)
  if (group === captureGroup && kind === captureKind) return takeHead(value, version, place, into)
  if (!isPolicyGroup(group) && policyGroupOf(kind, apiVersion) !== undefined)
    return reportUnread(head, oldVersion(kind, apiVersion), place, into)
  const projected = project(value, group, kind, into.strings)
  if (projected.kind === 'mistyped') {
    const { path, value: written, wanted } = projected
    return reportUnread(
      head,
      {
        code: 'mistyped',
        message: `the API server refuses the object: \`${pathText(path)}\` is ${described(written, path)}, not ${wanted}`,
        remedy: wanted === 'text' ? quoting(written) : `write ${wanted}`,
        path,
      },
      place,
      into,
    )
  }
  const scope = scopeOf(group, kind)
  const written = asString(dig(value, 'metadata', 'namespace'))
  const namespace =
    scope === 'cluster' ? undefined : written || (scope === 'namespace' ? 'default' : undefined)
  const ref: ObjectRef = {
    group,
    kind,
    ...(namespace !== undefined && { namespace }),
    name: nameOf(value, place),
  }
  if (!isBuiltIn(group) && !isPolicyGroup(group) && !mayAlter(group, kind) && !isKept(group, kind))
    return into.note(ref, place.origin)
  if (group === '' && kind === 'Namespace') {
    const odd = badLabel(dig(value, 'metadata', 'labels'), ['metadata', 'labels'])
    if (odd) return reportUnread(head, odd, place, into)
  }
  for (const problem of nameProblems(ref, value, place.origin)) into.addProblem(problem)
  if (dig(projected.body, 'data', 'mesh') === unreadableMesh)
    into.addProblem({
      code: 'bad-mesh-config',
      message: '`data.mesh` does not parse as settings of a mesh, so what they decide is unknown',
      remedy: 'correct the YAML under `mesh`',
      effect: 'unknown',
      object: ref,
      ...(place.origin && { origin: place.origin }),
    })
  if (isBuiltIn(group))
    for (const problem of oddValues(ref, projected.body, place.origin)) into.addProblem(problem)
  into.add({ ref, version, body: projected.body, ...(place.origin && { origin: place.origin }) })
}

/** The first document of a capture file. Throws BadInput at one of another version: it may say what is not understood. */
function takeHead(value: JsonMap, version: string, place: Place, into: Collector): void {
  const file = place.origin?.file ?? ''
  if (version !== captureVersion)
    throw new BadInput(
      `\`${file}\` is a capture of version ${quote(version)}, and this podtrust reads \`${captureVersion}\`: capture the cluster again, or use the podtrust that wrote it`,
    )
  const head = readCaptureHead(value)
  if (head) into.addHead(file, head)
  else
    reportUnread(
      headOf(value),
      {
        code: 'bad-capture',
        message: 'the head of the capture is not as podtrust writes it, so what was missing is unknown',
        remedy: 'capture the cluster again',
      },
      place,
      into,
    )
}

/** What was written as `yes` is a truth value by the time anybody looks at it. */
const quoting = (value: Json): string =>
  typeof value === 'boolean'
    ? 'put the value in quotes (plain `yes`, `on`, `no` and `off` are truth values too)'
    : 'put the value in quotes'

/** `a number \`1\``; an annotation may be secret, so only its type is told. */
function described(value: Json, path: Path): string {
  if (isList(value)) return 'a list'
  if (isMap(value)) return 'a map'
  if (typeof value === 'number' && !Number.isFinite(value)) return 'no number that JSON can hold'
  const type = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'a number' : 'a truth value'
  return path.includes('annotations') ? type : `${type} ${quote(value)}`
}

/** What has no name yet is told apart by its place. */
function nameOf(value: JsonMap, { text }: Place): string {
  const name = asString(dig(value, 'metadata', 'name'))
  return name || `${asString(dig(value, 'metadata', 'generateName')) ?? ''}(${text})`
}

function reportHeadless(value: JsonMap, place: Place, into: Collector): void {
  const head = headOf(value)
  const missing = ['apiVersion', 'kind'].filter(field => !asString(own(value, field)))
  const looksLikeObject =
    missing.length < 2 || Object.hasOwn(value, 'metadata') || Object.hasOwn(value, 'spec')
  if (looksLikeObject)
    return reportUnread(
      head,
      {
        code: 'no-kind',
        message: `the object says no ${missing.map(field => `\`${field}\``).join(' and no ')}`,
        remedy: `add ${missing.map(field => `\`${field}\``).join(' and ')}`,
      },
      place,
      into,
    )
  into.addProblem({
    code: 'not-an-object',
    message: 'the document is no Kubernetes object: it has neither `apiVersion` nor `kind`',
    remedy:
      'leave it out, or render it first if it is the input of a generator (`helm template`, `kubectl kustomize`)',
    effect: 'none',
    ...(place.origin && { origin: place.origin }),
  })
}

const oldVersion = (kind: string, apiVersion: string): Complaint => ({
  code: 'unread-version',
  message: `\`${kind}\` of \`${apiVersion}\` is not read here`,
  remedy: 'write it as `networking.k8s.io/v1`',
})
