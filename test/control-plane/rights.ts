import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asString, field, type JsonMap } from '../../lib/model/json'
import { apply } from './apply'
import type { Client } from './client'
import type { Who } from './control-plane'
import { objectsOf } from './manifests'

const deploy = join(import.meta.dirname, '..', '..', 'deploy')

/** The user name of the account that `deploy/rbac.yaml` makes. */
export const minimalAccount = 'system:serviceaccount:podtrust:podtrust'

/** The objects of `deploy/rbac.yaml`. */
export const minimalRights = async (): Promise<readonly JsonMap[]> =>
  objectsOf(await readFile(join(deploy, 'rbac.yaml'), 'utf8'))

/**
 * Applies `deploy/rbac.yaml`, and the file beside it where Istio runs (or is said to): all of it that a namespace is there for.
 * Gives their account, with a token as `kubectl create token` gets it.
 */
export async function grantMinimalRights(admin: Client, saysIstio = false): Promise<Who> {
  await apply(admin, await minimalRights())
  const hasIstio = (await admin.get('/api/v1/namespaces/istio-system')).ok
  const beside =
    hasIstio || saysIstio ? objectsOf(await readFile(join(deploy, 'rbac-istio.yaml'), 'utf8')) : []
  await apply(
    admin,
    beside.filter(({ metadata }) => hasIstio || field(metadata, 'namespace') === undefined),
  )
  return { token: await tokenOf(admin, 'podtrust', 'podtrust') }
}

/** A token of a service account, for an hour. */
export async function tokenOf(admin: Client, namespace: string, account: string): Promise<string> {
  const asked = await admin.must('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`, {
    body: { spec: { expirationSeconds: 3600 } },
  })
  const token = asString(field(field(asked, 'status'), 'token'))
  if (token === undefined) throw new Error(`no token for ${namespace}/${account}`)
  return token
}

/** Binds a user to a role of the cluster, everywhere. Roles that a controller puts together (`view`) are empty here. */
export const bind = (admin: Client, user: string, role: string): Promise<void> =>
  apply(
    admin,
    objectsOf(
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: '${user}-${role}'}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: '${role}'}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: '${user}'}]`,
    ),
  )
