import type { Connection } from '../model/connection'
import type { EntryTarget } from '../model/entry-point'
import type { Session } from '../model/session'
import type { Settings } from '../model/settings'

/** The source that the other analyzer prints for whatever comes in through an Ingress or a Route. */
const ingressController = '{ingress-controller}'

/**
 * The connections that are printed. With `--compat netpol-analyzer` the ways in through Ingress and Route objects are
 * among them: TCP, on ports that the containers declare.
 */
export function printedConnections(session: Session, { compat }: Settings): readonly Connection[] {
  if (compat === undefined) return session.connections
  const ports = new Map<string, Set<number>>()
  for (const { object, targets } of session.entryPoints)
    if (object.kind === 'Ingress' || object.kind === 'Route')
      for (const target of targets.filter(each => each.verdict === 'allow' && isDeclared(session, each)))
        ports.set(target.workload, (ports.get(target.workload) ?? new Set()).add(target.port))
  return [
    ...session.connections,
    ...[...ports].map(([workload, numbers]): Connection => ({
      from: { kind: 'workload', key: ingressController },
      to: { kind: 'workload', key: workload },
      ports: [...numbers].map(port => ({ protocol: 'TCP', first: port, last: port })),
      // Only ports are compared and printed; of all else nothing is claimed.
      verdict: 'allow',
      trustClass: 'unknown',
      pillars: { authenticated: 'unknown', authorized: 'unknown', encrypted: 'unknown' },
      transport: 'unknown',
      pods: { allowed: 1, of: 1 },
      engineDependent: false,
    })),
  ]
}

const isDeclared = ({ inventory }: Session, { workload, protocol, port }: EntryTarget): boolean =>
  inventory.workloads
    .find(({ key }) => key === workload)
    ?.pods.some(({ ports }) => ports.some(one => one.protocol === protocol && one.port === port)) ?? false
