import { setTimeout as wait } from 'node:timers/promises'
import { asString, dig } from '../../lib/model/json'
import { apply } from './apply'
import { outcomeOf, type Client } from './client'
import type { ControlPlane } from './control-plane'
import { objectsOf } from './manifests'

const schemas = '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas'

/**
 * Gives a user one place at the API server, and no queue: while one request of theirs is under way, all others are turned
 * away with 429 (API Priority and Fairness).
 */
export async function crowd(plane: ControlPlane, user: string): Promise<void> {
  await apply(
    plane.admin,
    objectsOf(
      `apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: PriorityLevelConfiguration
metadata: {name: crowded}
spec:
  type: Limited
  limited: {nominalConcurrencyShares: 0, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: {type: Reject}}`,
      `apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata: {name: crowded}
spec:
  matchingPrecedence: 50
  priorityLevelConfiguration: {name: crowded}
  rules:
  - subjects: [{kind: User, user: {name: ${user}}}]
    resourceRules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*']}]
    nonResourceRules: [{verbs: ['*'], nonResourceURLs: ['*']}]`,
    ),
  )
  const uid = asString(dig(await plane.admin.must('GET', `${schemas}/crowded`), 'metadata', 'uid'))
  const client = plane.client(user)
  // The server says by which schema it treated a request.
  while ((await client.get('/version')).headers['x-kubernetes-pf-flowschema-uid'] !== uid) await wait(50)
}

/**
 * Takes the one place of a user who may list namespaces, as soon as it is free: the server waits three seconds for a
 * revision of the far future. Resolves when the place is free again.
 */
export async function takePlace(client: Client): Promise<void> {
  const list = '/api/v1/namespaces?resourceVersion=99999999&resourceVersionMatch=NotOlderThan'
  while ((await outcomeOf(client.get(list))) === 429);
}
