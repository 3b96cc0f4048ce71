import type { EntryPoint } from '../../lib/model/entry-point'
import { refText } from '../../lib/model/object'
import type { Session } from '../../lib/model/session'
import { rangeText } from '../../lib/model/address'
import { object } from './manifests'

/** A Service by `namespace/name` that selects `app: NAME`; the rest of the spec is YAML in flow style. */
export const service = (name: string, ports: string, more = ''): string =>
  object(
    'v1',
    'Service',
    name,
    `spec: {selector: {app: "${name.split('/')[1] ?? ''}"}, ports: [${ports}]${more && `, ${more}`}}`,
  )

/** An Ingress whose one rule leads everything to one port of one Service. */
export const ingress = (name: string, backend: string, port: string): string =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    name,
    `spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: "${backend}", port: {${port}}}}}]}}]}`,
  )

/** `Ingress shop/web > shop/web[Pod] TCP 8080: allow, everyone`, one line per target; ways without any are `nowhere`. */
export const entries = (session: Session): string[] => session.entryPoints.flatMap(entryLines)

function entryLines({ object: ref, via, targets }: EntryPoint): string[] {
  const head = via === 'controller' ? refText(ref) : `${refText(ref)} ${via}`
  if (targets.length === 0) return [`${head} > nowhere`]
  return targets.map(({ workload, protocol, port, verdict, reason, from, elsewhere }) =>
    [
      `${head} > ${workload} ${protocol} ${port}: ${verdict}, ${reason}`,
      ...(elsewhere === undefined ? [] : [`${from.map(rangeText).join(' ')}, else ${elsewhere}`]),
    ].join(' '),
  )
}
