import type { EntryDialect } from '../../model/dialect'
import { distinct, problemOf, type Backend, type Found } from '../../model/entry-way'
import { asString, dig, isMap, listOf, type Json } from '../../model/json'
import type { KubeObject, Path } from '../../model/object'

/** Ingresses, and the Routes of OpenShift. */
export const ingressWaysIn: EntryDialect = () => object => {
  const { group, kind } = object.ref
  if (group === 'networking.k8s.io' && kind === 'Ingress') return ingressWays(object)
  return group === 'route.openshift.io' && kind === 'Route' ? openShiftRouteWays(object) : undefined
}

/** An Ingress: its rules and its default backend lead to ports of Services in its own namespace. */
function ingressWays(object: KubeObject): Found {
  if (object.version !== 'v1')
    return {
      ways: [],
      problems: [
        problemOf(
          object,
          'unread-version',
          [],
          `is written in version ${object.version}, which is not read here, so the way in that it opens is not shown`,
          'write it as `networking.k8s.io/v1`',
          'left-out',
        ),
      ],
    }
  const spec = dig(object.body, 'spec')
  const rules = listOf(dig(spec, 'rules'))
  const paths = rules.flatMap((rule, at) =>
    listOf(dig(rule, 'http', 'paths')).map((entry, of) => ({
      backend: dig(entry, 'backend'),
      host: asString(dig(rule, 'host')),
      path: asString(dig(entry, 'path')),
      at: ['spec', 'rules', at, 'http', 'paths', of, 'backend'] as Path,
    })),
  )
  const fallback = dig(spec, 'defaultBackend')
  const written = [
    ...paths,
    ...(fallback === undefined
      ? []
      : [{ backend: fallback, host: undefined, path: undefined, at: ['spec', 'defaultBackend'] as Path }]),
  ]
  const read = written.map(({ backend, at }) => ingressBackend(object, backend, at))
  return {
    ways: [
      {
        object,
        via: 'controller',
        through: [],
        hosts: unlessAny(written.map(({ host }) => host)),
        paths: unlessAny(written.map(({ path }) => path)),
        ports: [],
        preservesClient: false,
        doubts: read.flatMap(({ doubt }) => doubt ?? []),
        backends: read.flatMap(({ backend }) => backend ?? []),
        controllers: [],
      },
    ],
    problems: read.flatMap(({ problem }) => problem ?? []),
  }
}

/** All that is named; empty (any) as soon as one entry names none. */
const unlessAny = (named: readonly (string | undefined)[]): string[] =>
  named.some(text => text === undefined || text === '')
    ? []
    : distinct(named.filter(text => text !== undefined))

interface Read {
  readonly backend?: Backend
  readonly doubt?: string
  readonly problem?: Found['problems'][number]
}

function ingressBackend(object: KubeObject, backend: Json | undefined, path: Path): Read {
  const service = dig(backend, 'service')
  const name = asString(dig(service, 'name'))
  const [portName, number] = [asString(dig(service, 'port', 'name')), dig(service, 'port', 'number')]
  const port = portName || (typeof number === 'number' ? number : undefined)
  if (name && port !== undefined)
    return {
      backend: {
        namespace: object.ref.namespace ?? 'default',
        service: name,
        protocol: 'TCP',
        port: { of: 'service', is: port },
        path: [...path, 'service'],
      },
    }
  if (isMap(dig(backend, 'resource')))
    return { doubt: 'it leads to a resource that is no Service, which is not followed' }
  return {
    problem: problemOf(
      object,
      'bad-backend',
      path,
      name ? 'names no port of its backend' : 'names no Service as its backend',
      name ? 'add `port.number` or `port.name`' : 'add `service.name` and `service.port`',
    ),
  }
}

/** An OpenShift Route: its Services, on the endpoint port that it names or on all. */
function openShiftRouteWays(object: KubeObject): Found {
  const spec = dig(object.body, 'spec')
  const targetPort = dig(spec, 'port', 'targetPort')
  const targets = [
    { target: dig(spec, 'to'), path: ['spec', 'to'] as Path },
    ...listOf(dig(spec, 'alternateBackends')).map((target, at) => ({
      target,
      path: ['spec', 'alternateBackends', at] as Path,
    })),
  ]
  const [host, path] = [asString(dig(spec, 'host')), asString(dig(spec, 'path'))]
  return {
    ways: [
      {
        object,
        via: 'controller',
        through: [],
        hosts: host ? [host] : [],
        paths: path ? [path] : [],
        ports: [],
        preservesClient: false,
        doubts: [],
        backends: targets.flatMap(({ target, path: at }): Backend[] => {
          const service = asString(dig(target, 'name'))
          // Weight 0 takes no traffic.
          if (!service || dig(target, 'weight') === 0) return []
          const named = typeof targetPort === 'number' || typeof targetPort === 'string'
          return [
            {
              namespace: object.ref.namespace ?? 'default',
              service,
              protocol: 'TCP',
              port: named ? { of: 'endpoint', is: targetPort } : { of: 'every' },
              path: at,
            },
          ]
        }),
        controllers: [],
      },
    ],
    problems: targets.flatMap(({ target, path: at }) =>
      asString(dig(target, 'name'))
        ? []
        : [
            problemOf(
              object,
              'bad-backend',
              at,
              'names no Service as its backend',
              'add the name of a Service',
            ),
          ],
    ),
  }
}
