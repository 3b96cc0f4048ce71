import { asString, dig, field, isList, quote, type JsonMap } from '../../lib/model/json'
import type { Client } from './client'

/** Where the objects of a kind live at an API server. */
interface Resource {
  /** `/apis/apps/v1`, `/api/v1`. */
  readonly version: string
  /** `deployments` */
  readonly name: string
  readonly namespaced: boolean
  /** Its status is written apart. */
  readonly hasStatus: boolean
}

/** What an API server serves, asked once for each version of a group. */
export class Resources {
  readonly #versions = new Map<string, Promise<ReadonlyMap<string, Resource>>>()

  constructor(private readonly client: Client) {}

  /** The resource of an object. Throws where the server serves no such kind. */
  async of(object: JsonMap): Promise<Resource> {
    const [apiVersion, kind] = [asString(object.apiVersion) ?? '', asString(object.kind) ?? '']
    const version = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const kinds = this.#versions.get(version) ?? this.#ask(version)
    this.#versions.set(version, kinds)
    const resource = (await kinds).get(kind)
    if (!resource) throw new Error(`the API server serves no ${kind} of ${apiVersion}`)
    return resource
  }

  async #ask(version: string): Promise<ReadonlyMap<string, Resource>> {
    const served = field(await this.client.must('GET', version), 'resources')
    const all = isList(served) ? served : []
    const names = all.map(resource => asString(field(resource, 'name')) ?? '')
    return new Map(
      all.flatMap((resource, at) => {
        const name = names[at] ?? ''
        const kind = asString(field(resource, 'kind')) ?? ''
        // What holds a slash is a part of another resource.
        return name.includes('/')
          ? []
          : [
              [
                kind,
                {
                  version,
                  name,
                  namespaced: field(resource, 'namespaced') === true,
                  hasStatus: names.includes(`${name}/status`),
                },
              ] as const,
            ]
      }),
    )
  }
}

/** `/apis/apps/v1/namespaces/shop/deployments/cart` */
export const pathOf = (object: JsonMap, resource: Resource): string =>
  `${collectionOf(object, resource)}/${nameOf(object)}`

/** `/apis/apps/v1/namespaces/shop/deployments` */
export function collectionOf(object: JsonMap, { version, name, namespaced }: Resource): string {
  if (!namespaced) return `${version}/${name}`
  return `${version}/namespaces/${asString(dig(object, 'metadata', 'namespace')) ?? 'default'}/${name}`
}

export function nameOf(object: JsonMap): string {
  const name = asString(dig(object, 'metadata', 'name'))
  if (name === undefined) throw new Error(`a ${quote(object.kind)} without a name`)
  return name
}
