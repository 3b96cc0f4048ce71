import type { UnlistedWhy } from '../../model/capture'
import { quote } from '../../model/json'
import { BadInput } from '../bad-input'
import type { Failure } from './client'
import type { Target } from './kubeconfig'

/** One sentence with the cause and the cure, since nothing else will be printed. */
export const cannotRead = ({ label, server }: Target, { why, reason, cure }: Failure): BadInput =>
  new BadInput(`${quote(label)} (${server}) cannot be read: ${reason}; ${cure ?? cures[why]}`)

/** Everything that was asked for failed; the first reason stands for all of them. */
export function nothingRead(target: Target, failures: readonly Failure[]): BadInput {
  const [first] = failures
  return cannotRead(
    target,
    first ?? { why: 'server-error', reason: 'the API server serves nothing that is read here' },
  )
}

const cures: Readonly<Record<UnlistedWhy, string>> = {
  forbidden:
    'grant the rights of deploy/rbac.yaml, or name the namespaces that may be read with --namespaces',
  unauthorized: 'log in again, or choose another context with --context',
  expired: 'try again when the API server is less busy',
  timeout: 'check that the API server is well, and whether a VPN is needed',
  'cut-off': 'look for a proxy on the way that cuts answers short',
  unreachable: 'check the address of the server in the kubeconfig, and the network',
  'server-error': 'check the address of the server in the kubeconfig, and that the API server is well',
  'not-asked': 'name other namespaces with --namespaces',
}
