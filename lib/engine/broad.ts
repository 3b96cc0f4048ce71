import type { PolicyNote } from '../model/policy-report'
import type { Peer, Policy } from '../model/rule'
import { requiresLabel, selectsAll } from '../model/selector'
import { namesOutside } from './shadow'

/** Peers of allow rules that name nobody (contract.md section 1, "How a side allows"). */
export const broadPeers = ({ rules, direction, unread }: Policy): PolicyNote[] =>
  unread
    ? []
    : rules
        .filter(({ action }) => action === 'allow')
        .flatMap(({ peers }) =>
          peers.flatMap((peer): PolicyNote[] => {
            if (namesOutside(peer) !== false) return []
            const { path } = peer
            return isEveryPod(peer)
              ? [{ kind: 'every-namespace', direction, path }]
              : [{ kind: 'names-no-peer', direction, path, anyone: peer.kind === 'anyone' }]
          }),
        )

/** Any pod of any namespace. */
const isEveryPod = (peer: Peer): boolean =>
  peer.kind === 'pods' &&
  !requiresLabel(peer.pods) &&
  selectsAll(peer.pods) &&
  (peer.namespaces.kind === 'all' ||
    (peer.namespaces.kind === 'selected' && selectsAll(peer.namespaces.selector)))
