import { existsSync, readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { BadInput } from '../bad-input'
import type { Target } from './kubeconfig'
import type { Environment } from './environment'

/** Where Kubernetes mounts the credentials of a pod's service account. */
const mounted = '/var/run/secrets/kubernetes.io/serviceaccount'

/** Whether this runs in a pod that may talk to its API server. */
export const isInCluster = (env: Environment, folder = mounted): boolean =>
  Boolean(env.KUBERNETES_SERVICE_HOST) && existsSync(join(folder, 'token'))

/** The cluster that this runs in, as the service account of the pod. Throws BadInput where it runs in none. */
export function inClusterTarget(env: Environment, folder = mounted): Target {
  const host = env.KUBERNETES_SERVICE_HOST
  if (!host || !isInCluster(env, folder))
    throw new BadInput('this does not run in a cluster: name a kubeconfig with --kubeconfig FILE')
  const namespace = join(folder, 'namespace')
  return {
    label: 'the cluster this runs in',
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${env.KUBERNETES_SERVICE_PORT ?? '443'}`,
    ...(existsSync(namespace) && { namespace: readFileSync(namespace, 'utf8').trim() }),
    cluster: { 'certificate-authority': join(folder, 'ca.crt') },
    user: { tokenFile: join(folder, 'token') },
  }
}
