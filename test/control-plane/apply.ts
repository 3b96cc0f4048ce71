import { createHash } from 'node:crypto'
import { asString, dig, field, isList, isMap, type Json, type JsonMap } from '../../lib/model/json'
import { applyPatch, mergePatch, type Answer, type Client } from './client'
import { inParallel } from './in-parallel'
import { collectionOf, nameOf, pathOf, Resources } from './resources'

const isWebhook = ({ kind }: JsonMap): boolean => kind === 'MutatingWebhookConfiguration'

/**
 * Later waves lean on earlier ones: objects on their namespaces, pods on what owns them. Nobody answers webhooks, so that
 * the server would refuse every pod that they select.
 */
const waves: readonly ((object: JsonMap) => boolean)[] = [
  ({ kind }) => kind === 'Namespace',
  object => object.kind !== 'Namespace' && object.kind !== 'Pod' && !isWebhook(object),
  ({ kind }) => kind === 'Pod',
  isWebhook,
]

/**
 * Puts objects into a cluster, and their status where they come with one: what its controllers, its scheduler and its
 * kubelets would have written. Throws with the server's words on each object that it refuses.
 */
export async function apply(client: Client, objects: readonly JsonMap[]): Promise<void> {
  const resources = new Resources(client)
  const refusals: string[] = []
  for (const inWave of waves)
    await inParallel(objects.filter(inWave), async object => {
      const answer = await put(client, resources, object)
      if (!answer.ok) refusals.push(refusalOf(object, answer))
    })
  if (refusals.length > 0) throw new Error(`refused:\n${refusals.sort().join('\n')}`)
}

async function put(client: Client, resources: Resources, object: JsonMap): Promise<Answer> {
  const resource = await resources.of(object)
  const body = owned(object)
  const answer =
    object.kind === 'Pod'
      ? await client.send('POST', collectionOf(object, resource), { body })
      : await client.send('PATCH', `${pathOf(object, resource)}?fieldManager=test&force=true`, {
          type: applyPatch,
          body,
        })
  const status = field(object, 'status')
  if (!answer.ok || !resource.hasStatus || !isMap(status)) return answer
  return client.send('PATCH', `${pathOf(object, resource)}/status`, { type: mergePatch, body: { status } })
}

/** An object's owners with the ids that dumps made for reading leave out and the API server asks for. */
function owned(object: JsonMap): JsonMap {
  const owners = dig(object, 'metadata', 'ownerReferences')
  if (!isMap(object.metadata) || !isList(owners)) return object
  const namespace = asString(object.metadata.namespace) ?? ''
  const ownerReferences = owners.map(owner => ({
    uid: uidOf(namespace, owner),
    ...(isMap(owner) ? owner : {}),
  }))
  return { ...object, metadata: { ...object.metadata, ownerReferences } }
}

/** The same for all objects of an owner; nobody looks it up, since no garbage collector runs. */
function uidOf(namespace: string, owner: Json): string {
  const name = JSON.stringify([namespace, field(owner, 'kind'), field(owner, 'name')])
  const hash = createHash('sha256').update(name)
  return hash.digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

function refusalOf(object: JsonMap, { status, text }: Answer): string {
  const namespace = asString(dig(object, 'metadata', 'namespace'))
  const name = `${asString(object.kind)} ${namespace === undefined ? '' : `${namespace}/`}${nameOf(object)}`
  return `${name}: ${status} ${messageOf(text)}`
}

function messageOf(text: string): string {
  try {
    return asString(field(JSON.parse(text) as Json, 'message')) ?? text
  } catch {
    return text
  }
}
