import { asString, dig, isList, isMap, own, quote, type Json, type JsonMap } from '../model/json'
import type { ObjectRef, Origin, Path } from '../model/object'
import type { Problem } from '../model/problem'
import type { Complaint } from './unread'

const keyName = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/
const keyPrefix = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/

/** The first label that the API server would not take (apimachinery ValidateLabels). */
export function badLabel(labels: Json | undefined, path: Path): Complaint | undefined {
  if (!isMap(labels)) return undefined
  for (const key of Object.keys(labels)) {
    const slash = key.indexOf('/')
    if (!keyName.test(key.slice(slash + 1)) || (slash >= 0 && !keyPrefix.test(key.slice(0, slash))))
      return complaint('bad-label', [...path, key], `${quote(key)} is no label key`, legalKey)
    const value = asString(own(labels, key)) ?? ''
    if (!labelValue.test(value))
      return complaint('bad-label', [...path, key], `${quote(value)} is no label value`, legalValue)
  }
  return undefined
}

const complaint = (code: string, path: Path, what: string, remedy: string): Complaint => ({
  code,
  message: `the API server refuses the object: ${what}`,
  remedy,
  path,
})

const characters = 'at most 63 letters, digits, `-`, `_`, `.`'
const legalKey = `use ${characters}, perhaps behind a domain and a slash`
const legalValue = `use ${characters}`

/** Where pod templates stand. */
const templates: readonly Path[] = [
  ['spec', 'template'],
  ['spec', 'jobTemplate', 'spec', 'template'],
]

/**
 * What the API server would refuse of labels and ports of workloads and Services. It is only said: no policy that the
 * server takes can name such a label or port, and what it refused is not there to be let in.
 */
export function oddValues(ref: ObjectRef, body: JsonMap, origin: Origin | undefined): Problem[] {
  const at = (path: Path): Json | undefined => dig(body, ...path.map(String))
  const pods = ref.kind === 'Pod' ? [[]] : templates
  const found = [
    badLabel(dig(body, 'metadata', 'labels'), ['metadata', 'labels']),
    ...pods.flatMap(path => [
      ...(path.length > 0
        ? [badLabel(at([...path, 'metadata', 'labels']), [...path, 'metadata', 'labels'])]
        : []),
      ...['containers', 'initContainers'].map(list =>
        badContainerPort(at([...path, 'spec', list]), [...path, 'spec', list]),
      ),
    ]),
    ...(ref.kind === 'Service'
      ? ['port', 'nodePort'].map(field =>
          badPort(dig(body, 'spec', 'ports'), ['spec', 'ports'], field, field === 'port' ? 1 : 0),
        )
      : []),
  ]
  const place = { effect: 'none', object: ref, ...(origin && { origin }) } as const
  return found.flatMap(odd => (odd ? [{ ...odd, ...place }] : []))
}

function badContainerPort(containers: Json | undefined, path: Path): Complaint | undefined {
  if (!isList(containers)) return undefined
  for (const [at, container] of containers.entries()) {
    const bad = badPort(dig(container, 'ports'), [...path, at, 'ports'], 'containerPort', 1)
    if (bad) return bad
  }
  return undefined
}

function badPort(ports: Json | undefined, path: Path, field: string, least: number): Complaint | undefined {
  if (!isList(ports)) return undefined
  for (const [at, port] of ports.entries()) {
    const number = dig(port, field)
    if (typeof number === 'number' && (number < least || number > 65535))
      return complaint(
        'bad-port',
        [...path, at, field],
        `${quote(number)} is no port`,
        'use a number from 1 to 65535',
      )
  }
  return undefined
}
