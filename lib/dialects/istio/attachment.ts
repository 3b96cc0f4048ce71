import { field, isList, isMap, own, quote, type Json, type JsonMap } from '../../model/json'
import type { Proxy } from '../../model/mesh'
import { below, type Path } from '../../model/object'
import type { NamespaceScope, Policy, Subject } from '../../model/rule'
import type { Tri } from '../../model/tri'
import { selectsAll, type Selector } from '../../model/selector'
import { present, readSelector, type Reading } from '../reading'

/** Where a policy holds, and for what that is dialled. */
export interface Attachment {
  readonly subject: Subject
  readonly service?: Policy['service']
}

export interface Attachments {
  /** Where an Envoy proxy enforces it. */
  readonly envoy: readonly Attachment[]
  readonly ztunnel: readonly Attachment[]
}

export interface Place {
  readonly namespace: string
  readonly rootNamespace: string
  /** Whether it is the root namespace, whose policies hold for the whole mesh. */
  readonly isRoot: Tri
}

const everyPod: Selector = { requirements: [], unreadable: [] }

/** Proxies that policies without targetRefs reach; waypoints ignore those (istio.md section 5). */
const selected: readonly Proxy[] = ['sidecar', 'gateway']

/** Whom the policy governs (istio.md section 5, "Which policies apply"). */
export function readAttachments(reading: Reading, body: JsonMap, place: Place): Attachments {
  const references = readReferences(reading, body)
  const selector = present(body, 'selector')
  if (references.length === 0) return bySelector(reading, selector, place)
  const targeted = references.flatMap(reference => byReference(reading, reference, place))
  if (selector === undefined) return { envoy: targeted, ztunnel: [] }
  reading.refuse(
    'two-subjects',
    ['spec', 'selector'],
    'stands beside `targetRefs`, so that nobody can say which is meant',
    'keep `selector` for pods or `targetRefs` for gateways, waypoints and Services',
  )
  const also = bySelector(reading, selector, place)
  return { envoy: [...targeted, ...also.envoy], ztunnel: also.ztunnel }
}

/** As far as it may be. */
const scopeOf = ({ namespace, isRoot }: Place): NamespaceScope =>
  isRoot === 'no' ? { kind: 'named', namespace } : { kind: 'all' }

/** The pods that are meant, in the own namespace and, perhaps, in all others. */
function podsOf(
  subject: Extract<Subject, { kind: 'pods' }>,
  { namespace, isRoot }: Place,
): readonly Subject[] {
  if (isRoot !== 'maybe') return [subject]
  const { path, pods } = subject
  const elsewhere: Selector = {
    requirements: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [namespace], path }],
    unreadable: [],
  }
  return [
    { ...subject, namespaces: { kind: 'named', namespace } },
    { ...subject, namespaces: { kind: 'selected', selector: elsewhere }, pods: perhaps(pods, path) },
  ]
}

const perhaps = (pods: Selector, path: Path): Selector => ({
  ...pods,
  unreadable: [...pods.unreadable, path],
})

/** Pods of the namespace, of the whole mesh for the root namespace, less those that the labels leave out. */
function bySelector(reading: Reading, value: Json | undefined, place: Place): Attachments {
  const path: Path = value === undefined ? ['spec'] : ['spec', 'selector']
  const pods = value === undefined ? everyPod : readLabels(reading, value, path)
  const at = (proxies: readonly Proxy[]): readonly Attachment[] =>
    podsOf({ kind: 'pods', path, namespaces: scopeOf(place), pods, proxies }, place).map(subject => ({
      subject,
    }))
  if (value !== undefined && selectsAll(pods)) {
    reading.warn(
      'empty-selector',
      path,
      'names no label: sidecars take it for every pod, and ztunnel for none',
      'leave `selector` out to mean every pod',
    )
    return { envoy: at(selected), ztunnel: [] }
  }
  return { envoy: at(selected), ztunnel: at(['ztunnel']) }
}

/** Istio's selectors know labels alone. */
export function readLabels(reading: Reading, value: Json, path: Path): Selector {
  if (!isMap(value)) return readSelector(reading, value, path)
  const known = reading.onlyKeys(value, path, ['matchLabels'])
  const labels = own(value, 'matchLabels')
  const selector = readSelector(reading, labels === undefined ? {} : { matchLabels: labels }, path)
  return known ? selector : { ...selector, unreadable: [...selector.unreadable, path] }
}

interface Reference {
  readonly value: Json
  readonly path: Path
}

/** `targetRef` is the older spelling, for one. */
function readReferences(reading: Reading, body: JsonMap): readonly Reference[] {
  const one = present(body, 'targetRef')
  const many = present(body, 'targetRefs')
  const path: Path = ['spec', 'targetRefs']
  if (one !== undefined && many !== undefined)
    reading.refuse(
      'two-subjects',
      ['spec', 'targetRef'],
      'stands beside `targetRefs`',
      'write all of them into `targetRefs`',
    )
  const older = one === undefined ? [] : [{ value: one, path: ['spec', 'targetRef'] }]
  if (many === undefined) return older
  if (isList(many)) return [...older, ...many.map((value, at) => ({ value, path: below(path, at) }))]
  reading.refuse('bad-target', path, `${quote(many)} is no list`, 'start each reference with a dash')
  return [...older, { value: many, path }]
}

const gatewayLabel = 'gateway.networking.k8s.io/gateway-name'
const waypointClass = 'istio-waypoint'

function byReference(reading: Reading, { value, path }: Reference, place: Place): readonly Attachment[] {
  const { namespace, rootNamespace, isRoot } = place
  const target = readTarget(reading, value, path, namespace)
  if (!target) return [{ subject: unreadable(path, place) }]
  const { kind, name } = target
  const service = (named: string): Attachment => ({
    subject: {
      kind: 'pods',
      path,
      namespaces: { kind: 'all' },
      pods: everyPod,
      proxies: ['waypoint'],
    },
    service: { namespace, name: named },
  })
  switch (kind) {
    case 'Gateway':
      return [
        {
          subject: {
            kind: 'pods',
            path,
            namespaces: { kind: 'named', namespace },
            pods: {
              requirements: [{ key: gatewayLabel, operator: 'In', values: [name], path }],
              unreadable: [],
            },
            proxies: ['gateway', 'waypoint'],
          },
        },
      ]
    case 'Service':
      return [service(name)]
    // No Service has a name with a slash: one of the same name is something else.
    case 'ServiceEntry':
      return [service(`ServiceEntry/${name}`)]
    case 'GatewayClass':
      if (isRoot !== 'no' && name === waypointClass)
        return [
          {
            subject: {
              kind: 'pods',
              path,
              namespaces: { kind: 'all' },
              pods: isRoot === 'yes' ? everyPod : perhaps(everyPod, path),
              proxies: ['waypoint'],
            },
          },
        ]
      reading.warn(
        'ignored-target',
        path,
        `${quote(name)} is ignored: of classes only \`${waypointClass}\` can be meant, and only from namespace ${quote(rootNamespace)}`,
        'name the Gateway or the Service, or move the policy',
      )
      return []
  }
}

/** Some proxy that is told by references, in the mesh if it stands in the root namespace. */
const unreadable = (path: Path, place: Place): Subject => ({
  kind: 'unreadable',
  path,
  namespaces: scopeOf(place),
  reason: 'what the policy is for does not parse',
})

/** Of a policy that nobody can read. */
export const unreadableAttachments = (place: Place): Attachments => ({
  envoy: [{ subject: unreadable(['spec'], place) }],
  ztunnel: [],
})

type TargetKind = keyof typeof groups
const groups = {
  Gateway: ['gateway.networking.k8s.io'],
  GatewayClass: ['gateway.networking.k8s.io'],
  Service: ['', 'core'],
  ServiceEntry: ['networking.istio.io'],
} as const satisfies Record<string, readonly string[]>

const isTargetKind = (kind: string): kind is TargetKind => Object.hasOwn(groups, kind)

function readTarget(
  reading: Reading,
  value: Json,
  path: Path,
  ownNamespace: string,
): { readonly kind: TargetKind; readonly name: string } | undefined {
  const refuse = (message: string): undefined => {
    reading.refuse(
      'bad-target',
      path,
      message,
      'name a Gateway, Service or ServiceEntry of the own namespace by `group`, `kind` and `name`',
    )
    return undefined
  }
  if (!isMap(value)) return refuse(`${quote(value)} is no reference`)
  if (!reading.onlyKeys(value, path, ['group', 'kind', 'name', 'namespace'])) return undefined
  const kind = field(value, 'kind')
  const group = field(value, 'group') ?? ''
  const name = field(value, 'name')
  const namespace = field(value, 'namespace') ?? ''
  if (typeof kind !== 'string' || !isTargetKind(kind) || !groups[kind].some(known => known === group))
    return refuse(`${quote(kind)} of group ${quote(group)} is nothing that a policy can be for`)
  if (typeof name !== 'string' || name === '') return refuse(`${quote(name)} is no name`)
  if (namespace !== '' && namespace !== ownNamespace) return refuse('names another namespace')
  return { kind, name }
}
