import type { TrustMap } from '@/lib/api/map-contract'

const none = { implicit: 0, unknown: 0, partial: 0, verified: 0 }

/** Two namespaces with a line of each kind, for tests. */
export const smallMap: TrustMap = {
  grouping: { by: 'namespace' },
  drawn: { unit: 'workloads', shown: 2, of: 2, bundles: 2, ofBundles: 2 },
  hulls: [
    {
      namespace: 'data',
      x: 400,
      y: 100,
      width: 218,
      height: 60,
      collapsed: false,
      workloads: 1,
      isolated: 0,
      defaultDeny: false,
      counts: { ...none, implicit: 1 },
    },
    {
      namespace: 'shop',
      x: 100,
      y: 100,
      width: 218,
      height: 60,
      collapsed: false,
      workloads: 1,
      isolated: 1,
      defaultDeny: true,
      counts: { ...none, partial: 1 },
      inside: { trustClass: 'partial', failing: 1, all: 1 },
    },
  ],
  nodes: [
    {
      key: 'data/db[StatefulSet]',
      namespace: 'data',
      name: 'db',
      kind: 'StatefulSet',
      predicted: false,
      isolation: { ingress: 'no', egress: 'no' },
      outgoing: 1,
      incoming: 3,
      x: 353,
      y: 108,
    },
    {
      key: 'shop/web[Deployment]',
      namespace: 'shop',
      name: 'web',
      kind: 'Deployment',
      predicted: false,
      isolation: { ingress: 'yes', egress: 'yes' },
      outgoing: 3,
      incoming: 0,
      x: 53,
      y: 108,
    },
  ],
  anyone: { x: 250, y: 300, openEgress: 1 },
  internet: { x: 109, y: 19, incoming: 1, outgoing: 1 },
  bundles: [
    { to: 'data', trustClass: 'implicit', failing: 1, all: 1, connections: 1 },
    { from: 'shop', to: 'data', trustClass: 'partial', failing: 1, all: 2, connections: 2 },
  ],
  stubs: [
    { namespace: 'data', direction: 'in', trustClass: 'implicit', failing: 1, all: 1, x: 320, y: 46 },
    { namespace: 'shop', direction: 'out', trustClass: 'partial', failing: 1, all: 2, x: 20, y: 154 },
  ],
  singles: [],
}
